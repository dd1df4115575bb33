"""The numbers of the seeds, as issue 2 says they must be shown."""

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from app.derivation.claims import claims_of
from app.derivation.derive import derive
from app.derivation.growth import direction_of, growth_from_predecessors
from app.derivation.notices import Guard
from app.derivation.observations import Observation
from app.derivation.publishing import PublishedBounds, published_value
from app.derivation.ratios import Computation, compute
from app.values.bounds import Bounds
from app.values.periods import Period
from app.values.statuses import Derivation
from tests.derivation.seeds import cells, checks, content, inputs, observations, published, results

REPORTS_OF_LAO_CAI = {
    "directly_subordinate_organizations": "14",
    "delegated_grassroots_committees": "1",
    "grassroots_organizations": "537",
    "grassroots_committees": "286",
    "grassroots_cells": "251",
    "sectional_committees": "12",
    "subordinate_cells": "3041",
    "members": "53767",
    "villages_with_own_cell_share": "100",
    "village_cells_with_committee_share": "85",
    "ethnic_minority_share_of_members": "42",
}


@pytest.mark.parametrize("indicator", REPORTS_OF_LAO_CAI)
def test_every_figure_of_the_article_is_published_as_reported(indicator):
    key = f"lao-cai.{indicator}.2022"
    assert published(key)[0] == REPORTS_OF_LAO_CAI[indicator]
    assert observations()[key].derivation is Derivation.REPORTED


@pytest.mark.parametrize(
    ("key", "value", "lower", "upper"),
    [
        ("lao-cai.members_share_of_population.2022", "6.977381", "6.97738", "6.977381"),
        ("lao-cai.members_share_of_population.2010", "4.786735", "4.786696", "4.786774"),
        ("lao-cai.population_per_member.2022", "14.332025", "14.332025", "14.332026"),
        ("lao-cai.cells.2022", "3292", "3292", "3292"),
        ("lao-cai.members_per_cell.2022", "16.332625", "16.332624", "16.332625"),
        ("lao-cai.members_growth_absolute.2022", "23758", "23758", "23758"),
        ("lao-cai.members_growth_percent.2022", "79.169582", "79.169582", "79.169583"),
        ("lao-cai.members_growth_per_year.2022", "4.979707", "4.979707", "4.979708"),
        ("lao-cai.members_share_of_population_growth_points.2022", "2.190646", "2.190607",
         "2.190684"),
        ("lao-cai.grassroots_organizations_growth_absolute.2022", "-101", "-101", "-101"),
        ("lao-cai.admission_rate.2010", "5.941551", "5.94155", "5.941551"),
        ("lao-cai.women_share_of_admitted.2010", "41.222658", "41.222658", "41.222659"),
        ("lao-cai.ethnic_minority_representation.2022", "0.634345", "0", "0.634394"),
        ("lao-cai.population.2022", "770590", "770590", "770590"),
        ("lao-cai.population.2018", "720800", "720750", "720850"),
        ("lao-cai.cells_with_committee_share.2021", "80.83", "80.825", "80.835"),
    ],
)  # fmt: skip
def test_numbers_of_lao_cai_are_these(key, value, lower, upper):
    assert published(key) == (value, lower, upper)


def test_the_share_of_2022_is_the_quotient_itself_before_it_is_rounded():
    share = observations()["lao-cai.members_share_of_population.2022"]
    assert share.value == Fraction(5_376_700, 770_590)
    assert share.bounds == Bounds.point(share.value)


def test_the_population_the_article_implies_is_more_than_768_100_and_not_770_590():
    implied = observations()["lao-cai.population_implied.2022"]
    assert implied.bounds == Bounds.above(768_100)
    assert (implied.value, implied.qualifier) == (768_100, "over")
    assert implied.implied
    assert not implied.is_operand


