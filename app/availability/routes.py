"""Reading what there is."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from app.availability.schemas import Available
from app.availability.selection import COLUMNS, AvailabilitySelection, find_available
from app.observations.selection import observation_filters
from app.releases.reader import Reader
from app.web.answer import AnsweringDep
from app.web.envelope import listed
from app.web.found import Found, found_page
from app.web.read_route import ReadRoute
from app.web.responses import answers

router = APIRouter(prefix="/v1/availability", tags=["observations"], route_class=ReadRoute)


@router.get(
    "",
    operation_id="list_availability",
    summary="What there is to choose from",
    responses=answers(listed(Available)),
)
async def list_availability(
    selection: Annotated[AvailabilitySelection, Query()], answer: AnsweringDep
) -> Response:
    """Which codes have observations under a selection: how many, from when to when.

    Filters are those of /v1/observations; adding one of the codes found never leads to nothing. The
    row `all` counts the whole selection, `meta.types` the codes of each component. Organizations
    come in pages; the rest stands on the first one. Numbers without a source, as computed ones are,
    are counted under no source. An observation may be without a value: `status` tells which are.
    """

    def find(reader: Reader) -> Found:
        filters = observation_filters(reader, selection)
        available = find_available(reader, selection, filters)
        page = available.page
        found = found_page(page, reader, COLUMNS, key="code")
        last = next((row["code"] for row in reversed(page.rows) if _is_organization(row)), None)
        return Found(
            COLUMNS,
            page.rows,
            after=last if page.has_more else None,
            total=page.total,
            notices=[*found.notices, *available.notices],
            types=available.types,
            understood=filters.understood,
        )

    return await answer(selection, find)


def _is_organization(row: dict[str, object]) -> bool:
    return row["component"] == "organization"
