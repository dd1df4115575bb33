"""A table of a package, from bytes to lines: how its cells are parted, its heading, its rows."""

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Generic, TypeVar

from pydantic import ValidationError

from app.publication.contents import Contents, opened
from app.publication.limits import ReadingLimits
from app.publication.lines import ContradictionError, Line
from app.publication.problems import PROBLEMS_MAX, Problem, message_of, shown
from app.publication.texts import fault_of_encoding, fault_of_form
from app.values.scaled import PLACES

LineOfTable_co = TypeVar("LineOfTable_co", bound=Line, covariant=True)
LineOfTable = TypeVar("LineOfTable", bound=Line)

_BEGINNING = 1 << 18
# What spreadsheets take for themselves, and neither show nor count as a row.
_SEPARATOR_LINE = re.compile(rb'(?:\xef\xbb\xbf)?"?(?i:sep)=([^\r\n"]*)"?(?:\r\n|\r|\n|\Z)')
_FIRST_MARK = re.compile(r"[,;\t\r\n]")
_MARKS_EXCHANGED = str.maketrans(",.", ".,")
_DECIMAL_COMMA = (
    f"digits with at most {PLACES} decimals after a comma, as semicolons part the cells; "
    "a point might group digits, and is not read"
)


@dataclass(frozen=True, slots=True)
class Located(Generic[LineOfTable_co]):
    """A line with the package, file and row it came from."""

    line: LineOfTable_co
    file: str
    row: int

    def problem(self, column: str, found: object, expected: str) -> Problem:
        return Problem(self.file, self.row, column, shown(found), expected)


def read_table(
    contents: Contents, kind: type[Line], file: str, limits: ReadingLimits, problems: list[Problem]
) -> Iterator[Located[Line]]:
    """Lines of the table; faults are added to `problems`, and end it where they are enough."""
    table = Table(kind, file, limits, problems)
    for row, cells in table.rows(contents):
        line = table.line(cells, row)
        if line is not None:
            yield Located(line, file, row)


