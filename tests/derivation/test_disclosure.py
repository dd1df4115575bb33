"""Small personal counts are taken out before anything is derived (rule 11)."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.derivation.claims import claims_of
from app.derivation.disclosure import suppress
from app.values.periods import Period
from app.values.statuses import ConfidentialityStatus
from tests.derivation.kernel import (
    CATALOG,
    cells,
    derived,
    number,
    of,
    organization,
    printed,
    refusal,
)  # fmt: skip

YEAR = Period.of_year(2022)


def is_suppressed(text, indicator="women", threshold=5):
    (figure,) = suppress([printed(text, indicator)], CATALOG, threshold=threshold)
    return figure.is_suppressed


@pytest.mark.parametrize(
    ("text", "expected"),
    [("0", False), ("1", True), ("4", True), ("5", False), ("6", False), ("gần 4", True)],
)
def test_a_personal_count_above_zero_and_below_the_threshold_is_suppressed(text, expected):
    assert is_suppressed(text) is expected


def test_a_threshold_of_zero_turns_suppression_off():
    assert not is_suppressed("1", threshold=0)
    assert is_suppressed("9", threshold=10)


def test_counts_of_organizations_and_shares_are_not_personal():
    assert not is_suppressed("3", "committees")
    assert not is_suppressed("3%", "minority_share")


def test_what_comes_suppressed_stays_so():
    hidden = printed("3").suppressed()
    assert list(suppress([hidden], CATALOG, threshold=0)) == [hidden]


def test_a_suppressed_cell_says_that_it_is_and_nothing_else():
    found = number(cells(printed("3", "women").suppressed()), "women")
    assert (found.value, found.bounds, found.qualifier) == (None, None, None)
    assert (found.status, found.confidentiality) == ("Q", ConfidentialityStatus.CONFIDENTIAL)
    assert found.figure.as_reported is None
    assert not found.is_operand


def test_one_suppressed_figure_suppresses_its_cell_whatever_else_is_printed():
    figures = printed("7", "women", source="a"), printed("3", "women", source="b").suppressed()
    for asked in (cells(*figures), cells(*reversed(figures))):
        assert number(asked, "women").status == "Q"
    with_members = cells(*figures, printed("100"))
    assert refusal(with_members, "women_share").code == "suppressed_operand"


def test_a_suppressed_cell_is_not_computed_instead_nor_set_beside_what_would_be():
    figures = printed("40"), printed("37", "women"), printed("3", "men").suppressed()
    asked = cells(*figures)
    assert number(asked, "men").status == "Q"
    assert list(claims_of(asked, "men", YEAR)) == []
    assert asked.report("men", YEAR).bounds is None


def test_a_suppressed_child_leaves_the_sum_above_it_incomplete():
    results = derived(
        organization("p", all_listed=True),
        organization("a", printed("10"), parent="p"),
        organization("b", printed("3"), parent="p"),
        threshold=5,
    )
    found = of(results["p"], "members.2022")
    assert (found.value, found.bounds.lower, found.coverage.known) == (None, 10, 1)


def test_growth_from_or_to_a_suppressed_number_is_not_given():
    figures = printed("3", period="2021").suppressed(), printed("10")
    assert refusal(cells(*figures), "members_change").code == "no_previous"
    after = cells(printed("10", period="2021"), printed("3").suppressed())
    assert after.observe("members_change", YEAR) is None


INDICATORS = ("members", "women", "men", "admitted", "committees", "cells", "population", "share")
SECRETS = st.sampled_from([Fraction(1), Fraction(31, 10), Fraction(7, 2), Fraction(4)])


@st.composite
def trees(draw):
    """An organization over two others, with a number of most indicators in two years."""
    figures = st.lists(
        st.builds(
            printed,
            st.sampled_from(["0", "3", "8", "30", "hơn 2", "gần 9", "khoảng 4", "từ 3 đến 6"]),
            st.sampled_from(INDICATORS),
            st.sampled_from(["2021", "2022"]),
            source=st.sampled_from("ab"),
        ),
        max_size=8,
        unique_by=lambda figure: str(figure.key),
    )
    return [
        organization(code, *draw(figures), parent=parent, all_listed=draw(st.booleans()))
        for code, parent in (("p", None), ("q", "p"), ("r", "p"))
    ]


@given(trees(), SECRETS)
def test_a_suppressed_number_leaves_no_trace_in_anything_derived(tree, secret):
    """Were the secret another one, no observation, check, claim or text would differ."""

    def with_secret(number, note):
        return [
            replace(
                each,
                figures=tuple(
                    replace(
                        figure,
                        value=number,
                        upper_value=None if figure.upper_value is None else number + 1,
                        as_reported=f"{note} {number}",
                        note=note,
                    )
                    if CATALOG.by_code[figure.indicator].personal and 0 < figure.value < 5
                    else figure
                    for figure in each.figures
                ),
            )
            for each in tree
        ]

    found = derived(*with_secret(secret, "☃"), threshold=5)
    assert found == derived(*with_secret(Fraction(2), "☂"), threshold=5)
    assert "☃" not in repr(found)
    for result in found.values():
        for observation in result.observations:
            if observation.status == "Q":
                assert (observation.value, observation.bounds) == (None, None)
            for figure in observation.figures():
                assert figure.is_suppressed is (figure.value is None)
                assert not figure.is_suppressed or observation.figure is figure
