"""Printed numbers of one organization by cell, and which of them are points."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TypeVar

from app.derivation.evidence import Cell as NamedCell
from app.derivation.figures import Figure, bounds_or_none, preference
from app.derivation.plain import PlainCatalog, PlainIndicator
from app.derivation.points import Cell, PointFigure
from app.values.periods import Period
from app.values.printed import PrintedUnit
from app.values.qualifiers import Qualifier
from app.values.scaled import VALUE_LIMIT
from app.values.statuses import ObservationStatus

period_of = lru_cache(maxsize=10_000)(Period.from_ordinal)
Found = TypeVar("Found")


class Printed:
    """Figures of one organization by cell: points where the preferred one is a whole number."""

    def __init__(
        self,
        points: Mapping[Cell, PointFigure],
        figures: Mapping[Cell, Sequence[Figure]],
        several: Collection[Cell] = (),
        suppressed: Collection[Cell] = (),
    ) -> None:
        """`figures` may make those of a cell when they are asked for; it has all cells.

        `several`: points that are not the only figure; `suppressed`: cells of one such figure.
        """
        self.points = points
        self.figures = figures
        self.several = several
        self.suppressed = suppressed

    @classmethod
    def of(cls, plain: PlainCatalog, figures: Sequence[Figure]) -> "Printed":
        cells: dict[Cell, list[Figure]] = {}
        for figure in figures:
            cell = (plain.numbers[figure.indicator], figure.period.ordinal)
            cells.setdefault(cell, []).append(figure)
        points = {
            cell: point
            for cell, found in cells.items()
            if (point := preferred_point(plain, plain.indicators[cell[0]], found)) is not None
        }
        return cls(
            points,
            cells,
            {cell for cell in points if len(cells[cell]) > 1},
            {cell for cell, found in cells.items() if len(found) == 1 and found[0].is_suppressed},
        )


def preferred_point(
    plain: PlainCatalog, indicator: PlainIndicator, figures: Sequence[Figure]
) -> PointFigure | None:
    """The figure of a cell that is published, where it is a point and none is suppressed."""
    counted = plain.catalog.counted(indicator.indicator)
    if any(figure.is_suppressed for figure in figures):
        return None
    first = min(
        figures,
        key=lambda each: preference(
            each, bounds_or_none(each, indicator.indicator, counted=counted)
        ),
    )
    return _point(plain, indicator, first)


def _point(plain: PlainCatalog, indicator: PlainIndicator, figure: Figure) -> PointFigure | None:
    value = figure.value
    if (
        value is None
        or value.denominator != 1
        or not 0 <= value < VALUE_LIMIT
        or figure.qualifier is not Qualifier.EXACT
        or figure.printed_unit is not PrintedUnit.UNITS
        or figure.status is not ObservationStatus.NORMAL
        or figure.is_inferred
        or not plain.catalog.counted(indicator.indicator)
        or not indicator.holds(value.numerator)
    ):
        return None
    return PointFigure(
        value.numerator,
        figure.source.code,
        figure.vintage,
        str(figure.as_reported),
        figure.reference_date,
    )


class Named(Mapping[NamedCell, Found]):
    """What there is by cell, by the code and period of the cell; worked out once, when asked for.

    `look` raises KeyError where a cell has nothing after all.
    """

    def __init__(
        self, plain: PlainCatalog, cells: Collection[Cell], look: Callable[[Cell], Found]
    ) -> None:
        self._plain = plain
        self._cells = cells
        self._look = look
        self._known: dict[NamedCell, Found] = {}

    def __getitem__(self, cell: NamedCell) -> Found:
        if cell not in self._known:
            numbered = self._plain.numbers[cell[0]], cell[1].ordinal
            if numbered not in self._cells:
                raise KeyError(cell)
            self._known[cell] = self._look(numbered)
        return self._known[cell]

    def __iter__(self) -> Iterator[NamedCell]:
        indicators = self._plain.indicators
        return (
            (indicators[number].indicator.code, period_of(period)) for number, period in self._cells
        )

    def __len__(self) -> int:
        return len(self._cells)
