"""Reading observations: lists, and one with all it rests on."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from app.formats.registry import FORMATS
from app.lineage.queries import observation_document
from app.lineage.schemas import ObservationWithLineage
from app.observations.finding import find_observations
from app.observations.queries import COLUMNS
from app.observations.schemas import ListedObservation, Withdrawal
from app.observations.selection import ObservationSelection
from app.parameters import Selection
from app.releases.reader import Reader
from app.web.answer import AnsweringDep
from app.web.envelope import listed, single
from app.web.found import Found
from app.web.paths import ObservationIdPath
from app.web.read_route import ReadRoute
from app.web.responses import answers

router = APIRouter(prefix="/v1/observations", tags=["observations"], route_class=ReadRoute)


@router.get(
    "",
    operation_id="list_observations",
    summary="Observations",
    responses=answers(listed(ListedObservation, Withdrawal), formats=FORMATS),
)
async def list_observations(
    selection: Annotated[ObservationSelection, Query()], answer: AnsweringDep
) -> Response:
    """Published numbers for organizations, indicators and periods: one for each cell.

    `value` is the number as printed or computed; `lower` and `upper` bound every number the print
    allows. *gần 42 %* is a value of 42 that certainly lies below 42. A missing value is null, never
    zero, and `status` says why.

    Every number stands in the borders of its own time. `boundaries=current` tells it in those of
    the day of the release: what merged since stands under its successor, summed where numbers add
    up, with its `parts`, and refused in `notices` where one is missing or a border moved otherwise.
    """
    return await answer(selection, partial(find_observations, selection, answer.directory.releases))


@router.get(
    "/{id}",
    operation_id="get_observation",
    summary="One observation with its lineage",
    responses=answers(single(ObservationWithLineage), formats=FORMATS),
)
async def get_observation(
    id: ObservationIdPath,  # noqa: A002 - the name in the address
    selection: Annotated[Selection, Query()],
    answer: AnsweringDep,
) -> Response:
    """Everything a number rests on, down to the print and its source, and a citation to paste.

    The answer alone is enough to compute the number again: formula, operands with their bounds,
    printed figures, sources. What sources claim stands beside it with a verdict.
    """

    def find(reader: Reader) -> Found:
        document = observation_document(reader, id, public_url=answer.settings.public_url)
        return Found(COLUMNS, [document], document)

    return await answer(selection, find)
