"""Numbers of a release to take away, as many as there are: what a list gives, without its pages."""

import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from app.database import Statement
from app.formats.csv_metadata import CSVW, metadata
from app.formats.plain_csv import CSV
from app.formats.plain_json import ENCODER, NDJSON
from app.observations.lines import HEADING, select_json_lines, select_lines
from app.observations.queries import COLUMNS
from app.observations.selection import ObservationFilters, observation_filters
from app.releases.directory import ReleaseDirectory
from app.releases.downloads import NoParametersQuery, NumberPath, download, release_of
from app.releases.reader import Reader
from app.releases.registry import PublishedRelease
from app.releases.renderings import Renderings, chunks_of
from app.web.responses import downloads, exports

router = APIRouter(prefix="/v1/releases", tags=["releases"])
LINES = 400  # Some 64 KB.
GZIP = "application/gzip"
GZIP_LEVEL = 6
GZIP_BITS = 31  # With the header of a gzip file, into which zlib writes no time.
NOTHING_CHOSEN = ObservationFilters()
FiltersQuery = Annotated[ObservationFilters, Query()]


@dataclass(frozen=True, slots=True)
class Lines:
    """A form of lines that the database itself writes."""

    heading: str
    select: Callable[[frozenset[str]], Statement]


CSV_LINES = Lines(HEADING, select_lines)
JSON_LINES = Lines("", select_json_lines)


@router.get(
    "/{number}/observations.csv",
    operation_id="export_observations",
    summary="Observations of a release as CSV",
    response_class=Response,
    responses=exports(CSV.media_type, "The heading, and a line for each observation."),
)
def export_observations(number: NumberPath, selection: FiltersQuery, request: Request) -> Response:
    """All published numbers that the filters let through, at once.

    The columns and the bytes of `/v1/observations?format=csv`, whose pages put together are this
    file. It never changes: hold it by its `ETag`. The header `Link` names what describes its
    columns, with `rel="describedby"`.
    """
    release = _readable(request, number)
    query = _query(selection)

    def parts() -> Iterator[bytes]:
        return _blocks(request, release, selection, CSV_LINES)

    def described() -> dict[str, str]:
        address = f"{request.scope['path']}-metadata.json{'?' if query else ''}{query}"
        return {"link": f'<{address}>; rel="describedby"; type="{CSVW.media_type}"'}

    return download(request, release, CSV.content_type, "csv", parts, query, told=described)


@router.get(
    "/{number}/observations.csv-metadata.json",
    operation_id="describe_exported_observations",
    summary="Columns of the observations as CSV",
    response_class=Response,
    responses=exports(CSVW.media_type, "CSV on the Web: what stands in each column."),
)
def describe_observations(
    number: NumberPath, selection: FiltersQuery, request: Request
) -> Response:
    """Data types, titles in both languages, key and dialect (W3C, CSV on the Web).

    With the filters of the file that is to be described, since its address is part of it.
    """
    release = _readable(request, number)
    query = _query(selection)

    def parts() -> Iterator[bytes]:
        observation_filters(request.app.state.directory.reader(release), selection)
        path = request.scope["path"].removesuffix("-metadata.json")
        address = f"{request.app.state.settings.public_url}{path}{'?' if query else ''}{query}"
        yield ENCODER.encode(metadata(COLUMNS, address))

    return download(request, release, CSVW.media_type, "csv-metadata.json", parts, query)


@router.get(
    "/{number}/observations.ndjson",
    operation_id="export_observations_as_json_lines",
    summary="Observations of a release as JSON Lines",
    response_class=Response,
    responses=exports(NDJSON.media_type, "A line of JSON for each observation."),
)
def export_json_lines(number: NumberPath, selection: FiltersQuery, request: Request) -> Response:
    """The same numbers with the fields of the list, an object in each line.

    The bytes of `/v1/observations?format=ndjson`, page after page.
    """
    release = _readable(request, number)

    def parts() -> Iterator[bytes]:
        return _blocks(request, release, selection, JSON_LINES)

    query = _query(selection)
    return download(request, release, NDJSON.content_type, "ndjson", parts, query)


@router.get(
    "/{number}/observations.csv.gz",
    operation_id="get_all_observations",
    summary="All observations of a release as compressed CSV",
    response_class=Response,
    responses=downloads(GZIP, "`observations.csv` without filters, compressed."),
)
def get_all_observations(number: NumberPath, _: NoParametersQuery, request: Request) -> Response:
    """Everything in one small file. It is rendered once, and kept beside the release."""
    return _compressed(request, _readable(request, number), "csv.gz", CSV_LINES)


@router.get(
    "/{number}/observations.ndjson.gz",
    operation_id="get_all_observations_as_json_lines",
    summary="All observations of a release as compressed JSON Lines",
    response_class=Response,
    responses=downloads(GZIP, "`observations.ndjson` without filters, compressed."),
)
def get_all_json_lines(number: NumberPath, _: NoParametersQuery, request: Request) -> Response:
    """Everything in one small file. It is rendered once, and kept beside the release."""
    return _compressed(request, _readable(request, number), "ndjson.gz", JSON_LINES)


def _readable(request: Request, number: str) -> PublishedRelease:
    directory: ReleaseDirectory = request.app.state.directory
    release = release_of(directory, number)
    directory.refuse_unreadable(release)
    return release


def _query(selection: ObservationFilters) -> str:
    """As it stands in addresses; a level may be named in any language."""
    chosen = selection.canonical().items()
    return "&".join(f"{name}={quote(value, safe=',:@')}" for name, value in chosen)


def _compressed(request: Request, release: PublishedRelease, ending: str, lines: Lines) -> Response:
    """What is kept, with its length; else what is compressed while it is sent, and kept then."""
    renderings: Renderings = request.app.state.renderings
    found: list[Path] = []

    def render() -> Iterator[bytes]:
        return _gzipped(_blocks(request, release, NOTHING_CHOSEN, lines))

    def told() -> dict[str, str]:
        kept = renderings.find(release, ending)
        if kept is None:
            return {}
        path, size = kept
        found.append(path)
        return {"content-length": str(size)}

    def parts() -> Iterable[bytes]:
        if found:
            return chunks_of(found[0], render)
        return renderings.keeping(release, ending, render)

    return download(request, release, GZIP, ending, parts, told=told)


def _gzipped(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes whenever they are compressed here."""
    compressing = zlib.compressobj(GZIP_LEVEL, zlib.DEFLATED, GZIP_BITS)
    for part in parts:
        if compressed := compressing.compress(part):
            yield compressed
    yield compressing.flush()


def _blocks(
    request: Request, release: PublishedRelease, selection: ObservationFilters, form: Lines
) -> Iterator[bytes]:
    """The heading with the first lines, then some lines at a time."""
    reader: Reader = request.app.state.directory.reader(release)
    filters = observation_filters(reader, selection)
    lines = (line for (line,) in reader.stream(form.select(filters.active()), filters.values))
    block = form.heading + "".join(islice(lines, LINES))
    while block:
        yield block.encode()
        block = "".join(islice(lines, LINES))
