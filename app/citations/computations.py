"""The citation of a free ratio, which has no address but its question."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from pydantic import Field

from app.citations.parameters import CitationSelection, accessed_day
from app.citations.queries import citation_document
from app.citations.reference import Reference, accessed_text
from app.errors import RefusedComputationError
from app.lineage.citation import UNOFFICIAL, source_text
from app.lineage.documents import Document, sources_beneath
from app.organizations.queries import fetch_names
from app.parameters import IndicatorCode, OnePeriod, OrganizationCode
from app.ratios.computations import ComputationSelection, Scale, fetch_computations
from app.releases.reader import Reader
from app.sentences.quantities import published_bounds
from app.sources.queries import fetch_sources
from app.values.qualifiers import Qualifier
from app.values.wording import LANGUAGES, Language, Words, bounds_text, number_text

_TEXT = {
    "vi": "{title} (tính từ các nguồn). Nguồn: {sources}. partystats, bản công bố {release} "
    "({published}), {note}. {at}",
    "en": "{title} (computed from the sources). Source: {sources}. partystats, release {release} "
    "({published}), {note}. {at}",
}


class ComputationCitationSelection(CitationSelection):
    """Which free ratio, and how it is cited."""

    numerator: IndicatorCode = Field(description="What is divided.", examples=["members"])
    denominator: IndicatorCode = Field(
        description="What it is divided by.", examples=["population"]
    )
    scale: Scale = Field(
        1, description="The quotient is multiplied by it: 100 gives percent.", examples=[100]
    )
    organization: OrganizationCode = Field(description="The organization.", examples=["lao-cai"])
    period: OnePeriod = Field(description="The period.", examples=["2022"])


def computation_citation(
    reader: Reader,
    selection: ComputationCitationSelection,
    language: Language,
    *,
    public_url: str,
) -> Document:
    """Raises as the computation does, and RefusedComputationError where it gives no number."""
    question = _question(selection)
    asked = ComputationSelection.model_validate(question)
    [document] = fetch_computations(reader, asked)
    if document["refusal"] is not None:
        raise _no_number(document["refusal"])
    sources = fetch_sources(reader, sources_beneath(document["operands"]))
    permalink = (
        f"{public_url}/v1/computations?release={reader.release.number}&{urlencode(question)}"
    )
    title = _title(reader, selection, document)
    accessed = accessed_day(selection, reader.release)
    listed = [sources[code] for code in sorted(sources)]
    said: dict[str, str] = {
        name: _text(reader, title, listed, permalink, name) for name in LANGUAGES
    }
    reference = Reference(
        # A slash belongs to addresses, and is none in a key of BibTeX.
        key=document["id"].replace("/", ":"),
        title=title,
        text=accessed_text(said, accessed),
        release=reader.release.number,
        published=reader.release.published_at[:10],
        accessed=accessed,
        permalink=permalink,
        sources=listed,
    )
    return {**citation_document(reference, language), "id": document["id"]}


def _question(selection: ComputationCitationSelection) -> dict[str, str]:
    names = ("numerator", "denominator", "scale", "organization", "period")
    return {name: str(getattr(selection, name)) for name in names}


def _title(
    reader: Reader, selection: ComputationCitationSelection, document: Document
) -> dict[str, str]:
    """Who, what over what, when, how much: no more certain than the bounds."""
    name = fetch_names(reader, [selection.organization])[selection.organization]
    catalog = reader.catalog.by_code
    numerator, denominator = catalog[selection.numerator], catalog[selection.denominator]
    scale = {
        language: ""
        if selection.scale == 1
        else f" × {number_text(Fraction(selection.scale), language)}"
        for language in LANGUAGES
    }
    return {
        language: f"{name[language]}: {getattr(numerator.label, language)} / "
        f"{getattr(denominator.label, language)}{scale[language]}, {selection.period}: "
        f"{_quantity(document, language)}"
        for language in LANGUAGES
    }


def _quantity(document: Mapping[str, Any], language: Language) -> str:
    if document["value"] is not None and document["qualifier"] == Qualifier.EXACT:
        return number_text(Fraction(document["value"]), language)
    return bounds_text(published_bounds(document), language)


def _text(
    reader: Reader,
    title: Mapping[str, str],
    sources: list[dict[str, Any]],
    permalink: str,
    language: Language,
) -> str:
    return _TEXT[language].format(
        title=title[language],
        sources="; ".join(source_text(source, language) for source in sources),
        release=reader.release.number,
        published=reader.release.published_at[:10],
        note=UNOFFICIAL[language],
        at=permalink,
    )


def _no_number(refusal: Mapping[str, Any]) -> RefusedComputationError:
    near = refusal["nearest"]
    return RefusedComputationError(
        Words(
            f"The {refusal['guard']} guard refuses: {refusal['en']}",
            f"Không đạt điều kiện {refusal['guard']}: {refusal['vi']}",
        ),
        parameter="period",
        expected=Words("a period with a number", "một kỳ có số"),
        nearest=[] if near is None else [near],
    )
