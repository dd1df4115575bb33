"""Change against the previous observation of a series (design, rule 8)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Protocol

from app.catalog.formulas import Operand
from app.catalog.indicators import Domain, Growth, GrowthMeasure, Indicator
from app.derivation.breaks import Break, breaks_between
from app.derivation.matching import Cells
from app.derivation.notices import (
    Notice,
    Refusal,
    across_break,
    broken_series,
    from_predecessors,
    no_previous,
    other_vintage,
    since,
    unbounded_operands,
    zero_base,
)
from app.derivation.observations import Observation, OperandUse
from app.derivation.rollup import roll_up
from app.values.bounds import UNLIMITED, Bounds
from app.values.periods import Frequency, Period
from app.values.qualifiers import Qualifier, is_tighter, qualifier_of
from app.values.statuses import Derivation, ObservationStatus, first_status

# Decimal.ln and exp round correctly at 50 digits, so an error beyond the 40th is impossible here.
_EXACT = Context(prec=50)
_MARGIN = Fraction(1, 10**40)
POSITIVE = Bounds.above(0)


class Direction(StrEnum):
    """Which way a series went, as far as the bounds of the change tell."""

    INCREASE = "increase"
    DECREASE = "decrease"
    UNCHANGED = "unchanged"
    UNDETERMINED = "undetermined"


def direction_of(bounds: Bounds) -> Direction:
    """Undetermined when the change may be 0 and may be something else."""
    if bounds == Bounds.point(0):
        return Direction.UNCHANGED
    if bounds.contains(0):
        return Direction.UNDETERMINED
    rises = bounds.lower is not None and bounds.lower >= 0
    return Direction.INCREASE if rises else Direction.DECREASE


class Changing(Protocol):
    """What a change is the number of: an indicator of growth, or one that was asked for freely."""

    @property
    def code(self) -> str:
        """What the number goes by."""

    @property
    def domain(self) -> Domain:
        """What the change may be at all."""


@dataclass(frozen=True, slots=True)
class Ends:
    """The two numbers a growth compares; `crossed` are the breaks between them."""

    earlier: Observation
    later: Observation
    crossed: tuple[Break, ...] = ()
    notice: Notice | None = None

    @property
    def are_points(self) -> bool:
        both = (self.earlier.bounds, self.later.bounds)
        return all(bounds is not None and bounds.is_point for bounds in both)

    @property
    def years(self) -> Fraction:
        """Time between the ends of the two periods; a day is 1/365,2425 of a year."""
        earlier, later = self.earlier.period, self.later.period
        if later.frequency is Frequency.DAILY:
            return Fraction((later.end - earlier.end).days) * Fraction(400, 146_097)
        months = (later.end.year - earlier.end.year) * 12 + later.end.month - earlier.end.month
        return Fraction(months, 12)


def growth(
    cells: Cells,
    indicator: Indicator,
    measured: Growth,
    period: Period,
    *,
    breaks: Sequence[Break],
    across_breaks: bool = False,
) -> Observation | Refusal | None:
    """The change up to the period; None when the series has no number there.

    `breaks` are those of the measured series; crossing one is refused unless `across_breaks`.
    """
    later = cells.resolve(measured.of, period)
    if not isinstance(later, Observation) or not later.is_operand:
        return None
    earlier = _previous(cells, measured.of, period)
    if earlier is None:
        founding = tuple(
            each for each in breaks if each.effective <= period.end and each.predecessors
        )
        if founding and cells.evidence.valid_from in {each.effective for each in founding}:
            return broken_series([each.event for each in founding])
        return no_previous(measured.of, period)
    crossed = breaks_between(breaks, earlier.period, period)
    if crossed and not across_breaks:
        return broken_series([each.event for each in crossed])
    return measure(cells, indicator, measured, Ends(earlier, later, crossed))


def growth_from_predecessors(
    cells: Cells,
    before: Mapping[str, Cells],
    indicator: Indicator,
    measured: Growth,
    period: Period,
    *,
    merger: Break,
) -> Observation | Refusal | None:
    """The change since the last period for which every predecessor has a number, taken together.

    `before` are the predecessors of the merger by code. None when the series has no number here.
    """
    later = cells.resolve(measured.of, period)
    if not isinstance(later, Observation) or not later.is_operand:
        return None
    shared = [set(each.periods(measured.of)) for each in before.values()]
    common = set[Period].intersection(*shared) if shared else set()
    for candidate in sorted(common, reverse=True):
        if candidate.frequency is not period.frequency or candidate.end >= merger.effective:
            continue
        parts = [each.resolve(measured.of, candidate) for each in before.values()]
        known = [part for part in parts if isinstance(part, Observation) and part.is_operand]
        base = _together(cells, measured.of, candidate, known) if len(known) == len(parts) else None
        if base is not None:
            ends = Ends(base, later, (merger,), from_predecessors(merger.predecessors))
            return measure(cells, indicator, measured, ends)
    missing = [code for code, each in before.items() if not each.periods(measured.of)]
    return no_previous(
        ", ".join(f"{code}.{measured.of}" for code in missing or merger.predecessors), period
    )


def _together(
    cells: Cells, code: str, period: Period, parts: Sequence[Observation]
) -> Observation | None:
    """The predecessors' numbers as one; None for shares, which do not add up."""
    indicator = cells.catalog.by_code[code]
    if not indicator.is_count:
        return None
    return roll_up(
        "+".join(part.organization for part in parts),
        indicator,
        period,
        parts,
        total=len(parts),
        all_listed=True,
    )


