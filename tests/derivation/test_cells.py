"""One observation per cell, and what a computed number is (rules 2 and 3)."""

from decimal import Decimal
from fractions import Fraction

import pytest

from app.catalog.formulas import FormulaError
from app.derivation.notices import Guard
from app.derivation.ratios import Computation, compute
from app.values.bounds import UNLIMITED, Bounds
from app.values.periods import Period
from app.values.qualifiers import Qualifier
from app.values.statuses import Basis, ConfidentialityStatus, Derivation
from tests.derivation.kernel import (
    CATALOG,
    between,
    catalog,
    cells,
    count,
    number,
    printed,
    refusal,
    rolled,
    share,
)  # fmt: skip

YEAR = Period.of_year(2022)


# Counts


def test_nothing_is_known_of_a_cell_without_evidence():
    assert cells().observe("members", YEAR) is None
    assert cells().report("members", YEAR) is None
    assert cells().computed("members", YEAR) is None
    assert cells().growth("members", YEAR) is None


def test_a_reported_count_stands_as_printed():
    observed = number(cells(printed("gần 74.000")), "members")
    assert observed.derivation is Derivation.REPORTED
    assert (observed.value, observed.qualifier) == (74000, Qualifier.NEARLY)
    assert observed.bounds == Bounds(Fraction(0), Fraction(74000), lower_closed=True)
    assert observed.figure.as_reported == "gần 74.000"
    assert str(observed.key) == "p.members.2022"
    assert observed.confidentiality is ConfidentialityStatus.FREE


@pytest.mark.parametrize(("text", "status"), [("ước 7", "E"), ("sơ bộ 7", "P"), ("7", "A")])
def test_an_estimate_is_marked(text, status):
    assert number(cells(printed(text)), "members").status == status


def test_two_printed_numbers_give_bounds_and_no_value():
    observed = number(cells(printed("từ 5 đến 7")), "members")
    assert (observed.value, observed.bounds) == (None, between(5, 7))


def test_a_report_stands_before_the_sum_of_parts_and_that_before_a_roll_up():
    parts = printed("10", "committees"), printed("20", "cells")
    above = {("organizations", YEAR): rolled(99, "organizations")}
    everything = cells(*parts, printed("31", "organizations"), roll_ups=above)
    assert number(everything, "organizations").value == 31
    computed = number(cells(*parts, roll_ups=above), "organizations")
    assert (computed.value, computed.derivation) == (30, Derivation.COMPUTED)
    assert number(cells(parts[0], roll_ups=above), "organizations").value == 99


def test_a_missing_part_is_never_taken_for_zero():
    refused = refusal(cells(printed("10", "committees")), "organizations")
    assert (refused.guard, refused.code) == (Guard.OPERANDS, "missing_operand")
    assert "cells" in refused.en


def test_a_missing_part_is_never_inferred_from_the_whole():
    asked = cells(printed("10", "committees"), printed("30", "organizations"))
    assert asked.observe("cells", YEAR) is None


def test_an_incomplete_roll_up_is_published_and_never_an_operand():
    above = {("members", YEAR): rolled(7, known=2)}
    asked = cells(printed("1.000", "population"), roll_ups=above)
    assert number(asked, "members").coverage.known == 2
    assert refusal(asked, "share").code == "missing_operand"
    complete = cells(printed("1.000", "population"), roll_ups={("members", YEAR): rolled(7)})
    assert number(complete, "share").value == Decimal("0.7")


# Ratios


def test_a_ratio_is_computed_although_a_source_prints_one():
    asked = cells(printed("70"), printed("1.000", "population"), printed("gần 8%", "share"))
    observed = number(asked, "share")
    assert (observed.value, observed.derivation) == (7, Derivation.COMPUTED)
    assert asked.report("share", YEAR).value == 8


def test_a_ratio_that_cannot_be_computed_is_reported_and_says_why():
    observed = number(cells(printed("gần 8%", "share")), "share")
    assert (observed.value, observed.derivation) == (8, Derivation.REPORTED)
    (notice,) = observed.notices
    assert notice.code == "reported_instead"
    assert "There is no number of members, population for 2022." in notice.en
    assert "Không có số của members, population cho 2022." in notice.vi


def test_a_ratio_without_a_formula_is_reported_without_ado():
    assert number(cells(printed("42%", "minority_share")), "minority_share").notices == ()


def test_an_implied_count_is_marked_and_never_an_operand():
    implied = number(cells(printed("70"), printed("gần 7%", "share")), "implied_population")
    assert implied.implied
    assert not implied.is_operand
    assert [notice.code for notice in implied.notices] == ["implied"]
    assert implied.bounds == Bounds.above(1000)
    assert implied.qualifier is Qualifier.OVER


