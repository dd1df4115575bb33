"""The numbers of a profile, each in words and with what else is printed and claimed for it."""

from collections.abc import Mapping
from typing import Any

from app.catalog.indicators import Indicator
from app.derivation.cells import OrganizationCells
from app.derivation.observations import Observation
from app.evidence.queries import fetch_cells, fetch_printed
from app.lineage.citation import quantity_text
from app.lineage.documents import (
    Document,
    alternative_documents,
    claim_documents,
    notice_document,
    sources_beneath,
    use_document,
)
from app.lineage.gathering import fetch_plain_cells_of_period
from app.lineage.plain import PlainNumber
from app.lineage.plain_documents import plain_use_document
from app.lineage.plain_wording import plain_text
from app.releases.reader import Reader
from app.values.codes import CellKey
from app.values.periods import Period
from app.values.wording import LANGUAGES


def describe(
    reader: Reader, code: str, number: int, rows: list[Document]
) -> tuple[dict[str, Document], set[str]]:
    """Each number of one organization in one period by indicator, and all sources beneath."""
    plain = fetch_plain_cells_of_period(reader, number, rows)
    catalog = reader.gathered("profiles", _gather_catalog)
    described: dict[str, Document | None] = {}
    sources: set[str] = set()
    among_others: dict[str, Document] = {}
    for row in rows:
        indicator = row["indicator"]
        found = plain.find(code, indicator, row["period"])
        is_alone = found is not None
        found = found or plain.find_among_others(code, indicator, row["period"])
        document = None if found is None else _described_plainly(reader, found, catalog)
        described[indicator] = document
        if found is not None:
            sources.update(found.sources())
        if document is not None and not is_alone:
            among_others[indicator] = document
    if among_others:
        sources |= _add_alternatives(reader, code, number, among_others)
    left = [row for row in rows if described[row["indicator"]] is None]
    if left:
        cells = fetch_cells(reader, [code], [row["indicator"] for row in left])[code]
        for row in left:
            document = described[row["indicator"]] = _described(cells, row)
            sources |= _sources_of(cells, row) | sources_beneath(document)
    return {indicator: each for indicator, each in described.items() if each is not None}, sources


def _add_alternatives(
    reader: Reader, code: str, number: int, documents: Mapping[str, Document]
) -> set[str]:
    """What else is printed for these numbers of one period; the sources of that."""
    period = Period.parse(next(iter(documents.values()))["period"])
    cells = fetch_printed(reader, code, number, documents, period)
    for indicator, document in documents.items():
        document["alternatives"] = alternative_documents(cells, indicator, period)
    return sources_beneath([document["alternatives"] for document in documents.values()])


def _described_plainly(
    reader: Reader, found: PlainNumber, catalog: Mapping[str, Document]
) -> Document | None:
    """The same as `_described` of a plain number; None where its text needs more digits."""
    indicator = reader.catalog.by_code[found.row["indicator"]]
    text = plain_text(found, reader.catalog, decimals=indicator.display_decimals)
    if text is None:
        return None
    return {
        **found.row,
        **catalog[indicator.code],
        "text": text,
        "operands": [plain_use_document(name, each) for name, each in found.operands],
        "alternatives": [],
        "claims": [],
        "notices": [notice_document(notice) for notice in found.notices],
    }


def _described(cells: OrganizationCells, row: Mapping[str, Any]) -> Document:
    key = CellKey.parse(str(row["id"]))
    observation = cells.observe(key.indicator, key.period)
    assert isinstance(observation, Observation)
    indicator = cells.catalog.by_code[key.indicator]
    return {
        **row,
        **_of_catalog(indicator),
        "text": {
            language: quantity_text(
                observation, cells.catalog, language, decimals=indicator.display_decimals
            )
            for language in LANGUAGES
        },
        "operands": [use_document(use) for use in observation.operands],
        "alternatives": alternative_documents(cells, key.indicator, key.period),
        "claims": claim_documents(cells, key.indicator, key.period),
        "notices": [notice_document(notice) for notice in observation.notices],
    }


def _gather_catalog(reader: Reader) -> dict[str, Document]:
    return {each.code: _of_catalog(each) for each in reader.catalog.indicators}


def _of_catalog(indicator: Indicator) -> Document:
    return {
        "label": {"vi": indicator.label.vi, "en": indicator.label.en},
        "headline": indicator.headline,
        "formula": None if indicator.formula is None else indicator.formula.text,
        "notes": [{"vi": note.vi, "en": note.en} for note in indicator.notes],
    }


def _sources_of(cells: OrganizationCells, row: Mapping[str, Any]) -> set[str]:
    """Sources of every print beneath the number."""
    key = CellKey.parse(str(row["id"]))
    observation = cells.observe(key.indicator, key.period)
    if not isinstance(observation, Observation):
        return set()
    return {figure.source.code for figure in observation.figures()}
