"""Which number of an operand belongs to a period, and what is refused (rule 5)."""

from datetime import date
from decimal import Decimal

import pytest

from app.derivation.notices import Guard
from app.derivation.ratios import Computation, compute
from app.values.periods import Period
from tests.derivation.kernel import CATALOG, broken, cells, number, printed, refusal


def free(asked, numerator, denominator, period):
    computation = Computation.free(CATALOG, numerator, denominator, Decimal(1))
    return compute(asked, computation, Period.parse(period))


def operands(observation):
    return [(str(use.observation.period), use.notice) for use in observation.operands]


def test_operands_of_the_same_period_need_no_notice():
    asked = cells(printed("7"), printed("1.000", "population"))
    assert operands(number(asked, "share")) == [("2022", None), ("2022", None)]
    assert number(asked, "share").notices == ()


@pytest.mark.parametrize("period", ["2022-S1", "2022-Q3", "2022-06", "2022-06-30"])
def test_a_stock_within_the_year_uses_the_average_of_its_year_and_says_so(period):
    asked = cells(
        printed("7", period=period),
        printed("1.000", "population", "2022"),
        printed("2.000", "population", "2023"),
    )
    share = number(asked, "share", period)
    assert share.value == Decimal("0.7")
    (_, none), (year, notice) = operands(share)
    assert (none, year) == (None, "2022")
    assert notice.code == "year_average"
    assert share.notices == (notice,)


def test_a_year_uses_no_average_of_a_part_of_it():
    asked = cells(printed("7"), printed("1.000", "population", "2022-S2"))
    assert refusal(asked, "share").code == "missing_operand"


def test_no_neighbouring_year_stands_for_the_wanted_one():
    asked = cells(printed("7"), printed("1.000", "population", "2021"))
    refused = refusal(asked, "share")
    assert (refused.guard, refused.code) == (Guard.OPERANDS, "missing_operand")
    assert refused.en == "There is no number of population for 2022."
    assert refused.vi == "Không có số của population cho 2022."


def test_all_missing_operands_are_named():
    refused = refusal(cells(printed("7", "admitted")), "share")
    assert "members, population" in refused.en


def test_a_flow_uses_the_stock_of_its_period_first():
    asked = cells(printed("5", "admitted"), printed("100"), printed("50", period="2022-12"))
    assert operands(number(asked, "intake")) == [("2022", None), ("2022", None)]


@pytest.mark.parametrize(
    ("flow", "stock"),
    [("2022", "2022-S2"), ("2022", "2022-Q4"), ("2022", "2022-12"), ("2022", "2022-12-31"),
     ("2022-S1", "2022-06"), ("2022-Q1", "2022-03-31")],
)  # fmt: skip
def test_else_a_flow_uses_the_stock_of_the_period_in_which_it_ends_and_says_so(flow, stock):
    asked = cells(printed("5", "admitted", flow), printed("100", period=stock))
    intake = number(asked, "intake", flow)
    (_, none), (used, notice) = operands(intake)
    assert (none, used, notice.code) == (None, stock, "stock_at_end")


def test_a_flow_uses_no_stock_from_before_its_end():
    asked = cells(printed("5", "admitted"), printed("100", period="2022-11"))
    assert refusal(asked, "intake").code == "missing_operand"


def test_of_several_stocks_at_its_end_a_flow_uses_that_of_the_longest_period():
    stocks = [
        printed(text, period=period) for text, period in (("50", "2022-12"), ("40", "2022-S2"))
    ]
    assert number(cells(printed("5", "admitted"), *stocks), "intake").value == Decimal("12.5")


def test_without_a_flow_no_stock_stands_for_another():
    asked = cells(printed("7", "women"), printed("100", period="2022-12"))
    assert refusal(asked, "women_share").code == "missing_operand"


def test_a_part_year_flow_gives_no_annual_rate():
    asked = cells(printed("5", "admitted", "2022-S1"), printed("100", period="2022-06"))
    refused = refusal(asked, "admission_rate", "2022-S1")
    assert (refused.guard, refused.code) == (Guard.PERIOD, "part_year")
    assert number(asked, "intake", "2022-S1").value == 5
    full = cells(printed("5", "admitted"), printed("100"))
    assert number(full, "admission_rate").value == 5


