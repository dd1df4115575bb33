"""Numbers as they are published: half-even, bounds outward, nothing of 10⁹ or more (rule 2)."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.derivation.publishing import PublishedBounds, published_millionths, published_value
from app.values.bounds import Bounds
from app.values.scaled import SCALE
from tests.derivation.kernel import cells, number, printed
from tests.strategies import bounds


def observed(value):
    return number(cells(printed("7", value=value)), "members")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Fraction(2, 3), "0.666667"),
        (Fraction(1, 2_000_000), "0"),
        (Fraction(3, 2_000_000), "0.000002"),
        (Fraction(5, 2_000_000), "0.000002"),
        (Fraction(53767), "53767"),
        (Fraction(10**9 - 1), "999999999"),
    ],
)
def test_a_value_is_rounded_half_even_to_millionths(value, expected):
    assert published_value(observed(value)) == Decimal(expected)
    assert published_millionths(observed(value)) == int(Decimal(expected) * SCALE)


@pytest.mark.parametrize("value", [None, Fraction(10**9), 10**9 - Fraction(1, 10**7)])
def test_no_value_and_one_that_would_be_published_as_a_thousand_million_is_null(value):
    assert published_value(observed(value)) is None


def test_bounds_are_published_outward_and_an_end_that_moved_is_closed():
    found = PublishedBounds.of(Bounds.closed(Fraction(1, 3), Fraction(2, 3)))
    assert found == PublishedBounds(333333, 666667, lower_closed=True, upper_closed=True)
    assert found.as_decimals() == {
        "lower": Decimal("0.333333"),
        "lower_closed": True,
        "upper": Decimal("0.666667"),
        "upper_closed": True,
    }
    assert PublishedBounds.of(Bounds.point(7)) == PublishedBounds(
        7_000_000, 7_000_000, lower_closed=True, upper_closed=True
    )
    assert PublishedBounds.of(Bounds(Fraction(1), Fraction(2))) == PublishedBounds(
        1_000_000, 2_000_000, lower_closed=False, upper_closed=False
    )


def test_suppressed_bounds_and_missing_ends_are_null():
    nothing = PublishedBounds(None, None, lower_closed=False, upper_closed=False)
    assert PublishedBounds.of(None) == nothing
    assert PublishedBounds.of(Bounds()).as_decimals() == {
        "lower": None,
        "lower_closed": False,
        "upper": None,
        "upper_closed": False,
    }


@pytest.mark.parametrize("sign", [1, -1])
def test_an_end_of_a_thousand_million_is_no_limit(sign):
    limit = sign * 10**9
    assert PublishedBounds.of(Bounds.point(limit)) == PublishedBounds.of(None)
    inside = limit - sign
    assert PublishedBounds.of(Bounds.point(inside)).lower == inside * SCALE


@given(bounds(st.fractions(-(10**10), 10**10)))
def test_what_is_published_encloses_what_is_known(known):
    found = PublishedBounds.of(known)
    published = Bounds(
        None if found.lower is None else Fraction(found.lower, SCALE),
        None if found.upper is None else Fraction(found.upper, SCALE),
        lower_closed=found.lower_closed,
        upper_closed=found.upper_closed,
    )
    assert known.lies_within(published)


@given(st.fractions(0, 100), st.fractions(0, 100))
def test_a_rounded_value_lies_within_the_bounds_published_beside_it(value, width):
    for known in (Bounds.point(value), Bounds.closed(value, value + width)):
        found = PublishedBounds.of(known)
        rounded = published_millionths(observed(value))
        assert found.lower <= rounded <= found.upper
        assert rounded > found.lower or found.lower_closed
        assert rounded < found.upper or found.upper_closed


@given(st.fractions(0, 10**9 - 1))
def test_a_published_value_is_the_nearest_millionth(value):
    error = Fraction(published_millionths(observed(value)), SCALE) - value
    assert abs(error) <= Fraction(1, 2 * SCALE)
