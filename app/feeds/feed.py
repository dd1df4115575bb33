"""Releases as an Atom feed (RFC 4287): an entry for each, the newest first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from app.releases.errata import Erratum
from app.releases.registry import PublishedRelease
from app.values.changes import Change

MEDIA_TYPE = "application/atom+xml"
PATH = "/v1/releases.atom"
ENTRIES_MAX = 100
"""Entries of the feed; /v1/releases has all releases."""
_ATOM = "http://www.w3.org/2005/Atom"
_XML = "http://www.w3.org/XML/1998/namespace"
_TITLE = "partystats: các bản công bố · releases"
_SUBTITLE = (
    "Thống kê tổ chức đảng, tổng hợp không chính thức từ nguồn công khai · Statistics of Party "
    "organizations, an unofficial compilation from public sources"
)
_RIGHTS = "CC BY 4.0, https://creativecommons.org/licenses/by/4.0/"
_WORDS = {
    Change.NEW: ("mới", "new"),
    Change.REVISED: ("điều chỉnh", "revised"),
    Change.WITHDRAWN: ("rút lại", "withdrawn"),
}


@dataclass(frozen=True, slots=True)
class Feed:
    """What is told of; `public_url` is where the service is reached, without a path.

    Ids are tag URIs (RFC 4151) of the host, the day of the first release, and the chain digest:
    they stay the same for as long as the service has its name.
    """

    public_url: str
    releases: Sequence[PublishedRelease]
    errata: Sequence[Erratum]

    def write(self) -> bytes:
        """The feed in UTF-8; there is at least one release."""
        ET.register_namespace("", _ATOM)
        feed = ET.Element(f"{{{_ATOM}}}feed", {f"{{{_XML}}}lang": "vi"})
        last = self.releases[-1]
        _texts(
            feed,
            ("id", self._tag(self.releases[0], "releases")),
            ("title", _TITLE),
            ("subtitle", _SUBTITLE),
        )
        _texts(feed, ("updated", last.published_at), ("rights", _RIGHTS))
        _link(feed, "self", f"{self.public_url}{PATH}", MEDIA_TYPE)
        _link(feed, "alternate", f"{self.public_url}/v1/releases", "application/json")
        _link(feed, "describedby", f"{self.public_url}/catalog", "text/turtle")
        author = ET.SubElement(feed, f"{{{_ATOM}}}author")
        _texts(author, ("name", urlsplit(self.public_url).hostname or "partystats"))
        _texts(author, ("uri", self.public_url))
        for release in reversed(self.releases[-ENTRIES_MAX:]):
            self._entry(feed, release)
        document: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
        return document + b"\n"

    def _entry(self, feed: ET.Element, release: PublishedRelease) -> None:
        number = release.number
        entry = ET.SubElement(feed, f"{{{_ATOM}}}entry")
        _texts(
            entry,
            ("id", self._tag(release, f"releases/{number}")),
            ("title", f"Bản công bố {number} · Release {number}"),
            ("published", release.published_at),
            ("updated", release.published_at),
            ("summary", summary(release, self.errata)),
        )
        address = f"{self.public_url}/v1/releases/{number}"
        _link(entry, "alternate", address, "application/json")
        _link(entry, "related", f"{address}/changes", "application/json")
        _link(entry, "enclosure", f"{address}/package.zip", "application/zip")

    def _tag(self, release: PublishedRelease, what: str) -> str:
        host = urlsplit(self.public_url).hostname or ""
        # A tag has room for names alone, not for the colons of an address.
        authority = "localhost" if ":" in host else host
        day = self.releases[0].published_at[:10]
        return f"tag:{authority},{day}:{what}:{release.chain_digest[:32]}"


def summary(release: PublishedRelease, errata: Iterable[Erratum]) -> str:
    """What the release changed, and what it mends, in Vietnamese and English."""
    if release.number == 1:
        count = release.counts["observation"]
        vi = f"Bản công bố đầu tiên: {count} số liệu."
        en = f"The first release: {count} observations."
    else:
        told = [(words, release.changes.get(change, 0)) for change, words in _WORDS.items()]
        vi = "Số liệu: " + ", ".join(f"{count} {words[0]}" for words, count in told) + "."
        en = "Observations: " + ", ".join(f"{count} {words[1]}" for words, count in told) + "."
    for erratum in errata:
        if erratum.mended_in == release.number:
            vi += f" Đính chính {erratum.code}: {erratum.vi}"
            en += f" Erratum {erratum.code}: {erratum.en}"
    return f"{vi}\n{en}"


def _texts(parent: ET.Element, *texts: tuple[str, str]) -> None:
    for name, text in texts:
        ET.SubElement(parent, f"{{{_ATOM}}}{name}").text = text


def _link(parent: ET.Element, rel: str, href: str, media_type: str) -> None:
    ET.SubElement(parent, f"{{{_ATOM}}}link", {"rel": rel, "type": media_type, "href": href})
