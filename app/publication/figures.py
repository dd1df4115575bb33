"""Figures of all packages of a release together: sorted by its numbers, never all held."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import merge, nsmallest
from operator import itemgetter
from typing import Any

from app.derivation.figures import Figure, Source
from app.publication.lines import FigureLine, Line
from app.publication.problems import PROBLEMS_MAX, Problem
from app.publication.staging import FigureLines, Numbers, SortedFigure
from app.publication.tables import Located
from app.values.statuses import ObservationStatus

_KEY = itemgetter(0, 1, 2, 3)
Key = tuple[int, int, int, int]
Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Known:
    """What of sources and vintages bears on a figure."""

    sources: Mapping[str, Source]
    vintages: Mapping[str, int]

    def figure(self, line: FigureLine) -> Figure:
        """The figure that the line is."""
        printed = line.printed
        upper = None if printed is None else printed.base_upper(line.printed_unit)
        status = ObservationStatus.SUPPRESSED if printed is None else printed.status
        return Figure(
            line.organization,
            line.indicator,
            line.period,
            self.sources[line.source],
            line.as_reported,
            line.printed_unit,
            line.decimal_mark,
            line.qualifier,
            value=None if line.value is None else Fraction(line.value),
            resolution=Fraction(line.resolution),
            upper_value=upper,
            reference_date=line.reference_date,
            vintage=line.vintage,
            vintage_ordinal=self.vintages.get(line.vintage or "", 0),
            period_basis=line.period_basis,
            indicator_basis=line.indicator_basis,
            status=status,
            preferred=line.preferred,
            note=line.note,
        )


class Figures:
    """Figures by organization, indicator, period and source, made anew when they are looked at."""

    def __init__(
        self, tables: Sequence[FigureLines], numbers: Numbers, known: Known | None = None
    ) -> None:
        self.tables = tables
        self.numbers = numbers
        self.known = known or Known({}, {})
        if known is None:
            for table in tables:
                table.sort(numbers)

    def known_by(self, known: Known) -> "Figures":
        """The same figures, with what there is to know of their sources."""
        return Figures(self.tables, self.numbers, known)

    def __len__(self) -> int:
        return sum(len(table) for table in self.tables)

    def __iter__(self) -> Iterator[Figure]:
        for _, line in self.numbered():
            yield self.known.figure(line)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Figures) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment] # compared by what is in it

    def numbered(self) -> Iterator[tuple[int, FigureLine]]:
        """Each line with the number of its organization, by that and by the rest of its key."""
        makers = [table.maker_of_sorted(self.numbers) for table in self.tables]
        for *row, place in self.raw():
            line = SortedFigure(*row)
            yield line.organization, makers[place](line)

    def raw(self) -> Iterator[tuple[Any, ...]]:
        """Tuples as `SortedFigure` has them and the place of their table, in the same order."""
        streams = [_placed(table, place) for place, table in enumerate(self.tables)]
        return streams[0] if len(streams) == 1 else merge(*streams, key=_KEY)

    # What is wrong with them together

    def repeated(self) -> list[Problem]:
        """Keys that stand a second time, in the order they were read; at most 100."""
        streams = [_keyed(table, place) for place, table in enumerate(self.tables)]
        keys = streams[0] if len(streams) == 1 else merge(*streams)
        found = nsmallest(PROBLEMS_MAX, _second_places(keys))
        return [again(self._line_at(*later), self._line_at(*first)) for later, first in found]

    def _line_at(self, place: int, row: int) -> Located[FigureLine]:
        (located,) = self.tables[place].chosen("SELECT * FROM line WHERE row = ?", (row,))
        return located

    def of_other_organizations(self) -> Iterator[Located[FigureLine]]:
        return self._of_others(
            "organization", lambda table: table.organizations.places, self.numbers.organizations
        )

    def of_other_indicators(self) -> Iterator[Located[FigureLine]]:
        return self._of_others(
            "indicator", lambda table: table.indicators.places, self.numbers.indicators
        )

    def of_other_sources(self) -> Iterator[Located[FigureLine]]:
        return self._of_others("source", lambda table: table.sources.places, self.numbers.sources)

    def of_other_vintages(self, known: Collection[str]) -> Iterator[Located[FigureLine]]:
        for table in self.tables:
            others = [
                number
                for shape, number in table.shapes.items()
                if shape.vintage is not None and shape.vintage not in known
            ]
            yield from _with(table, "shape", others)

    def _of_others(
        self,
        column: str,
        places: Callable[[FigureLines], Mapping[str, int]],
        known: Mapping[str, int],
    ) -> Iterator[Located[FigureLine]]:
        for table in self.tables:
            others = [place for code, place in places(table).items() if code not in known]
            yield from _with(table, column, others)


def _placed(table: FigureLines, place: int) -> Iterator[tuple[Any, ...]]:
    return ((*row, place) for row in table.sorted_lines())


def _keyed(table: FigureLines, place: int) -> Iterator[tuple[Key, Place]]:
    for organization, indicator, period, source, row in table.sorted_keys():
        yield (organization, indicator, period, source), (place, row)


def _second_places(keys: Iterable[tuple[Key, Place]]) -> Iterator[tuple[Place, Place]]:
    """Where a key stands again, and where it stands first."""
    last: Key | None = None
    first = (0, 0)
    for key, place in keys:
        if key == last:
            yield place, first
        else:
            last, first = key, place


def _with(table: FigureLines, column: str, places: Sequence[int]) -> Iterator[Located[FigureLine]]:
    if not places:
        return iter(())
    statement = (
        f"SELECT * FROM line WHERE {column} IN (SELECT value FROM json_each(?)) "  # noqa: S608
        "ORDER BY row"
    )
    return table.chosen(statement, (json.dumps(places),))


def again(located: Located[Line], first: Located[Line]) -> Problem:
    """A second line of a key."""
    columns = ", ".join(located.line.key_columns)
    expected = f"one row for it in all packages; the other is {first.file}, row {first.row}"
    return Problem(located.file, located.row, columns, repr(located.line.key), expected)
