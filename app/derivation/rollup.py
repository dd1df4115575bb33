"""Sums over the organizations directly below (design, rule 10)."""

from collections.abc import Sequence
from fractions import Fraction

from app.catalog.indicators import Indicator
from app.derivation.notices import incomplete_roll_up
from app.derivation.observations import Coverage, Observation
from app.values.bounds import Bounds
from app.values.periods import Period
from app.values.qualifiers import Qualifier, is_tighter, qualifier_of
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
    """The sum of the parts; while some are missing only a lower bound, and None if that is nothing.

    `parts` are usable numbers of organizations valid in the period, `total` how many are valid.
    """
    coverage = Coverage(len(parts), total, all_listed)
    if coverage.is_complete:
        return _whole(organization, indicator, period, parts, coverage)
    lower = _sum([_at_least(part) for part in parts])
    bounds = lower.intersection(indicator.domain.bounds)
    if bounds is None or not is_tighter(bounds, indicator.domain.bounds):
        return None
    return Observation(
        organization,
        indicator.code,
        period,
        Derivation.ROLLED_UP,
        value=None,
        bounds=bounds,
        qualifier=qualifier_of(bounds, indicator.domain.bounds),
        status=ObservationStatus.MISSING,
        parts=tuple(parts),
        coverage=coverage,
        notices=(incomplete_roll_up(coverage.known, coverage.total),),
    )


def _whole(
    organization: str,
    indicator: Indicator,
    period: Period,
    parts: Sequence[Observation],
    coverage: Coverage,
) -> Observation:
    bounds = _sum([part.bounds or Bounds() for part in parts])
    values = [part.value for part in parts if part.value is not None]
    return Observation(
        organization,
        indicator.code,
        period,
        Derivation.ROLLED_UP,
        value=sum(values, Fraction(0)) if len(values) == len(parts) else None,
        bounds=bounds,
        qualifier=Qualifier.EXACT
        if bounds.is_point
        else qualifier_of(bounds, indicator.domain.bounds),
        status=first_status(*(part.status for part in parts)),
        parts=tuple(parts),
        coverage=coverage,
    )


def _at_least(part: Observation) -> Bounds:
    bounds = part.bounds or Bounds()
    return Bounds(lower=bounds.lower, lower_closed=bounds.lower_closed)


def _sum(bounds: Sequence[Bounds]) -> Bounds:
    total = Bounds.point(0)
    for each in bounds:
        total = total + each
    return total
