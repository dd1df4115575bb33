"""Parts and wholes, subsets, and figures of one cell against each other (rules 4 and 9)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.derivation.checks import Rule
from app.derivation.rules import check_organization
from app.values.bounds import Bounds
from app.values.periods import Period
from app.values.statuses import Basis
from tests.derivation.kernel import between, catalog, cells, count, printed, rolled
from tests.derivation.truths import TRUTHS, true_figures


def checks(*figures, rule=Rule.PARTS, **known):
    return [each for each in check_organization(cells(*figures, **known)) if each.rule is rule]


def parts(committees, own_cells, organizations, **fields):
    figures = [
        printed(text, indicator, **fields)
        for text, indicator in (
            (committees, "committees"), (own_cells, "cells"), (organizations, "organizations"),
        )
        if text is not None
    ]  # fmt: skip
    return checks(*figures)


@pytest.mark.parametrize(
    ("committees", "own_cells", "whole", "text"),
    [("286", "251", "537", "286 + 251 = 537"), ("273", "365", "638", "273 + 365 = 638")],
)
def test_parts_that_add_up_pass(committees, own_cells, whole, text):
    (check,) = parts(committees, own_cells, whole)
    assert (check.outcome, check.verdict, check.en) == ("passed", "consistent", text)
    assert check.code == "parts:p.organizations.2022"


def test_parts_that_do_not_add_up_stop_the_load_naming_rule_cell_sides_and_sources():
    figures = [
        printed("286", "committees", source="x"),
        printed("252", "cells", source="y"),
        printed("1.537", "organizations", source="z"),
    ]
    (check,) = checks(*figures)
    assert (check.outcome, check.verdict) == ("error", "inconsistent")
    assert check.code == "parts:p.organizations.2022"
    assert check.left.keys == ("p.committees.2022", "p.cells.2022")
    assert check.right.keys == ("p.organizations.2022",)
    assert (check.left.bounds, check.right.bounds) == (Bounds.point(538), Bounds.point(1537))
    assert (check.left.as_reported, check.right.as_reported) == (None, "1.537")
    assert check.sources == ("x", "y", "z")
    assert (check.vi, check.en) == ("286 + 252 ≠ 1.537", "286 + 252 ≠ 1,537")


@pytest.mark.parametrize("inferred", ["committees", "organizations"])
def test_on_an_inferred_period_parts_are_at_most_possibly_wrong(inferred):
    figures = [
        printed(text, code, period_basis=Basis.INFERRED if code == inferred else Basis.STATED)
        for code, text in (("committees", "286"), ("cells", "252"), ("organizations", "537"))
    ]
    (check,) = checks(*figures)
    assert check.outcome == "possible"


def test_bounds_of_parts_need_only_meet_those_of_the_whole():
    assert parts("hơn 250", "251", "537")[0].outcome == "passed"
    assert parts("hơn 290", "251", "537")[0].outcome == "error"
    assert parts("286", "251", "hơn 536")[0].outcome == "passed"
    assert parts("286", "251", "gần 537")[0].outcome == "error"


def test_with_a_part_missing_the_known_parts_may_not_exceed_the_whole():
    (fits,) = parts("286", None, "537")
    assert (fits.outcome, fits.en) == ("passed", "286 ≤ 537")
    assert fits.left.bounds == Bounds.above(286, closed=True)
    assert parts("537", None, "537")[0].outcome == "passed"
    (too_much,) = parts("538", None, "537")
    assert (too_much.outcome, too_much.vi, too_much.en) == ("error", "538 > 537", "538 > 537")


def test_a_missing_part_may_be_anything_its_own_domain_allows():
    known = catalog(
        count("gain"),
        count("loss", domain={"upper": 0}),
        count("change", partitions=["gain", "loss"]),
    )
    figures = printed("9", "gain"), printed("7", "change")
    (check,) = checks(*figures, catalog=known)
    assert (check.outcome, check.left.bounds) == ("passed", Bounds.below(9, closed=True))


def test_a_missing_part_or_a_missing_whole_does_not_fire():
    assert parts(None, None, "537") == []
    assert parts("286", "251", None) == []


def test_an_incomplete_sum_is_no_known_part():
    above = {("cells", Period.of_year(2022)): rolled(20, "cells", known=2)}
    (check,) = checks(printed("10", "committees"), printed("25", "organizations"), roll_ups=above)
    assert (check.left.keys, check.en) == (("p.committees.2022",), "10 ≤ 25")


def test_a_suppressed_number_is_neither_part_nor_whole():
    hidden = printed("3", "cells").suppressed()
    (check,) = checks(printed("286", "committees"), hidden, printed("289", "organizations"))
    assert check.left.keys == ("p.committees.2022",)
    whole = printed("4", "organizations").suppressed()
    assert checks(printed("1", "committees"), printed("3", "cells"), whole) == []


@given(st.data())
def test_parts_and_wholes_that_are_true_never_fail(data):
    first, second = data.draw(TRUTHS), data.draw(TRUTHS)
    truths = {"committees": first, "cells": second, "organizations": first + second}
    figures = [data.draw(true_figures(truth, code)) for code, truth in truths.items()]
    missing = data.draw(st.sampled_from([None, *truths]))
    found = checks(*(figure for figure in figures if figure.indicator != missing))
    assert {check.outcome for check in found} <= {"passed"}


# Subsets


@pytest.mark.parametrize(
    ("women", "members", "outcome", "text"),
    [
        ("7", "10", "passed", "7 ≤ 10"),
        ("10", "10", "passed", "10 ≤ 10"),
        ("11", "10", "error", "11 > 10"),
        ("hơn 10", "10", "error", "over 10 > 10"),
        ("gần 99", "10", "passed", "below 99 ≤ 10"),
    ],
)
def test_a_subset_never_exceeds_its_whole(women, members, outcome, text):
    (check,) = checks(printed(women, "women"), printed(members), rule=Rule.SUBSET)
    assert (check.outcome, check.en) == (outcome, text)
    assert check.code == "subset:p.women.2022:members"
    assert (check.left.as_reported, check.right.as_reported) == (women, members)


def test_a_subset_is_compared_only_with_a_whole_that_is_there():
    assert checks(printed("7", "women"), rule=Rule.SUBSET) == []
    assert checks(printed("7"), rule=Rule.SUBSET) == []
    hidden = printed("3").suppressed()
    assert checks(printed("7", "women"), hidden, rule=Rule.SUBSET) == []


def test_a_subset_of_an_inferred_whole_is_at_most_possibly_too_large():
    whole = printed("10", indicator_basis=Basis.INFERRED)
    assert checks(printed("11", "women"), whole, rule=Rule.SUBSET)[0].outcome == "possible"
    part = printed("11", "women", indicator_basis=Basis.INFERRED)
    assert checks(part, printed("10"), rule=Rule.SUBSET)[0].outcome == "possible"


# Figures of one cell


def test_figures_of_a_cell_are_compared_in_pairs_each_once():
    texts = {"a": "hơn 74.000", "b": "gần 74.000", "c": "74.500"}
    figures = [printed(text, source=source) for source, text in texts.items()]
    found = {check.subject: check for check in checks(*figures, rule=Rule.FIGURES)}
    assert {subject: check.outcome for subject, check in found.items()} == {
        "a~b": "contradiction", "a~c": "passed", "b~c": "contradiction",
    }  # fmt: skip
    check = found["a~b"]
    assert check.code == "figures:p.members.2022:a~b"
    assert sorted(check.sources) == ["a", "b"]
    assert {check.left.keys, check.right.keys} == {("p.members.2022@a",), ("p.members.2022@b",)}
    assert {check.left.as_reported, check.right.as_reported} == {"hơn 74.000", "gần 74.000"}
    assert check.vi == check.en == "gần 74.000 (b) ↔ hơn 74.000 (a)"


def test_the_day_a_figure_is_of_stands_beside_it():
    figures = printed("7", source="a", reference_date="2022-12-31"), printed("7", source="b")
    (check,) = checks(*figures, rule=Rule.FIGURES)
    assert check.en == "7 (a, 2022-12-31) ↔ 7 (b)"


@pytest.mark.parametrize(
    ("inferred", "outcome"), [("a", "possible"), ("b", "possible"), ("c", "contradiction")]
)
def test_a_contradiction_with_an_inferred_figure_is_a_possible_one(inferred, outcome):
    basis = {inferred: Basis.INFERRED}
    figures = [
        printed(text, source=source, period_basis=basis.get(source, Basis.STATED))
        for source, text in (("a", "7"), ("b", "8"))
    ]
    assert checks(*figures, rule=Rule.FIGURES)[0].outcome == outcome


def test_two_vintages_are_a_revision():
    figures = printed("705", source="a", vintage=1), printed("720", source="b", vintage=2)
    (check,) = checks(*figures, rule=Rule.FIGURES)
    assert (check.outcome, check.verdict) == ("revised", "revised")


def test_figures_without_bounds_are_undetermined():
    figures = printed("3", source="a").suppressed(), printed("7", source="b")
    (check,) = checks(*figures, rule=Rule.FIGURES)
    assert (check.outcome, check.en) == ("undetermined", "7 (b) ↔ … (a)")
    assert check.right.bounds is None
    assert check.left.bounds == between(7, 7)
