"""Millionths: rounded once, half to even, and written plainly."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.values.scaled import (
    PLACES,
    SCALE,
    VALUE_LIMIT,
    exact_millionths,
    from_millionths,
    plain_decimal,
    to_millionths,
)

millionths = st.integers(-VALUE_LIMIT * SCALE, VALUE_LIMIT * SCALE)


def test_six_decimals_below_a_milliard_fit_a_clients_float():
    assert (PLACES, SCALE, VALUE_LIMIT) == (6, 1_000_000, 1_000_000_000)
    assert VALUE_LIMIT * SCALE < 2**53


@given(millionths)
def test_millionths_survive_becoming_a_fraction(scaled):
    assert exact_millionths(from_millionths(scaled)) == scaled
    assert to_millionths(from_millionths(scaled)) == scaled


@given(millionths)
def test_millionths_survive_becoming_a_plain_decimal(scaled):
    written = plain_decimal(scaled)
    assert exact_millionths(Fraction(written)) == scaled


@given(millionths)
def test_a_plain_decimal_has_no_exponent_and_no_trailing_zeros(scaled):
    text = str(plain_decimal(scaled))
    assert "E" not in text
    assert "." not in text or text[-1] not in "0."


@given(st.fractions(-VALUE_LIMIT, VALUE_LIMIT))
def test_rounding_moves_a_value_by_half_a_millionth_at_most(value):
    assert abs(from_millionths(to_millionths(value)) - value) <= Fraction(1, 2 * SCALE)


@pytest.mark.parametrize(
    ("halves", "rounded"), [(1, 0), (3, 2), (5, 2), (7, 4), (-1, 0), (-3, -2), (-5, -2)]
)
def test_halves_of_a_millionth_go_to_the_even_one(halves, rounded):
    assert to_millionths(Fraction(halves, 2 * SCALE)) == rounded


@given(millionths)
def test_a_half_goes_to_the_even_one_however_large_the_value(below):
    rounded = to_millionths(Fraction(2 * below + 1, 2 * SCALE))
    assert rounded % 2 == 0
    assert rounded in {below, below + 1}


def test_a_large_value_keeps_its_last_millionth():
    assert to_millionths(Fraction("999999999.999999")) == 999_999_999_999_999


def test_a_finer_value_is_not_taken_for_exact():
    with pytest.raises(ValueError, match="more than 6 decimals"):
        exact_millionths(Fraction(1, 2 * SCALE))


@pytest.mark.parametrize(
    ("scaled", "text"),
    [
        (6_977_381, "6.977381"),
        (53_767_000_000, "53767"),
        (500_000, "0.5"),
        (1, "0.000001"),
        (-1_500_000, "-1.5"),
        (-2_000_000, "-2"),
        (10_000_000, "10"),
        (0, "0"),
    ],
)
def test_golden_plain_decimals(scaled, text):
    assert plain_decimal(scaled) == Decimal(text)
    assert str(plain_decimal(scaled)) == text
