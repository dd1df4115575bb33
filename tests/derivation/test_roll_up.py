"""Sums over the organizations below: complete or not, for whom, and against reports (rule 10)."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.derivation.checks import Rule
from app.derivation.observations import Coverage
from app.derivation.rollup import roll_up
from app.values.bounds import Bounds
from app.values.periods import Period
from app.values.printed import PrintedUnit
from app.values.statuses import Basis, Derivation
from tests.derivation.kernel import (
    CATALOG,
    between,
    catalog,
    cells,
    count,
    derived,
    number,
    of,
    organization,
    printed,
)  # fmt: skip
from tests.derivation.truths import TRUTHS, true_figures


def province(*figures, children, **fields):
    """Results of P over children a, b, c …, each with one number of members or none."""
    below = [
        organization(code, *([] if text is None else [printed(text)]), parent="p")
        for code, text in zip("abcdef", children, strict=False)
    ]
    return derived(organization("p", *figures, **fields), *below)


def members(results, code="p", key="members.2022"):
    return of(results[code], key)


def checks(results, rule=Rule.ROLL_UP, code="p"):
    return [check for check in results[code].checks if check.rule is rule]


# The fixture with stated answers: P, complete, of three districts


def test_with_a_district_missing_there_is_no_value_and_a_lower_bound_of_two_of_three():
    found = members(province(children=["10", "hơn 20", None], all_listed=True))
    assert found.value is None
    assert (found.bounds, found.qualifier) == (Bounds.above(30), "over")
    assert (found.coverage, found.status) == (Coverage(2, 3, all_listed=True), "M")
    assert (found.is_operand, found.derivation) == (False, Derivation.ROLLED_UP)
    (notice,) = found.notices
    assert notice.code == "incomplete_roll_up"
    assert notice.en.startswith("2 of 3 ")
    assert "2 trên 3" in notice.vi


def test_with_all_three_it_is_the_sum():
    found = members(province(children=["10", "hơn 20", "5"], all_listed=True))
    assert (found.value, found.bounds, found.qualifier) == (35, Bounds.above(35), "over")
    assert found.coverage == Coverage(3, 3, all_listed=True)
    assert [str(part.key) for part in found.parts] == [
        f"{code}.members.2022" for code in "abc"
    ]  # fmt: skip
    assert (found.is_operand, found.status, found.notices) == (True, "A", ())


def test_a_report_stands_before_the_sum_agrees_with_it_and_is_what_the_nation_counts():
    below = [
        organization(code, printed(text), parent="p")
        for code, text in (("a", "10"), ("b", "hơn 20"), ("c", "5"))
    ]
    results = derived(
        organization("vn", all_listed=True),
        organization("p", printed("36"), parent="vn", all_listed=True),
        *below,
    )
    assert (members(results).value, members(results).derivation) == (36, Derivation.REPORTED)
    (check,) = checks(results)
    assert (check.outcome, check.verdict) == ("passed", "consistent")
    assert check.en == "over 35 (3/3) ↔ 36"
    assert check.left.keys == ("a.members.2022", "b.members.2022", "c.members.2022")
    assert (check.right.keys, check.right.as_reported) == (("p.members.2022",), "36")
    assert members(results, "vn").bounds == Bounds.point(36)


# Completeness


def test_children_that_are_not_all_listed_are_never_complete():
    found = members(province(children=["10", "20"]))
    assert (found.value, found.bounds) == (None, Bounds.above(30, closed=True))
    assert found.coverage == Coverage(2, 2, all_listed=False)
    assert not found.coverage.is_complete


@pytest.mark.parametrize(
    ("subordinates", "coverage", "value"),
    [
        ("2", Coverage(2, 2, all_listed=True), 30),
        ("3", Coverage(2, 3, all_listed=False), None),
        ("1", Coverage(2, 2, all_listed=False), None),
        ("gần 3", Coverage(2, 2, all_listed=False), None),
        ("từ 2 đến 2", Coverage(2, 2, all_listed=False), None),
    ],
)
def test_as_many_as_the_reported_direct_subordinates_are_all(subordinates, coverage, value):
    results = province(printed(subordinates, "subordinates"), children=["10", "20"])
    assert (members(results).coverage, members(results).value) == (coverage, value)


def test_the_reported_number_must_be_of_the_same_period():
    results = province(printed("2", "subordinates", "2021"), children=["10", "20"])
    assert members(results).value is None


def test_more_reported_subordinates_than_listed_leave_a_declared_list_incomplete():
    results = province(printed("3", "subordinates"), children=["10", "20"], all_listed=True)
    assert members(results).coverage == Coverage(2, 3, all_listed=True)
    assert members(results).value is None


def test_without_an_indicator_of_subordinates_only_the_package_can_say():
    known = catalog(count("members"))
    child = organization("a", printed("10"), parent="p")
    assert members(derived(organization("p"), child, catalog=known)).value is None
    complete = derived(organization("p", all_listed=True), child, catalog=known)
    assert members(complete).value == 10


# What a sum says


def test_a_sum_of_numbers_without_a_value_has_bounds_alone():
    found = members(province(children=["10", "từ 20 đến 30"], all_listed=True))
    assert (found.value, found.bounds, found.qualifier) == (None, between(30, 40), "between")


def test_a_sum_takes_the_status_that_takes_precedence():
    results = province(children=["ước 10", "sơ bộ 20"], all_listed=True)
    assert members(results).status == "P"


@pytest.mark.parametrize("all_listed", [True, False])
def test_a_sum_that_says_nothing_is_not_published(all_listed):
    results = province(children=["khoảng 10", "gần 20"][: 1 + all_listed], all_listed=all_listed)
    if all_listed:
        results = province(children=["khoảng 10", "khoảng 20"], all_listed=True)
    assert results["p"].observations == ()


def test_where_numbers_may_be_negative_some_of_them_limit_nothing():
    change = count("change", domain={})
    known = catalog(change, count("debt", domain={"lower": -9}))
    for code in ("change", "debt"):
        part = number(cells(printed("7", code), catalog=known), code)
        found = known.by_code[code]
        options = {"total": 2, "all_listed": True}
        assert roll_up("p", found, Period.of_year(2022), [part], **options) is None
        assert roll_up("p", found, Period.of_year(2022), [part] * 2, **options).value == 14


def test_a_sum_beyond_its_domain_is_not_published():
    known = catalog(count("places", domain={"lower": 0, "upper": 9}))
    part = number(cells(printed("7", "places"), catalog=known), "places")
    found = known.by_code["places"]
    assert roll_up("p", found, part.period, [part, part], total=2, all_listed=True) is None


@given(st.data())
def test_bounds_of_a_sum_hold_the_true_sum_and_only_a_complete_one_has_a_value(data):
    truths = data.draw(st.lists(TRUTHS, min_size=1, max_size=4))
    known = data.draw(st.lists(st.booleans(), min_size=len(truths), max_size=len(truths)))
    all_listed = data.draw(st.booleans())
    children = [
        organization(
            code,
            *([data.draw(true_figures(truth, "population"))] if is_known else []),
            parent="p",
        )
        for code, truth, is_known in zip("abcd", truths, known, strict=False)
    ]
    results = derived(organization("p", all_listed=all_listed), *children)
    for found in results["p"].observations:
        assert found.bounds.contains(sum(truths, Fraction(0)))
        complete = all_listed and all(known)
        assert found.is_operand is complete
        assert complete or (found.value is None and found.bounds.upper is None)
        assert found.bounds.lower > 0 or found.bounds.upper is not None
        assert found.coverage.known == sum(known)


# Against a report


def test_a_report_below_what_is_known_is_a_contradiction_and_no_error():
    results = province(printed("29"), children=["10", "hơn 20", None], all_listed=True)
    (check,) = checks(results)
    assert (check.outcome, check.verdict) == ("contradiction", "inconsistent")
    assert check.vi == "hơn 30 (2/3) ↔ 29"
    assert check.en == "over 30 (2/3) ↔ 29"


@pytest.mark.parametrize("inferred", ["report", "part"])
def test_a_report_or_a_part_that_is_inferred_is_at_most_a_possible_contradiction(inferred):
    basis = {"report": Basis.STATED, "part": Basis.STATED} | {inferred: Basis.INFERRED}
    results = derived(
        organization("p", printed("29", period_basis=basis["report"])),
        organization("a", printed("30", period_basis=basis["part"]), parent="p"),
    )
    assert checks(results)[0].outcome == "possible"


def test_a_suppressed_report_is_not_compared():
    results = derived(
        organization("p", printed("3")),
        organization("a", printed("7"), parent="p"),
        threshold=5,
    )
    assert checks(results) == []
    assert members(results).status == "Q"


def test_thousands_are_summed_with_their_bounds():
    thousands = printed("720,8", "population", printed_unit=PrintedUnit.THOUSAND)
    results = derived(organization("p", all_listed=True), organization("a", thousands, parent="p"))
    found = of(results["p"], "population.2022")
    assert (found.value, found.bounds) == (720800, between(720750, 720850))
    assert CATALOG.by_code["population"].domain.bounds.contains(found.value)
