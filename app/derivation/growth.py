"""Change against the previous observation of a series (design, rule 8)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from enum import StrEnum
from fractions import Fraction

from app.catalog.formulas import Operand
from app.catalog.indicators import Growth, GrowthMeasure, Indicator
from app.derivation.breaks import Break, breaks_between
from app.derivation.matching import Cells
from app.derivation.notices import (
    Notice,
    Refusal,
    across_break,
    broken_series,
    from_predecessors,
    missing_operand,
    no_previous,
    other_vintage,
    unbounded_operands,
    zero_base,
)
from app.derivation.observations import Observation, OperandUse
from app.derivation.rollup import roll_up
from app.values.bounds import Bounds
from app.values.periods import Frequency, Period
from app.values.qualifiers import Qualifier, is_tighter, qualifier_of
from app.values.statuses import Derivation, ObservationStatus, first_status

# Decimal.ln and exp round correctly at 50 digits, so an error beyond the 40th is impossible here.
_EXACT = Context(prec=50)
_MARGIN = Fraction(1, 10**40)


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
    if bounds.lower is not None and bounds.lower >= 0:
        return Direction.INCREASE
    if bounds.upper is not None and bounds.upper <= 0:
        return Direction.DECREASE
    return Direction.UNDETERMINED


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
    return missing_operand(
        [f"{code}.{measured.of}" for code in missing or merger.predecessors], period
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
    cells: Cells, indicator: Indicator, measured: Growth, ends: Ends
) -> Observation | Refusal:
    """The change between two given numbers, whatever lies between them in time."""
    refusal = _refuse_ends(ends, measured.measure)
    if refusal is not None:
        return refusal
    bounds = _change(ends.earlier.bounds, ends.later.bounds, measured.measure, ends.years)
    bounds = None if bounds is None else bounds.intersection(indicator.domain.bounds)
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
    earlier, later = ends.earlier, ends.later
    if not ends.crossed and earlier.vintages != later.vintages:
        for first, second in zip(earlier.vintages, later.vintages, strict=False):
            if first != second:
                return other_vintage(first, second)
    relative = measure in {GrowthMeasure.PERCENT, GrowthMeasure.COMPOUND_PER_YEAR}
    if relative and earlier.bounds is not None and earlier.bounds.contains(0):
        return zero_base(earlier.period)
    return None


def _notices(ends: Ends) -> list[Notice]:
    notices = [across_break([each.event for each in ends.crossed])] if ends.crossed else []
    return [*notices, *([ends.notice] if ends.notice is not None else [])]


def _change(
    earlier: Bounds | None, later: Bounds | None, measure: GrowthMeasure, years: Fraction
) -> Bounds | None:
    if earlier is None or later is None:
        return None
    match measure:
        case GrowthMeasure.ABSOLUTE | GrowthMeasure.POINTS:
            return later - earlier
        case GrowthMeasure.PERCENT:
            ratio = later.over(earlier)
            return None if ratio is None else _as_percent(ratio)
        case GrowthMeasure.COMPOUND_PER_YEAR:
            ratio = later.over(earlier)
            return None if ratio is None else _as_percent(_rooted(ratio, years))


def _value(ends: Ends, measure: GrowthMeasure) -> Fraction | None:
    earlier, later = ends.earlier.value, ends.later.value
    if earlier is None or later is None:
        return None
    match measure:
        case GrowthMeasure.ABSOLUTE | GrowthMeasure.POINTS:
            return later - earlier
        case GrowthMeasure.PERCENT:
            return (later / earlier - 1) * 100 if earlier else None
        case GrowthMeasure.COMPOUND_PER_YEAR:
            return (root(later / earlier, ends.years) - 1) * 100 if earlier else None


def _as_percent(ratio: Bounds) -> Bounds:
    return (ratio - Bounds.point(1)) * Bounds.point(100)


def _rooted(ratio: Bounds, years: Fraction) -> Bounds:
    """The yearly factor; ends are moved outward by more than the root can err."""
    lower = None if ratio.lower is None else root(ratio.lower, years) * (1 - _MARGIN)
    upper = None if ratio.upper is None else root(ratio.upper, years) * (1 + _MARGIN)
    return Bounds(lower, upper, lower_closed=ratio.lower_closed, upper_closed=ratio.upper_closed)


def root(ratio: Fraction, years: Fraction) -> Fraction:
    """ratio^(1/years) for a ratio ≥ 0 and years > 0, right to 40 significant digits."""
    if not ratio or ratio == 1:
        return ratio
    base = _EXACT.divide(Decimal(ratio.numerator), Decimal(ratio.denominator))
    exponent = _EXACT.divide(Decimal(years.denominator), Decimal(years.numerator))
    return Fraction(_EXACT.exp(_EXACT.multiply(_EXACT.ln(base), exponent)))
