"""Lines of a table held in little room: as tuples, made lines again when they are looked at."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, Generic, cast, overload

from app.publication.lines import Line
from app.publication.tables import LineOfTable, LineOfTable_co, Located


class CompactLines(Sequence[Located[LineOfTable_co]], Generic[LineOfTable_co]):
    """A sequence of lines of one table; each is another object every time, and equal.

    A model takes two kilobytes a line: too much for the organizations of a nation.
    """

    __slots__ = ("_columns", "_rows", "_same", "file", "kind")

    def __init__(
        self, kind: type[LineOfTable_co], file: str, lines: Iterable[Located[Line]] = ()
    ) -> None:
        self.kind = kind
        self.file = file
        self._columns = tuple(kind.model_fields)
        self._rows: list[tuple[Any, ...]] = []
        self._same: dict[Any, Any] = {}
        for located in lines:
            self._rows.append((*self._cells(located.line), located.row))
        self._same.clear()

    def _cells(self, line: Line) -> Iterator[Any]:
        """Its cells; short texts that come again are one object."""
        for name in self._columns:
            cell = getattr(line, name)
            if isinstance(cell, str) and len(cell) <= 64 and len(self._same) < 1_000_000:
                cell = self._same.setdefault(cell, cell)
            yield cell

    def _made(self, row: tuple[Any, ...]) -> Located[LineOfTable_co]:
        cells = dict(zip(self._columns, row[:-1], strict=True))
        made = cast("LineOfTable_co", self.kind.model_construct(**cells))
        return Located(made, self.file, row[-1])

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Located[LineOfTable_co]]:
        return map(self._made, self._rows)

    @overload
    def __getitem__(self, place: int) -> Located[LineOfTable_co]: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Located[LineOfTable_co]]: ...
    def __getitem__(
        self, place: int | slice
    ) -> Located[LineOfTable_co] | Sequence[Located[LineOfTable_co]]:
        if isinstance(place, slice):
            return [self._made(row) for row in self._rows[place]]
        return self._made(self._rows[place])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment] # compared by what is in it


class KeyedLines(Generic[LineOfTable]):
    """The lines of one table in all packages, by key, held in little room."""

    def __init__(self, kind: type[LineOfTable]) -> None:
        self.kind = kind
        self._tables: list[Sequence[Located[Line]]] = []
        self._places: dict[str, tuple[int, int]] = {}

    def add(self, table: Sequence[Located[Line]]) -> Iterator[tuple[Located[Line], Located[Line]]]:
        """Those whose key is known already, with the one that has it."""
        self._tables.append(table)
        for place, located in enumerate(table):
            here = (len(self._tables) - 1, place)
            first = self._places.setdefault(located.line.key, here)
            if first != here:
                yield located, self._tables[first[0]][first[1]]

    def __iter__(self) -> Iterator[Located[LineOfTable]]:
        for place in self._places.values():
            yield self._at(place)

    def __getitem__(self, key: str) -> Located[LineOfTable]:
        return self._at(self._places[key])

    def _at(self, place: tuple[int, int]) -> Located[LineOfTable]:
        located = self._tables[place[0]][place[1]]
        assert isinstance(located.line, self.kind)
        return Located(located.line, located.file, located.row)

    def keys(self) -> Collection[str]:
        return self._places.keys()

    def each(self) -> Iterator[LineOfTable]:
        for located in self:
            yield located.line


class InOrder(Sequence[LineOfTable]):
    """Lines of a table in the order of these keys, made anew each time they are looked at."""

    def __init__(self, lines: KeyedLines[LineOfTable], keys: Sequence[str]) -> None:
        self._lines = lines
        self.keys = keys

    def __len__(self) -> int:
        return len(self.keys)

    def __iter__(self) -> Iterator[LineOfTable]:
        return (self._lines[key].line for key in self.keys)

    @overload
    def __getitem__(self, place: int) -> LineOfTable: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[LineOfTable]: ...
    def __getitem__(self, place: int | slice) -> LineOfTable | Sequence[LineOfTable]:
        if isinstance(place, slice):
            return [self._lines[key].line for key in self.keys[place]]
        return self._lines[self.keys[place]].line

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment] # compared by what is in it
