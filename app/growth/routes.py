"""Reading growth between chosen periods."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from app.errors import RefusedComputationError
from app.growth.queries import COLUMNS, GrowthSelection, fetch_growth
from app.growth.schemas import GrowthBetween
from app.releases.reader import Reader
from app.web.answer import AnsweringDep
from app.web.envelope import listed
from app.web.found import Found
from app.web.read_route import ReadRoute
from app.web.responses import answers

router = APIRouter(prefix="/v1/growth", tags=["ratios"], route_class=ReadRoute)


@router.get(
    "",
    operation_id="compute_growth",
    summary="Growth between two periods",
    responses=answers(listed(GrowthBetween), RefusedComputationError),
)
async def compute_growth(
    selection: Annotated[GrowthSelection, Query()], answer: AnsweringDep
) -> Response:
    """How much more than then, and which grew faster; with both ends down to their prints.

    Members of Lào Cai grew by 79,17 % from 2010 to 2022. A change over a break (a boundary, a
    merger), between editions of a series, or from a base that may be zero is refused, and says so.
    `boundaries=current` compares sums of what merged since.
    """

    def find(reader: Reader) -> Found:
        return Found(COLUMNS, fetch_growth(reader, selection))

    return await answer(selection, find)
