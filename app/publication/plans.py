"""What a load would do to the rows of a package, against the version that is published."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from heapq import merge
from itertools import groupby, islice
from operator import itemgetter
from typing import Any, Literal

from app.publication.compact import KeyedLines
from app.publication.lines import LINES, FigureLine, Line
from app.publication.package import Package
from app.publication.staging import FigureLines, Numbers, SortedFigure

NAMED_MAX = 10_000
Change = Literal["new", "revised", "withdrawn"]


@dataclass(slots=True)
class Plan:
    """Rows of a package by table and key: how many, and the first 10.000 of each kind by name."""

    package: str
    new: list[str] = field(default_factory=list)
    revised: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    catalog_changed: bool = False
    counts: dict[Change, int] = field(
        default_factory=lambda: {"new": 0, "revised": 0, "withdrawn": 0}
    )

    @property
    def is_empty(self) -> bool:
        return not (any(self.counts.values()) or self.catalog_changed)

    def note(self, change: Change, row: str) -> None:
        """Count a row, and name it while there are few."""
        self.counts[change] += 1
        named: list[str] = getattr(self, change)
        if len(named) < NAMED_MAX:
            named.append(row)


def plan_of(package: Package | None, published: Package | None) -> Plan:
    """What loading the package, in place of the published one, would do to its rows.

    None is a package that is not there: then, or until now.
    """
    plan = Plan(next(each.name for each in (package, published) if each is not None))
    plan.catalog_changed = _catalog(package) != _catalog(published)
    for kind in LINES:
        table = kind.file.removesuffix(".csv")
        if kind is FigureLine and _are_counted(plan, _figures(published), _figures(package)):
            continue
        changes = (
            _figure_changes(_figures(published), _figures(package))
            if kind is FigureLine
            else _changes(_lines(published, kind), _lines(package, kind))
        )
        for change, key in changes:
            plan.note(change, f"{table} {key}")
    return plan


def _are_counted(plan: Plan, before: FigureLines | None, after: FigureLines | None) -> bool:
    """Whether the figures are all new or all withdrawn: named while few, counted without a look."""
    only = after if before is None else before
    if only is None or (before is not None and after is not None):
        return False
    change: Change = "new" if before is None else "withdrawn"
    count = len(only)
    for located in islice(only, NAMED_MAX):
        plan.note(change, f"figures {located.line.key}")
        count -= 1
    plan.counts[change] += count
    return True


def _catalog(package: Package | None) -> Mapping[str, Any]:
    return {} if package is None else package.catalog


def _figures(package: Package | None) -> FigureLines | None:
    return None if package is None else package.figures


def _lines(package: Package | None, kind: type[Line]) -> KeyedLines[Line]:
    lines = KeyedLines(kind)
    if package is not None:
        # A package that names a row twice is refused before anything is planned.
        list(lines.add(package.tables.get(kind, ())))
    return lines


def _changes(before: KeyedLines[Line], after: KeyedLines[Line]) -> Iterator[tuple[Change, str]]:
    for key in after.keys():  # noqa: SIM118 - it is no mapping
        if key not in before.keys():  # noqa: SIM118
            yield "new", key
        elif before[key].line != after[key].line:
            yield "revised", key
    for key in before.keys():  # noqa: SIM118
        if key not in after.keys():  # noqa: SIM118
            yield "withdrawn", key


def _figure_changes(
    before: FigureLines | None, after: FigureLines | None
) -> Iterator[tuple[Change, str]]:
    """By key; none where there is no table, or one alone."""
    if before is None or after is None:
        return
    tables = (before, after)
    numbers = _numbers(tables)
    streams = []
    for side, table in enumerate(tables):
        table.sort(numbers, into="compared")
        rows = map(SortedFigure._make, table.sorted_lines("compared"))
        streams.append(_keyed(rows, side))
    made = [table.maker_of_sorted(numbers) for table in tables]
    for _, group in groupby(merge(*streams, key=itemgetter(0, 1)), key=itemgetter(0)):
        lines = {side: made[side](row) for _, side, row in group}
        if 0 not in lines:
            yield "new", lines[1].key
        elif 1 not in lines:
            yield "withdrawn", lines[0].key
        elif lines[0] != lines[1]:
            yield "revised", lines[0].key


def _keyed(
    rows: Iterable[SortedFigure], side: int
) -> Iterator[tuple[tuple[int, ...], int, SortedFigure]]:
    return ((row[:4], side, row) for row in rows)


def _numbers(tables: Iterable[FigureLines]) -> Numbers:
    """Numbers that order the codes of all the tables."""
    listed = [(table.organizations, table.indicators, table.sources) for table in tables]
    return Numbers(
        *(
            {code: number for number, code in enumerate(sorted({*a.places, *b.places}), 1)}
            for a, b in zip(*listed, strict=True)
        )
    )
