"""What is cited, gathered from a release: an observation, or a figure as one source printed it."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.citations.bibtex import bibtex_entries
from app.citations.csl import csl_items
from app.citations.parameters import CitationSelection, accessed_day
from app.citations.reference import Reference, accessed_text
from app.errors import NotFoundError
from app.figures.queries import fetch_figure_rows
from app.indicators.queries import find_indicator
from app.lineage.citation import UNOFFICIAL, source_text
from app.lineage.documents import Document, sources_beneath
from app.lineage.queries import observation_document
from app.organizations.queries import fetch_names, find_place
from app.releases.reader import Reader
from app.sentences.quantities import quantity_of
from app.sources.queries import fetch_sources
from app.values.codes import CodeError, FigureKey
from app.values.wording import LANGUAGES, Language, Words

_SUPPRESSED = {"vi": "số được giữ kín", "en": "suppressed"}
_TEXT = {
    "vi": "{title}. Nguồn: {source}. partystats, bản công bố {release} ({published}), {note}. {at}",
    "en": "{title}. Source: {source}. partystats, release {release} ({published}), {note}. {at}",
}


def observation_citation(
    reader: Reader, text: str, selection: CitationSelection, language: Language, *, public_url: str
) -> Document:
    """The citation of a written id. Raises NotFoundError, and InvalidParameterError."""
    document = observation_document(reader, text, public_url=public_url)
    sources = {source["code"]: source for source in document["sources"]}
    own = [sources[code] for code in sorted(sources_beneath([document["lineage"]]))]
    title = _title(document, document["text"], reader, _time(document, reader))
    accessed = accessed_day(selection, reader.release)
    reference = Reference(
        key=document["id"],
        title=title,
        text=accessed_text(document["citation"], accessed),
        release=reader.release.number,
        published=reader.release.published_at[:10],
        accessed=accessed,
        permalink=document["permalink"],
        sources=own,
    )
    return citation_document(reference, language)


def figure_citation(
    reader: Reader, text: str, selection: CitationSelection, language: Language, *, public_url: str
) -> Document:
    """The citation of a written key. Raises NotFoundError, and InvalidParameterError."""
    row = _figure(reader, text)
    [source] = fetch_sources(reader, [row["source"]]).values()
    title = _title(row, _printed(row, reader), reader, row["period"])
    accessed = accessed_day(selection, reader.release)
    number = reader.release.number
    published = reader.release.published_at[:10]
    permalink = (
        f"{public_url}/v1/figures?release={number}&organization={row['organization']}"
        f"&indicator={row['indicator']}&period={row['period']}&source={row['source']}"
    )
    said: dict[str, str] = {
        language: _TEXT[language].format(
            title=title[language],
            source=source_text(source, language),
            release=number,
            published=published,
            note=UNOFFICIAL[language],
            at=permalink,
        )
        for language in LANGUAGES
    }
    reference = Reference(
        key=row["key"],
        title=title,
        text=accessed_text(said, accessed),
        release=number,
        published=published,
        accessed=accessed,
        permalink=permalink,
        sources=[source],
    )
    return citation_document(reference, language)


def citation_document(reference: Reference, language: Language) -> Document:
    """The reference in every style, as it is answered."""
    return {
        "id": reference.key,
        "permalink": reference.permalink,
        "accessed": reference.accessed,
        "language": language,
        "text": reference.text,
        "csl_json": csl_items(reference, language),
        "bibtex": bibtex_entries(reference, language),
    }


def _title(
    row: Mapping[str, Any], quantity: Mapping[str, str], reader: Reader, time: str
) -> dict[str, str]:
    """Who, what, when, how much."""
    name = fetch_names(reader, [row["organization"]])[row["organization"]]
    label = reader.catalog.by_code[row["indicator"]].label
    return {
        language: f"{name[language]}: {getattr(label, language)}, {time}: {quantity[language]}"
        for language in LANGUAGES
    }


def _time(document: Document, reader: Reader) -> str:
    """The period; of a growth both ends."""
    operands: Sequence[Document] = document["lineage"]["operands"]
    if reader.catalog.by_code[document["indicator"]].growth is None or not operands:
        return str(document["period"])
    return f"{operands[-1]['period']} → {document['period']}"


def _figure(reader: Reader, text: str) -> Document:
    """The figure of a written key. Raises NotFoundError, with what the cell has instead."""
    try:
        key = FigureKey.parse(text)
    except CodeError as error:
        raise NotFoundError(
            Words(
                f"There is no such figure: {error}.",
                f"Không có số liệu in như vậy: {error.words.told('vi')}.",
            ),
            expected=Words.same("organization.indicator.period@source"),
        ) from error
    place, _ = find_place(reader, key.cell.organization)
    indicator = find_indicator(reader, key.cell.indicator)
    rows = fetch_figure_rows(
        reader,
        organization=[place],
        indicator=[reader.indicator_numbers[indicator.code]],
        period=[key.cell.period.ordinal],
    )
    for row in rows:
        if row["source"] == key.source:
            return dict(row)
    raise NotFoundError(
        Words(
            f"Release {reader.release.number} has no figure {key}.",
            f"Bản công bố {reader.release.number} không có số liệu in {key}.",
        ),
        expected=Words("a key of /v1/figures", "một khóa có trong /v1/figures"),
        nearest=[row["key"] for row in rows[:3]],
    )


def _printed(row: Document, reader: Reader) -> Mapping[str, str]:
    """The very print, and what it comes to in base units."""
    if row["as_reported"] is None:
        return _SUPPRESSED
    catalog = reader.catalog
    told = {**row, "derivation": "reported"}
    quantity = quantity_of(told, catalog.by_code[row["indicator"]], catalog)
    if quantity is None:
        return dict.fromkeys(LANGUAGES, f"“{row['as_reported']}”")
    return {
        language: f"“{row['as_reported']}” ({quantity.words[language]})" for language in LANGUAGES
    }
