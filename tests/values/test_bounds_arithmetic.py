"""Sums, differences, products and quotients of intervals enclose, and enclose tightly."""

from fractions import Fraction
from itertools import product
from operator import add, mul, sub, truediv

import pytest
from hypothesis import given

from app.values.bounds import UNLIMITED, Bounds
from tests.strategies import bounds, bounds_with_a_point
from tests.values.images import assert_is_image, holds

OPERATIONS = {"plus": add, "minus": sub, "times": mul}
ENDS = [Fraction(-1), Fraction(0), Fraction(1), Fraction(2)]


def every_interval():
    """All intervals with ends on the grid or missing."""
    for lower, upper in product([None, *ENDS], repeat=2):
        if lower is not None and lower == upper:
            yield Bounds.point(lower)
        elif lower is None or upper is None or lower < upper:
            for closed in product((False, True), repeat=2):
                if (lower is not None or not closed[0]) and (upper is not None or not closed[1]):
                    yield Bounds(lower, upper, lower_closed=closed[0], upper_closed=closed[1])


GRID = list(every_interval())


def has_zero_inside(interval):
    lower, upper = interval.lower, interval.upper
    reaches_below = lower is None or lower < 0
    reaches_above = upper is None or upper > 0
    return (reaches_below and reaches_above) or (lower == upper == 0 and lower is not None)


def half_open(lower, upper):
    return Bounds(Fraction(lower), Fraction(upper), lower_closed=True)


@pytest.mark.parametrize(
    ("left", "operation", "right", "result"),
    [
        (half_open(1, 2), add, Bounds.closed(10, 20), half_open(11, 22)),
        (half_open(1, 2), add, Bounds.above(10, closed=True), Bounds.above(11, closed=True)),
        (Bounds.below(1), add, Bounds.above(10), UNLIMITED),
        (half_open(1, 2), sub, half_open(1, 2), Bounds(Fraction(-1), Fraction(1))),
        (Bounds.point(5), sub, Bounds.below(2), Bounds.above(3)),
        (half_open(1, 2), mul, half_open(3, 4), half_open(3, 8)),
        (half_open(-1, 1), mul, half_open(-1, 1), Bounds(Fraction(-1), 1, upper_closed=True)),
        (Bounds.point(0), mul, UNLIMITED, Bounds.point(0)),
        (Bounds(0, 1), mul, half_open(0, 2), half_open(0, 2)),
        (Bounds(0, 1), mul, Bounds.above(0), Bounds.above(0)),
        (Bounds.below(-1), mul, Bounds.below(-2, closed=True), Bounds.above(2)),
        (Bounds.point(7), mul, Bounds.point(Fraction(1, 7)), Bounds.point(1)),
    ],
    ids=str,
)
def test_golden_sums_differences_and_products(left, operation, right, result):
    assert operation(left, right) == result


@pytest.mark.parametrize(
    ("dividend", "divisor", "quotient"),
    [
        (Bounds.closed(1, 2), Bounds.closed(4, 5), Bounds.closed(Fraction(1, 5), Fraction(1, 2))),
        (Bounds.point(6), half_open(2, 3), Bounds(Fraction(2), Fraction(3), upper_closed=True)),
        (Bounds.point(6), Bounds.closed(-3, -2), Bounds.closed(-3, -2)),
        (Bounds.point(6), Bounds.above(2), Bounds(Fraction(0), Fraction(3))),
        (Bounds.point(0), Bounds.above(0), Bounds.point(0)),
        (Bounds.closed(0, 3), Bounds.above(0), Bounds.above(0, closed=True)),
    ],
    ids=str,
)
def test_golden_quotients(dividend, divisor, quotient):
    assert dividend.over(divisor) == quotient


@pytest.mark.parametrize(
    ("divisor", "quotient"),
    [
        (half_open(0, 2), Bounds.above(3)),
        (Bounds.closed(0, 2), Bounds.above(3, closed=True)),
        (Bounds.closed(-2, 0), Bounds.below(-3, closed=True)),
        (Bounds.above(0), Bounds.above(0)),
        (Bounds.below(0, closed=True), Bounds.below(0)),
    ],
    ids=str,
)
def test_a_zero_that_is_an_end_of_the_divisor_gives_an_end_without_limit(divisor, quotient):
    assert Bounds.point(6).over(divisor) == quotient


@pytest.mark.parametrize(
    "divisor",
    [Bounds.point(0), Bounds.closed(-1, 1), Bounds.above(-1), Bounds.below(1), UNLIMITED],
    ids=str,
)
def test_a_divisor_that_is_zero_or_has_zero_inside_gives_no_quotient(divisor):
    assert Bounds.point(6).over(divisor) is None


def test_arithmetic_stays_exact_where_float_would_not():
    tenth = Bounds.point(Fraction(1, 10))
    assert tenth + tenth + tenth == Bounds.point(Fraction(3, 10))
    result = Bounds.point(10**20 + 1).over(Bounds.point(3))
    assert result is not None
    assert result.lower == Fraction(10**20 + 1, 3)
    assert isinstance(result.lower, Fraction)


@given(bounds_with_a_point(), bounds_with_a_point())
@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
def test_the_result_holds_the_outcome_for_any_two_numbers_inside(operation, left, right):
    assert holds(operation(left[0], right[0]), operation(left[1], right[1]))


@given(bounds_with_a_point(), bounds_with_a_point())
def test_the_quotient_holds_the_outcome_for_any_two_numbers_inside(dividend, divisor):
    quotient = dividend[0].over(divisor[0])
    if quotient is not None and divisor[1]:
        assert holds(quotient, dividend[1] / divisor[1])


@given(bounds(), bounds())
@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
def test_the_result_is_no_wider_than_the_outcomes(operation, left, right):
    assert_is_image(operation(left, right), operation, left, right)


@given(bounds(), bounds())
def test_there_is_a_quotient_unless_the_divisor_may_be_zero_and_it_is_no_wider_than_needed(
    dividend, divisor
):
    quotient = dividend.over(divisor)
    assert (quotient is None) == has_zero_inside(divisor)
    if quotient is not None:
        assert_is_image(quotient, truediv, dividend, divisor)


@pytest.mark.parametrize("left", GRID, ids=str)
def test_every_operation_on_a_small_grid_agrees_with_brute_force(left):
    for right in GRID:
        for operation in OPERATIONS.values():
            assert_is_image(operation(left, right), operation, left, right)
        quotient = left.over(right)
        assert (quotient is None) == has_zero_inside(right)
        if quotient is not None:
            assert_is_image(quotient, truediv, left, right)


@given(bounds())
def test_turning_the_sign_twice_changes_nothing(interval):
    turned = -interval
    assert -turned == interval


@given(bounds(), bounds())
def test_sums_and_products_have_no_order(first, second):
    assert first + second == second + first
    assert first * second == second * first
