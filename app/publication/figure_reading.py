"""Figures of a package, read row by row: ordinary rows at once, all others by the model of a line.

The model says what a row may be. A row that is like one it has passed, in all that it compares,
needs not be shown to it again.
"""

import re
from collections.abc import Iterator
from itertools import islice
from operator import itemgetter
from typing import Any

from app.publication.contents import Contents
from app.publication.limits import ReadingLimits
from app.publication.lines import FigureLine
from app.publication.problems import Problem
from app.publication.staging import BATCH, FigureLines
from app.publication.tables import Table
from app.publication.texts import REFUSED_IN_A_LINE
from app.values.codes import is_organization_code
from app.values.printed import DecimalMark

SHAPE_COLUMNS = (
    "printed_unit", "decimal_mark", "qualifier", "resolution", "vintage", "period_basis",
    "indicator_basis", "preferred", "suppressed",
)  # fmt: skip
_NOTE_LENGTH_MAX = 2000
_DIGITS = re.compile(r"0|[1-9][0-9]{0,8}")
_GROUPED = {
    ",": re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+"),
    ".": re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+"),
}
_GROUPING = {mark.value: mark.grouping for mark in DecimalMark}
_REMEMBERED_MAX = 100_000
Cells = list[str]
Staged = tuple[Any, ...]


def read_figures(
    contents: Contents, file: str, limits: ReadingLimits, problems: list[Problem]
) -> FigureLines:
    """All lines of the table, put by; faults are added to `problems`."""
    lines = FigureLines(file)
    reading = _Reading(Table(FigureLine, file, limits, problems), lines)
    staged = reading.staged(contents)
    while batch := list(islice(staged, BATCH)):
        lines.add(batch)
    lines.close_to_adding()
    return lines


def is_plain(as_reported: str | None, value: str, mark: str) -> bool:
    """Whether a print is the digits of the value, below 10⁹, with or without groups of three."""
    if as_reported is None or not _DIGITS.fullmatch(value):
        return False
    if as_reported == value:
        return True
    grouped = _GROUPED[mark].fullmatch(as_reported) is not None
    return grouped and as_reported.replace(_GROUPING[mark], "") == value


class _Reading:
    """One table while it is read, and what the model has passed of it so far."""

    def __init__(self, table: Table, lines: FigureLines) -> None:
        self._table = table
        self._lines = lines
        self._periods: dict[str, int] = {}
        self._dates: dict[str, str | None] = {"": None}
        # The place of each shape, and its decimal mark where whole digits need no second look.
        self._shapes: dict[tuple[str, ...], tuple[int, str | None]] = {}
        self._prints: dict[tuple[Any, ...], tuple[int, int | str | None]] = {}

    def staged(self, contents: Contents) -> Iterator[Staged]:
        """Lines to be put by."""
        rows = self._table.rows(contents)
        first = next(rows, None)
        if first is None:
            return
        place = {name: number for number, name in enumerate(self._table.heading)}
        absent = len(place)
        at = itemgetter(
            *(
                place.get(name, absent)
                for name in (
                    "organization", "indicator", "period", "source", "as_reported", "value",
                    "reference_date", "note",
                )
            )
        )  # fmt: skip
        shape_at = itemgetter(*(place.get(name, absent) for name in SHAPE_COLUMNS))
        row, cells = first
        while True:
            cells.append("")  # What a column that is not there holds.
            shape = shape_at(cells)
            line = None if self._table.of_spreadsheet else self._ordinary(row, at(cells), shape)
            if line is None:
                line = self._by_the_model(row, cells[:-1], shape)
            if line is not None:
                yield line
            following = next(rows, None)
            if following is None:
                return
            row, cells = following

    def _ordinary(
        self, row: int, cells: tuple[str, ...], shape_key: tuple[str, ...]
    ) -> Staged | None:
        """The line, where all of it is like what the model has passed."""
        organization, indicator, period, source, as_reported, value, day, note = cells
        lines = self._lines
        place = lines.organizations.places.get(organization)
        if place is None:
            place = self._organization(organization)
        kind = lines.indicators.places.get(indicator)
        ordinal = self._periods.get(period)
        origin = lines.sources.places.get(source)
        shape = self._shapes.get(shape_key)
        if (
            place is None
            or kind is None
            or ordinal is None
            or origin is None
            or shape is None
            or day not in self._dates
            or (note and not _is_text(note))
        ):
            return None
        number, mark = shape
        if mark is not None and is_plain(as_reported, value, mark):
            plain, kept = 1, int(value)
        else:
            passed = self._prints.get((number, as_reported, value))
            if passed is None:
                return None
            plain, kept = passed  # type: ignore[assignment] # digits where they are no whole number
        return (
            row, place, kind, ordinal, origin, number, plain, kept, as_reported or None,
            self._dates[day], note or None,
        )  # fmt: skip

    def _organization(self, code: str) -> int | None:
        return self._lines.organizations.place(code) if is_organization_code(code) else None

    def _by_the_model(self, row: int, cells: Cells, shape_key: tuple[str, ...]) -> Staged | None:
        """The line as the model reads it, and remember what it passed; None for a faulty one."""
        line = self._table.line(cells, row)
        if not isinstance(line, FigureLine):
            return None
        raw = dict(zip(self._table.heading, cells, strict=True))
        as_reported, value = raw.get("as_reported", ""), raw.get("value", "")
        staged = self._lines.staged(
            line, row, plain=is_plain(line.as_reported, str(line.value), line.decimal_mark)
        )
        if not self._table.of_spreadsheet:
            self._periods[raw["period"]] = staged.period
            self._dates[raw.get("reference_date", "")] = line.reference_date
            # Whole digits with groups are a print of any exact number that steps by one.
            whole = line.qualifier == "exact" and not line.suppressed and line.resolution in {0, 1}
            single = line.printed_unit.factor == 1
            mark = line.decimal_mark.value if whole and single else None
            self._shapes[shape_key] = (staged.shape, mark)
            if len(self._prints) >= _REMEMBERED_MAX:
                self._prints.clear()
            self._prints[staged.shape, as_reported, value] = staged.plain, staged.value
        return staged


def _is_text(note: str) -> bool:
    return len(note) <= _NOTE_LENGTH_MAX and REFUSED_IN_A_LINE.search(note) is None
