"""Organizations with their figures as the kernel takes them: points at once, others when asked for.

A figure that is a whole number printed as its digits needs neither be read nor made an object.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from operator import itemgetter
from typing import Any

from app.derivation.disclosure import is_disclosive, suppress
from app.derivation.figures import Figure
from app.derivation.plain import PlainCatalog
from app.derivation.points import Cell, PointFigure
from app.derivation.printed import Printed, preferred_point
from app.figures.models import FigureRow
from app.publication.content import Content
from app.publication.lines import FigureLine
from app.publication.plain_rows import Values, days, in_order
from app.publication.rows import Numbering, figure_row
from app.publication.staging import Shape, SortedFigure
from app.values.printed import PrintedUnit
from app.values.qualifiers import Qualifier
from app.values.scaled import SCALE, exact_millionths
from app.values.statuses import Basis, ConfidentialityStatus, ObservationStatus

Raw = tuple[Any, ...]  # As SortedFigure, and the place of its table.
_ORGANIZATION, _CELL = itemgetter(0), itemgetter(1, 2)


class _Others(Mapping[Cell, Sequence[Figure]]):
    """Figures of each cell, made when they are asked for."""

    def __init__(
        self, rows: Mapping[Cell, Sequence[Raw]], made: Callable[[Sequence[Raw]], Sequence[Figure]]
    ) -> None:
        self._rows = rows
        self._made = made

    def __getitem__(self, cell: Cell) -> Sequence[Figure]:
        return self._made(self._rows[cell])

    def __iter__(self) -> Iterator[Cell]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, cell: object) -> bool:
        return cell in self._rows


class PrintedFigures:
    """All figures of a release by organization, with the rows of their table on the way."""

    def __init__(
        self, content: Content, plain: PlainCatalog, numbering: Numbering, *, threshold: int
    ) -> None:
        self._content = content
        self._plain = plain
        self._numbering = numbering
        self._threshold = threshold
        self._sources = ["", *content.numbers.sources]
        tables = content.figures.tables
        self._makers: list[Callable[[SortedFigure], FigureLine]] = [
            table.maker_of_sorted(content.numbers) for table in tables
        ]
        # What rows of a shape share; None for a shape of no points.
        self._shapes = [[_shared(shape) for shape in table.shapes] for table in tables]
        self._hidden = [[shape.suppressed for shape in table.shapes] for table in tables]
        self._indicators = [
            False,
            *(content.catalog.counted(each) for each in content.catalog.indicators),
        ]

    def organizations(self) -> Iterator[tuple[int, Printed, list[Raw]]]:
        """Number, figures and rows of each organization that has any, by number."""
        for number, rows in groupby(self._content.figures.raw(), key=_ORGANIZATION):
            kept = list(rows)
            cells = {cell: list(same) for cell, same in groupby(kept, key=_CELL)}
            points = {
                cell: point
                for cell, same in cells.items()
                if (point := self._preferred(cell[0], same)) is not None
            }
            several = {cell for cell in points if len(cells[cell]) > 1}
            suppressed = {
                cell
                for cell, same in cells.items()
                if cell not in points and len(same) == 1 and self._is_suppressed(same[0])
            }
            others = _Others(cells, self._figures)
            yield number, Printed(points, others, several, suppressed), kept

    def _preferred(self, indicator: int, rows: Sequence[Raw]) -> PointFigure | None:
        if len(rows) == 1:
            return self._point(rows[0])
        return preferred_point(self._plain, self._plain.indicators[indicator], self._figures(rows))

    def _is_suppressed(self, row: Raw) -> bool:
        """Whether it surely is; a number with a fraction is left to the general rules."""
        _, number, _, _, shape, _, value, *_, place = row
        return self._hidden[place][shape] or (
            isinstance(value, int)
            and is_disclosive(
                Fraction(value), self._plain.indicators[number].indicator, threshold=self._threshold
            )
        )

    def _figures(self, rows: Sequence[Raw]) -> tuple[Figure, ...]:
        lines = (self._makers[row[-1]](SortedFigure(*row[:-1])) for row in rows)
        figures = map(self._content.figures.known.figure, lines)
        return tuple(suppress(figures, self._content.catalog, threshold=self._threshold))

    def _point(self, row: Raw) -> PointFigure | None:
        _, number, _, source, shape, plain, value, as_reported, reference_date, _, _, place = row
        shared = self._shapes[place][shape]
        if not plain or shared is None or not self._indicators[number]:
            return None
        indicator = self._plain.indicators[number]
        if not indicator.holds(value) or is_disclosive(
            value, indicator.indicator, threshold=self._threshold
        ):
            return None
        return PointFigure(value, self._sources[source], shared[2][0], as_reported, reference_date)

    def rows(self, release: int, figures: Sequence[Raw]) -> Iterator[Values]:
        """Rows of the table of figures, in their order."""
        general = in_order(FigureRow, release)
        for row in figures:
            point = self._point(row)
            if point is None:
                (figure,) = self._figures((row,))
                yield general(figure_row(figure, self._content.catalog, self._numbering))
                continue
            (
                organization,
                indicator,
                period,
                _,
                shape,
                _,
                value,
                as_reported,
                day,
                note,
                _,
                place,
            ) = row
            before, resolution, after = self._shapes[place][shape] or ((), 0, ())
            scaled = value * SCALE
            yield (
                release, organization, indicator, period, point.source, *days(period), as_reported,
                *before, scaled, None, resolution, scaled, scaled, 1, 1, day, *after, note,
            )  # fmt: skip


def _shared(shape: Shape) -> tuple[Values, int, Values] | None:
    """Columns between the print and the value, the resolution, those up to the note."""
    if (
        shape.printed_unit is not PrintedUnit.UNITS
        or shape.qualifier is not Qualifier.EXACT
        or Basis.INFERRED in {shape.period_basis, shape.indicator_basis}
        or shape.suppressed
    ):
        return None
    return (
        (shape.printed_unit.value, shape.decimal_mark.value, shape.qualifier.value),
        exact_millionths(Fraction(Decimal(shape.resolution))),
        (
            shape.vintage,
            shape.period_basis.value,
            shape.indicator_basis.value,
            ObservationStatus.NORMAL.value,
            ConfidentialityStatus.FREE.value,
            int(shape.preferred),
        ),
    )
