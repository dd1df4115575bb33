"""Making intervals, asking them, and the laws of what two of them share."""

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given

from app.values.bounds import UNLIMITED, Bounds, EmptyBoundsError
from tests.strategies import bounds, bounds_with_a_point, fractions
from tests.values.images import holds, samples

HALF = Fraction(1, 2)


@pytest.mark.parametrize(
    ("made", "lower", "upper", "lower_closed", "upper_closed"),
    [
        (Bounds.point(3), 3, 3, True, True),
        (Bounds.above(3), 3, None, False, False),
        (Bounds.above(3, closed=True), 3, None, True, False),
        (Bounds.below(3), None, 3, False, False),
        (Bounds.below(3, closed=True), None, 3, False, True),
        (Bounds.closed(1, 3), 1, 3, True, True),
        (UNLIMITED, None, None, False, False),
    ],
    ids=str,
)
def test_each_way_of_making_bounds_sets_four_fields(made, lower, upper, lower_closed, upper_closed):
    assert (made.lower, made.upper) == (lower, upper)
    assert (made.lower_closed, made.upper_closed) == (lower_closed, upper_closed)


@pytest.mark.parametrize(
    ("lower", "upper", "lower_closed", "upper_closed"),
    [
        (HALF, -HALF, True, True),
        (HALF, HALF, True, False),
        (HALF, HALF, False, True),
        (HALF, HALF, False, False),
    ],
)
def test_bounds_without_a_number_are_refused(lower, upper, lower_closed, upper_closed):
    with pytest.raises(EmptyBoundsError, match="no number lies in"):
        Bounds(lower, upper, lower_closed=lower_closed, upper_closed=upper_closed)


@pytest.mark.parametrize(
    "ends",
    [
        {"lower_closed": True},
        {"upper_closed": True},
        {"lower": HALF, "upper_closed": True},
        {"upper": HALF, "lower_closed": True},
    ],
)
def test_a_missing_end_cannot_be_closed(ends):
    with pytest.raises(EmptyBoundsError, match="a missing end is open"):
        Bounds(**ends)


@pytest.mark.parametrize(
    ("interval", "text"),
    [
        (Bounds.point(HALF), "[1/2, 1/2]"),
        (Bounds.above(2), "(2, ∞)"),
        (Bounds.below(2, closed=True), "(-∞, 2]"),
        (Bounds(Fraction(0), Fraction(2), lower_closed=True), "[0, 2)"),
        (UNLIMITED, "(-∞, ∞)"),
    ],
    ids=str,
)
def test_bounds_are_written_as_in_mathematics(interval, text):
    assert str(interval) == text


@pytest.mark.parametrize(
    ("interval", "is_point", "width"),
    [
        (Bounds.point(2), True, 0),
        (Bounds.closed(-1, 2), False, 3),
        (Bounds.above(2), False, None),
        (Bounds.below(2), False, None),
        (UNLIMITED, False, None),
    ],
    ids=str,
)
def test_only_a_point_is_a_point_and_a_missing_end_has_no_width(interval, is_point, width):
    assert interval.is_point is is_point
    assert interval.width == width


@pytest.mark.parametrize(("lower_closed", "upper_closed"), list(product((False, True), repeat=2)))
def test_both_closed_needs_both(lower_closed, upper_closed):
    interval = Bounds(Fraction(0), HALF, lower_closed=lower_closed, upper_closed=upper_closed)
    assert interval.both_closed is (lower_closed and upper_closed)


@given(bounds(), fractions)
def test_a_number_is_contained_exactly_when_it_lies_between_the_ends(interval, number):
    assert interval.contains(number) == holds(interval, number)


@given(bounds_with_a_point())
def test_a_number_drawn_inside_is_contained(drawn):
    interval, number = drawn
    assert interval.contains(number)


@given(bounds(), bounds(), fractions)
def test_a_number_lies_in_the_intersection_exactly_when_it_lies_in_both(first, second, number):
    shared = first.intersection(second)
    in_both = holds(first, number) and holds(second, number)
    assert (shared is not None and holds(shared, number)) == in_both


@given(bounds(), bounds())
def test_two_meet_exactly_when_some_sample_lies_in_both(first, second):
    candidates = samples(first) + samples(second)
    if first.lower is not None and second.upper is not None:
        candidates.append((first.lower + second.upper) / 2)
    if second.lower is not None and first.upper is not None:
        candidates.append((second.lower + first.upper) / 2)
    met = any(holds(first, number) and holds(second, number) for number in candidates)
    assert first.meets(second) == met
    assert first.meets(second) == (first.intersection(second) is not None)


@given(bounds(), bounds())
def test_one_lies_within_another_exactly_when_all_its_samples_do(first, second):
    assert first.lies_within(second) == all(holds(second, number) for number in samples(first))


@given(bounds(), bounds())
def test_intersecting_has_no_order_and_gives_something_within_both(first, second):
    shared = first.intersection(second)
    assert shared == second.intersection(first)
    assert first.meets(second) == second.meets(first)
    if shared is not None:
        assert shared.lies_within(first)
        assert shared.lies_within(second)


@given(bounds(), bounds(), bounds())
def test_intersecting_three_may_begin_with_any_two(first, second, third):
    def both(one, other):
        return None if one is None or other is None else one.intersection(other)

    left_first = both(both(first, second), third)
    assert left_first == both(first, both(second, third))


@given(bounds())
def test_an_interval_lies_within_itself_and_within_no_limits(interval):
    assert interval.intersection(interval) == interval
    assert interval.intersection(UNLIMITED) == interval
    assert interval.lies_within(interval)
    assert interval.lies_within(UNLIMITED)


@given(bounds(), bounds())
def test_two_that_lie_within_each_other_are_equal(first, second):
    assert (first.lies_within(second) and second.lies_within(first)) == (first == second)


@pytest.mark.parametrize(
    ("first", "second", "shared"),
    [
        (Bounds.below(2, closed=True), Bounds.above(2, closed=True), Bounds.point(2)),
        (Bounds.below(2), Bounds.above(2, closed=True), None),
        (Bounds.below(2, closed=True), Bounds.above(2), None),
        (Bounds.below(1), Bounds.above(2), None),
        (Bounds.below(2), Bounds.below(2, closed=True), Bounds.below(2)),
        (Bounds.above(2, closed=True), Bounds.above(2), Bounds.above(2)),
        (Bounds.closed(0, 2), Bounds.closed(1, 3), Bounds.closed(1, 2)),
    ],
    ids=str,
)
def test_an_end_that_both_share_belongs_only_where_both_have_it(first, second, shared):
    assert first.intersection(second) == shared
