"""Numbers of a release to take away, as many as there are: what a list gives, without its pages."""

from collections.abc import Iterator
from itertools import islice
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from app.formats.plain_csv import CSV
from app.observations.lines import HEADING, select_lines
from app.observations.selection import ObservationFilters, observation_filters
from app.releases.directory import ReleaseDirectory
from app.releases.downloads import NumberPath, download, release_of
from app.releases.reader import Reader
from app.web.responses import exports

router = APIRouter(prefix="/v1/releases", tags=["releases"])
LINES = 400  # Some 64 KB.


@router.get(
    "/{number}/observations.csv",
    operation_id="export_observations",
    summary="Observations of a release as CSV",
    response_class=Response,
    responses=exports(CSV.media_type, "The heading, and a line for each observation."),
)
def export_observations(
    number: NumberPath, selection: Annotated[ObservationFilters, Query()], request: Request
) -> Response:
    """All published numbers that the filters let through, at once.

    The columns and the bytes of `/v1/observations?format=csv`, whose pages put together are this
    file. It never changes: hold it by its `ETag`.
    """
    directory: ReleaseDirectory = request.app.state.directory
    release = release_of(directory, number)
    directory.refuse_unreadable(release)
    chosen = selection.canonical()

    def parts() -> Iterator[bytes]:
        return _blocks(directory.reader(release), selection)

    query = "&".join(f"{name}={value}" for name, value in chosen.items())
    return download(request, release, CSV.content_type, "csv", parts, query)


def _blocks(reader: Reader, selection: ObservationFilters) -> Iterator[bytes]:
    """The heading with the first lines, then some lines at a time."""
    filters = observation_filters(reader, selection)
    lines = (line for (line,) in reader.stream(select_lines(filters.active()), filters.values))
    block = HEADING
    while block:
        block += "".join(islice(lines, LINES))
        yield block.encode()
        block = "".join(islice(lines, 1))
