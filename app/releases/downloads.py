"""Releases to take away and to prove: their packages, and the very bytes their digests are of."""

import re
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from http import HTTPStatus
from itertools import chain
from threading import BoundedSemaphore
from typing import Annotated

from anyio import fail_after
from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response, StreamingResponse
from pydantic import BaseModel, ConfigDict
from starlette.requests import ClientDisconnect
from starlette.types import Message, Send

from app.errors import QuarantinedReleaseError, UnavailableError
from app.releases import archive, canonical
from app.releases.archive import package_archive
from app.releases.canonical import content_lines, history_lines, recipe_text
from app.releases.directory import ReleaseDirectory
from app.releases.files import DataFolder
from app.releases.refusals import no_release
from app.releases.registry import PublishedRelease
from app.releases.storage import DamagedReleaseError
from app.values.wording import Words
from app.version import VERSION
from app.web.caching import PINNED, etag_of, is_held
from app.web.responses import downloads

router = APIRouter(prefix="/v1/releases", tags=["releases"])
CHUNK = 1 << 16
DOWNLOADS_MAX = 8
STALLED_SECONDS = 30.0
_NUMBER = re.compile("[1-9][0-9]{0,8}")
NumberPath = Annotated[
    str, Path(max_length=20, description="Number of the release.", examples=["1"])
]


class NoParameters(BaseModel):
    """An address that says all; unknown parameters are refused, not ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


NoParametersQuery = Annotated[NoParameters, Query()]


@router.get(
    "/{number}/package.zip",
    operation_id="get_release_packages",
    summary="Packages of a release",
    response_class=Response,
    responses=downloads(archive.MEDIA_TYPE, "The packages; the same bytes every time."),
)
def get_release_packages(number: NumberPath, _: NoParametersQuery, request: Request) -> Response:
    """The Data Packages a release was built from, as one zip with a folder for each.

    Loaded elsewhere they give a release with the same content digest. The digest of a package is
    the SHA-256 over a line `name digest` for each of its files in order of name.
    """
    directory: ReleaseDirectory = request.app.state.directory
    release = release_of(directory, number)
    folder = DataFolder.of(request.app.state.settings)

    def parts() -> Iterator[bytes]:
        try:
            return package_archive(folder, release)
        except DamagedReleaseError as error:
            raise QuarantinedReleaseError(
                Words(
                    f"The packages of release {release.number} are not to be had here undamaged.",
                    f"Các gói dữ liệu của bản công bố {release.number} ở đây đã bị hỏng.",
                )
            ) from error

    return download(request, release, archive.MEDIA_TYPE, "zip", parts)


@router.get(
    "/{number}/content.jsonl",
    operation_id="get_release_content",
    summary="Canonical content of a release",
    response_class=Response,
    responses=downloads(canonical.MEDIA_TYPE, "The bytes that the content digest is of."),
)
def get_release_content(number: NumberPath, _: NoParametersQuery, request: Request) -> Response:
    """Every published row in canonical form: its SHA-256 is the content digest.

    JSON Lines: the recipe, then for each table a line with its name and columns, and a line for
    each row by primary key. Numbers are whole millionths, periods their ordinals.
    """
    return _canonical(request, number, "content")


@router.get(
    "/{number}/history.jsonl",
    operation_id="get_release_history",
    summary="Canonical history of a release",
    response_class=Response,
    responses=downloads(canonical.MEDIA_TYPE, "The bytes that the history digest is of."),
)
def get_release_history(number: NumberPath, _: NoParametersQuery, request: Request) -> Response:
    """What became of each cell, release by release, in canonical form.

    The chain digest is the SHA-256 over three lines: the chain digest of the release before (empty
    for the first), the SHA-256 of the content, and that of these bytes.
    """
    return _canonical(request, number, "history")


def _canonical(request: Request, number: str, what: str) -> Response:
    directory: ReleaseDirectory = request.app.state.directory
    release = release_of(directory, number)
    directory.refuse_unreadable(release)

    def parts() -> Iterator[bytes]:
        reader = directory.reader(release)
        recipe = recipe_text(release.recipe)
        lines = (
            content_lines(reader.stream, recipe)
            if what == "content"
            else history_lines(reader.stream, recipe)
        )
        return _chunks(lines)

    return download(request, release, canonical.MEDIA_TYPE, f"{what}.jsonl", parts)


def release_of(directory: ReleaseDirectory, number: str) -> PublishedRelease:
    """Raises NotFoundError, or UnavailableError as the directory does."""
    for release in directory.releases:
        if str(release.number) == number:
            return release
    if _NUMBER.fullmatch(number):
        return directory.numbered(int(number))
    raise no_release(number, directory.current.number)


def download(
    request: Request,
    release: PublishedRelease,
    media_type: str,
    ending: str,
    parts: Callable[[], Iterable[bytes]],
    *chosen: str,
    told: Callable[[], Mapping[str, str]] = dict,
) -> Response:
    """Stream what never changes; 304 before it is begun. `chosen` is what else decides it.

    `told` gives headers beside those that every file has.
    """
    etag = etag_of(VERSION, release.chain_digest, request.scope["path"], *chosen)
    headers = {"etag": etag, "cache-control": PINNED}
    if is_held(etag, ", ".join(request.headers.getlist("if-none-match"))):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    name = f"partystats-{release.number}.{ending}"
    headers["content-disposition"] = f'attachment; filename="{name}"'
    headers |= told()
    chunks = _counted(request.app.state.downloads, parts)
    first = next(chunks, b"")  # Before anything is promised: what cannot begin is refused.
    return Download(first, chunks, media_type=media_type, headers=headers)


class Download(StreamingResponse):
    """A file that is taken away; broken off where nobody takes any of it for a while.

    What it reads from is let go of as soon as it ends, however it does.
    """

    def __init__(
        self,
        first: bytes,
        rest: Generator[bytes, None, None],
        *,
        media_type: str,
        headers: Mapping[str, str],
    ) -> None:
        super().__init__(chain([first], rest), media_type=media_type, headers=headers)
        self._rest = rest

    async def stream_response(self, send: Send) -> None:
        async def send_within_time(message: Message) -> None:
            try:
                with fail_after(STALLED_SECONDS):
                    await send(message)
            except TimeoutError as error:
                raise ClientDisconnect from error

        try:
            await super().stream_response(send_within_time)
        finally:
            self._rest.close()


def _counted(
    downloads: BoundedSemaphore, parts: Callable[[], Iterable[bytes]]
) -> Generator[bytes, None, None]:
    """The parts, while few enough are taken away: slow readers keep connections from others."""
    if not downloads.acquire(blocking=False):
        raise UnavailableError(
            Words(
                "Many files are being taken away just now; ask again shortly.",
                "Nhiều tệp đang được tải về cùng lúc; vui lòng thử lại sau ít phút.",
            )
        )
    try:
        yield from parts()
    finally:
        downloads.release()


def _chunks(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Lines in pieces that are worth a turn of the event loop."""
    chunk = bytearray()
    for line in lines:
        chunk += line
        if len(chunk) >= CHUNK:
            yield bytes(chunk)
            chunk.clear()
    yield bytes(chunk)
