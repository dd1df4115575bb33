"""Sums over the organizations directly below (design, rule 10)."""

from collections.abc import Sequence
from fractions import Fraction

from app.catalog.indicators import Indicator
from app.derivation.notices import incomplete_roll_up
from app.derivation.observations import Coverage, Observation
from app.values.bounds import UNLIMITED, Bounds
from app.values.periods import Period
from app.values.qualifiers import is_tighter, qualifier_of
from app.values.statuses import Derivation, ObservationStatus, first_status


def roll_up(
    organization: str,
    indicator: Indicator,
    period: Period,
    parts: Sequence[Observation],
    *,
    total: int,
    all_listed: bool,
) -> Observation | None:
    """The sum of the parts; while some are missing only a lower bound. None if it says nothing.

    `parts` are usable numbers of organizations valid in the period, `total` how many are valid.
    """
    coverage = Coverage(len(parts), total, all_listed)
    complete = coverage.is_complete
    enclosed = _sum([part.bounds or UNLIMITED for part in parts])
    if not complete:
        enclosed = enclosed + _others(indicator)
    bounds = enclosed.intersection(indicator.domain.bounds)
    if bounds is None or not is_tighter(bounds, indicator.domain.bounds):
        return None
    return Observation(
        organization,
        indicator.code,
        period,
        Derivation.ROLLED_UP,
        value=_value(parts) if complete else None,
        bounds=bounds,
        qualifier=qualifier_of(bounds, indicator.domain.bounds),
        status=(
            first_status(*(part.status for part in parts))
            if complete
            else ObservationStatus.MISSING
        ),
        parts=tuple(parts),
        coverage=coverage,
        notices=() if complete else (incomplete_roll_up(coverage.known, coverage.total),),
    )


def _others(indicator: Indicator) -> Bounds:
    """What organizations without a number may add, however many they are."""
    least = indicator.domain.bounds.lower
    return UNLIMITED if least is None or least < 0 else Bounds.above(0, closed=True)


def _value(parts: Sequence[Observation]) -> Fraction | None:
    values = [part.value for part in parts if part.value is not None]
    if len(values) < len(parts):
        return None
    wholes = sum(value.numerator for value in values if value.denominator == 1)
    return sum((value for value in values if value.denominator != 1), Fraction(wholes))


def _sum(bounds: Sequence[Bounds]) -> Bounds:
    """Points of whole numbers, which most are, as integers."""
    wholes = 0
    others: list[Bounds] = []
    for each in bounds:
        if each.lower is not None and each.is_point and each.lower.denominator == 1:
            wholes += each.lower.numerator
        else:
            others.append(each)
    return sum(others, Bounds.point(wholes))
