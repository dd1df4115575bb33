"""Reading rankings."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from app.formats.registry import FORMATS
from app.rankings.schemas import RankedObservation
from app.rankings.selection import (
    COLUMNS,
    RankingSelection,
    chosen_ranking,
    fetch_ranking,
    why_empty,
)
from app.releases.reader import Reader
from app.web.answer import AnsweringDep
from app.web.envelope import listed
from app.web.found import Found
from app.web.read_route import ReadRoute
from app.web.responses import answers

router = APIRouter(prefix="/v1/rankings", tags=["observations"], route_class=ReadRoute)


@router.get(
    "",
    operation_id="list_rankings",
    summary="Organizations ranked by a number",
    responses=answers(listed(RankedObservation), formats=FORMATS),
)
async def list_rankings(
    selection: Annotated[RankingSelection, Query()], answer: AnsweringDep
) -> Response:
    """Organizations of one level by one indicator in one period, from either end.

    Ranked are published values. Left out are missing and suppressed ones, sums with a part missing,
    and counts that are only implied. Whether the order of two neighbours is certain, their bounds
    tell: where they overlap, the numbers themselves may stand the other way round. Organizations
    with equal numbers stand in the order of the tree, reversed where the greatest comes first.
    """

    def find(reader: Reader) -> Found:
        ranking = chosen_ranking(reader, selection)
        page = fetch_ranking(reader, selection, ranking)
        return Found(
            COLUMNS,
            page.rows,
            after=str(page.rows[-1]["id"]) if page.has_more else None,
            total=page.total,
            notices=() if page.rows else why_empty(reader, selection, ranking),
        )

    return await answer(selection, find)
