"""What there is and what is missing, held against observations, organizations and indicators."""

import csv
import json
from io import StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.coverage.states import State
from app.values.periods import Period
from tests.api.problems import assert_problem
from tests.packages import CATALOG, figure, organization, write_package

ORDER = list(State)
COUNTED = """
[[indicator]]
code = "{}"
label = {{vi = "a", en = "a"}}
definition = {{vi = "a", en = "a"}}
group = "all"
measure = "members"
kind = "stock"
unit = "persons"
concept = "register"
"""
SELECTIONS = st.fixed_dictionaries(
    {
        "indicator": st.sampled_from(["members", "group:members", "measure:population", "*"]),
        "startPeriod": st.sampled_from(["2005", "2018", "2021"]),
        "endPeriod": st.sampled_from(["2021", "2025"]),
    },
    optional={
        "organization": st.sampled_from(["lao-cai,lao-cai-2025,yen-bai", "vn", "children:vn"]),
        "level": st.sampled_from(["provincial", "national"]),
        "parent": st.just("vn"),
        "identifier": st.just("gso-province:10,15@2022-12-31"),
        "state": st.sampled_from(["missing", "reported,not_applicable", "incomplete,computed"]),
        "limit": st.sampled_from(["3", "15"]),
    },
)


def pages(client, path, selection):
    """Every row, page after page."""
    answer = client.get(path, params=selection)
    found = []
    while True:
        assert answer.status_code == 200, answer.text
        page = json.loads(answer.text)
        found += page["data"]
        if "next" not in page["links"]:
            return found
        answer = client.get(page["links"]["next"])


@pytest.fixture(scope="module")
def published(client):
    """All observations by organization, indicator and year; who is of a level; what is measured."""
    rows = pages(client, "/v1/observations", {"limit": 1000})
    cells = {}
    for row in rows:
        key = row["organization"], row["indicator"], Period.parse(row["period"]).end.year
        cells.setdefault(key, []).append(row)
    organizations = {
        row["code"]: row for row in pages(client, "/v1/organizations", {"limit": 1000})
    }
    indicators = {row["code"]: row for row in pages(client, "/v1/indicators", {"limit": 1000})}
    return cells, organizations, indicators


def state_of(row):
    if row["status"] == "Q":
        return State.SUPPRESSED
    return State.INCOMPLETE if row["value"] is None else State(row["derivation"])


def expected_state(published, code, indicator, year):
    """As the documentation tells it."""
    cells, organizations, indicators = published
    if rows := cells.get((code, indicator, year)):
        return min((state_of(row) for row in rows), key=ORDER.index)
    own = organizations[code]
    whole_year = indicators[indicator]["kind"] in {"flow", "average"}
    first = f"{year}-01-01" if whole_year else f"{year}-12-31"
    if (own["valid_to"] or "9999") < first or (own["valid_from"] or "") > f"{year}-12-31":
        return State.NOT_APPLICABLE
    peers = (each for each, row in organizations.items() if row["level"] == own["level"])
    known = (row for each in peers for row in cells.get((each, indicator, year), ()))
    have = any(row["value"] is not None and not row["implied"] for row in known)
    return State.MISSING if have else State.NOT_EXPECTED


@settings(max_examples=15)
@given(SELECTIONS)
def test_every_cell_has_the_state_that_its_observations_give_it(client, published, selection):
    cells, _, _ = published
    rows = pages(client, "/v1/coverage", selection)
    chosen = {
        name: selection[name] for name in ("level", "parent", "identifier") if name in selection
    }
    if "organization" in selection:
        chosen["code"] = selection["organization"]
    organizations = [row["code"] for row in pages(client, "/v1/organizations", chosen)]
    asked = client.get("/v1/coverage", params=selection).json()["meta"]["query"]
    years = range(int(asked["startPeriod"]), int(asked["endPeriod"]) + 1)
    wanted = selection["state"].split(",") if "state" in selection else ORDER
    expected = [
        (code, indicator, year, state)
        for code in organizations
        for indicator in asked["indicator"].split(",")
        for year in years
        if (state := expected_state(published, code, indicator, year)) in wanted
    ]
    found = [(row["organization"], row["indicator"], row["year"], row["state"]) for row in rows]
    assert found == expected
    for row in rows:
        key = row["organization"], row["indicator"], row["year"]
        assert row["observations"] == [each["id"] for each in cells.get(key, ())]
    series = pages(client, "/v1/coverage", {**selection, "by": "series"})
    by_series = {
        (row["organization"], row["indicator"], int(year), state)
        for row in series
        for year, state in row["states"].items()
        if state in wanted
    }
    assert by_series == set(expected)
    missing = {
        (row["organization"], row["indicator"], int(year))
        for row in series
        for year in row["missing"]
    }
    if "missing" in wanted:
        assert missing == {each[:3] for each in expected if each[3] is State.MISSING}


