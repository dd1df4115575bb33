"""Change between any two periods of a series that no indicator of the catalog names."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from app.catalog.indicators import Domain, Growth, GrowthMeasure, Indicator
from app.derivation.breaks import Break, breaks_between
from app.derivation.growth import Direction, Ends, direction_of, measure
from app.derivation.matching import Cells
from app.derivation.notices import (
    Refusal,
    broken_series,
    missing_operand,
    other_frequency,
    suppressed_operand,
)
from app.derivation.observations import Observation
from app.values.bounds import UNLIMITED
from app.values.periods import Period
from app.values.statuses import ObservationStatus

_RELATIVE = frozenset({GrowthMeasure.PERCENT, GrowthMeasure.COMPOUND_PER_YEAR})
_NO_LESS_THAN_ALL = Domain(lower=Decimal(-100))


class Pace(StrEnum):
    """How one growth stands to another, as far as the bounds of both tell."""

    FASTER = "faster"
    SLOWER = "slower"
    EQUAL = "equal"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class FreeGrowth:
    """A series, and how its change is told."""

    measured: Growth
    unit: str
    domain: Domain

    @classmethod
    def of(cls, indicator: Indicator, how: GrowthMeasure) -> "FreeGrowth":
        """Relative change of what is never negative loses 100 % at most."""
        lower = indicator.domain.lower
        relative = how in _RELATIVE
        bounded = relative and lower is not None and lower >= 0
        return cls(
            Growth(of=indicator.code, measure=how),
            _unit(indicator, how),
            _NO_LESS_THAN_ALL if bounded else Domain(),
        )

    @property
    def code(self) -> str:
        return f"{self.measured.of}:{self.measured.measure}"


def measures_of(indicator: Indicator) -> tuple[GrowthMeasure, ...]:
    """How a change of it may be told: a share in points, all else in units and percent."""
    if indicator.unit == "percent":
        return (GrowthMeasure.POINTS,)
    return (GrowthMeasure.ABSOLUTE, GrowthMeasure.PERCENT, GrowthMeasure.COMPOUND_PER_YEAR)


def growth_between(
    cells: Cells,
    free: FreeGrowth,
    start: Period,
    end: Period,
    *,
    breaks: Sequence[Break],
    across_breaks: bool = False,
) -> Observation | Refusal:
    """The change from the start to the end, or the guard that refused it.

    `breaks` are those of the series; crossing one is refused unless `across_breaks`.
    """
    if start.frequency is not end.frequency:
        return other_frequency(start, end)
    ends: list[Observation] = []
    for period in (start, end):
        found = cells.resolve(free.measured.of, period)
        if not isinstance(found, Observation):
            return missing_operand([free.measured.of], period)
        if found.status is ObservationStatus.SUPPRESSED:
            return suppressed_operand([free.measured.of])
        if not found.is_operand:
            return missing_operand([free.measured.of], period)
        ends.append(found)
    crossed = breaks_between(breaks, start, end)
    if crossed and not across_breaks:
        return broken_series([each.event for each in crossed])
    return measure(cells, free, free.measured, Ends(ends[0], ends[1], crossed))


_PACES = {
    Direction.INCREASE: Pace.FASTER,
    Direction.DECREASE: Pace.SLOWER,
    Direction.UNCHANGED: Pace.EQUAL,
    Direction.UNDETERMINED: Pace.UNDETERMINED,
}


def pace_of(one: Observation, other: Observation) -> Pace:
    """Whether the first grew faster, compared before anything is rounded."""
    return _PACES[direction_of((one.bounds or UNLIMITED) - (other.bounds or UNLIMITED))]


def _unit(indicator: Indicator, how: GrowthMeasure) -> str:
    if how is GrowthMeasure.ABSOLUTE:
        return indicator.unit
    return "percentage_points" if how is GrowthMeasure.POINTS else "percent"
