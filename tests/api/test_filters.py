"""Filters, held against the rows themselves: each keeps exactly what it says."""

import json
from datetime import date
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.observations.queries import OBSERVATIONS
from app.releases.resource import STATEMENTS_MAX
from app.values.periods import Period


def rows(client, path, **selection):
    """All rows of the selection, over as many pages as it takes."""
    answer = client.get(path, params={**selection, "limit": 1000})
    assert answer.status_code == 200, answer.text
    found = []
    while True:
        page = json.loads(answer.text, parse_float=Decimal)
        found.extend(page["data"])
        if "next" not in page["links"]:
            return found
        answer = client.get(page["links"]["next"])


@pytest.fixture(scope="session")
def everything(client):
    return rows(client, "/v1/observations")


@pytest.fixture(scope="session")
def organizations(client):
    return {row["code"]: row for row in rows(client, "/v1/organizations")}


def is_certain(row, operator, number):
    """Whether the comparison holds for every number within the bounds (design, rule 12)."""
    lower, upper = row["lower"], row["upper"]
    below = upper is not None and (upper < number or (upper == number and not row["upper_closed"]))
    above = lower is not None and (lower > number or (lower == number and not row["lower_closed"]))
    printed = (
        row["derivation"] == "reported" and row["qualifier"] == "exact" and row["value"] == number
    )
    match operator:
        case "lt":
            return below
        case "le":
            return upper is not None and upper <= number
        case "gt":
            return above
        case "ge":
            return lower is not None and lower >= number
        case "ne":
            return below or above
        case _:
            return printed or (lower == upper == number and lower is not None)


OPERATORS = ["eq", "ne", "lt", "le", "gt", "ge"]


@settings(max_examples=80)
@given(operator=st.sampled_from(OPERATORS), data=st.data())
def test_a_comparison_finds_what_is_certain_and_nothing_else(client, everything, operator, data):
    ends = sorted({Decimal(row[name]) for row in everything for name in ("value", "lower", "upper")
                   if row[name] is not None})  # fmt: skip
    number = data.draw(st.sampled_from(ends))
    number += data.draw(st.sampled_from([Decimal(0), Decimal("0.000001"), Decimal("-0.000001")]))
    found = rows(client, "/v1/observations", value=f"{operator}:{number:f}")
    assert found == [row for row in everything if is_certain(row, operator, number)]


@pytest.mark.parametrize("operator", OPERATORS)
def test_a_missing_number_never_matches(client, everything, operator):
    found = rows(client, "/v1/observations", value=f"{operator}:0")
    assert [row for row in found if row["lower"] is None and row["upper"] is None] == []
    about = [row["id"] for row in everything if row["qualifier"] == "about" and row["lower"] == 0]
    assert {row["id"] for row in found if operator in {"lt", "gt", "ne", "eq"}} & set(
        about
    ) == set()


# Each takes a row, with the row of its organization as `of`.
CONDITIONS = {
    "organization=lao-cai,vn": lambda row: row["organization"] in {"lao-cai", "vn"},
    "level=national": lambda row: row["of"]["level"] == "national",
    "kind=party_organization": lambda row: row["of"]["kind"] == "party_organization",
    "parent=vn": lambda row: row["of"]["parent"] == "vn",
    "indicator=members,cells": lambda row: row["indicator"] in {"members", "cells"},
    "period=2022,2025-09": lambda row: row["period"] in {"2022", "2025-09"},
    "startPeriod=2020-06": lambda row: Period.parse(row["period"]).start >= date(2020, 6, 1),
    "endPeriod=2020-06": lambda row: Period.parse(row["period"]).end <= date(2020, 6, 30),
    "source=danso-info": lambda row: row["source"] == "danso-info",
    "identifier=gso-province:10,15@2022-12-31": lambda row: (
        row["organization"] in {"lao-cai", "yen-bai"}
    ),
}
OF_OBSERVATIONS = CONDITIONS | {
    "derivation=computed": lambda row: row["derivation"] == "computed",
    "derivation=reported,rolled_up": lambda row: row["derivation"] != "computed",
    "status=B,P": lambda row: row["status"] in {"B", "P"},
}


def kept(everything, organizations, keeps):
    return [row for row in everything if keeps({**row, "of": organizations[row["organization"]]})]


@pytest.mark.parametrize("written", OF_OBSERVATIONS)
def test_a_filter_of_observations_keeps_what_it_says(client, everything, organizations, written):
    name, _, value = written.partition("=")
    expected = kept(everything, organizations, OF_OBSERVATIONS[written])
    assert rows(client, "/v1/observations", **{name: value}) == expected
    assert 0 < len(expected) < len(everything)