def test_members_of_ethnic_minorities_are_fewer_than_22_582_14():
    implied = observations()["lao-cai.ethnic_minority_members.2022"]
    assert implied.bounds == Bounds(Fraction(0), Fraction("22582.14"), lower_closed=True)
    assert implied.qualifier == "below"
    assert implied.implied


def test_below_42_percent_is_certainly_below_and_not_42():
    bounds = observations()["lao-cai.ethnic_minority_share_of_members.2022"].bounds
    assert bounds.lies_within(Bounds.below(42))
    assert not bounds.contains(42)


def test_nearly_7_percent_holds_with_the_population_of_2022_and_2023_and_not_of_2021():
    (claim,) = claims_of(cells("lao-cai"), "members_share_of_population", Period.of_year(2022))
    assert (claim.figure.as_reported, claim.verdict) == ("gần 7%", "consistent")
    assert [str(use.observation.key) for use in claim.assumes] == ["lao-cai.population.2022"]
    assert [
        (str(each.denominator.period), str(published_value(each.computed)), str(each.verdict))
        for each in claim.sensitivity
    ] == [
        ("2021", "7.057055", "inconsistent"),
        ("2022", "6.977381", "consistent"),
        ("2023", "6.894089", "consistent"),
    ]


def test_representation_shows_that_its_share_of_the_population_is_of_2019():
    found = observations()["lao-cai.ethnic_minority_representation.2022"]
    assert [str(use.observation.period) for use in found.operands] == ["2022", "2019-04-01"]
    assert [notice.code for notice in found.notices] == ["date_mismatch"]


# Checks


def outcomes(prefix):
    return {
        code.removeprefix(prefix): str(check.outcome)
        for code, check in checks().items()
        if code.startswith(prefix)
    }


@pytest.mark.parametrize(
    ("year", "text"), [("2022", "286 + 251 = 537"), ("2010", "273 + 365 = 638")]
)
def test_grassroots_organizations_are_committees_and_cells(year, text):
    check = checks()[f"parts:lao-cai.grassroots_organizations.{year}"]
    assert (check.outcome, check.vi) == ("passed", text)


def test_252_for_251_stops_the_load():
    changed = tuple(
        replace(figure, value=Fraction(252), as_reported="252")
        if str(figure.key) == "lao-cai.grassroots_cells.2022@bao-lao-cai-2023"
        else figure
        for figure in inputs()["lao-cai"].figures
    )
    given = replace(inputs()["lao-cai"], figures=changed, parent=None)
    (result,) = derive(content().catalog, [given])
    (error,) = [check for check in result.checks if check.outcome == "error"]
    assert error.code == "parts:lao-cai.grassroots_organizations.2022"
    assert (error.vi, error.sources) == ("286 + 252 ≠ 537", ("bao-lao-cai-2023",))


def test_the_seeds_contain_no_error():
    assert "error" not in Counter(check.outcome for check in checks().values())


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("khanh-hoa-2025.members.2025-09", {"contradiction"}),
        ("quang-nam.members.2020-10", {"contradiction"}),
        ("long-an.members.2020-10", {"contradiction"}),
        ("lao-cai.population.2023", {"possible"}),
        ("lao-cai.population.2018", {"revised"}),
        ("lao-cai.population.2022", {"passed"}),
        ("can-tho-2025.members.2025-09", {"passed"}),
    ],
)
def test_figures_of_one_cell_agree_or_do_not(cell, expected):
    assert set(outcomes(f"figures:{cell}:").values()) == expected


def test_can_tho_has_no_contradiction_at_all():
    found = [check for code, check in checks().items() if ":can-tho" in code]
    assert {str(check.outcome) for check in found} <= {"passed", "marked"}


def test_more_than_761_000_is_compatible_with_770_590_though_stale():
    check = checks()["figures:lao-cai.population.2022:danso-info~vna-2023"]
    assert (check.verdict, check.outcome) == ("compatible", "passed")


