"""Reading profiles."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response

from app.formats.registry import FORMATS
from app.observations.queries import COLUMNS
from app.profiles.queries import ProfileSelection, explain_absence, fetch_profile
from app.profiles.schemas import Profile
from app.releases.reader import Reader
from app.web.answer import AnsweringDep
from app.web.envelope import single
from app.web.found import Found
from app.web.read_route import ReadRoute
from app.web.responses import answers

router = APIRouter(prefix="/v1/organizations", tags=["organizations"], route_class=ReadRoute)


@router.get(
    "/{code}/profile",
    operation_id="get_profile",
    summary="Everything about one organization",
    responses=answers(single(Profile), formats=FORMATS),
)
async def get_profile(
    code: Annotated[
        str, Path(max_length=200, description="Code of the organization.", examples=["lao-cai"])
    ],
    selection: Annotated[ProfileSelection, Query()],
    answer: AnsweringDep,
) -> Response:
    """All numbers of an organization in a period by group, in words and as numbers.

    With claims and their verdicts, contradicting figures, checks, events, predecessors and
    successors, and the sources of it all. As CSV: the observations alone.
    """

    def find(reader: Reader) -> Found:
        document, rows = fetch_profile(reader, code, selection.period)
        return Found(COLUMNS, rows, document, notices=explain_absence(document))

    return await answer(selection, find)