def _previous(cells: Cells, code: str, period: Period) -> Observation | None:
    """The last usable number of the same frequency before the period."""
    for candidate in sorted(cells.periods(code), reverse=True):
        if candidate.frequency is period.frequency and candidate < period:
            observation = cells.resolve(code, candidate)
            if isinstance(observation, Observation) and observation.is_operand:
                return observation
    return None


def measure(
    cells: Cells, indicator: Changing, measured: Growth, ends: Ends
) -> Observation | Refusal:
    """The change between two given numbers, whatever lies between them in time."""
    refusal = _refuse_ends(ends, measured.measure)
    if refusal is not None:
        return refusal
    change = _change(ends, measured.measure)
    bounds = None if change is None else change.intersection(indicator.domain.bounds)
    if bounds is None or not is_tighter(bounds, indicator.domain.bounds):
        return unbounded_operands()
    statuses = [ends.earlier.status, ends.later.status]
    return Observation(
        cells.evidence.organization,
        indicator.code,
        ends.later.period,
        Derivation.COMPUTED,
        value=_value(ends, measured.measure),
        bounds=bounds,
        # A root of two true points is one number, however narrow the interval that encloses it.
        qualifier=(
            Qualifier.EXACT if ends.are_points else qualifier_of(bounds, indicator.domain.bounds)
        ),
        status=first_status(*statuses, *([ObservationStatus.BREAK] if ends.crossed else [])),
        operands=(
            OperandUse(Operand(measured.of), ends.later),
            OperandUse(Operand(measured.of), ends.earlier, ends.notice),
        ),
        notices=tuple(_notices(ends)),
    )


def _refuse_ends(ends: Ends, measure: GrowthMeasure) -> Refusal | None:
    earlier, later = ends.earlier.vintages, ends.later.vintages
    if earlier and later and earlier != later:
        return other_vintage(_one_of(earlier - later or earlier), _one_of(later - earlier or later))
    base = ends.earlier.bounds or UNLIMITED
    relative = measure in {GrowthMeasure.PERCENT, GrowthMeasure.COMPOUND_PER_YEAR}
    return zero_base(ends.earlier.period) if relative and not base.lies_within(POSITIVE) else None


def _one_of(vintages: frozenset[str | None]) -> str | None:
    return min(vintages, key=str)


def _notices(ends: Ends) -> list[Notice]:
    notices = [since(ends.earlier.period)]
    if ends.crossed:
        notices.append(across_break([each.event for each in ends.crossed]))
    return [*notices, *([ends.notice] if ends.notice is not None else [])]


def _change(ends: Ends, measure: GrowthMeasure) -> Bounds | None:
    """Every change the two ends allow; None where a yearly rate would be the root of a loss."""
    earlier, later = ends.earlier.bounds or UNLIMITED, ends.later.bounds or UNLIMITED
    if measure in {GrowthMeasure.ABSOLUTE, GrowthMeasure.POINTS}:
        return later - earlier
    ratio = later.over(earlier)
    if ratio is not None and measure is GrowthMeasure.COMPOUND_PER_YEAR:
        ratio = _rooted(ratio, ends.years)
    return None if ratio is None else _as_percent(ratio)


def _value(ends: Ends, measure: GrowthMeasure) -> Fraction | None:
    earlier, later = ends.earlier.value, ends.later.value
    if earlier is None or later is None:
        return None
    if measure in {GrowthMeasure.ABSOLUTE, GrowthMeasure.POINTS}:
        return later - earlier
    if not earlier:
        return None
    ratio = later / earlier
    if measure is GrowthMeasure.COMPOUND_PER_YEAR:
        ratio = root(ratio, ends.years)
    return (ratio - 1) * 100


def _as_percent(ratio: Bounds) -> Bounds:
    return (ratio - Bounds.point(1)) * Bounds.point(100)


def _rooted(ratio: Bounds, years: Fraction) -> Bounds | None:
    """The yearly factor; ends are moved outward by more than the root can err."""
    if ratio.lower is None or ratio.lower < 0:
        return None
    lower = root(ratio.lower, years)
    upper = None if ratio.upper is None else root(ratio.upper, years)
    return Bounds(
        lower if lower == ratio.lower else lower * (1 - _MARGIN),
        upper if upper is None or upper == ratio.upper else upper * (1 + _MARGIN),
        lower_closed=ratio.lower_closed,
        upper_closed=ratio.upper_closed,
    )


def root(ratio: Fraction, years: Fraction) -> Fraction:
    """ratio^(1/years) for a ratio ≥ 0 and years > 0, right to 40 significant digits.

    Exact where the root is the ratio itself: over one year, and of 0 and 1.
    """
    if years == 1 or not ratio:
        return ratio
    base = _EXACT.divide(Decimal(ratio.numerator), Decimal(ratio.denominator))
    exponent = _EXACT.divide(Decimal(years.denominator), Decimal(years.numerator))
    return Fraction(_EXACT.exp(_EXACT.multiply(_EXACT.ln(base), exponent)))
