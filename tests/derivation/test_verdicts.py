"""Verdicts and what they come to (rule 4)."""

import pytest
from hypothesis import given

from app.derivation.verdicts import Outcome, Verdict, between_vintages, judge, outcome_of
from app.values.bounds import Bounds
from tests.derivation.kernel import CATALOG, printed
from tests.strategies import bounds

MEMBERS = CATALOG.by_code["members"]


def verdict_of(first, second):
    sides = [
        side for text in (first, second) for figure in (printed(text),) for side in
        (figure.bounds(MEMBERS, counted=True), figure.reading(MEMBERS, counted=True))
    ]  # fmt: skip
    return judge(*sides)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("hơn 74.000", "gần 74.000", Verdict.INCONSISTENT),
        ("69.111", "69.039", Verdict.INCONSISTENT),
        ("91.788", "hơn 92.000", Verdict.INCONSISTENT),
        ("91.788", "gần 92.000", Verdict.CONSISTENT),
        ("hơn 761.000", "770.590", Verdict.COMPATIBLE),
        ("hơn 761.000", "762.000", Verdict.COMPATIBLE),
        ("hơn 761.000", "761.999", Verdict.CONSISTENT),
        ("hơn 141.000", "hơn 143.000", Verdict.COMPATIBLE),
        ("gần 74.000", "73.500", Verdict.CONSISTENT),
        ("gần 74.000", "73.499", Verdict.COMPATIBLE),
        ("khoảng 7.500", "7.550", Verdict.CONSISTENT),
        ("khoảng 7.500", "7.551", Verdict.COMPATIBLE),
        ("tối đa 7", "1", Verdict.CONSISTENT),
        ("tối đa 7", "ít nhất 7", Verdict.CONSISTENT),
        ("dưới 7", "ít nhất 7", Verdict.INCONSISTENT),
    ],
)
def test_bounds_decide_whether_prints_meet_and_readings_how_well(first, second, expected):
    assert verdict_of(first, second) is expected
    assert verdict_of(second, first) is expected


@given(bounds(), bounds(), bounds(), bounds())
def test_a_verdict_does_not_depend_on_which_number_comes_first(mine, reading, other, theirs):
    assert judge(mine, reading, other, theirs) is judge(other, theirs, mine, reading)


@given(bounds(), bounds())
def test_numbers_that_read_as_their_bounds_are_consistent_or_not(mine, other):
    expected = Verdict.CONSISTENT if mine.meets(other) else Verdict.INCONSISTENT
    assert judge(mine, mine, other, other) is expected


@pytest.mark.parametrize("missing", range(4))
def test_without_bounds_nothing_is_decided(missing):
    sides = [Bounds.point(1)] * 4
    sides[missing] = None
    assert judge(*sides) is Verdict.UNDETERMINED


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (1, 2, Verdict.REVISED),
        (2, 1, Verdict.REVISED),
        (2, 2, Verdict.INCONSISTENT),
        (0, 2, Verdict.INCONSISTENT),
        (1, 0, Verdict.INCONSISTENT),
        (0, 0, Verdict.INCONSISTENT),
    ],
)
def test_a_difference_between_two_known_vintages_is_a_revision(first, second, expected):
    figures = printed("705.628", vintage=first), printed("720.800", vintage=second)
    assert between_vintages(Verdict.INCONSISTENT, *figures) is expected


@pytest.mark.parametrize("verdict", sorted(set(Verdict) - {Verdict.INCONSISTENT}))
def test_where_vintages_agree_nothing_was_revised(verdict):
    figures = printed("7", vintage=1), printed("7", vintage=2)
    assert between_vintages(verdict, *figures) is verdict


@pytest.mark.parametrize(
    ("verdict", "expected"),
    [
        (Verdict.CONSISTENT, Outcome.PASSED),
        (Verdict.COMPATIBLE, Outcome.PASSED),
        (Verdict.REVISED, Outcome.REVISED),
        (Verdict.UNDETERMINED, Outcome.UNDETERMINED),
    ],
)
@pytest.mark.parametrize("inferred", [True, False])
def test_only_an_inconsistency_comes_to_more(verdict, expected, inferred):
    assert outcome_of(verdict, inferred=inferred, severe=True) is expected


def test_an_inconsistency_is_an_error_a_contradiction_or_on_inference_a_possible_one():
    inconsistent = Verdict.INCONSISTENT
    assert outcome_of(inconsistent, inferred=False) is Outcome.CONTRADICTION
    assert outcome_of(inconsistent, inferred=False, severe=True) is Outcome.ERROR
    assert outcome_of(inconsistent, inferred=True) is Outcome.POSSIBLE
    assert outcome_of(inconsistent, inferred=True, severe=True) is Outcome.POSSIBLE
