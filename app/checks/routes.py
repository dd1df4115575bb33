"""Reading checks."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from app.checks.queries import CHECKS, CheckSelection, check_filters
from app.checks.schemas import Check
from app.releases.reader import Reader
from app.web.answer import AnsweringDep
from app.web.envelope import listed
from app.web.found import Found, find_page
from app.web.read_route import ReadRoute
from app.web.responses import answers

router = APIRouter(prefix="/v1/checks", tags=["checks"], route_class=ReadRoute)


@router.get(
    "",
    operation_id="list_checks",
    summary="Checks",
    responses=answers(listed(Check)),
)
async def list_checks(
    selection: Annotated[CheckSelection, Query()], answer: AnsweringDep
) -> Response:
    """Rules evaluated in the release: parts, claims, contradicting figures, roll-ups, breaks."""

    def find(reader: Reader) -> Found:
        return find_page(reader, CHECKS, selection, check_filters(reader, selection), key="code")

    return await answer(selection, find)
