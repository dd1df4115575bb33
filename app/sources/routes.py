"""Reading sources."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from app.releases.reader import Reader
from app.sources.queries import SOURCES, SourceSelection, source_filters
from app.sources.schemas import Source
from app.web.answer import AnsweringDep
from app.web.envelope import listed
from app.web.found import Found, find_page
from app.web.read_route import ReadRoute
from app.web.responses import answers

router = APIRouter(prefix="/v1/sources", tags=["sources"], route_class=ReadRoute)


@router.get(
    "",
    operation_id="list_sources",
    summary="Sources",
    responses=answers(listed(Source)),
)
async def list_sources(
    selection: Annotated[SourceSelection, Query()], answer: AnsweringDep
) -> Response:
    """Publications that figures come from: who says it, who measured, where it was read."""

    def find(reader: Reader) -> Found:
        return find_page(reader, SOURCES, selection, source_filters(reader, selection), key="code")

    return await answer(selection, find)
