"""Reading what there is and what not."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from app.coverage.schemas import Coverage
from app.coverage.selection import CoverageSelection
from app.coverage.telling import find_coverage
from app.web.answer import AnsweringDep
from app.web.envelope import listed
from app.web.read_route import ReadRoute
from app.web.responses import answers

router = APIRouter(prefix="/v1/coverage", tags=["observations"], route_class=ReadRoute)


@router.get(
    "",
    operation_id="list_coverage",
    summary="What there is, and what is missing",
    responses=answers(listed(Coverage)),
)
async def list_coverage(
    selection: Annotated[CoverageSelection, Query()], answer: AnsweringDep
) -> Response:
    """Organizations by indicators by years: what we have of each, and what not.

    Missing is told against a yardstick: an organization that existed has nothing for a year in
    which another one of its level has a number of that indicator. It says nothing of what was
    collected and not published. A page has whole organizations, in the order of the tree, each with
    all of its rows; with `state` it may have none, and still another page behind it.
    """
    return await answer(selection, partial(find_coverage, selection))