@pytest.mark.parametrize("inferred", ["period_basis", "indicator_basis"])
def test_a_computed_number_rests_on_what_its_operands_were_inferred_from(inferred):
    for basis in Basis:
        asked = cells(printed("7"), printed("1.000", "population", **{inferred: basis}))
        assert number(asked, "share").rests_on_inference is (basis is Basis.INFERRED)


def test_a_computed_number_takes_the_status_that_takes_precedence():
    asked = cells(printed("ước 7"), printed("sơ bộ 1.000", "population"))
    assert number(asked, "share").status == "P"


# What a computed number is


BELOW_HALF_OF_7 = Bounds(Fraction(0), Fraction(7, 2), lower_closed=True)
RATIO = catalog(count("a"), count("b"), share("r", formula="a / b", domain={"lower": 0}))


def ratio(numerator, denominator, known=RATIO):
    return cells(printed(numerator, "a"), printed(denominator, "b"), catalog=known)


@pytest.mark.parametrize(
    ("numerator", "denominator", "value", "bounds", "qualifier"),
    [
        ("7", "2", Fraction(7, 2), Bounds.point(Fraction(7, 2)), "exact"),
        ("gần 7", "2", Fraction(7, 2), BELOW_HALF_OF_7, "below"),
        ("tối đa 7", "2", Fraction(7, 2), between(0, "7/2"), "at_most"),
        ("hơn 7", "2", Fraction(7, 2), Bounds.above(Fraction(7, 2)), "over"),
        ("7", "tối đa 2", Fraction(7, 2), Bounds.above(Fraction(7, 2), closed=True), "at_least"),
        ("từ 6 đến 7", "2", None, between(3, "7/2"), "between"),
        ("7", "hơn 0", None, None, None),
        ("7", "từ 0 đến 2", None, Bounds.above(Fraction(7, 2), closed=True), "at_least"),
    ],
)  # fmt: skip
def test_value_bounds_and_qualifier_follow_from_the_operands(
    numerator, denominator, value, bounds, qualifier
):
    if bounds is None:
        assert refusal(ratio(numerator, denominator), "r").code == "unbounded_operands"
        return
    observed = number(ratio(numerator, denominator), "r")
    assert (observed.value, observed.bounds, observed.qualifier) == (value, bounds, qualifier)


def test_a_denominator_of_zero_gives_no_number():
    refused = refusal(ratio("7", "0"), "r")
    assert (refused.guard, refused.code) == (Guard.OPERANDS, "zero_denominator")


def test_bounds_that_say_no_more_than_the_domain_give_no_number():
    refused = refusal(ratio("khoảng 7", "2"), "r")
    assert (refused.guard, refused.code) == (Guard.OPERANDS, "unbounded_operands")


def test_a_number_outside_its_domain_is_refused():
    known = catalog(count("a"), count("b"), share("r", formula="a / b * 100"))
    refused = refusal(ratio("7", "2", known), "r")
    assert (refused.guard, refused.code) == (Guard.DOMAIN, "outside_domain")
    assert "r" in refused.en


@pytest.mark.parametrize(
    ("formula", "second", "value", "bounds"),
    [
        ("a + b", "dưới 80", None, between(60, 100)),
        ("a - b", "dưới 70", None, between(0, 60)),
        ("a + b", "tối đa 40", 100, between(60, 100)),
        ("a - b", "tối đa 60", 0, between(0, 60)),
    ],
)
def test_a_value_outside_the_domain_is_left_out(formula, second, value, bounds):
    known = catalog(count("a"), count("b"), share("r", formula=formula))
    observed = number(ratio("60", second, known), "r")
    assert (observed.value, observed.bounds) == (value, bounds)


# Free ratios


def free(numerator, denominator, scale="1"):
    return Computation.free(CATALOG, numerator, denominator, Decimal(scale))


def test_a_free_ratio_of_any_two_indicators_is_computed_by_the_same_rules():
    asked = cells(printed("70"), printed("1.000", "population"))
    found = compute(asked, free("members", "population", "100"), YEAR)
    assert (found.value, found.indicator) == (7, "members/population")
    assert compute(asked, free("members", "headcount"), YEAR).guard is Guard.CONCEPT


def test_a_free_ratio_lies_above_zero_where_both_its_operands_do():
    assert free("members", "population").domain == Bounds.above(0, closed=True)
    assert free("members_change", "members").domain == UNLIMITED
    assert free("members", "members_growth").domain == UNLIMITED


def test_a_free_ratio_of_a_thing_to_itself_is_no_formula():
    with pytest.raises(FormulaError):
        free("members", "members")
