"""One answer: which release, which format, is it held already, else read and written."""

import re
from contextlib import suppress
from dataclasses import replace
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import quote

from anyio import CapacityLimiter, to_thread
from fastapi import Depends, Request
from fastapi.responses import Response

from app.errors import InvalidParameterError, PrunedReleaseError, UnavailableError
from app.formats.dataset import Dataset, OutputFormat
from app.formats.plain_csv import CSV
from app.formats.registry import FORMATS
from app.naming.queries import fetch_naming
from app.parameters import PageSelection, Selection
from app.refusal import ApiError
from app.releases.directory import ReleaseDirectory
from app.releases.reader import Reader
from app.releases.registry import PublishedRelease
from app.releases.storage import OverAllowanceError
from app.settings import Settings
from app.values.wording import Language, Words, up_to
from app.version import VERSION
from app.web.caching import PINNED, UNPINNED, etag_of, is_held
from app.web.errata import erratum_notice
from app.web.found import Find, Found
from app.web.headers import headers_of
from app.web.negotiation import format_for, language_for
from app.web.projection import projected

VARY = "Accept, Accept-Language"
SCANS_MAX = 12  # At once, in threads; PostgreSQL is asked by no more than 16 from one process.
WRITTEN_AT_ONCE_MAX = 200
# What `quote` would leave as it is, told sooner.
_PLAIN_PATH = re.compile("[A-Za-z0-9_.~/-]*")
_PLAIN_TEXT = re.compile("[A-Za-z0-9_.~,:@-]*")
# Settings that answers tell of: an answer is another one once they change.
SHOWN_SETTINGS = {
    "public_url", "page_size_max", "url_length_max", "query_seconds", "rate_limit",
}  # fmt: skip


class Answer(Response):
    """A body with these headers and its length, and nothing else that a response might have."""

    def __init__(
        self, body: bytes, headers: dict[str, str], *, status: HTTPStatus = HTTPStatus.OK
    ) -> None:
        self.status_code = status
        self.body = body
        self.background = None
        self.raw_headers = [(name.encode(), text.encode()) for name, text in headers.items()]
        if status is HTTPStatus.OK:
            self.raw_headers.append((b"content-length", str(len(body)).encode()))


