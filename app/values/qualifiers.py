"""Words that limit a number, in Vietnamese and English, and the bounds they stand for."""

from enum import StrEnum
from fractions import Fraction
from typing import Literal, assert_type

from app.values.bounds import UNLIMITED, Bounds


class Qualifier(StrEnum):
    """How a printed or computed number is limited: design, rule 1."""

    EXACT = "exact"
    NEARLY = "nearly"
    OVER = "over"
    BELOW = "below"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    BETWEEN = "between"
    ABOUT = "about"


def bounds_of(
    qualifier: Qualifier,
    value: Fraction,
    *,
    upper_value: Fraction | None = None,
    resolution: Fraction = Fraction(0),
) -> Bounds:
    """What the print allows, before it is cut to the indicator's domain.

    `resolution` is the step of an exact number, 0 for a true point; `upper_value` is the second
    number of `between`. Raises EmptyBoundsError for a `between` whose numbers stand in the wrong
    order.
    """
    match qualifier:
        case Qualifier.EXACT:
            if not resolution:
                return Bounds.point(value)
            return Bounds.closed(value - resolution / 2, value + resolution / 2)
        case Qualifier.NEARLY | Qualifier.BELOW | Qualifier.AT_MOST:
            return Bounds.below(value, closed=qualifier is Qualifier.AT_MOST)
        case Qualifier.OVER | Qualifier.AT_LEAST:
            return Bounds.above(value, closed=qualifier is Qualifier.AT_LEAST)
        case Qualifier.BETWEEN:
            return Bounds.closed(value, value if upper_value is None else upper_value)
        case _:
            assert_type(qualifier, Literal[Qualifier.ABOUT])
            return UNLIMITED


def ordinary_reading(
    qualifier: Qualifier, value: Fraction, *, unit: Fraction, bounds: Bounds
) -> Bounds:
    """What a reader takes the print to mean; grades verdicts and nothing else (design, rule 4).

    `unit` is that of the last significant printed digit. Qualifiers without such a habit read as
    their `bounds`.
    """
    match qualifier:
        case Qualifier.NEARLY if unit:
            return Bounds(value - unit / 2, value, lower_closed=True)
        case Qualifier.OVER if unit:
            return Bounds(value, value + unit)
        case Qualifier.ABOUT if unit:
            return Bounds.closed(value - unit / 2, value + unit / 2)
        case _:
            return bounds


def qualifier_of(bounds: Bounds, domain: Bounds) -> Qualifier:
    """The word for a computed number, read from those of its ends that the domain doesn't give.

    An end that stands where the domain's does says nothing, open or closed.
    """
    lower_says = bounds.lower != domain.lower
    upper_says = bounds.upper != domain.upper
    if bounds.is_point:
        return Qualifier.EXACT
    if lower_says and upper_says:
        return Qualifier.BETWEEN
    if lower_says:
        return Qualifier.AT_LEAST if bounds.lower_closed else Qualifier.OVER
    if upper_says:
        return Qualifier.AT_MOST if bounds.upper_closed else Qualifier.BELOW
    return Qualifier.ABOUT


def is_tighter(bounds: Bounds, domain: Bounds) -> bool:
    """Whether some end says more than the domain does (design, rule 2)."""
    return bounds.lower != domain.lower or bounds.upper != domain.upper
