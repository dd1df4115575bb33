"""Lines of a table of figures put by while they are read, however many: sorted when they are used.

They lie in a temporary database of SQLite, in memory while they are few and in a folder for
temporary files when they are not; it is gone when nobody needs it, however that comes about.
"""

import sqlite3
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple, overload

from app.publication.lines import FigureLine
from app.publication.tables import Located
from app.values.periods import Period
from app.values.printed import DecimalMark, PrintedUnit
from app.values.qualifiers import Qualifier
from app.values.statuses import Basis

BATCH = 2000
# Enough for the sorter to merge seldom; it is what a package costs however long it is.
_CACHE_KIBIBYTES = 24 * 1024
_TABLE = """
CREATE TABLE line (
    row INTEGER PRIMARY KEY, organization INTEGER, indicator INTEGER, period INTEGER,
    source INTEGER, shape INTEGER, plain INTEGER, value, as_reported TEXT, reference_date TEXT,
    note TEXT
)
"""
_INSERT = f"INSERT INTO line VALUES ({', '.join('?' * 11)})"  # noqa: S608 - marks for values
_SORTED = """
CREATE TABLE {} AS
SELECT place.number AS organization, kind.number AS indicator, period, origin.number AS source,
shape, plain, value, as_reported, reference_date, note, row
FROM line
JOIN temp.organization AS place ON place.id = line.organization
JOIN temp.indicator AS kind ON kind.id = line.indicator
JOIN temp.source AS origin ON origin.id = line.source
ORDER BY place.number, kind.number, period, origin.number, row
"""


class Shape(NamedTuple):
    """What many rows share: all but whose number it is, of when, and which."""

    printed_unit: PrintedUnit
    decimal_mark: DecimalMark
    qualifier: Qualifier
    resolution: str
    vintage: str | None
    period_basis: Basis
    indicator_basis: Basis
    preferred: bool
    suppressed: bool


class StagedLine(NamedTuple):
    """A line as it is put by; codes and shapes by their place in the lists of its table.

    `value` is a whole number where it is written as one, else its digits. `plain`: the print is
    those very digits, grouped or not.
    """

    row: int
    organization: int
    indicator: int
    period: int
    source: int
    shape: int
    plain: int
    value: int | str | None
    as_reported: str | None
    reference_date: str | None
    note: str | None


class SortedFigure(NamedTuple):
    """A line of one of several packages by the numbers of a release, which it is sorted by."""

    organization: int
    indicator: int
    period: int
    source: int
    shape: int
    plain: int
    value: int | str | None
    as_reported: str | None
    reference_date: str | None
    note: str | None
    row: int


@dataclass(frozen=True, slots=True)
class Numbers:
    """Numbers from 1: organizations in pre-order, indicators as in the catalog, sources by code.

    Each mapping stands in the order of its numbers.
    """

    organizations: Mapping[str, int]
    indicators: Mapping[str, int]
    sources: Mapping[str, int]


class Names:
    """Texts by the order they came in."""

    def __init__(self) -> None:
        self.places: dict[str, int] = {}

    def place(self, text: str) -> int:
        return self.places.setdefault(text, len(self.places))

    def listed(self) -> list[str]:
        return [*self.places]