class Answering:
    """Answers the request it is made for."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._state = request.app.state

    @property
    def directory(self) -> ReleaseDirectory:
        directory: ReleaseDirectory = self._state.directory
        return directory

    @property
    def settings(self) -> Settings:
        settings: Settings = self._state.settings
        return settings

    async def __call__(self, selection: Selection, find: Find) -> Response:
        """Answer from the release the selection names; 304 before anything is read."""
        if isinstance(selection, PageSelection):
            self._refuse_limit(selection)
        try:
            return await self._answer(selection, find)
        except (PrunedReleaseError, UnavailableError) as error:
            if not self._is_another_current(selection, error):
                raise
            return await self._answer(selection, find)

    def _is_another_current(self, selection: Selection, error: ApiError) -> bool:
        """Whether an unpinned question may be asked again: what it was asked of is gone since.

        Pruned, or on no server that can be reached; the look that found out knows another.
        """
        if selection.release is not None or selection.as_of is not None:
            return False
        if isinstance(error, PrunedReleaseError):
            return True
        asked = getattr(self._request.state, "release", None)
        return asked is not None and asked != self.directory.current.number

    def language(self, selection: Selection) -> Language:
        """That of texts which must be in one."""
        return language_for(selection.lang, self._header("accept-language"))

    async def _answer(self, selection: Selection, find: Find) -> Response:
        release = self.directory.at_hand(selection)
        if release is None:
            release = await to_thread.run_sync(self.directory.requested, selection)
        self._request.state.release = release.number  # For the access log.
        formats = self._request.scope["route"].formats
        output = format_for(selection.format, self._header("accept"), formats)
        language = self.language(selection)
        chosen = selection.canonical()
        address = self.address(release, chosen)
        errata = self._state.errata.on(release.number)
        etag = etag_of(
            *(VERSION, self._shown, release.chain_digest, address, output.name, language),
            *(str(erratum) for erratum in errata),
        )
        pinned = selection.release is not None
        kept = {"etag": etag, "cache-control": PINNED if pinned else UNPINNED, "vary": VARY}
        if is_held(etag, self._header("if-none-match")):
            return Answer(b"", kept, status=HTTPStatus.NOT_MODIFIED)
        found = await self._read(_named(find) if output.labelled else find, release)
        if errata:
            found = replace(found, notices=[*found.notices, *map(erratum_notice, errata)])
        dataset = self._enveloped(found, release, selection, chosen, address)
        dataset = projected(dataset, selection, output)
        if output is not FORMATS[0]:
            dataset = replace(
                dataset,
                language=language,
                naming=found.naming,
                as_csv=self.address(release, {**chosen, "format": CSV.name}),
                public_url=self.settings.public_url,
            )
        described = output.described_by
        at = described and self.address(release, {**chosen, "format": described})
        kept |= headers_of(output, dataset, self._request.scope["path"], described_at=at)
        kept["link"] = ", ".join([kept["link"], *found.references])
        return Answer(await self._written(output, dataset), kept)

    @property
    def _shown(self) -> str:
        """What answers tell of the settings."""
        shown: str | None = getattr(self._state, "shown", None)
        if shown is None:
            shown = self._state.shown = self.settings.model_dump_json(include=SHOWN_SETTINGS)
        return shown

    @property
    def _scans(self) -> CapacityLimiter:
        """Keeps what scans and exports from taking every thread and connection."""
        scans: CapacityLimiter | None = getattr(self._state, "scans", None)
        if scans is None:
            scans = self._state.scans = CapacityLimiter(SCANS_MAX)
        return scans

    async def _read(self, find: Find, release: PublishedRelease) -> Found:
        """Find it here, where that takes a moment, else in a thread that has longer.

        A fault while reading may come of a damaged release: then that is the answer.
        """
        try:
            reader = self.directory.reader(release)
            with suppress(OverAllowanceError):
                at_once = reader.at_once
                return await reader.awaited(find) if at_once is None else find(at_once)
            return await to_thread.run_sync(reader.ask, find, limiter=self._scans)
        except ApiError:
            raise
        except Exception:
            await to_thread.run_sync(self.directory.doubt, release)
            raise

    async def _written(self, output: OutputFormat, dataset: Dataset) -> bytes:
        """The body; of many rows written in a thread, so that others need not wait for it."""
        if len(dataset.rows) <= WRITTEN_AT_ONCE_MAX and not output.takes_long:
            return b"".join(output.write(dataset))
        return await to_thread.run_sync(_joined, output, dataset, limiter=self._scans)

    def address(self, release: PublishedRelease, parameters: dict[str, str]) -> str:
        """The canonical address of an answer, pinned to its release."""
        query = "&".join([f"{name}={_quoted(text)}" for name, text in parameters.items()])
        path = self._request.scope["path"]
        path = path if _PLAIN_PATH.fullmatch(path) else quote(path)
        return f"{path}?release={release.number}{'&' if query else ''}{query}"

    def _header(self, name: str) -> str:
        """All lines of a header as one list, as RFC 9110, section 5.3, allows them to be parted."""
        wanted = name.encode()
        lines = [value for key, value in self._request.scope["headers"] if key == wanted]
        return b", ".join(lines).decode("latin-1")

    def _enveloped(
        self,
        found: Found,
        release: PublishedRelease,
        selection: Selection,
        chosen: dict[str, str],
        address: str,
    ) -> Dataset:
        links: dict[str, Any] = {"self": address}
        if found.after is not None:
            links["next"] = self.address(release, {**chosen, "after": found.after})
        meta: dict[str, Any] = {
            "release": {
                "number": release.number,
                "published_at": release.published_at,
                "chain_digest": release.chain_digest,
            },
            "query": {"release": release.number, **selection.resolved(), **found.understood},
            "count": len(found.rows),
            "notices": list(found.notices),
        }
        if found.total is not None:
            meta["total"] = found.total
        if found.summary is not None:
            meta["summary"] = found.summary
        if found.labels is not None:
            meta["labels"] = found.labels
        if found.types is not None:
            meta["types"] = found.types
        return Dataset(found.columns, found.rows, found.document, meta, links)

    def _refuse_limit(self, selection: PageSelection) -> None:
        if selection.limit > self.settings.page_size_max:
            raise InvalidParameterError(
                Words(
                    f"limit {selection.limit} is too large.",
                    f"limit {selection.limit} quá lớn.",
                ),
                parameter="limit",
                expected=up_to(self.settings.page_size_max),
            )


def _named(find: Find) -> Find:
    """The same, and what the codes in its rows stand for."""

    def find_and_name(reader: Reader) -> Found:
        found = find(reader)
        return replace(found, naming=fetch_naming(reader, found.columns, found.rows))

    return find_and_name


def _quoted(text: str) -> str:
    return text if _PLAIN_TEXT.fullmatch(text) else quote(text, safe=",:@")


def _joined(output: OutputFormat, dataset: Dataset) -> bytes:
    return b"".join(output.write(dataset))


AnsweringDep = Annotated[Answering, Depends(Answering)]
