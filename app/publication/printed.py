"""Organizations with their figures as the kernel takes them: points at once, others when asked for.

A figure that is a whole number printed as its digits needs neither be read nor made an object.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from app.derivation.disclosure import is_disclosive, suppress
from app.derivation.figures import Figure
from app.derivation.plain import PlainCatalog
from app.derivation.points import Cell, PointFigure
from app.derivation.printed import Printed, period_of, preferred_point
from app.figures.models import FigureRow
from app.publication.branches import Ground, Raw, Twig
from app.publication.figures import Known
from app.publication.lines import FigureLine
from app.publication.plain_rows import Values, days, in_order
from app.publication.rows import Numbered, figure_row
from app.publication.staging import Shape, SortedFigure, maker
from app.values.printed import PrintedUnit
from app.values.qualifiers import Qualifier
from app.values.scaled import SCALE, exact_millionths
from app.values.statuses import Basis, ConfidentialityStatus, ObservationStatus

_CELL = itemgetter(1, 2)


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
    """Figures of organizations, one after the other, with the rows of their table."""

    def __init__(self, ground: Ground, plain: PlainCatalog, numbered: Numbered) -> None:
        """`numbered` has the organization at hand."""
        self._ground = ground
        self._plain = plain
        self._numbered = numbered
        self._names: dict[int, str] = {}
        self._codes = ["", *ground.indicators]
        self._makers: list[Callable[[SortedFigure], FigureLine]] = [
            maker(shapes, self._names, self._codes, ground.sources) for shapes in ground.shapes
        ]
        # What rows of a shape share; None for a shape of no points.
        self._shapes = [
            [_shared(shape, ground.known) for shape in shapes] for shapes in ground.shapes
        ]
        self._hidden = [[shape.suppressed for shape in shapes] for shapes in ground.shapes]
        self._indicators = [
            False,
            *(ground.catalog.counted(each) for each in ground.catalog.indicators),
        ]

    def printed(self, twig: Twig) -> Printed:
        """Figures of the organization by cell."""
        self._names[twig.number] = twig.code
        cells = {cell: list(same) for cell, same in groupby(twig.figures, key=_CELL)}
        points = {
            cell: point
            for cell, same in cells.items()
            if (point := self._preferred(cell[0], same)) is not None
        }
        return Printed(
            points,
            _Others(cells, self._figures),
            {cell for cell in points if len(cells[cell]) > 1},
            {
                cell
                for cell, same in cells.items()
                if cell not in points and len(same) == 1 and self._is_suppressed(same[0])
            },
        )

    def forget(self) -> None:
        """Let go of the names of organizations whose figures nobody will look at."""
        self._names.clear()

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
                Fraction(value),
                self._plain.indicators[number].indicator,
                threshold=self._ground.threshold,
            )
        )

    def _figures(self, rows: Sequence[Raw]) -> tuple[Figure, ...]:
        figures = map(self._figure, rows)
        return tuple(suppress(figures, self._ground.catalog, threshold=self._ground.threshold))

    def _figure(self, row: Raw) -> Figure:
        """The figure of a row; a print of mere digits needs not be read again."""
        number, indicator, period, source, shape, plain, value, as_reported, day, note, _, place = (
            row
        )
        shared = self._shapes[place][shape]
        if not plain or shared is None:
            return self._ground.known.figure(self._makers[place](SortedFigure(*row[:-1])))
        return Figure(
            self._names[number],
            self._codes[indicator],
            period_of(period),
            self._ground.known.sources[self._ground.sources[source]],
            as_reported,
            value=Fraction(value),
            reference_date=day,
            note=note,
            **shared.figure,
        )

    def _point(self, row: Raw) -> PointFigure | None:
        _, number, _, source, shape, plain, value, as_reported, reference_date, _, _, place = row
        shared = self._shapes[place][shape]
        if not plain or shared is None or not self._indicators[number]:
            return None
        indicator = self._plain.indicators[number]
        if not indicator.holds(value) or is_disclosive(
            value, indicator.indicator, threshold=self._ground.threshold
        ):
            return None
        return PointFigure(
            value, self._ground.sources[source], shared.after[0], as_reported, reference_date
        )

    def rows(self, twig: Twig, printed: Printed) -> Iterator[Values]:
        """Rows of the table of figures, in their order."""
        release = self._ground.release
        general = in_order(FigureRow, release)
        points, several = printed.points, printed.several
        for row in twig.figures:
            cell = _CELL(row)
            point = self._point(row) if cell in several else points.get(cell)
            if point is None:
                (figure,) = self._figures((row,))
                yield general(figure_row(figure, self._ground.catalog, self._numbered))
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
            before, resolution, after, _ = self._shapes[place][shape] or _NONE
            scaled = value * SCALE
            yield (
                release, organization, indicator, period, point.source, *days(period), as_reported,
                *before, scaled, None, resolution, scaled, scaled, 1, 1, day, *after, note,
            )  # fmt: skip


class _Shared(NamedTuple):
    """Columns between the print and the value, the resolution, those up to the note.

    `figure`: what figures have in common.
    """

    before: Values
    resolution: int
    after: Values
    figure: Mapping[str, Any]


_NONE = _Shared((), 0, (), {})


def _shared(shape: Shape, known: Known) -> _Shared | None:
    if (
        shape.printed_unit is not PrintedUnit.UNITS
        or shape.qualifier is not Qualifier.EXACT
        or Basis.INFERRED in {shape.period_basis, shape.indicator_basis}
        or shape.suppressed
    ):
        return None
    resolution = Fraction(Decimal(shape.resolution))
    return _Shared(
        (shape.printed_unit.value, shape.decimal_mark.value, shape.qualifier.value),
        exact_millionths(resolution),
        (
            shape.vintage,
            shape.period_basis.value,
            shape.indicator_basis.value,
            ObservationStatus.NORMAL.value,
            ConfidentialityStatus.FREE.value,
            int(shape.preferred),
        ),
        {
            "printed_unit": shape.printed_unit,
            "decimal_mark": shape.decimal_mark,
            "qualifier": shape.qualifier,
            "resolution": resolution,
            "vintage": shape.vintage,
            "vintage_ordinal": known.vintages.get(shape.vintage or "", 0),
            "preferred": shape.preferred,
        },
    )
