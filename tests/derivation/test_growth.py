"""Change against the previous observation: what is compared and what is refused (rule 8)."""

from datetime import date
from fractions import Fraction

import pytest

from app.derivation.growth import Direction, direction_of, growth_from_predecessors
from app.derivation.notices import Guard
from app.values.bounds import UNLIMITED, Bounds
from app.values.periods import Period
from app.values.qualifiers import Qualifier
from tests.derivation.kernel import (
    CATALOG,
    between,
    broken,
    cells,
    number,
    printed,
    refusal,
)  # fmt: skip


def series(*figures, **fields):
    return [printed(text, fields.get("indicator", "members"), period) for period, text in figures]


def grown(asked, indicator="members_change", period="2012", **options):
    return number(asked, indicator, period, **options)


def refused(asked, indicator="members_change", period="2012", **options):
    return refusal(asked, indicator, period, **options)


def test_growth_compares_with_the_previous_observation_and_shows_both_ends():
    found = grown(cells(*series(("2005", "50"), ("2010", "100"), ("2012", "121"))))
    assert (found.value, found.bounds, found.qualifier) == (21, Bounds.point(21), Qualifier.EXACT)
    assert [str(use.observation.key) for use in found.operands] == [
        "p.members.2012", "p.members.2010",
    ]  # fmt: skip
    assert str(found.key) == "p.members_change.2012"
    assert [notice.en for notice in found.notices] == ["Since 2010."]


def test_growth_keeps_to_one_frequency():
    asked = cells(*series(("2010", "100"), ("2011-06", "7"), ("2012-06", "9"), ("2012", "121")))
    assert grown(asked).value == 21
    assert grown(asked, period="2012-06").value == 2


def test_growth_passes_over_what_is_no_operand():
    hidden = printed("3", period="2011").suppressed()
    asked = cells(hidden, *series(("2010", "100"), ("2012", "121")))
    assert grown(asked).value == 21
    assert asked.observe("members_change", Period.of_year(2011)) is None


def test_growth_of_a_number_that_is_not_there_is_nothing():
    assert cells(*series(("2010", "100"))).observe("members_change", Period.of_year(2012)) is None
    assert cells().growth("members", Period.of_year(2012)) is None


def test_without_a_previous_observation_growth_says_so():
    found = refused(cells(*series(("2012", "121"), ("2011-12", "1"))))
    assert (found.guard, found.code) == (Guard.OPERANDS, "no_previous")
    assert "Before 2012 there is no number of members" in found.en


def test_growth_takes_the_qualifier_of_its_bounds():
    asked = cells(*series(("2010", "100"), ("2012", "hơn 121")))
    assert (grown(asked).bounds, grown(asked).qualifier) == (Bounds.above(21), Qualifier.OVER)
    narrow = cells(*series(("2010", "từ 90 đến 100"), ("2012", "121")))
    assert (grown(narrow).value, grown(narrow).bounds) == (None, between(21, 31))


def test_growth_that_nothing_limits_is_refused():
    asked = cells(*series(("2010", "khoảng 100"), ("2012", "khoảng 121")))
    assert refused(asked).code == "unbounded_operands"
    assert refused(cells(*series(("2010", "hơn 5"), ("2012", "hơn 5"))), "members_growth").code == (
        "unbounded_operands"
    )


def test_growth_takes_the_status_that_takes_precedence_of_its_ends():
    assert grown(cells(*series(("2010", "ước 100"), ("2012", "121")))).status == "E"
    assert grown(cells(*series(("2010", "ước 100"), ("2012", "sơ bộ 121")))).status == "P"


# Breaks


def test_growth_across_a_break_is_refused_unless_asked_for_and_then_marked():
    asked = cells(
        *series(("2003", "100"), ("2004", "90")), breaks=[broken("2004-01-01", event="cut")]
    )
    found = refused(asked, period="2004")
    assert (found.guard, found.code) == (Guard.BREAK, "broken_series")
    assert "cut" in found.en
    assert "cut" in found.vi
    across = grown(asked, period="2004", across_breaks=True)
    assert (across.value, across.status) == (-10, "B")
    assert [notice.code for notice in across.notices] == ["since", "across_break"]
    assert "cut" in across.notices[1].en


