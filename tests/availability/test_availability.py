"""What there is to choose from, held against the observations themselves."""

import json
from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.availability import selection as availability
from app.availability.components import MARKS, Component
from app.values.periods import Period
from tests.api.problems import assert_problem
from tests.packages import figure, organization, write_package

FILTERS = {
    "organization": ["lao-cai", "vn", "children:vn", "descendants-or-self:vn", "ha-noi,yen-bai"],
    "level": ["provincial", "national"],
    "parent": ["vn"],
    "indicator": ["members", "group:population", "measure:members", "members,population"],
    "indicatorKind": ["ratio", "stock,flow"],
    "period": ["2022", "2020-10,2025-10"],
    "startPeriod": ["2019"],
    "endPeriod": ["2021"],
    "source": ["bao-lao-cai-2023"],
    "status": ["A", "M,B"],
    "derivation": ["computed", "reported,rolled_up"],
    "value": ["gt:1000"],
    "upper": ["le:100"],
}
SELECTIONS = st.fixed_dictionaries({}, optional={k: st.sampled_from(v) for k, v in FILTERS.items()})


def pages(client, path, selection):
    """Every row, page after page."""
    answer = client.get(path, params=selection)
    found = []
    while True:
        assert answer.status_code == 200, answer.text
        page = json.loads(answer.text, parse_float=Decimal)
        found += page["data"]
        if "next" not in page["links"]:
            return found
        answer = client.get(page["links"]["next"])


@pytest.fixture(scope="module")
def levels(client):
    rows = pages(client, "/v1/organizations", {"limit": 1000})
    return {row["code"]: row["level"] for row in rows}


def codes_of(row, levels):
    """What the observation counts for."""
    yield "all", "*"
    for name in ("organization", "indicator", "period", "source", "status", "derivation"):
        if row[name] is not None:
            yield name, row[name]
    yield "level", levels[row["organization"]]
    yield "frequency", Period.parse(row["period"]).frequency.value


@settings(max_examples=25)
@given(SELECTIONS)
def test_every_selection_counts_as_its_observations_do(client, levels, selection):
    counts, periods = Counter(), {}
    for row in pages(client, "/v1/observations", {**selection, "limit": 1000}):
        for key in codes_of(row, levels):
            counts[key] += 1
            periods.setdefault(key, set()).add(Period.parse(row["period"]))
    rows = pages(client, "/v1/availability", {**selection, "limit": 37})
    found = {(row["component"], row["code"]): row for row in rows}
    assert len(found) == len(rows)
    assert {key: row["count"] for key, row in found.items()} == counts
    for key, row in found.items():
        span = row["first_period"], row["last_period"]
        assert span == (str(min(periods[key])), str(max(periods[key])))
    first = client.get("/v1/availability", params={**selection, "total": "true"}).json()["meta"]
    assert first.get("types", {}) == Counter(
        {name: sum(key[0] == name for key in counts) for name in Component if counts}
    )
    if counts:
        assert first["total"] == len(counts)
    else:
        assert first["notices"][0]["code"] == "empty"


def test_codes_stand_in_the_order_of_their_lists_with_their_names(client):
    rows = client.get("/v1/availability?limit=2").json()["data"]
    order = ["all", *Component]
    assert [row["component"] for row in rows] == sorted(
        (row["component"] for row in rows), key=order.index
    )
    of = {name: [row for row in rows if row["component"] == name] for name in order}
    assert [row["code"] for row in of["frequency"]] == ["A", "S", "Q", "M", "D"]
    assert of["frequency"][0]["name"] == {"vi": "năm", "en": "annual"}
    assert [row["code"] for row in of["level"]] == ["national", "provincial"]
    assert [row["code"] for row in of["organization"]] == ["vn", "an-giang-2025"]
    assert {row["name"] for row in of["period"]} == {None}
    starts = [Period.parse(row["code"]) for row in of["period"]]
    assert starts == sorted(starts)


def test_components_are_chosen_and_stand_in_tables_too(client):
    address = "/v1/availability?organization=lao-cai&component=level,status"
    lines = client.get(f"{address}&format=csv").text.splitlines()
    assert lines[0] == "component,code,name.vi,name.en,count,first_period,last_period"
    assert [line.split(",")[0] for line in lines[1:]] == ["all", "level", "status", "status"]
    rows = client.get(f"{address}&fields=code,count").json()["data"]
    assert set(rows[0]) == {"code", "count"}


def test_pages_behind_the_first_have_organizations_alone(client):
    answer = client.get("/v1/availability?limit=1&after=lao-cai").json()
    assert [row["component"] for row in answer["data"]] == ["organization"]
    assert "types" not in answer["meta"]
    told = client.get("/v1/availability?limit=1&after=lao-cai&total=true").json()
    assert told["data"] == answer["data"]
    assert (
        told["meta"]["total"] == client.get("/v1/availability?total=true").json()["meta"]["total"]
    )


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("component=organisation", "component"),
        ("component=level&after=lao-cai", "after"),
        ("after=lao-cay", "after"),
        ("indicator=member", "indicator"),
        ("limit=5000", "limit"),
        ("sort=count", "sort"),
    ],
)
def test_what_cannot_be_is_refused_by_name(client, query, parameter):
    problem = assert_problem(client.get(f"/v1/availability?{query}"), 422)
    assert problem["parameter"] == parameter
    vietnamese = client.get(f"/v1/availability?{query}&lang=vi").json()
    assert vietnamese["language"] == "vi"


def test_what_no_index_holds_is_counted_only_of_so_many(publish, tmp_path, monkeypatch):
    """The bound is lowered; what is counted, and refused, is real."""
    monkeypatch.setattr(availability, "MARKED_MAX", 2)
    client = publish(
        write_package(
            tmp_path,
            organizations=[organization("vn")],
            figures=[figure(f"vn.members.{year}", "10") for year in (2020, 2021, 2022)],
        )
    )
    left = client.get("/v1/availability?indicator=members").json()
    assert {row["component"] for row in left["data"]}.isdisjoint(MARKS)
    assert [notice["code"] for notice in left["meta"]["notices"]] == ["marks_left_out"]
    problem = assert_problem(client.get("/v1/availability?component=source"), 422)
    assert problem["parameter"] == "component"
    assert "at most 2" in problem["detail"]
    told = client.get("/v1/availability?indicator=members&component=source&period=2022,2021")
    assert [row["count"] for row in told.json()["data"]] == [2, 2]
