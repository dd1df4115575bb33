"""Whose numbers a sum over the organizations below is made of (rule 10)."""

from datetime import date

import pytest

from app.derivation.observations import Coverage
from tests.derivation.kernel import derived, of, organization, printed


def members(results, code="p", key="members.2022"):
    return of(results[code], key)


def lived(code, text, period, **valid):
    return organization(code, printed(text, period=period), parent="p", **valid)


@pytest.mark.parametrize(
    ("valid", "coverage"),
    [
        ({"valid_to": date(2022, 12, 30)}, Coverage(1, 1, all_listed=True)),
        ({"valid_to": date(2022, 12, 31)}, Coverage(2, 2, all_listed=True)),
        ({"valid_from": date(2022, 12, 31)}, Coverage(2, 2, all_listed=True)),
        ({"valid_from": date(2023, 1, 1)}, Coverage(1, 1, all_listed=True)),
    ],
)
def test_a_stock_sums_the_children_that_exist_on_its_day(valid, coverage):
    results = derived(
        organization("p", all_listed=True),
        lived("a", "10", "2022"),
        lived("b", "20", "2022", **valid),
    )
    assert members(results).coverage == coverage
    assert members(results).value == (30 if coverage.total == 2 else 10)


@pytest.mark.parametrize("indicator", ["admitted", "population"])
@pytest.mark.parametrize(
    ("valid", "total"),
    [
        ({"valid_from": date(2022, 1, 2)}, 1),
        ({"valid_from": date(2022, 1, 1)}, 2),
        ({"valid_to": date(2022, 12, 30)}, 1),
    ],
)
def test_a_flow_or_an_average_sums_the_children_that_exist_throughout(indicator, valid, total):
    results = derived(
        organization("p", all_listed=True),
        organization("a", printed("10", indicator), parent="p"),
        organization("b", printed("20", indicator), parent="p", **valid),
    )
    assert members(results, key=f"{indicator}.2022").coverage.total == total


def test_numbers_of_none_that_exist_then_are_no_sum():
    results = derived(
        organization("p", all_listed=True), lived("a", "10", "2022", valid_to=date(2020, 1, 1))
    )
    assert results["p"].observations == ()


def test_only_what_is_summed_by_the_catalog_rolls_up():
    results = derived(
        organization("p", all_listed=True),
        organization(
            "a", printed("7", "subordinates"), printed("7%", "minority_share"), parent="p"
        ),
    )
    assert results["p"].observations == ()


def test_an_incomplete_sum_is_handed_no_further():
    results = derived(
        organization("vn", all_listed=True),
        organization("p", parent="vn", all_listed=True),
        organization("a", printed("10"), parent="p"),
        organization("b", parent="p"),
    )
    assert members(results).coverage == Coverage(1, 2, all_listed=True)
    assert results["vn"].observations == ()


def test_what_a_child_computes_is_summed_too():
    results = derived(
        organization("p", all_listed=True),
        organization("a", printed("1", "committees"), printed("2", "cells"), parent="p"),
        organization("b", printed("4", "organizations"), parent="p"),
    )
    assert of(results["p"], "organizations.2022").value == 7
