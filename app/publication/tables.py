"""A table of a package, from bytes to lines: how its cells are parted, its heading, its rows."""

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import ValidationError

from app.publication.limits import ReadingLimits
from app.publication.lines import ContradictionError, Line
from app.publication.problems import PROBLEMS_MAX, Problem, message_of, shown
from app.publication.texts import decoded
from app.values.scaled import PLACES

LineOfTable_co = TypeVar("LineOfTable_co", bound=Line, covariant=True)
LineOfTable = TypeVar("LineOfTable", bound=Line)

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
    content: bytes, kind: type[Line], file: str, limits: ReadingLimits, problems: list[Problem]
) -> Iterator[Located[Line]]:
    """Lines of the table; faults are added to `problems`, and reading ends where they are enough.

    Commas part the cells, or semicolons, as the heading or a line `sep=;` before it says. With
    semicolons a table is what a spreadsheet of Viet Nam saves: decimal commas, and rows without a
    filled cell, which are left out but counted. A row ends with LF, CRLF or CR.
    """
    separator = _SEPARATOR_LINE.match(content)
    if separator is not None and separator[1] != b";":
        problems.append(Problem(file, None, None, shown(separator[0]), "sep=; or no such line"))
        return
    text = decoded(content if separator is None else content[separator.end() :], file, problems)
    if text is None:
        return
    delimiter = _delimiter(text) if separator is None else ";"
    if delimiter == "\t":
        expected = "commas or semicolons, as in a file saved as CSV UTF-8"
        problems.append(Problem(file, 1, None, "tabs between the cells", expected))
        return
    yield from _Table(kind, file, delimiter, limits, problems).lines(text)


def _delimiter(text: str) -> str:
    """The first mark of the heading that may part cells; no name of a column has one."""
    mark = _FIRST_MARK.search(text)
    return mark[0] if mark is not None and mark[0] in ";\t" else ","


class _Table:
    """How one table is read."""

    def __init__(
        self,
        kind: type[Line],
        file: str,
        delimiter: str,
        limits: ReadingLimits,
        problems: list[Problem],
    ) -> None:
        self.kind = kind
        self.file = file
        self.delimiter = delimiter
        self.limits = limits
        self.problems = problems
        self.of_spreadsheet = delimiter == ";"

    def lines(self, text: str) -> Iterator[Located[Line]]:
        row = 0
        rows = self._rows(text)
        try:
            heading = next(rows, [])
            row = 1
            if not self._heading_fits(heading):
                return
            for cells in rows:
                row += 1
                if len(self.problems) >= PROBLEMS_MAX:
                    return
                if row > self.limits.rows + 1:
                    expected = f"at most {self.limits.rows} rows below the heading"
                    self._add(row, None, "one more row", expected)
                    return
                line = self._line_of(heading, cells, row)
                if line is not None:
                    yield Located(line, self.file, row)
        except csv.Error as error:
            self._add(row + 1, None, str(error), "CSV as in RFC 4180")

    def _rows(self, text: str) -> Iterator[list[str]]:
        """Cells of each row in NFC. Raises csv.Error."""
        taken = 0

        def measured() -> Iterator[str]:
            nonlocal taken
            for part in io.StringIO(text, newline=""):
                taken += len(part)
                if taken > self.limits.row_characters:
                    raise csv.Error(f"a row of more than {self.limits.row_characters} characters")
                yield part

        # Cell by cell: in the whole text a Greek question mark would become a semicolon.
        normal = unicodedata.is_normalized("NFC", text)
        for cells in csv.reader(measured(), delimiter=self.delimiter, strict=True):
            taken = 0
            yield cells if normal else [unicodedata.normalize("NFC", cell) for cell in cells]

    def _heading_fits(self, heading: Sequence[str]) -> bool:
        known = self.kind.model_fields
        needed = {name for name, field in known.items() if field.is_required()}
        before = len(self.problems)
        for column, times in Counter(heading).items():
            if column not in known or times > 1:
                expected = f"columns once each, of: {', '.join(known)}"
                self._add(1, shown(column), f"it {times} times", expected)
        for column in sorted(needed - set(heading)):
            self._add(1, column, "no such column", f"a column {column}")
        return len(self.problems) == before

    def _line_of(self, heading: Sequence[str], cells: Sequence[str], row: int) -> Line | None:
        if self.of_spreadsheet and not any(cells):
            return None
        if len(cells) != len(heading):
            expected = f"{len(heading)} cells, as the heading has"
            self._add(row, None, f"{len(cells)} cells", expected)
            return None
        return self._line(dict(zip(heading, cells, strict=True)), row)

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
        self.problems.append(Problem(self.file, row, column, found, expected))