def test_each_state_is_told_of_what_it_means(publish, tmp_path):
    client = publish(
        write_package(
            tmp_path,
            organizations=[
                organization("vn"),
                *(organization(code, "vn") for code in ("a", "b")),
                organization("gone", "vn", valid_to="2021-06-30"),
                organization("c", "a"),
            ],
            figures=[
                figure("a.members.2020", "10"),
                figure("a.members.2021", "3"),
                figure("a.committees.2020", "1"),
                figure("a.cells.2020", "2"),
                figure("a.admitted.2021", "7"),
            ],
        )
    )

    def states(indicator, code):
        address = f"/v1/coverage?indicator={indicator}&organization={code}&startPeriod=2020"
        rows = client.get(f"{address}&endPeriod=2022").json()["data"]
        return [row["state"] for row in rows]

    assert states("members", "a") == ["reported", "suppressed", "not_expected"]
    assert states("bodies", "a") == ["computed", "not_expected", "not_expected"]
    assert states("members", "b") == ["missing", "not_expected", "not_expected"]
    # It was gone by the end of 2021, but not before a flow of that year could begin.
    assert states("members", "gone") == ["missing", "not_applicable", "not_applicable"]
    assert states("admitted", "gone") == ["not_expected", "missing", "not_applicable"]
    assert states("members", "vn")[0] == "incomplete"
    assert states("members", "c") == ["not_expected"] * 3


def test_the_yardstick_is_told_with_the_answer(client):
    answer = client.get("/v1/coverage?level=provincial&indicator=members&by=series").json()
    (notice,) = answer["meta"]["notices"]
    assert notice["code"] == "yardstick"
    assert all(state in notice["vi"] for state in ("missing", "not_expected", "not_applicable"))
    assert len(answer["data"]) == 84
    assert answer["meta"]["query"]["endPeriod"] == "2026"
    assert answer["meta"]["query"]["startPeriod"] == "2017"


def test_a_table_has_a_line_for_each_year(client):
    address = "/v1/coverage?organization=lao-cai&indicator=members&startPeriod=2021&endPeriod=2022"
    lines = list(csv.DictReader(StringIO(client.get(f"{address}&format=csv").text)))
    assert [(line["year"], line["state"], line["observations"]) for line in lines] == [
        ("2021", "missing", ""),
        ("2022", "reported", "lao-cai.members.2022"),
    ]
    rows = client.get(f"{address}&fields=year,state").json()["data"]
    assert rows == [{"year": 2021, "state": "missing"}, {"year": 2022, "state": "reported"}]


@pytest.mark.parametrize("limit", ["", "&limit=1000"])
def test_a_page_has_no_more_organizations_than_fit(client, limit):
    page = client.get(f"/v1/coverage?total=true{limit}").json()
    asked = page["meta"]["query"]
    cells = len(asked["indicator"].split(",")) * 10
    assert asked["limit"] == 20_000 // cells < 85 == page["meta"]["total"]
    assert page["meta"]["count"] == asked["limit"] * cells
    behind = client.get(page["links"]["next"]).json()
    assert behind["meta"]["count"] == (85 - asked["limit"]) * cells
    assert "next" not in behind["links"]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("startPeriod=2023&endPeriod=2022", "startPeriod"),
        ("startPeriod=2022-06", "startPeriod"),
        ("endPeriod=1899", "endPeriod"),
        ("state=lost", "state"),
        ("by=month", "by"),
        ("organization=lao-cay", "organization"),
        ("indicator=group:none", "indicator"),
        ("after=lao-cay", "after"),
        ("period=2022", "period"),
    ],
)
def test_what_cannot_be_is_refused_by_name_in_both_languages(client, query, parameter):
    problem = assert_problem(client.get(f"/v1/coverage?{query}"), 422)
    assert problem["parameter"] == parameter
    assert client.get(f"/v1/coverage?{query}&lang=vi").json()["language"] == "vi"


def test_what_is_not_there_is_told(client):
    nothing = client.get("/v1/coverage?organization=vn&indicator=members&state=suppressed").json()
    assert nothing["data"] == []
    assert [notice["code"] for notice in nothing["meta"]["notices"]] == ["empty", "yardstick"]
    nobody = client.get("/v1/coverage?level=national&parent=vn").json()
    assert nobody["meta"]["notices"][0]["code"] == "empty"


def test_what_is_too_much_even_of_one_organization_is_refused_at_once(publish, tmp_path):
    indicators = [f"counted_{number}" for number in range(80)]
    client = publish(
        write_package(
            tmp_path,
            catalog=CATALOG + "".join(map(COUNTED.format, indicators)),
            organizations=[organization("vn")],
            figures=[figure("vn.members.2022", "10")],
        )
    )
    address = "/v1/coverage?startPeriod=1900&endPeriod=2199"
    problem = assert_problem(client.get(address), 422)
    assert problem["parameter"] == "indicator"
    assert "at most 20000" in problem["detail"]
    assert "tối đa 20000 ô" in client.get(f"{address}&lang=vi").json()["detail"]
    one = client.get(f"{address}&indicator=members").json()
    assert [row["year"] for row in one["data"] if row["state"] == "reported"] == [2022]
