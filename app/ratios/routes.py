"""Reading computed numbers: with their operands, claims and guards."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response

from app.errors import RefusedComputationError
from app.formats.registry import FORMATS
from app.indicators.queries import (
    INDICATORS,
    IndicatorSelection,
    indicator_filters,
    indicator_place,
)
from app.indicators.schemas import Indicator
from app.observations.queries import COLUMNS
from app.ratios.computations import ComputationSelection, fetch_computations
from app.ratios.queries import (
    RatioSelection,
    fetch_across_breaks,
    fetch_ratio_page,
    find_computed,
)
from app.ratios.schemas import ComputedNumber
from app.releases.reader import Reader
from app.releases.resource import Filters
from app.web.answer import AnsweringDep
from app.web.envelope import listed
from app.web.found import Found, find_page, found_page
from app.web.read_route import ReadRoute
from app.web.responses import answers

RATIO_COLUMNS = (*COLUMNS, "formula", "scale", "refusal.code", "refusal.guard")

router = APIRouter(prefix="/v1", tags=["ratios"], route_class=ReadRoute)
CodePath = Annotated[
    str,
    Path(
        max_length=200,
        description="Code of an indicator of /v1/ratios.",
        examples=["members_share_of_population"],
    ),
]


@router.get(
    "/ratios",
    operation_id="list_ratios",
    summary="What is computed",
    responses=answers(listed(Indicator)),
)
async def list_ratios(
    selection: Annotated[IndicatorSelection, Query()], answer: AnsweringDep
) -> Response:
    """Indicators with a formula or a growth: everything the service computes, and how."""

    def find(reader: Reader) -> Found:
        chosen = indicator_filters(reader, selection)
        filters = Filters(chosen.conditions, chosen.values, always=("computed",))
        return find_page(reader, INDICATORS, selection, filters, key="code", place=indicator_place)

    return await answer(selection, find)


@router.get(
    "/ratios/{code}",
    operation_id="get_ratio",
    summary="A computed indicator's numbers",
    responses=answers(listed(ComputedNumber), formats=FORMATS),
)
async def get_ratio(
    code: CodePath, selection: Annotated[RatioSelection, Query()], answer: AnsweringDep
) -> Response:
    """Value, bounds, formula, operands with ids and sources, claims with verdict and sensitivity.

    Cells named by organization and period that have no number say which guard refused them, why,
    and which cell of the series would do.
    """

    def find(reader: Reader) -> Found:
        find_computed(reader, code)
        fetch = fetch_across_breaks if selection.across_breaks else fetch_ratio_page
        return found_page(fetch(reader, code, selection), reader, COLUMNS, key="id")

    return await answer(selection, find)


@router.get(
    "/computations",
    operation_id="compute_ratio",
    summary="A free ratio",
    responses=answers(listed(ComputedNumber), RefusedComputationError, formats=FORMATS),
)
async def compute_ratio(
    selection: Annotated[ComputationSelection, Query()], answer: AnsweringDep
) -> Response:
    """Any indicator over any other, computed now with the same rules, or refused with the reason.

    53.767 members of `lao-cai` over the 1.778.785 people counted for the merged province would be
    3,02 %, and mean nothing: borders, dates and concepts must fit before two numbers make a ratio.
    """

    def find(reader: Reader) -> Found:
        return Found(RATIO_COLUMNS, fetch_computations(reader, selection))

    return await answer(selection, find)
