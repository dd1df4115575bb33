"""Reading citations."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response

from app.citations.computations import ComputationCitationSelection, computation_citation
from app.citations.parameters import CitationSelection
from app.citations.queries import figure_citation, observation_citation
from app.citations.schemas import Citation
from app.errors import RefusedComputationError
from app.formats.citation_styles import STYLES
from app.formats.registry import EVERYTHING
from app.releases.reader import Reader
from app.web.answer import AnsweringDep
from app.web.envelope import single
from app.web.found import Found
from app.web.paths import ObservationIdPath
from app.web.read_route import ReadRoute
from app.web.responses import answers

router = APIRouter(route_class=ReadRoute)
COLUMNS = ("id", "permalink", "accessed", "language", "text.vi", "text.en", "bibtex")


@router.get(
    "/v1/observations/{id}/citation",
    tags=["observations"],
    operation_id="cite_observation",
    summary="Cite one observation",
    responses=answers(single(Citation), formats=(*EVERYTHING, *STYLES)),
)
async def cite_observation(
    id: ObservationIdPath,  # noqa: A002 - the name in the address
    selection: Annotated[CitationSelection, Query()],
    answer: AnsweringDep,
) -> Response:
    """The number as a reference, pinned to its release, with the publications it rests on.

    All styles at once as JSON; one alone as `text/plain`, as CSL-JSON or as BibTeX, by `format=`,
    `style=` or `Accept`.
    """
    chosen = selection.chosen()
    language = answer.language(chosen)
    public_url = answer.settings.public_url

    def find(reader: Reader) -> Found:
        document = observation_citation(reader, id, chosen, language, public_url=public_url)
        return Found(COLUMNS, [document], document)

    return await answer(chosen, find)


@router.get(
    "/v1/figures/{key}/citation",
    tags=["figures"],
    operation_id="cite_figure",
    summary="Cite one figure",
    responses=answers(single(Citation), formats=(*EVERYTHING, *STYLES)),
)
async def cite_figure(
    key: Annotated[
        str,
        Path(
            max_length=400,
            description="Key of the figure: `organization.indicator.period@source`.",
            examples=["lao-cai.members.2022@bao-lao-cai-2023"],
        ),
    ],
    selection: Annotated[CitationSelection, Query()],
    answer: AnsweringDep,
) -> Response:
    """The number as one source printed it, with that source; styles as for an observation."""
    chosen = selection.chosen()
    language = answer.language(chosen)
    public_url = answer.settings.public_url

    def find(reader: Reader) -> Found:
        document = figure_citation(reader, key, chosen, language, public_url=public_url)
        return Found(COLUMNS, [document], document)

    return await answer(chosen, find)


@router.get(
    "/v1/computations/citation",
    tags=["ratios"],
    operation_id="cite_computation",
    summary="Cite a free ratio",
    responses=answers(single(Citation), RefusedComputationError, formats=(*EVERYTHING, *STYLES)),
)
async def cite_computation(
    selection: Annotated[ComputationCitationSelection, Query()], answer: AnsweringDep
) -> Response:
    """One number of /v1/computations as a reference, with the publications its operands rest on.

    Where a guard refuses the ratio there is nothing to cite, and the refusal says why. Styles as
    for an observation.
    """
    chosen = selection.chosen()
    language = answer.language(chosen)
    public_url = answer.settings.public_url

    def find(reader: Reader) -> Found:
        document = computation_citation(reader, chosen, language, public_url=public_url)
        return Found(COLUMNS, [document], document)

    return await answer(chosen, find)