def test_growth_within_the_new_series_is_not_touched_by_the_break():
    asked = cells(
        *series(("2003", "100"), ("2004", "90"), ("2005", "95")), breaks=[broken("2004-01-01")]
    )
    assert (grown(asked, period="2005").value, grown(asked, period="2005").status) == (5, "A")


def test_a_break_of_what_a_share_is_computed_from_breaks_its_growth():
    figures = [
        printed(text, indicator, period)
        for indicator in ("members", "population")
        for period, text in (("2003", "100"), ("2004", "110"))
    ]
    asked = cells(*figures, breaks=[broken("2004-01-01", "population")])
    assert refused(asked, "share_points", "2004").code == "broken_series"
    assert grown(asked, "share_points", "2004", across_breaks=True).value == 0


# Vintages


def test_growth_needs_one_vintage():
    figures = printed("100", period="2010", vintage=1), printed("121", period="2012", vintage=2)
    found = refused(cells(*figures))
    assert (found.guard, found.code) == (Guard.VINTAGE, "other_vintage")
    assert found.en.endswith(": v1 and v2.")
    assert found.vi.endswith(": v1 và v2.")


def test_an_unknown_vintage_is_another_one():
    figures = printed("100", period="2010"), printed("121", period="2012", vintage=2)
    assert refused(cells(*figures)).en.endswith(": unknown and v2.")
    assert refused(cells(*figures)).vi.endswith("không rõ và v2.")


def test_crossing_a_break_does_not_excuse_another_vintage():
    figures = printed("100", period="2003", vintage=1), printed("90", period="2004", vintage=2)
    asked = cells(*figures, breaks=[broken("2004-01-01")])
    assert refused(asked, period="2004", across_breaks=True).code == "other_vintage"


def test_a_share_may_rest_on_two_vintages_if_both_ends_do():
    def figures(period, vintage):
        return [
            printed("100", period=period),
            printed("1.000", "population", period, vintage=vintage),
        ]

    assert grown(cells(*figures("2010", 1), *figures("2012", 1)), "share_points").value == 0
    found = refused(cells(*figures("2010", 1), *figures("2012", 2)), "share_points")
    assert found.en.endswith(": v1 and v2.")
    mixed = [
        printed("30", "committees", "2010", vintage=1),
        printed("3", "cells", "2010", vintage=2),
    ]
    whole = [printed("40", "organizations", "2012", vintage=1)]
    found = refused(cells(*mixed, *whole), "organizations_change")
    assert found.en.endswith(": v2 and v1.")


# A base that may be zero


@pytest.mark.parametrize("base", ["0", "gần 100", "tối đa 3", "khoảng 7", "từ 0 đến 2"])
@pytest.mark.parametrize("indicator", ["members_growth", "members_yearly"])
def test_no_relative_growth_over_a_base_that_may_be_zero(base, indicator):
    asked = cells(*series(("2010", base), ("2012", "121")))
    found = refused(asked, indicator)
    assert (found.guard, found.code) == (Guard.BASE, "zero_base")
    assert "2010" in found.en


def test_a_base_above_zero_however_little_will_do():
    asked = cells(*series(("2010", "từ 1 đến 2"), ("2012", "tối đa 4")))
    assert grown(asked, "members_growth").bounds == between(-100, 300)
    open_base = cells(*series(("2010", "hơn 0"), ("2012", "4")))
    assert refused(open_base, "members_growth").code == "unbounded_operands"


def test_the_difference_needs_no_base():
    assert grown(cells(*series(("2010", "0"), ("2012", "121")))).value == 121


