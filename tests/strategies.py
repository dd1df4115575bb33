"""Hypothesis strategies that every room's tests may draw from."""

import string
from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st

from app.values.bounds import Bounds
from app.values.codes import CellKey, FigureKey
from app.values.periods import Frequency, Period
from app.values.printed import DecimalMark, PrintedNumber, PrintedUnit
from app.values.qualifiers import Qualifier
from app.values.statuses import ObservationStatus

# Small whole numbers stand among them so that ends meet, and 0 is met, often.
fractions = st.integers(-2, 2).map(Fraction) | st.fractions(-50, 50, max_denominator=12)
positive_fractions = st.fractions(Fraction(1, 12), 50, max_denominator=12)

_lower_case = string.ascii_lowercase
organization_codes = st.lists(
    st.text(_lower_case + string.digits, min_size=1, max_size=8), min_size=1, max_size=4
).map("-".join)
indicator_codes = st.builds(
    str.__add__,
    st.sampled_from(_lower_case),
    st.text(_lower_case + string.digits + "_", max_size=12),
)


@st.composite
def bounds(draw: st.DrawFn, ends: st.SearchStrategy[Fraction] = fractions) -> Bounds:
    """Any interval: open, closed, half of each, a point, or without limit."""
    lower, upper = draw(st.none() | ends), draw(st.none() | ends)
    if lower is not None and upper is not None:
        lower, upper = min(lower, upper), max(lower, upper)
        if lower == upper:
            return Bounds.point(lower)
    return Bounds(
        lower,
        upper,
        lower_closed=lower is not None and draw(st.booleans()),
        upper_closed=upper is not None and draw(st.booleans()),
    )


def points_inside(interval: Bounds) -> st.SearchStrategy[Fraction]:
    """Numbers in the interval, its closed ends among them."""
    lower, upper = interval.lower, interval.upper
    ends = [
        end
        for end, closed in ((lower, interval.lower_closed), (upper, interval.upper_closed))
        if end is not None and closed
    ]
    if lower is None and upper is None:
        return fractions
    if lower is not None and lower == upper:
        return st.just(lower)
    if lower is None and upper is not None:
        inner = positive_fractions.map(lambda step: upper - step)
    elif lower is not None and upper is None:
        inner = positive_fractions.map(lambda step: lower + step)
    else:
        assert lower is not None
        assert upper is not None
        width = upper - lower
        inner = st.integers(1, 99).map(lambda percent: lower + width * percent / 100)
    return inner | st.sampled_from(ends) if ends else inner


@st.composite
def bounds_with_a_point(draw: st.DrawFn) -> tuple[Bounds, Fraction]:
    """An interval and a number in it."""
    interval = draw(bounds())
    return interval, draw(points_inside(interval))


def period_around(frequency: Frequency, day: date) -> Period:
    """The period of that frequency in which the day lies."""
    if frequency is Frequency.DAILY:
        return Period(frequency, day)
    return Period(frequency, date(day.year, day.month - (day.month - 1) % frequency.months, 1))


days = st.dates(date(1900, 1, 1), date(2199, 12, 31))
periods = st.builds(period_around, st.sampled_from(Frequency), days)
cell_keys = st.builds(CellKey, organization_codes, indicator_codes, periods)
figure_keys = st.builds(FigureKey, cell_keys, organization_codes)


@st.composite
def printed_numbers(draw: st.DrawFn) -> PrintedNumber:
    """A number as some source may print it, in either style."""
    qualifier = draw(st.sampled_from(Qualifier))
    return PrintedNumber(
        qualifier,
        draw(_numbers),
        draw(st.sampled_from(DecimalMark)),
        upper=draw(_numbers) if qualifier is Qualifier.BETWEEN else None,
        unit=draw(st.sampled_from([None, *_PRINTED_UNITS])),
        status=draw(st.sampled_from(_PRINTED_STATUSES)),
    )


_PRINTED_UNITS = [unit for unit in PrintedUnit if unit is not PrintedUnit.UNITS]
_PRINTED_STATUSES = [
    ObservationStatus.NORMAL,
    ObservationStatus.ESTIMATED,
    ObservationStatus.PROVISIONAL,
]
_numbers = st.integers(0, 4).flatmap(
    lambda places: st.integers(0, 10**10).map(lambda digits: Decimal(digits).scaleb(-places))
)
