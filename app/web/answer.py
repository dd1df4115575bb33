"""One answer: which release, which format, is it held already, else read and written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import quote, urlencode

from fastapi import Depends, Request
from fastapi.responses import Response

from app.errors import ApiError, InvalidParameterError, PrunedReleaseError
from app.formats.dataset import Dataset, Row
from app.parameters import PageSelection, Selection
from app.releases.directory import ReleaseDirectory
from app.releases.reader import Reader
from app.releases.registry import PublishedRelease
from app.releases.resource import Filters, Page, ResourceQuery, fetch_page
from app.settings import Settings
from app.version import VERSION
from app.web.caching import PINNED, UNPINNED, etag_of, is_held
from app.web.negotiation import format_for, language_for

VARY = "Accept, Accept-Language"
# Settings that answers tell of: an answer is another one once they change.
SHOWN_SETTINGS = {"public_url", "page_size_max", "url_length_max", "query_seconds"}


@dataclass(frozen=True, slots=True)
class Found:
    """What a read found, before the envelope is put around it.

    `after` is where the next page begins, None on the last.
    """

    columns: Sequence[str]
    rows: Sequence[Row]
    document: Row | None = None
    after: str | None = None
    total: int | None = None
    notices: Sequence[Row] = ()


class Answering:
    """Answers the request it is made for."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._directory: ReleaseDirectory = request.app.state.directory
        self._settings: Settings = request.app.state.settings

    @property
    def directory(self) -> ReleaseDirectory:
        return self._directory

    @property
    def settings(self) -> Settings:
        return self._settings

    def __call__(self, selection: Selection, fetch: Callable[[Reader], Found]) -> Response:
        """Answer from the release the selection names; 304 before anything is read."""
        if isinstance(selection, PageSelection):
            self._refuse_limit(selection)
        try:
            return self._answer(selection, fetch)
        except PrunedReleaseError:
            if selection.release is not None or selection.as_of is not None:
                raise
            return self._answer(selection, fetch)  # Another is current since, and is known now.

    def _answer(self, selection: Selection, fetch: Callable[[Reader], Found]) -> Response:
        release = self._directory.requested(selection)
        self._request.state.release = release.number  # For the access log.
        output = format_for(selection.format, self._header("accept"))
        language = language_for(selection.lang, self._header("accept-language"))
        address = self.address(release, selection.canonical())
        shown = self._settings.model_dump_json(include=SHOWN_SETTINGS)
        etag = etag_of(VERSION, shown, release.chain_digest, address, output.media_type, language)
        pinned = selection.release is not None
        kept = {"etag": etag, "cache-control": PINNED if pinned else UNPINNED, "vary": VARY}
        if is_held(etag, self._header("if-none-match")):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=kept)
        found = self._read(fetch, release)
        dataset = self._enveloped(found, release, selection)
        # Formats without an envelope name their release here.
        links = [f'<{address}>; rel="{name}"' for name, address in dataset.links.items()]
        kept["link"] = ", ".join(links)
        body = b"".join(output.write(dataset))
        return Response(body, media_type=output.content_type, headers=kept)

    def _read(self, fetch: Callable[[Reader], Found], release: PublishedRelease) -> Found:
        """A fault while reading may come of a damaged release: then that is the answer."""
        try:
            return fetch(self._directory.reader(release))
        except ApiError:
            raise
        except Exception:
            self._directory.doubt(release)
            raise

    def address(self, release: PublishedRelease, parameters: dict[str, str]) -> str:
        """The canonical address of an answer, pinned to its release."""
        query = urlencode({"release": release.number, **parameters}, quote_via=quote, safe=",:@")
        return f"{quote(self._request.scope['path'])}?{query}"

    def _header(self, name: str) -> str:
        """All lines of a header as one list, as RFC 9110, section 5.3, allows them to be parted."""
        return ", ".join(self._request.headers.getlist(name))

    def _enveloped(self, found: Found, release: PublishedRelease, selection: Selection) -> Dataset:
        chosen = selection.canonical()
        links: dict[str, Any] = {"self": self.address(release, chosen)}
        if found.after is not None:
            links["next"] = self.address(release, {**chosen, "after": found.after})
        meta: dict[str, Any] = {
            "release": {
                "number": release.number,
                "published_at": release.published_at,
                "chain_digest": release.chain_digest,
            },
            "query": {"release": release.number, **_resolved(selection)},
            "count": len(found.rows),
            "notices": list(found.notices),
        }
        if found.total is not None:
            meta["total"] = found.total
        return Dataset(found.columns, found.rows, found.document, meta, links)

    def _refuse_limit(self, selection: PageSelection) -> None:
        if selection.limit > self._settings.page_size_max:
            raise InvalidParameterError(
                f"limit {selection.limit} is too large.",
                parameter="limit",
                expected=f"1 to {self._settings.page_size_max}",
            )


AnsweringDep = Annotated[Answering, Depends(Answering)]


def _resolved(selection: Selection) -> dict[str, Any]:
    """Everything selected, defaults included, as it is written in an address."""
    resolved: dict[str, Any] = {}
    for name, field in type(selection).model_fields.items():
        value = getattr(selection, name)
        if value is not None and name not in {"release", "as_of", "lang", "format"}:
            plain = isinstance(value, bool | int)
            resolved[field.alias or name] = value if plain else str(value)
    return resolved


def find_page(
    reader: Reader,
    query: ResourceQuery,
    selection: PageSelection,
    filters: Filters,
    *,
    key: str,
    place: Callable[[Reader, str], Sequence[Any]] | None = None,
) -> Found:
    """A page of a list. `key` is the field that names a row, `place` finds its sort key by name.

    Without `place` the name is the sort key.
    """
    after: Sequence[Any] | None = None
    if selection.after is not None:
        after = (selection.after,) if place is None else place(reader, selection.after)
    page = fetch_page(reader, query, selection, filters, after)
    return found_page(page, reader, query.columns, key=key)


def found_page(page: Page, reader: Reader, columns: Sequence[str], *, key: str) -> Found:
    """What the page holds; an empty one says why."""
    return Found(
        columns,
        page.rows,
        after=str(page.rows[-1][key]) if page.has_more else None,
        total=page.total,
        notices=() if page.rows else _why_empty(page, reader),
    )


def _why_empty(page: Page, reader: Reader) -> list[Row]:
    """Which filters keep rows away, for a page that has none."""
    helpful = {name: count for name, count in page.without.items() if count}
    vi = "; ".join(f"không có {name} thì có {count}" for name, count in helpful.items())
    en = "; ".join(f"without {name} there are {count}" for name, count in helpful.items())
    number = reader.release.number
    return [
        {
            "code": "empty",
            "vi": f"Bản công bố {number} không có gì phù hợp{': ' + vi if vi else ''}.",
            "en": f"Release {number} has nothing that matches{': ' + en if en else ''}.",
        }
    ]
