"""Bounds are rounded outward, once, and the article's numbers come out as they should."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.values.bounds import UNLIMITED, Bounds
from tests.strategies import bounds, bounds_with_a_point
from tests.values.images import holds

PERCENT = Bounds.point(100)
FINE = st.fractions(-5, 5, max_denominator=10**7)


@given(bounds(), st.integers(0, 3))
def test_rounding_outward_encloses(interval, places):
    assert interval.lies_within(interval.rounded_outward(places))


@given(bounds_with_a_point(), st.integers(0, 3))
def test_a_number_inside_stays_inside_when_rounded_outward(drawn, places):
    assert holds(drawn[0].rounded_outward(places), drawn[1])


@given(bounds(FINE), st.integers(0, 6))
def test_an_end_moves_less_than_one_unit_and_lands_on_whole_units(interval, places):
    rounded = interval.rounded_outward(places)
    for end, moved in ((interval.lower, rounded.lower), (interval.upper, rounded.upper)):
        assert (end is None) == (moved is None)
        if end is not None:
            assert abs(moved - end) < Fraction(1, 10**places)
            assert (moved * 10**places).denominator == 1


@given(bounds(FINE), st.integers(0, 6))
def test_an_end_is_closed_after_rounding_when_it_was_closed_and_has_not_moved(interval, places):
    rounded = interval.rounded_outward(places)
    lower_stays, upper_stays = rounded.lower == interval.lower, rounded.upper == interval.upper
    assert rounded.lower_closed == (interval.lower_closed and lower_stays)
    assert rounded.upper_closed == (interval.upper_closed and upper_stays)


@given(bounds(FINE), st.integers(0, 6))
def test_rounding_outward_twice_is_rounding_once(interval, places):
    once = interval.rounded_outward(places)
    assert once.rounded_outward(places) == once


@pytest.mark.parametrize(
    ("interval", "rounded"),
    [
        (Bounds.point(Fraction(1, 3)), Bounds(Fraction(33, 100), Fraction(34, 100))),
        (Bounds.point(Fraction(-1, 3)), Bounds(Fraction(-34, 100), Fraction(-33, 100))),
        (Bounds.point(Fraction(1, 4)), Bounds.point(Fraction(1, 4))),
        (Bounds.above(Fraction(1, 3)), Bounds.above(Fraction(33, 100))),
        (Bounds.below(Fraction(1, 3), closed=True), Bounds.below(Fraction(34, 100))),
        (UNLIMITED, UNLIMITED),
    ],
    ids=str,
)
def test_golden_roundings_to_two_places(interval, rounded):
    assert interval.rounded_outward(2) == rounded


def test_a_share_is_enclosed_by_what_the_rounded_population_allows():
    population = Bounds.closed(626_920 - 5, 626_920 + 5)
    share = (Bounds.point(30_009) * PERCENT).over(population)
    assert share is not None
    assert share == Bounds.closed(Fraction(3_000_900, 626_925), Fraction(3_000_900, 626_915))
    assert share.rounded_outward(6) == Bounds(Fraction("4.786696"), Fraction("4.786774"))


def test_members_over_nearly_seven_percent_means_a_population_above_768100():
    nearly_seven = Bounds(Fraction(0), Fraction(7), lower_closed=True)
    population = (Bounds.point(53_767) * PERCENT).over(nearly_seven)
    assert population == Bounds.above(768_100)


def test_nearly_42_percent_of_the_members_is_below_22582_14():
    nearly_42 = Bounds(Fraction(0), Fraction(42), lower_closed=True)
    women = (nearly_42 * Bounds.point(53_767)).over(PERCENT)
    assert women == Bounds(Fraction(0), Fraction("22582.14"), lower_closed=True)