def test_a_part_year_flow_uses_no_average_of_the_year():
    asked = cells(printed("5", "admitted", "2022-S1"), printed("1.000", "population"))
    assert free(asked, "admitted", "population", "2022-S1").code == "missing_operand"
    whole = cells(printed("5", "admitted"), printed("1.000", "population"))
    assert free(whole, "admitted", "population", "2022").value == Decimal("0.005")


def test_the_latest_number_up_to_the_period_stands_in_where_the_catalog_says_so():
    asked = cells(
        printed("40%", "minority_share"),
        printed("50%", "minority_share_of_population", "2009-04-01"),
        printed("80%", "minority_share_of_population", "2019-04-01"),
        printed("10%", "minority_share_of_population", "2023"),
    )
    representation = number(asked, "representation")
    assert representation.value == Decimal("0.5")
    assert representation.operands[1].notice.code == "date_mismatch"
    assert "2019-04-01" in representation.notices[0].en


def test_the_number_of_the_period_itself_comes_before_the_latest():
    asked = cells(
        printed("40%", "minority_share"),
        printed("80%", "minority_share_of_population"),
        printed("50%", "minority_share_of_population", "2022-12-31"),
    )
    assert number(asked, "representation").notices == ()


def test_no_border_change_lies_between_a_number_and_the_period_it_stands_for():
    asked = cells(
        printed("40%", "minority_share"),
        printed("80%", "minority_share_of_population", "2019"),
        breaks=[broken("2020-01-01", "minority_share_of_population", event="new-borders")],
    )
    refused = refusal(asked, "representation")
    assert (refused.guard, refused.code) == (Guard.BOUNDARY, "beyond_break")
    assert "new-borders" in refused.vi
    assert "new-borders" in refused.en


def test_nor_between_a_stock_and_the_rest_of_the_year_whose_average_it_would_use():
    figures = printed("7", period="2022-06"), printed("1.000", "population")
    parted = cells(*figures, breaks=[broken("2022-07-01", "population")])
    assert refusal(parted, "share", "2022-06").code == "beyond_break"
    elsewhere = cells(*figures, breaks=[broken("2022-07-01", "committees")])
    assert number(elsewhere, "share", "2022-06").value == Decimal("0.7")


def test_a_suppressed_operand_is_named_as_such():
    asked = cells(printed("3", "women").suppressed(), printed("100"))
    refused = refusal(asked, "women_share")
    assert (refused.guard, refused.code) == (Guard.OPERANDS, "suppressed_operand")
    assert "women" in refused.en
    assert "members" not in refused.en


def test_reported_takes_the_print_and_not_what_is_published_for_the_cell():
    asked = cells(printed("70"), printed("1.000", "population"), printed("gần 8%", "share"))
    assert number(asked, "share").value == 7
    implied = number(asked, "implied_population")
    assert implied.value == 875
    assert implied.operands[1].observation.figure.as_reported == "gần 8%"


def test_numbers_of_an_organization_before_or_after_it_exists_are_refused():
    figures = printed("7"), printed("1.000", "population")
    for known in ({"valid_from": date(2023, 1, 1)}, {"valid_to": date(2021, 12, 31)}):
        refused = refusal(cells(*figures, **known), "share")
        assert (refused.guard, refused.code) == (Guard.BOUNDARY, "outside_validity")
        assert "members of 2022" in refused.en


def test_a_stock_needs_the_last_day_and_an_average_some_day_of_the_period():
    figures = printed("7", period="2022-06"), printed("1.000", "population")
    ended = cells(*figures, valid_to=date(2022, 6, 30))
    assert number(ended, "share", "2022-06").value == Decimal("0.7")
    assert refusal(cells(*figures, valid_to=date(2022, 6, 29)), "share", "2022-06").code == (
        "outside_validity"
    )
