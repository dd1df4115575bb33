"""Reading events."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from app.events.queries import EVENTS, EventSelection, event_filters
from app.events.schemas import Event
from app.releases.reader import Reader
from app.web.answer import AnsweringDep
from app.web.envelope import listed
from app.web.found import Found, find_page
from app.web.read_route import ReadRoute
from app.web.responses import answers

router = APIRouter(prefix="/v1/events", tags=["events"], route_class=ReadRoute)


@router.get(
    "",
    operation_id="list_events",
    summary="Events",
    responses=answers(listed(Event)),
)
async def list_events(
    selection: Annotated[EventSelection, Query()], answer: AnsweringDep
) -> Response:
    """What happened to organizations, what was decided, and the tasks of the programme."""

    def find(reader: Reader) -> Found:
        return find_page(reader, EVENTS, selection, event_filters(reader, selection), key="code")

    return await answer(selection, find)
