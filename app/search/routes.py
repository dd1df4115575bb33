"""Searching."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from app.releases.reader import Reader
from app.search.describing import described
from app.search.entries import entry_id
from app.search.schemas import SearchResult
from app.search.selection import (
    COLUMNS,
    SearchSelection,
    begins_behind,
    notices_of,
    search,
)
from app.web.answer import AnsweringDep
from app.web.envelope import listed
from app.web.found import Found
from app.web.read_route import ReadRoute
from app.web.responses import answers

router = APIRouter(prefix="/v1/search", tags=["search"], route_class=ReadRoute)


@router.get(
    "",
    operation_id="search",
    summary="Whatever a word names",
    responses=answers(listed(SearchResult)),
)
async def search_entries(
    selection: Annotated[SearchSelection, Query()], answer: AnsweringDep
) -> Response:
    """Organizations, indicators, events and sources by words of their names, codes or texts.

    Marks may be left out: *dang vien* finds *đảng viên*; where they are typed, what has them comes
    first. A whole code comes before a whole name, then all words in their order, in any order, the
    beginning of a word, a typing slip; when nothing has all words, what has the rarest of them.
    Of organizations that match alike those higher in the tree come first, and those that exist
    before those that ended. `meta.types` counts what matches of each type.
    """

    def find(reader: Reader) -> Found:
        found = search(reader, selection)
        start = begins_behind(found, selection.after)
        hits = found.hits[start : start + selection.limit]
        last = hits[-1] if len(found.hits) > start + selection.limit else None
        counted = sum(found.types[each] for each in (selection.type or found.types))
        return Found(
            COLUMNS,
            described(reader, hits),
            after=None if last is None else entry_id(last.type, last.code),
            total=counted if selection.total else None,
            notices=notices_of(reader, found),
            types=found.types,
        )

    return await answer(selection, find)
