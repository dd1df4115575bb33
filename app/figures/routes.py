"""Reading figures."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from app.figures.queries import FIGURES, FigureSelection, figure_filters, figure_place
from app.figures.schemas import Figure
from app.formats.registry import FORMATS
from app.releases.reader import Reader
from app.web.answer import AnsweringDep
from app.web.envelope import listed
from app.web.found import Found, find_page
from app.web.read_route import ReadRoute
from app.web.responses import answers

router = APIRouter(prefix="/v1/figures", tags=["figures"], route_class=ReadRoute)


@router.get(
    "",
    operation_id="list_figures",
    summary="Figures as printed",
    responses=answers(listed(Figure), formats=FORMATS),
)
async def list_figures(
    selection: Annotated[FigureSelection, Query()], answer: AnsweringDep
) -> Response:
    """Every number as one source printed it; where two contradict each other, both stay."""

    def find(reader: Reader) -> Found:
        filters = figure_filters(reader, selection)
        return find_page(reader, FIGURES, selection, filters, key="key", place=figure_place)

    return await answer(selection, find)
