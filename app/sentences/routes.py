"""Reading sentences."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from app.citations.parameters import SentenceSelection
from app.formats.citation_styles import TEXT
from app.formats.registry import EVERYTHING
from app.lineage.queries import observation_document
from app.releases.reader import Reader
from app.sentences.schemas import Sentence
from app.sentences.writing import sentence_of
from app.values.wording import LANGUAGES
from app.web.answer import AnsweringDep
from app.web.envelope import single
from app.web.found import Found
from app.web.paths import ObservationIdPath
from app.web.read_route import ReadRoute
from app.web.responses import answers

router = APIRouter(prefix="/v1/observations", tags=["observations"], route_class=ReadRoute)
COLUMNS = (
    "id",
    "permalink",
    "language",
    "sentence.vi",
    "sentence.en",
    "citation.vi",
    "citation.en",
)


@router.get(
    "/{id}/sentence",
    operation_id="tell_observation",
    summary="One observation in a sentence",
    responses=answers(single(Sentence), formats=(*EVERYTHING, TEXT)),
)
async def tell_observation(
    id: ObservationIdPath,  # noqa: A002 - the name in the address
    selection: Annotated[SentenceSelection, Query()],
    answer: AnsweringDep,
) -> Response:
    """The number in words, for people and language models: safe to quote as it stands.

    *gần 42 %* stays *gần 42 %* (nearly 42 %), bounds are told as bounds, a sum that lacks parts
    says how many, and what is missing or suppressed is never a number. In Vietnamese and in
    English; `format=text` answers one of them, by `lang=` or `Accept-Language`.
    """
    language = answer.language(selection)
    public_url = answer.settings.public_url

    def find(reader: Reader) -> Found:
        told = observation_document(reader, id, public_url=public_url)
        sentence = sentence_of(told, reader.catalog)
        citation = told["citation"]
        document = {
            "id": told["id"],
            "permalink": told["permalink"],
            "language": language,
            "sentence": sentence,
            "text": {each: f"{sentence[each]}\n{citation[each]}" for each in LANGUAGES},
            "citation": citation,
        }
        return Found(COLUMNS, [document], document)

    return await answer(selection, find)
