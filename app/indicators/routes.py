"""Reading the catalog: indicators, and the code lists that answers speak in."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response

from app.database import json_list
from app.indicators.queries import (
    COLUMNS,
    INDICATORS,
    IndicatorSelection,
    fetch_code_lists,
    find_indicator,
    indicator_filters,
    indicator_place,
    indicator_row,
)
from app.indicators.schemas import Code, Indicator
from app.parameters import Selection
from app.releases.reader import Reader
from app.web.answer import AnsweringDep
from app.web.envelope import listed, single
from app.web.found import Found, find_page
from app.web.read_route import ReadRoute
from app.web.responses import answers

router = APIRouter(prefix="/v1", tags=["indicators"], route_class=ReadRoute)
CodePath = Annotated[
    str, Path(max_length=200, description="Code of the indicator.", examples=["members"])
]


@router.get(
    "/indicators",
    operation_id="list_indicators",
    summary="Indicators",
    responses=answers(listed(Indicator)),
)
async def list_indicators(
    selection: Annotated[IndicatorSelection, Query()], answer: AnsweringDep
) -> Response:
    """What is measured and what is computed, as the catalog defines it, in both languages."""

    def find(reader: Reader) -> Found:
        filters = indicator_filters(reader, selection)
        return find_page(reader, INDICATORS, selection, filters, key="code", place=indicator_place)

    return await answer(selection, find)


@router.get(
    "/indicators/{code}",
    operation_id="get_indicator",
    summary="One indicator",
    responses=answers(single(Indicator)),
)
async def get_indicator(
    code: CodePath, selection: Annotated[Selection, Query()], answer: AnsweringDep
) -> Response:
    """Definition, unit, domain, formula and relations of an indicator, and what is ambiguous."""

    def find(reader: Reader) -> Found:
        find_indicator(reader, code)
        statement = INDICATORS.page(frozenset({"code"}), after=False)
        found = reader.fetch(statement, {"code": json_list([code]), "limit": 1})
        row = indicator_row(found[0])
        return Found(COLUMNS, [row], row)

    return await answer(selection, find)


@router.get(
    "/codelists",
    operation_id="list_code_lists",
    summary="Code lists",
    responses=answers(listed(Code)),
)
async def list_code_lists(
    selection: Annotated[Selection, Query()], answer: AnsweringDep
) -> Response:
    """Levels, units, concepts, groups, vintages and terms, each code with its label."""

    def find(reader: Reader) -> Found:
        columns = ("code_list", "code", "ordinal", "label.vi", "label.en")
        return Found(columns, fetch_code_lists(reader))

    return await answer(selection, find)
