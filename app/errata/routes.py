"""Reading errata."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response
from pydantic import Field

from app.errata.schemas import Erratum as ErratumAnswered
from app.formats.dataset import Row
from app.parameters import ReleaseNumber, Selection
from app.releases.errata import Erratum
from app.releases.reader import Reader
from app.web.answer import AnsweringDep
from app.web.envelope import listed
from app.web.found import Found
from app.web.read_route import ReadRoute
from app.web.responses import answers

router = APIRouter(prefix="/v1/errata", tags=["releases"], route_class=ReadRoute)
COLUMNS = ("code", "releases", "subjects", "found", "mended_in", "text.vi", "text.en")
_NONE = {
    "code": "empty",
    "vi": "Bản công bố này không ghi nhận đính chính nào phù hợp.",
    "en": "This release knows of no such erratum.",
}


class ErrataSelection(Selection):
    """Which errata."""

    concerns: ReleaseNumber | None = Field(
        None, description="Only what was wrong in this release.", examples=[1]
    )


@router.get(
    "",
    operation_id="list_errata",
    summary="Errata",
    responses=answers(listed(ErratumAnswered)),
)
async def list_errata(
    selection: Annotated[ErrataSelection, Query()], answer: AnsweringDep
) -> Response:
    """What releases told wrongly, by the day it was found, and since when it is mended.

    A release is never changed: a later one tells it right, and every answer of the one concerned
    carries a notice from then on. An empty list says that nothing wrong is known, no more.
    """

    def find(reader: Reader) -> Found:
        rows = [
            erratum_row(each)
            for each in reader.errata
            if selection.concerns is None or selection.concerns in each.releases
        ]
        return Found(COLUMNS, rows, notices=() if rows else (_NONE,))

    return await answer(selection, find)


def erratum_row(erratum: Erratum) -> Row:
    return {
        "code": erratum.code,
        "releases": list(erratum.releases),
        "subjects": list(erratum.subjects),
        "found": erratum.found,
        "mended_in": erratum.mended_in,
        "text": {"vi": erratum.vi, "en": erratum.en},
    }