# Direction


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        (Bounds.point(0), Direction.UNCHANGED),
        (Bounds.point(3), Direction.INCREASE),
        (Bounds.point(-3), Direction.DECREASE),
        (Bounds.above(0), Direction.INCREASE),
        (Bounds.below(0), Direction.DECREASE),
        (Bounds.above(0, closed=True), Direction.UNDETERMINED),
        (Bounds.below(0, closed=True), Direction.UNDETERMINED),
        (between(-1, 2), Direction.UNDETERMINED),
        (Bounds.below(7), Direction.UNDETERMINED),
        (UNLIMITED, Direction.UNDETERMINED),
    ],
)
def test_the_direction_is_undetermined_when_zero_is_inside(bounds, expected):
    assert direction_of(bounds) is expected


# From the predecessors of a merger

MERGER = broken("2025-07-01", event="merger", predecessors=("x", "y"))
FOUNDED = {"breaks": [MERGER], "valid_from": date(2025, 7, 1)}


def from_predecessors(after, before, indicator="members_change", period="2025"):
    found = CATALOG.by_code[indicator]
    return growth_from_predecessors(
        after, before, found, found.growth, Period.parse(period), merger=MERGER
    )


def predecessor(code, *figures):
    return cells(*series(*figures), organization=code)


def test_what_a_merger_founded_has_a_broken_series_and_no_lost_beginning():
    after = cells(*series(("2025", "119")), **FOUNDED)
    assert refused(after, period="2025").code == "broken_series"
    older = cells(*series(("2025", "119")), breaks=[MERGER], valid_from=date(1991, 1, 1))
    assert refused(older, period="2025").code == "no_previous"


def test_growth_over_a_merger_compares_with_all_predecessors_together():
    before = {
        "x": predecessor("x", ("2023", "1"), ("2024", "50")),
        "y": predecessor("y", ("2023", "2"), ("2024", "60"), ("2025", "7")),
    }
    found = from_predecessors(cells(*series(("2025", "119")), **FOUNDED), before)
    assert (found.value, found.status) == (9, "B")
    base = found.operands[1]
    assert base.observation.organization == "x+y"
    assert [str(part.key) for part in base.observation.parts] == [
        "x.members.2024", "y.members.2024",
    ]  # fmt: skip
    assert base.notice.code == "from_predecessors"
    assert [notice.code for notice in found.notices] == [
        "since",
        "across_break",
        "from_predecessors",
    ]


def test_a_year_that_one_predecessor_lacks_is_passed_over():
    hidden = cells(
        printed("3", period="2024").suppressed(), *series(("2023", "2")), organization="y"
    )
    before = {"x": predecessor("x", ("2023", "1"), ("2024", "50"), ("2023-06", "9")), "y": hidden}
    found = from_predecessors(cells(*series(("2025", "119")), **FOUNDED), before)
    assert found.value == Fraction(116)


def test_predecessors_are_taken_at_one_frequency_and_before_the_merger():
    before = {
        code: predecessor(code, ("2023", "5"), ("2024", "50"), ("2025-06", "1"), ("2025", "9"))
        for code in "xy"
    }
    assert from_predecessors(cells(*series(("2025", "119")), **FOUNDED), before).value == 19


def test_predecessors_without_a_common_year_are_named():
    after = cells(*series(("2025", "119")), **FOUNDED)
    before = {"x": predecessor("x", ("2024", "50")), "y": predecessor("y")}
    assert "y.members" in from_predecessors(after, before).en
    assert "x.members" not in from_predecessors(after, before).en
    apart = {"x": predecessor("x", ("2024", "50")), "y": predecessor("y", ("2023", "50"))}
    assert "x.members, y.members" in from_predecessors(after, apart).en
    assert "x.members, y.members" in from_predecessors(after, {}).en


def test_shares_of_predecessors_do_not_add_up():
    def both(period, code):
        figures = [printed("100", period=period), printed("1.000", "population", period)]
        return cells(*figures, organization=code)

    before = {"x": both("2024", "x"), "y": both("2024", "y")}
    after = cells(printed("100", period="2025"), printed("1.000", "population", "2025"), **FOUNDED)
    found = from_predecessors(after, before, "share_points")
    assert found.code == "no_previous"


def test_growth_over_a_merger_of_a_number_that_is_not_there_is_nothing():
    assert from_predecessors(cells(**FOUNDED), {}) is None
