"""Breaks: what carries B, and how statuses take precedence (rule 7)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.derivation.breaks import breaks_between, first_after
from app.derivation.observations import Observation
from app.derivation.rules import check_organization
from app.values.periods import Period
from tests.derivation.kernel import broken, cells, derived, number, of, organization, printed
from tests.strategies import periods as any_periods


def marked(asked, indicator):
    """Periods of the observations that carry B."""
    return [
        str(period)
        for period in sorted(asked.periods(indicator))
        if isinstance(found := asked.observe(indicator, period), Observation)
        and found.status == "B"
    ]


def series(indicator, *periods):
    return [printed("100", indicator, period) for period in periods]


def test_the_first_observation_after_a_break_carries_b():
    asked = cells(*series("members", "2003", "2005", "2006"), breaks=[broken("2004-01-01")])
    assert marked(asked, "members") == ["2005"]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2005-12-31", ["2005"]),
        ("2006-01-01", ["2006"]),
        ("2007-01-01", []),
        ("1999-01-01", ["2003"]),
    ],
)
def test_a_period_that_ends_on_or_after_the_break_belongs_to_the_new_series(day, expected):
    asked = cells(*series("members", "2003", "2005", "2006"), breaks=[broken(day)])
    assert marked(asked, "members") == expected


def test_each_break_marks_its_own_first_observation():
    breaks = [broken("2004-01-01"), broken("2005-06-01", event="other")]
    asked = cells(*series("members", "2003", "2004", "2005", "2006"), breaks=breaks)
    assert marked(asked, "members") == ["2004", "2005"]


def test_a_break_of_one_indicator_leaves_the_others_alone():
    figures = series("members", "2003", "2005") + series("population", "2003", "2005")
    asked = cells(*figures, breaks=[broken("2004-01-01", "population")])
    assert marked(asked, "population") == ["2005"]
    assert marked(asked, "members") == []


def test_a_ratio_that_begins_after_the_break_carries_b_if_an_operand_does():
    figures = series("members", "2005") + series("population", "2003", "2005")
    asked = cells(*figures, breaks=[broken("2004-01-01", "population")])
    assert marked(asked, "share") == ["2005"]


def test_what_is_computed_from_a_number_after_a_break_carries_b_too():
    figures = series("members", "2003", "2005", "2006") + series(
        "population", "2003", "2005", "2006"
    )
    asked = cells(*figures, breaks=[broken("2004-01-01", "population")])
    assert marked(asked, "share") == ["2005"]
    members, population = number(asked, "share", "2005").operands
    assert (members.observation.status, population.observation.status) == ("A", "B")


def test_a_ratio_that_begins_after_the_break_is_not_broken_by_it():
    figures = series("members", "2006") + series("population", "2003", "2005", "2006")
    asked = cells(*figures, breaks=[broken("2004-01-01", "population")])
    assert number(asked, "share", "2006").status == "A"


@pytest.mark.parametrize("indicator", ["members", "organizations", "cells", "minority_share"])
def test_a_series_of_reports_that_begins_after_the_break_carries_b(indicator):
    asked = cells(*series(indicator, "2025-09"), breaks=[broken("2025-07-01")])
    assert marked(asked, indicator) == ["2025-09"]


def test_the_status_that_takes_precedence_stands():
    estimated = printed("ước 100", period="2005")
    hidden = printed("3", period="2005").suppressed()
    breaks = [broken("2004-01-01")]
    assert number(cells(estimated, breaks=breaks), "members", "2005").status == "B"
    assert number(cells(hidden, breaks=breaks), "members", "2005").status == "Q"


def test_growth_carries_no_b_of_its_ends():
    asked = cells(*series("members", "2004", "2005"), breaks=[broken("2004-01-01")])
    assert number(asked, "members", "2004").status == "B"
    assert number(asked, "members_change", "2005").status == "A"


def test_a_break_is_told_by_a_check_with_both_sides():
    asked = cells(
        *series("organizations", "2003", "2005"), breaks=[broken("2004-01-01", event="cut")]
    )
    (check,) = check_organization(asked)
    assert (check.code, check.outcome, check.verdict) == (
        "break:p.organizations.2005:cut", "marked", None,
    )  # fmt: skip
    assert check.left.keys == ("p.organizations.2003",)
    assert check.right.keys == ("p.organizations.2005",)
    assert (check.vi, check.en) == (
        "Chuỗi số liệu gãy tại 2004-01-01 (cut).",
        "The series breaks at 2004-01-01 (cut).",
    )
    assert check.sources == ("a",)


def test_a_break_before_the_first_observation_has_no_left_side():
    (check,) = check_organization(
        cells(*series("members", "2005"), breaks=[broken("2004-01-01", "members")])
    )
    assert (check.left.keys, check.left.bounds) == ((), None)


def test_the_break_of_a_child_is_told_at_the_child_and_marked_in_the_sum():
    results = derived(
        organization("n", all_listed=True),
        organization(
            "p", *series("population", "2003", "2005"), parent="n", breaks=(broken("2004-01-01"),)
        ),
    )
    assert of(results["n"], "population.2005").status == "B"
    assert [check.rule for check in results["n"].checks] == []


@given(st.lists(any_periods, min_size=1, max_size=6, unique=True), st.dates(
    min_value=Period.of_year(1900).start, max_value=Period.of_year(2199).end))  # fmt: skip
def test_a_break_parts_each_earlier_from_each_later_period_and_no_others(found, day):
    each = broken(str(day))
    before = [period for period in found if period.end < day]
    after = sorted(period for period in found if period.end >= day)
    assert first_after([each], found) == frozenset(after[:1])
    for first in found:
        for second in found:
            parted = first in before and second in after
            assert breaks_between([each], first, second) == ((each,) if parted else ())


def test_a_period_that_ends_on_the_day_of_the_break_is_parted_from_the_one_before():
    each = broken("2005-12-31")
    assert breaks_between([each], Period.of_year(2004), Period.of_year(2005)) == (each,)
    assert breaks_between([each], Period.of_year(2005), Period.of_year(2006)) == ()


def test_a_break_touches_what_it_names_or_everything():
    assert broken("2004-01-01", "members").touches(["population", "members"])
    assert not broken("2004-01-01", "members").touches(["population"])
    assert broken("2004-01-01").touches(["anything"])
    assert first_after([broken("2004-01-01")], []) == frozenset()
