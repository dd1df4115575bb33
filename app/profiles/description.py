"""The numbers of a profile, each in words and with what else is printed and claimed for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.catalog.catalog import Catalog
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
from app.lineage.gathering import plain_rules
from app.lineage.plain import PlainCells, PlainNumber, Row
from app.lineage.plain_documents import plain_use_document
from app.lineage.plain_wording import plain_text
from app.releases.reader import Reader
from app.values.codes import CellKey
from app.values.periods import Period
from app.values.wording import LANGUAGES


@dataclass(frozen=True, slots=True)
class Numbers:
    """What a release holds of one organization in one period.

    `earlier` are numbers of the last period of the same frequency before, `prints` all that is
    printed for the cells of both.
    """

    organization: str
    rows: Sequence[Row]
    earlier: Sequence[Row] = ()
    prints: Sequence[Row] = ()


def describe(reader: Reader, number: int, held: Numbers) -> tuple[dict[str, Document], set[str]]:
    """Each number of the period by indicator, and all sources beneath.

    `number` is the organization's.
    """
    describing = _Describing(reader, number, held)
    for row in held.rows:
        describing.add(row)
    describing.complete()
    return describing.described, describing.sources


class _Describing:
    """Plain numbers are described as they come; what some of them lack, and the others, at last."""

    def __init__(self, reader: Reader, number: int, held: Numbers) -> None:
        self.described: dict[str, Document] = {}
        self.sources: set[str] = set()
        self._reader = reader
        self._number = number
        self._held = held
        self._told = reader.gathered("profiles", _gather_catalog)
        whole = frozenset(row["indicator"] for row in held.earlier)
        read = [*held.rows, *held.earlier]
        self._plain = PlainCells(plain_rules(reader), read, held.prints, whole=whole)
        self._without_text: list[PlainNumber] = []
        self._among_others: list[str] = []
        self._left: list[Row] = []

    def add(self, row: Row) -> None:
        cell = self._held.organization, row["indicator"], row["period"]
        found = self._plain.find(*cell)
        is_alone = found is not None
        if found is None:
            found = self._plain.find_among_others(*cell)
        if found is None or not self._describe(found):
            self._left.append(row)
        elif not is_alone:
            self._among_others.append(row["indicator"])

    def _describe(self, found: PlainNumber) -> bool:
        """Whether it could; a text that needs more digits than are published may come later."""
        code = found.row["indicator"]
        told = self._told[code]
        text = plain_text(found, self._reader.catalog, decimals=told.decimals)
        if text is None:
            if any(operand.figure is None for _, operand in found.operands):
                return False
            self._without_text.append(found)
        self.described[code] = _described_plainly(found, told, text)
        self.sources.update(found.sources())
        return True

    def complete(self) -> None:
        """By the prints that numbers rest on, or stand among; what is left, by the kernel."""
        if self._without_text or self._among_others:
            self._look_closer()
        if not self._left:
            return
        code = self._held.organization
        cells = fetch_cells(self._reader, [code], [row["indicator"] for row in self._left])[code]
        for row in self._left:
            document = self.described[row["indicator"]] = _described(cells, row)
            self.sources |= _sources_of(cells, row) | sources_beneath(document)

    def _look_closer(self) -> None:
        """Texts that need more digits than are published, and what else is printed for a cell."""
        held, catalog, codes = self._held, self._reader.catalog, {*self._among_others}
        for found in self._without_text:
            codes |= {operand.row["indicator"] for _, operand in found.operands}
        periods = {row["period"] for row in (*held.rows, *held.earlier)}
        ordinals = [Period.parse(text).ordinal for text in periods]
        cells = fetch_printed(self._reader, held.organization, self._number, codes, ordinals)
        period = Period.parse(held.rows[0]["period"])
        for found in self._without_text:
            indicator = catalog.by_code[found.row["indicator"]]
            observation = cells.resolve(indicator.code, period)
            assert isinstance(observation, Observation)
            self.described[indicator.code]["text"] = _text(observation, indicator, catalog)
        for code in self._among_others:
            others = alternative_documents(cells, code, period)
            self.described[code]["alternatives"] = others
            self.sources |= sources_beneath(others)


def _text(observation: Observation, indicator: Indicator, catalog: Catalog) -> Document:
    decimals = indicator.display_decimals
    return {
        language: quantity_text(observation, catalog, language, decimals=decimals)
        for language in LANGUAGES
    }


def _described_plainly(found: PlainNumber, told: "_Told", text: Row | None) -> Document:
    """The same as `_described` of a plain number."""
    return {
        **found.row,
        **told.fields,
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
        "text": _text(observation, indicator, cells.catalog),
        "operands": [use_document(use) for use in observation.operands],
        "alternatives": alternative_documents(cells, key.indicator, key.period),
        "claims": claim_documents(cells, key.indicator, key.period),
        "notices": [notice_document(notice) for notice in observation.notices],
    }


@dataclass(frozen=True, slots=True)
class _Told:
    """What is told alike of every number of an indicator."""

    decimals: int | None
    fields: Document


def _gather_catalog(reader: Reader) -> dict[str, _Told]:
    return {
        each.code: _Told(each.display_decimals, _of_catalog(each))
        for each in reader.catalog.indicators
    }


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
