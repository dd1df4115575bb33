"""What each qualifier allows, how it is ordinarily read, and the word for computed bounds."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.values.bounds import UNLIMITED, Bounds, EmptyBoundsError
from app.values.qualifiers import Qualifier, bounds_of, ordinary_reading, qualifier_of
from tests.strategies import bounds, fractions, points_inside, positive_fractions
from tests.values.images import holds

COUNTS = Bounds.above(0, closed=True)
SHARES = Bounds.closed(0, 100)
X = Fraction(42)


@pytest.mark.parametrize(
    ("qualifier", "allowed"),
    [
        (Qualifier.EXACT, Bounds.point(42)),
        (Qualifier.NEARLY, Bounds.below(42)),
        (Qualifier.OVER, Bounds.above(42)),
        (Qualifier.BELOW, Bounds.below(42)),
        (Qualifier.AT_LEAST, Bounds.above(42, closed=True)),
        (Qualifier.AT_MOST, Bounds.below(42, closed=True)),
        (Qualifier.BETWEEN, Bounds.closed(42, 45)),
        (Qualifier.ABOUT, UNLIMITED),
    ],
)
def test_each_qualifier_allows_what_the_rule_says(qualifier, allowed):
    assert bounds_of(qualifier, X, upper_value=Fraction(45)) == allowed


def test_an_exact_number_allows_half_its_resolution_on_each_side():
    allowed = bounds_of(Qualifier.EXACT, Fraction("6.2"), resolution=Fraction("0.1"))
    assert allowed == Bounds.closed(Fraction("6.15"), Fraction("6.25"))


def test_between_without_a_second_number_allows_the_first_alone():
    assert bounds_of(Qualifier.BETWEEN, X) == Bounds.point(42)


def test_between_two_numbers_in_the_wrong_order_is_refused():
    with pytest.raises(EmptyBoundsError, match="no number lies in"):
        bounds_of(Qualifier.BETWEEN, X, upper_value=Fraction(41))


@given(st.sampled_from(Qualifier), fractions, positive_fractions)
def test_the_resolution_bears_on_exact_numbers_alone(qualifier, value, resolution):
    assume(qualifier is not Qualifier.EXACT)
    assert bounds_of(qualifier, value, resolution=resolution) == bounds_of(qualifier, value)


@pytest.mark.parametrize(
    ("qualifier", "read"),
    [
        (Qualifier.NEARLY, Bounds(Fraction("41.5"), X, lower_closed=True)),
        (Qualifier.OVER, Bounds(X, Fraction(43))),
        (Qualifier.ABOUT, Bounds.closed(Fraction("41.5"), Fraction("42.5"))),
    ],
)
def test_nearly_over_and_about_are_ordinarily_read_close_to_the_number(qualifier, read):
    assert ordinary_reading(qualifier, X, unit=Fraction(1), bounds=SHARES) == read


@pytest.mark.parametrize(
    "qualifier",
    [
        Qualifier.EXACT,
        Qualifier.BELOW,
        Qualifier.AT_LEAST,
        Qualifier.AT_MOST,
        Qualifier.BETWEEN,
    ],
)
def test_other_qualifiers_are_read_as_their_bounds(qualifier):
    allowed = bounds_of(qualifier, X, upper_value=Fraction(45))
    assert ordinary_reading(qualifier, X, unit=Fraction(1), bounds=allowed) == allowed


@pytest.mark.parametrize("qualifier", Qualifier)
def test_without_a_unit_every_qualifier_is_read_as_its_bounds(qualifier):
    assert ordinary_reading(qualifier, X, unit=Fraction(0), bounds=SHARES) == SHARES


@given(st.sampled_from(Qualifier), fractions, positive_fractions)
def test_the_ordinary_reading_lies_within_what_the_print_allows(qualifier, value, unit):
    allowed = bounds_of(qualifier, value)
    assert ordinary_reading(qualifier, value, unit=unit, bounds=allowed).lies_within(allowed)


@pytest.mark.parametrize(
    ("computed", "domain", "word"),
    [
        (Bounds.point(42), SHARES, Qualifier.EXACT),
        (Bounds.point(0), COUNTS, Qualifier.EXACT),
        (Bounds.closed(41, 42), SHARES, Qualifier.BETWEEN),
        (Bounds(Fraction(0), Fraction(100)), SHARES, Qualifier.ABOUT),
        (Bounds(Fraction(0), X, lower_closed=True), SHARES, Qualifier.BELOW),
        (Bounds.closed(0, 42), SHARES, Qualifier.AT_MOST),
        (Bounds(X, Fraction(100), upper_closed=True), SHARES, Qualifier.OVER),
        (Bounds.closed(42, 100), SHARES, Qualifier.AT_LEAST),
        (Bounds.above(0), COUNTS, Qualifier.ABOUT),
        (Bounds.above(42), COUNTS, Qualifier.OVER),
        (Bounds.below(42), UNLIMITED, Qualifier.BELOW),
        (SHARES, SHARES, Qualifier.ABOUT),
        (UNLIMITED, UNLIMITED, Qualifier.ABOUT),
    ],
    ids=str,
)
def test_the_word_for_a_computed_number_tells_the_ends_its_domain_does_not(computed, domain, word):
    assert qualifier_of(computed, domain) is word


@given(st.sampled_from(Qualifier), positive_fractions)
def test_the_bounds_of_a_qualifier_cut_to_the_domain_get_the_same_word_back(qualifier, value):
    allowed = bounds_of(qualifier, value, upper_value=value + 1).intersection(COUNTS)
    assert allowed is not None
    word = qualifier_of(allowed, COUNTS)
    assert word is (Qualifier.BELOW if qualifier is Qualifier.NEARLY else qualifier)


@given(bounds(), st.sampled_from([COUNTS, SHARES, UNLIMITED]), st.data())
def test_the_word_alone_never_excludes_a_number_the_bounds_allow(computed, domain, data):
    cut = computed.intersection(domain) or domain
    number = data.draw(points_inside(cut))
    word = qualifier_of(cut, domain)
    upper_word = word in {Qualifier.BELOW, Qualifier.AT_MOST}
    printed = cut.upper if upper_word else cut.lower
    if word is not Qualifier.ABOUT:
        assert holds(bounds_of(word, printed, upper_value=cut.upper), number)