class FigureLines(Sequence[Located[FigureLine]]):
    """All lines of a package's figures, by row; made anew each time they are looked at."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.organizations = Names()
        self.indicators = Names()
        self.sources = Names()
        self.shapes: dict[Shape, int] = {}
        self._database = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        weakref.finalize(self, self._database.close)
        for pragma in (
            "journal_mode=OFF",
            "synchronous=OFF",
            "secure_delete=OFF",
            f"cache_size=-{_CACHE_KIBIBYTES}",
            "cache_spill=ON",
        ):
            self._database.execute(f"PRAGMA {pragma}").close()
        self._database.execute(_TABLE)
        self._database.execute("BEGIN")

    def shape(self, shape: Shape) -> int:
        return self.shapes.setdefault(shape, len(self.shapes))

    def add(self, lines: Iterable[tuple[Any, ...]]) -> None:
        """Put lines by: tuples as `StagedLine` has them."""
        self._database.executemany(_INSERT, lines)

    def close_to_adding(self) -> None:
        self._database.execute("COMMIT")

    def like(self) -> "FigureLines":
        """An empty table of the same file, whose lines have the same places in the same lists."""
        table = FigureLines(self.file)
        table.organizations, table.indicators = self.organizations, self.indicators
        table.sources = self.sources
        table.shapes.update(self.shapes)
        return table

    def staged(self, line: FigureLine, row: int, *, plain: bool) -> StagedLine:
        """A line as it is put by."""
        shape = Shape(
            line.printed_unit,
            line.decimal_mark,
            line.qualifier,
            str(line.resolution),
            line.vintage,
            line.period_basis,
            line.indicator_basis,
            line.preferred,
            line.suppressed,
        )
        return StagedLine(
            row,
            self.organizations.place(line.organization),
            self.indicators.place(line.indicator),
            line.period.ordinal,
            self.sources.place(line.source),
            self.shape(shape),
            int(plain),
            None if line.value is None else kept_number(line.value),
            line.as_reported,
            line.reference_date,
            line.note,
        )

    # Looking at them

    def __len__(self) -> int:
        return int(self._database.execute("SELECT count(*) FROM line").fetchone()[0])

    def __iter__(self) -> Iterator[Located[FigureLine]]:
        return self.chosen("SELECT * FROM line ORDER BY row")

    @overload
    def __getitem__(self, place: int) -> Located[FigureLine]: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Located[FigureLine]]: ...
    def __getitem__(
        self, place: int | slice
    ) -> Located[FigureLine] | Sequence[Located[FigureLine]]:
        return list(self)[place]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or len(self) != len(other):
            return False
        return all(mine == theirs for mine, theirs in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment] # compared by what is in it

    def chosen(self, statement: str, values: Sequence[Any] = ()) -> Iterator[Located[FigureLine]]:
        """The lines that a statement on table `line` chooses, with all its columns."""
        made = maker(
            [*self.shapes],
            self.organizations.listed(),
            self.indicators.listed(),
            self.sources.listed(),
        )
        for row in self._database.execute(statement, values):
            yield Located(made(StagedLine(*row)), self.file, row[0])

    def staged_rows(self) -> Iterator[tuple[Any, ...]]:
        """All lines by row: tuples as `StagedLine` has them."""
        return self._database.execute("SELECT * FROM line ORDER BY row")

    def fetch(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """What a statement finds, where that is little."""
        return self._database.execute(statement, values).fetchall()

    def maker_of_sorted(self, numbers: Numbers) -> Callable[[SortedFigure], FigureLine]:
        """What makes lines of those that are sorted by these numbers."""
        lists = (numbers.organizations, numbers.indicators, numbers.sources)
        return maker([*self.shapes], *(["", *each] for each in lists))

    # Sorting them

    def sort(self, numbers: Numbers, *, into: str = "sorted") -> None:
        """Sort the lines by these numbers; those of other codes are left out."""
        run = self._database.execute
        run(f"DROP TABLE IF EXISTS {into}")
        for table, names, known in (
            ("organization", self.organizations, numbers.organizations),
            ("indicator", self.indicators, numbers.indicators),
            ("source", self.sources, numbers.sources),
        ):
            run(f"DROP TABLE IF EXISTS temp.{table}")
            run(f"CREATE TEMP TABLE {table} (id INTEGER PRIMARY KEY, number INTEGER)")
            numbered = (
                (place, known[code]) for code, place in names.places.items() if code in known
            )
            self._database.executemany(
                f"INSERT INTO temp.{table} VALUES (?, ?)",  # noqa: S608 - one of three names
                numbered,
            )
        run("BEGIN")
        run(_SORTED.format(into))
        run("COMMIT")

    def sorted_keys(self) -> Iterator[tuple[int, ...]]:
        """Organization, indicator, period, source and row of each line, in that order."""
        return self._database.execute(
            "SELECT organization, indicator, period, source, row FROM sorted ORDER BY rowid"
        )

    def sorted_lines(self, table: str = "sorted") -> Iterator[tuple[Any, ...]]:
        """Tuples as `SortedFigure` has them, in order."""
        return self._database.execute(f"SELECT * FROM {table} ORDER BY rowid")  # noqa: S608


def maker(
    shapes: Sequence[Shape],
    organizations: Sequence[str] | Mapping[int, str],
    indicators: Sequence[str],
    sources: Sequence[str],
) -> Callable[[StagedLine | SortedFigure], FigureLine]:
    """What makes lines of those put by, whose numbers and places these are."""
    shared = [shape._asdict() | {"resolution": Decimal(shape.resolution)} for shape in shapes]
    periods: dict[int, Period] = {}

    def made(line: StagedLine | SortedFigure) -> FigureLine:
        period = periods.get(line.period)
        if period is None:
            period = periods[line.period] = Period.from_ordinal(line.period)
        return FigureLine.model_construct(
            organization=organizations[line.organization],
            indicator=indicators[line.indicator],
            period=period,
            reference_date=line.reference_date,
            as_reported=line.as_reported,
            value=None if line.value is None else Decimal(line.value),
            source=sources[line.source],
            note=line.note,
            **shared[line.shape],
        )

    return made


def kept_number(value: Decimal) -> int | str:
    text = str(value)
    return int(text) if text.isdigit() and str(int(text)) == text else text
