"""What is published, as DCAT 3 describes it: a dataset for each release, and what is around."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.catalogue import wording
from app.catalogue.graph import Address, Saying, Text, Thing, both
from app.formats.dataset import OutputFormat
from app.releases.registry import PublishedRelease

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_EU = "http://publications.europa.eu/resource/authority"
_MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
_SPATIAL = Address(f"{_EU}/country/VNM")
_LANGUAGES: tuple[Saying, ...] = (
    ("dct:language", Address(f"{_EU}/language/VIE")),
    ("dct:language", Address(f"{_EU}/language/ENG")),
)
_STANDARDS = {
    "application/zip": "https://specs.frictionlessdata.io/data-package/",
    "text/csv": "https://www.rfc-editor.org/rfc/rfc4180",
    "application/json-stat+json": "https://json-stat.org/full/",
    "application/csvm+json": "https://www.w3.org/TR/tabular-metadata/",
    "application/json": "https://www.rfc-editor.org/rfc/rfc8259",
    "application/jsonl": "https://jsonlines.org/",
    "application/x-ndjson": "https://github.com/ndjson/ndjson-spec",
}
RELEASES_MAX = 100
"""Releases that are described one by one; /v1/releases has them all."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """First and last day that the numbers of the current release are of, ISO 8601."""

    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What is described. `downloads` are media types by the last part of a release's address.

    `always` names those of the downloads that outlive the release itself.
    """

    public_url: str
    releases: Sequence[PublishedRelease]
    coverage: Coverage | None
    formats: Sequence[OutputFormat]
    downloads: Mapping[str, str]
    always: frozenset[str]

    def things(self) -> list[Thing]:
        described = self.releases[-RELEASES_MAX:]
        return [
            self._catalog(described),
            self._publisher(),
            self._series(described),
            self._service(),
            *(self._dataset(release) for release in described),
            *(each for release in described for each in self._distributions(release)),
        ]

    def _at(self, path: str) -> str:
        return f"{self.public_url}{path}"

    def _about(self, title: Mapping[str, str]) -> Iterator[Saying]:
        """What is said of the catalog, the series and every dataset alike."""
        yield from both("dct:title", vi=title["vi"], en=title["en"])
        yield from both("dct:description", **wording.DESCRIPTION)
        yield "dct:publisher", Address(self._at("/catalog#publisher"))
        yield "dct:license", Address(LICENCE)
        yield from _LANGUAGES
        yield "dct:spatial", _SPATIAL
        first, last = self.releases[0], self.releases[-1]
        yield "dct:issued", _instant(first.published_at)
        yield "dct:modified", _instant(last.published_at)

    def _catalog(self, described: Sequence[PublishedRelease]) -> Thing:
        says = [
            *self._about(wording.TITLE),
            ("foaf:homepage", Address(self._at("/docs"))),
            ("dcat:service", Address(self._at("/catalog#service"))),
            ("dcat:dataset", Address(self._at("/v1/releases"))),
        ]
        says.extend(("dcat:dataset", Address(self._release(each))) for each in described)
        return Thing(("dcat:Catalog",), tuple(says), self._at("/catalog"))

    def _publisher(self) -> Thing:
        says = (
            *both("foaf:name", **wording.PUBLISHER),
            ("foaf:homepage", Address(self._at("/docs"))),
        )
        return Thing(("foaf:Agent",), says, self._at("/catalog#publisher"))

    def _series(self, described: Sequence[PublishedRelease]) -> Thing:
        title = {name: f"{text}: {wording.SERIES[name]}" for name, text in wording.TITLE.items()}
        says = [
            *self._about(title),
            *self._themes(),
            ("dct:accrualPeriodicity", Address(f"{_EU}/frequency/IRREG")),
            ("dcat:first", Address(self._release(self.releases[0]))),
            ("dcat:last", Address(self._release(described[-1]))),
        ]
        return Thing(("dcat:DatasetSeries",), tuple(says), self._at("/v1/releases"))

    def _themes(self) -> Iterator[Saying]:
        yield "dcat:theme", Address(f"{_EU}/data-theme/GOVE")
        for keyword in wording.KEYWORDS:
            yield from both("dcat:keyword", **keyword)

    def _service(self) -> Thing:
        says = (
            *both("dct:title", **wording.SERVICE),
            *both("dct:description", **wording.DESCRIPTION),
            ("dct:publisher", Address(self._at("/catalog#publisher"))),
            ("dct:license", Address(LICENCE)),
            ("dcat:endpointURL", Address(self._at("/v1/observations"))),
            ("dcat:endpointDescription", Address(self._at("/openapi.json"))),
            ("dct:conformsTo", Address("https://spec.openapis.org/oas/v3.1.0")),
            ("foaf:page", Address(self._at("/docs"))),
            ("dcat:servesDataset", Address(self._release(self.releases[-1]))),
        )
        return Thing(("dcat:DataService",), says, self._at("/catalog#service"))

    def _release(self, release: PublishedRelease) -> str:
        return self._at(f"/v1/releases/{release.number}")

    def _dataset(self, release: PublishedRelease) -> Thing:
        title = wording.release_title(release.number)
        says = [
            *both("dct:title", vi=title["vi"], en=title["en"]),
            *both("dct:description", **wording.DESCRIPTION),
            ("dct:publisher", Address(self._at("/catalog#publisher"))),
            ("dct:license", Address(LICENCE)),
            *_LANGUAGES,
            *self._themes(),
            ("dct:spatial", _SPATIAL),
            ("dct:issued", _instant(release.published_at)),
            ("dct:modified", _instant(release.published_at)),
            ("dct:identifier", Text(release.chain_digest)),
            ("dcat:version", Text(str(release.number))),
            ("dct:accessRights", Address(f"{_EU}/access-right/PUBLIC")),
            ("dcat:inSeries", Address(self._at("/v1/releases"))),
            ("dcat:landingPage", Address(self._release(release))),
        ]
        if release.number > 1:
            before = self._at(f"/v1/releases/{release.number - 1}")
            says.append(("dcat:prev", Address(before)))
        if self.coverage is not None and release.is_current:
            says.append(("dct:temporal", _period(self.coverage)))
        says.extend(
            ("dcat:distribution", Address(str(each.iri))) for each in self._distributions(release)
        )
        return Thing(("dcat:Dataset",), tuple(says), self._release(release))

    def _distributions(self, release: PublishedRelease) -> Iterator[Thing]:
        for name, media_type in self.downloads.items():
            if not (release.is_kept or name in self.always):
                continue
            address = f"{self._release(release)}/{name}"
            says = [*self._distribution(wording.download_title(name), address, media_type)]
            says.append(("dcat:downloadURL", Address(address)))
            if name == "content.jsonl":
                says.append(("spdx:checksum", _sha256(release.content_digest)))
            yield Thing(("dcat:Distribution",), tuple(says), f"{address}#distribution")
        for each in self.formats if release.is_kept else ():
            address = self._at(f"/v1/observations?release={release.number}&format={each.name}")
            title = wording.format_title(each.name)
            says = [*self._distribution(title, address, each.media_type)]
            says.append(("dcat:accessService", Address(self._at("/catalog#service"))))
            iri = f"{self._release(release)}#observations-{each.name}"
            yield Thing(("dcat:Distribution",), tuple(says), iri)

    def _distribution(
        self, title: Mapping[str, str], address: str, media_type: str
    ) -> Iterator[Saying]:
        yield from both("dct:title", vi=title["vi"], en=title["en"])
        yield "dcat:accessURL", Address(address)
        yield "dcat:mediaType", Address(f"{_MEDIA_TYPES}{media_type}")
        yield "dct:license", Address(LICENCE)
        if media_type in _STANDARDS:
            yield "dct:conformsTo", Address(_STANDARDS[media_type])


def _instant(moment: str) -> Text:
    return Text(moment, kind="xsd:dateTime")


def _period(coverage: Coverage) -> Thing:
    says: tuple[Saying, ...] = (
        ("dcat:startDate", Text(coverage.start, kind="xsd:date")),
        ("dcat:endDate", Text(coverage.end, kind="xsd:date")),
    )
    return Thing(("dct:PeriodOfTime",), says)


def _sha256(digest: str) -> Thing:
    says: tuple[Saying, ...] = (
        ("spdx:algorithm", Address("http://spdx.org/rdf/terms#checksumAlgorithm_sha256")),
        ("spdx:checksumValue", Text(digest, kind="xsd:hexBinary")),
    )
    return Thing(("spdx:Checksum",), says)