class Table:
    """How one table is read, row by row; faults are added to `problems`.

    Commas part the cells, or semicolons, as the heading or a line `sep=;` before it says. With
    semicolons a table is what a spreadsheet of Viet Nam saves: decimal commas, and rows without a
    filled cell, which are left out but counted. A row ends with LF, CRLF or CR.
    """

    def __init__(
        self, kind: type[Line], file: str, limits: ReadingLimits, problems: list[Problem]
    ) -> None:
        self.kind = kind
        self.file = file
        self.heading: list[str] = []
        self.of_spreadsheet = False
        self._limits = limits
        self._problems = problems
        self._composed = True

    def rows(self, contents: Contents) -> Iterator[tuple[int, list[str]]]:
        """Number and cells of each row below the heading, as many cells as it has.

        Faults of the form end it; one of the encoding is then the only one of the file.
        """
        with opened(contents) as stream:
            beginning = stream.read(_BEGINNING)
        separator = _SEPARATOR_LINE.match(beginning)
        skipped = 0 if separator is None else separator.end()
        if separator is not None and separator[1] != b";":
            expected = "sep=; or no such line"
            self._problems.append(Problem(self.file, None, None, shown(separator[0]), expected))
            return
        fault = fault_of_form(beginning[skipped:], self.file)
        if fault is not None:
            self._problems.append(fault)
            return
        delimiter = _delimiter(beginning) if separator is None else ";"
        if delimiter == "\t":
            expected = "commas or semicolons, as in a file saved as CSV UTF-8"
            self._problems.append(Problem(self.file, 1, None, "tabs between the cells", expected))
            return
        self.of_spreadsheet = delimiter == ";"
        before = len(self._problems)
        with opened(contents) as stream:
            stream.read(skipped)
            try:
                yield from self._rows_of(_lines(stream, self._limits), delimiter)
            except UnicodeDecodeError:
                del self._problems[before:]
                fault = fault_of_encoding(contents, skipped, self.file)
                if fault is not None:
                    self._problems.append(fault)

    def line(self, cells: Sequence[str], row: int) -> Line | None:
        """The line of these cells; None for one with faults."""
        return self._line(dict(zip(self.heading, cells, strict=True)), row)

    def _rows_of(self, lines: Iterator[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
        row = 0
        try:
            rows = self._cells(lines, delimiter)
            self.heading = next(rows, [])
            row = 1
            if not self._heading_fits(self.heading):
                return
            for cells in rows:
                row += 1
                if len(self._problems) >= PROBLEMS_MAX:
                    return
                if row > self._limits.rows + 1:
                    expected = f"at most {self._limits.rows} rows below the heading"
                    self._add(row, None, "one more row", expected)
                    return
                if self._fits(cells, row):
                    yield row, cells
        except csv.Error as error:
            self._add(row + 1, None, str(error), "CSV as in RFC 4180")

    def _cells(self, lines: Iterator[str], delimiter: str) -> Iterator[list[str]]:
        """Cells of each row in NFC. Raises csv.Error."""
        taken = 0
        composed = True
        most = self._limits.row_characters

        def measured() -> Iterator[str]:
            nonlocal taken, composed
            for part in lines:
                taken += len(part)
                if taken > most:
                    raise csv.Error(f"a row of more than {most} characters")
                if not part.isascii() and not unicodedata.is_normalized("NFC", part):
                    composed = False
                yield part

        # Cell by cell: in the whole text a Greek question mark would become a semicolon.
        for cells in csv.reader(measured(), delimiter=delimiter, strict=True):
            taken = 0
            yield cells if composed else [unicodedata.normalize("NFC", cell) for cell in cells]
            composed = True

    def _fits(self, cells: Sequence[str], row: int) -> bool:
        if self.of_spreadsheet and not any(cells):
            return False
        if len(cells) != len(self.heading):
            expected = f"{len(self.heading)} cells, as the heading has"
            self._add(row, None, f"{len(cells)} cells", expected)
            return False
        return True

    def _heading_fits(self, heading: Sequence[str]) -> bool:
        known = self.kind.model_fields
        needed = {name for name, field in known.items() if field.is_required()}
        before = len(self._problems)
        for column, times in Counter(heading).items():
            if column not in known or times > 1:
                expected = f"columns once each, of: {', '.join(known)}"
                self._add(1, shown(column), f"it {times} times", expected)
        for column in sorted(needed - set(heading)):
            self._add(1, column, "no such column", f"a column {column}")
        return len(self._problems) == before

    def _line(self, cells: Mapping[str, str], row: int) -> Line | None:
        filled = {name: cell for name, cell in cells.items() if cell != ""}
        if self.of_spreadsheet:
            # Exchanged, not replaced: a point then stands where no number has a mark.
            for name in self.kind.numbers & filled.keys():
                filled[name] = filled[name].translate(_MARKS_EXCHANGED)
        try:
            return self.kind.model_validate(filled)
        except ValidationError as error:
            for fault in error.errors(include_url=False):
                cause = fault.get("ctx", {}).get("error")
                expected = message_of(fault)
                if isinstance(cause, ContradictionError):
                    column = cause.column
                else:
                    column = str(fault["loc"][0])
                    if self.of_spreadsheet and column in self.kind.numbers & filled.keys():
                        expected = _DECIMAL_COMMA
                self._add(row, column, shown(cells.get(column, "")), expected)
            return None

    def _add(self, row: int, column: str | None, found: str, expected: str) -> None:
        self._problems.append(Problem(self.file, row, column, found, expected))


def _lines(stream: IO[bytes], limits: ReadingLimits) -> Iterator[str]:
    """Lines with their ends, or what of a line is already too long for a row."""
    text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
    most = limits.row_characters + 1
    read = text.readline
    try:
        # No more than that of a line: one without an end would be read whole.
        while line := read(min(most, 2**31)):
            yield line
    finally:
        text.detach()


def _delimiter(beginning: bytes) -> str:
    """The first mark of the heading that may part cells; no name of a column has one."""
    mark = _FIRST_MARK.search(beginning.decode(errors="replace"))
    return mark[0] if mark is not None and mark[0] in ";\t" else ","