def test_a_nations_sum_of_some_provinces_is_a_lower_bound_that_agrees_with_its_report():
    found = outcomes("roll_up:vn.")
    assert found["members.2020"] == "passed"
    assert set(found.values()) == {"passed"}
    some = observations()["vn.members.2022"]
    assert (some.value, some.status, some.is_operand) == (None, "M", False)
    assert some.bounds == Bounds.above(53767, closed=True)


# Guard


def test_members_over_the_administrative_population_are_refused_by_concept():
    computation = Computation.free(
        content().catalog, "members", "population_administrative", Decimal(100)
    )
    found = compute(cells("lao-cai-2025"), computation, Period.parse("2025-06"))
    assert (found.guard, found.code) == (Guard.CONCEPT, "other_concept")
    assert "What would do: population." in found.en


# Breaks and successors


def growth(code, indicator, period, **options):
    return cells(code).growth(indicator, Period.parse(period), **options)


def test_growth_over_2004_is_refused_unless_asked_for():
    found = growth("lao-cai", "population_growth_absolute", "2004")
    assert (found.guard, found.code) == (Guard.BREAK, "broken_series")
    assert "than-uyen-2004" in found.en
    across = growth("lao-cai", "population_growth_absolute", "2004", across_breaks=True)
    assert (across.value, across.status) == (-60_300, "B")
    assert direction_of(across.bounds) == "decrease"
    assert observations()["lao-cai.population.2004"].status == "B"
    assert "lao-cai.population_growth_absolute.2004" not in observations()
    assert observations()["lao-cai.population_growth_absolute.2005"].status == "A"


def test_growth_over_the_merger_is_refused_unless_asked_for_and_then_needs_both_predecessors():
    found = growth("lao-cai-2025", "members_growth_absolute", "2025-09")
    assert (found.guard, found.code) == (Guard.BREAK, "broken_series")
    assert "merger-2025" in found.en
    indicator = content().catalog.by_code["members_growth_absolute"]
    (merger,) = cells("lao-cai-2025").breaks("members")
    assert merger.predecessors == ("lao-cai", "yen-bai")
    before = {code: cells(code) for code in merger.predecessors}
    period = Period.parse("2025-09")
    across = growth_from_predecessors(
        cells("lao-cai-2025"), before, indicator, indicator.growth, period, merger=merger
    )
    assert across.code == "no_previous"
    assert "lao-cai.members, yen-bai.members" in across.en


def test_the_successor_begins_a_new_series():
    assert observations()["lao-cai-2025.members.2025-09"].status == "B"
    assert observations()["yen-bai.members.2024"].status == "A"
    assert published("yen-bai.members.2024")[0] == "62739"
    assert str(inputs()["yen-bai"].valid_to) == "2025-06-30"


def test_the_end_of_the_districts_breaks_lai_chau_too_which_did_not_merge():
    assert observations()["lai-chau.directly_subordinate_organizations.2025-09"].status == "B"
    assert observations()["lai-chau.members.2025-09"].status == "A"


# All of them


def test_every_published_value_lies_within_its_published_bounds():
    for observation in observations().values():
        value = published_value(observation)
        if value is None:
            continue
        ends = PublishedBounds.of(observation.bounds).as_decimals()
        assert ends["lower"] is None or ends["lower"] <= value, observation.key
        assert ends["upper"] is None or value <= ends["upper"], observation.key


def test_no_number_rests_on_one_that_is_implied_incomplete_or_suppressed():
    for observation in observations().values():
        for use in observation.operands:
            assert use.observation.is_operand, observation.key
        for part in observation.parts:
            assert part.is_operand, observation.key


def test_the_order_of_figures_and_siblings_changes_nothing():
    given = [
        replace(each, figures=each.figures[::-1])
        for each in sorted(inputs().values(), key=lambda each: each.code, reverse=True)
    ]
    parents_first = sorted(given, key=lambda each: each.parent is not None)
    found = {result.code: result for result in derive(content().catalog, parents_first)}
    assert found == results()
    assert all(isinstance(each, Observation) for each in observations().values())
