"""Rates of growth: exact where they can be, else enclosed outward at 28 digits (rule 8)."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.derivation.growth import direction_of, root
from app.derivation.publishing import PublishedBounds, published_value
from app.values.bounds import Bounds
from tests.derivation.kernel import catalog, cells, count, growth, number, printed, refusal
from tests.derivation.truths import TRUTHS, true_figures

MEASURES = ("absolute", "percent", "compound_per_year")
RATES = catalog(
    count("x", personal=False),
    *(growth(f"x_{measure}", "x", measure, unit="point") for measure in MEASURES),
)


def rate(earlier, later, measure, first="2010", second="2012"):
    ends = printed(earlier, "x", first), printed(later, "x", second)
    return number(cells(*ends, catalog=RATES), f"x_{measure}", second)


def test_percent_is_exact():
    found = rate("30.009", "53.767", "percent", "2010", "2022")
    assert found.bounds == Bounds.point(Fraction(23758, 30009) * 100)
    assert (str(published_value(found)), found.qualifier) == ("79.169582", "exact")
    published = PublishedBounds.of(found.bounds)
    assert (published.lower, published.upper) == (79169582, 79169583)


def test_a_yearly_rate_is_compounded_over_the_years_between_the_ends():
    found = rate("30.009", "53.767", "compound_per_year", "2010", "2022")
    assert (str(published_value(found)), found.qualifier) == ("4.979707", "exact")
    assert found.bounds.width < Fraction(1, 10**28)


@pytest.mark.parametrize(
    ("first", "second", "years"),
    [
        ("2010", "2012", Fraction(2)),
        ("2010-S1", "2011-S2", Fraction(3, 2)),
        ("2010-Q1", "2010-Q2", Fraction(1, 4)),
        ("2010-01", "2010-02", Fraction(1, 12)),
        ("2010-01-01", "2010-12-31", Fraction(364 * 400, 146_097)),
    ],
)
def test_years_are_counted_from_end_to_end(first, second, years):
    found = rate("100", "121", "compound_per_year", first, second)
    assert found.value == (root(Fraction(121, 100), years) - 1) * 100


def test_over_one_year_the_rate_is_the_percentage_itself():
    third = Fraction(100, 3)
    found = rate("90", "120", "compound_per_year", "2011", "2012")
    assert (found.value, found.bounds) == (third, Bounds.point(third))


@pytest.mark.parametrize("measure", MEASURES)
def test_what_did_not_change_grew_by_exactly_nothing(measure):
    found = rate("100", "100", measure)
    assert (found.value, found.bounds) == (0, Bounds.point(0))
    assert direction_of(found.bounds) == "unchanged"


@pytest.mark.parametrize("measure", ["percent", "compound_per_year"])
def test_what_is_gone_fell_by_all_of_it(measure):
    found = rate("100", "0", measure)
    assert (found.value, found.bounds) == (-100, Bounds.point(-100))


def test_a_value_whose_base_is_printed_as_over_zero_is_left_out():
    ends = printed("hơn 0", "x", "2010"), printed("tối đa 4", "x", "2012")
    known = catalog(
        count("x"), growth("x_percent", "x", "percent", domain={"lower": -200}, unit="point")
    )
    found = number(cells(*ends, catalog=known), "x_percent", "2012")
    assert (found.value, found.bounds) == (None, Bounds.above(-100, closed=True))


def test_a_number_that_may_have_become_negative_has_no_yearly_rate():
    known = catalog(
        count("a"),
        count("b"),
        count("x", formula="a - b", domain={}),
        *(growth(f"x_{measure}", "x", measure, unit="point") for measure in MEASURES),
    )

    def ends(earlier, later):
        figures = [
            printed(text, code, period)
            for period, texts in (("2010", earlier), ("2012", later))
            for code, text in zip(("a", "b"), texts, strict=True)
        ]
        return cells(*figures, catalog=known)

    fallen = ends(("9", "5"), ("5", "9"))
    assert refusal(fallen, "x_compound_per_year", "2012").code == "unbounded_operands"
    assert number(fallen, "x_percent", "2012").value == -200
    endless = ends(("9", "5"), ("5", "hơn 9"))
    assert refusal(endless, "x_compound_per_year", "2012").code == "unbounded_operands"
    below_zero = ends(("5", "9"), ("9", "5"))
    assert refusal(below_zero, "x_percent", "2012").code == "zero_base"
    assert number(below_zero, "x_absolute", "2012").value == 8


@given(
    st.fractions(Fraction(1, 1000), 1000),
    st.fractions(Fraction(1, 12), 12, max_denominator=12),
)
def test_a_root_is_right_to_28_digits(ratio, years):
    found = root(ratio, years)
    error = Fraction(1, 10**28)
    power, times = years.numerator, years.denominator
    assert (found * (1 - error)) ** power <= ratio**times <= (found * (1 + error)) ** power


@given(
    TRUTHS.filter(bool).flatmap(
        lambda truth: st.tuples(st.just(truth), true_figures(truth, "x", "2010"))
    ),
    TRUTHS.flatmap(lambda truth: st.tuples(st.just(truth), true_figures(truth, "x", "2013"))),
)
def test_bounds_of_growth_hold_the_true_growth(base, end):
    (earlier, first), (later, second) = base, end
    asked = cells(first, second, catalog=RATES)
    change = {
        "absolute": later - earlier,
        "percent": (later / earlier - 1) * 100,
    }
    for measure in MEASURES:
        found = asked.observe(f"x_{measure}", second.period)
        if not hasattr(found, "bounds"):
            continue
        bounds = found.bounds
        if measure in change:
            assert bounds.contains(change[measure])
            continue
        ratio = later / earlier
        assert bounds.lower is None or (1 + bounds.lower / 100) ** 3 <= ratio
        assert bounds.upper is None or ratio <= (1 + bounds.upper / 100) ** 3