@pytest.mark.parametrize("written", CONDITIONS)
def test_a_filter_of_figures_keeps_what_it_says(client, organizations, written):
    name, _, value = written.partition("=")
    everything = rows(client, "/v1/figures")
    expected = kept(everything, organizations, CONDITIONS[written])
    assert rows(client, "/v1/figures", **{name: value}) == expected
    assert 0 < len(expected) < len(everything)


@pytest.mark.parametrize("kinds", ["stock", "flow,average", "ratio", "growth"])
def test_the_kind_of_indicator_is_a_filter(client, everything, kinds):
    catalog = {row["code"]: row["kind"] for row in rows(client, "/v1/indicators")}
    expected = [row for row in everything if catalog[row["indicator"]] in kinds.split(",")]
    assert rows(client, "/v1/observations", indicatorKind=kinds) == expected != []
    chosen = {row["code"] for row in rows(client, "/v1/indicators", kind=kinds)}
    assert chosen == {code for code, kind in catalog.items() if kind in kinds.split(",")}


@pytest.mark.parametrize(
    ("path", "name", "value", "field"),
    [
        ("/v1/organizations", "level", "provincial", "level"),
        ("/v1/organizations", "kind", "party", "kind"),
        ("/v1/organizations", "parent", "vn", "parent"),
        ("/v1/events", "kind", "merger", "kind"),
        ("/v1/sources", "authority", "official", "authority"),
        ("/v1/indicators", "group", "members", "group"),
        ("/v1/checks", "rule", "claim", "rule"),
        ("/v1/checks", "outcome", "contradiction", "outcome"),
        ("/v1/checks", "verdict", "compatible", "verdict"),
        ("/v1/checks", "period", "2022", "period"),
        ("/v1/checks", "indicator", "members", "indicator"),
    ],
)
def test_a_filter_of_a_list_keeps_what_it_says(client, path, name, value, field):
    everything = rows(client, path)
    expected = [row for row in everything if row[field] == value]
    assert rows(client, path, **{name: value}) == expected
    assert 0 < len(expected) < len(everything)


def test_events_are_chosen_by_who_they_touch_and_when(client):
    touched = rows(client, "/v1/events", organization="yen-bai")
    assert {"merger-2025", "two-levels-2025"} <= {event["code"] for event in touched}
    assert all(
        "yen-bai" in {event["organization"], *event["related"]} or event["scope"] == "subtree"
        for event in touched
    )
    assert "conclusion-21" not in {event["code"] for event in touched}

    def effective(**selection):
        return {event["effective"] for event in rows(client, "/v1/events", **selection)}

    assert effective(endPeriod="1991") == {"1947-03-05", "1991-10-01"}
    assert effective(startPeriod="1991-10", endPeriod="2004") == {"1991-10-01", "2004"}
    assert effective(startPeriod="1991-10-02", endPeriod="2003") == set()
    assert effective(startPeriod="1991-10-01", endPeriod="1991-10-01") == {"1991-10-01"}
    assert effective(startPeriod="2004", endPeriod="2007") == {"2004"}


def test_filters_are_combined(client):
    found = rows(client, "/v1/observations", organization="lao-cai", indicator="members,population",
                 period="2010,2022", derivation="reported", value="gt:50000")  # fmt: skip
    assert [row["id"] for row in found] == [
        "lao-cai.members.2022", "lao-cai.population.2010", "lao-cai.population.2022",
    ]  # fmt: skip


def test_an_empty_answer_says_which_filter_keeps_rows_away(client):
    answer = client.get(
        "/v1/observations?organization=lao-cai&indicator=members&period=2021"
    ).json()
    assert (answer["data"], answer["meta"]["count"]) == ([], 0)
    (notice,) = answer["meta"]["notices"]
    assert notice["code"] == "empty"
    assert "without period there are 2" in notice["en"]
    assert "không có period thì có 2" in notice["vi"]


def test_filters_may_be_combined_in_any_way_without_filling_the_memory(client):
    filters = ("organization=vn", "level=national", "kind=party", "indicator=members",
               "indicatorKind=stock", "period=2020", "endPeriod=2022", "derivation=reported",
               "status=A", "value=gt:0")  # fmt: skip
    for size in range(len(filters) + 1):
        for chosen in combinations(filters, size):
            assert client.get(f"/v1/observations?limit=1&{'&'.join(chosen)}").status_code == 200
    assert len(OBSERVATIONS._compiled) <= STATEMENTS_MAX
