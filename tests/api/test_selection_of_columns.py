"""Fields that are asked for, and rows in an order of the client's, page by page."""

import csv
import io
import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.observations.queries import COLUMNS, SORTABLE
from app.parameter_columns import FIELDS_MAX, SORT_MAX, Fields, Sort
from app.values.periods import Period
from tests.api.problems import assert_problem
from tests.api.test_filters import rows

PATH = "/v1/observations"
names = st.lists(
    st.from_regex(r"[a-z][a-z_]{0,39}", fullmatch=True), unique=True, min_size=1, max_size=SORT_MAX
)


@given(names=names)
def test_fields_survive_being_read_and_written(names):
    fields = Fields(tuple(names))
    assert Fields.parse(str(fields)) == fields


@given(data=st.data(), names=names)
def test_an_order_survives_being_read_and_written(data, names):
    sort = Sort(tuple((name, data.draw(st.booleans())) for name in names))
    assert Sort.parse(str(sort)) == sort
    assert (
        Sort.parse(",".join(f"{name}:{'desc' if down else 'asc'}" for name, down in sort.keys))
        == sort
    )


@settings(max_examples=30)
@given(fields=st.lists(st.sampled_from(COLUMNS), unique=True, min_size=1))
def test_rows_have_the_fields_asked_for_in_that_order(client, fields):
    selection = {"organization": "lao-cai", "period": "2022", "limit": 7}
    whole = client.get(PATH, params=selection).json()["data"]
    asked = {**selection, "fields": ",".join(fields)}
    part = client.get(PATH, params=asked).json()["data"]
    assert [list(row.items()) for row in part] == [
        [(name, row[name]) for name in fields] for row in whole
    ]
    table = client.get(PATH, params={**asked, "format": "csv"}).text
    assert next(csv.reader(io.StringIO(table))) == fields
    assert len(list(csv.reader(io.StringIO(table)))) == len(whole) + 1


def test_pages_go_on_whatever_fields_are_shown(client):
    found, link = [], f"{PATH}?organization=lao-cai&fields=value&limit=10"
    while link:
        page = client.get(link).json()
        found += page["data"]
        link = page["links"].get("next")
    assert found == [
        {"value": row["value"]}
        for row in client.get(f"{PATH}?organization=lao-cai&limit=1000").json()["data"]
    ]


@pytest.mark.parametrize("path", ["figures", "organizations", "indicators", "sources", "events",
                                  "checks", "ratios"])  # fmt: skip
def test_every_list_shows_the_fields_asked_for(client, path):
    whole = client.get(f"/v1/{path}?limit=3").json()["data"]
    for name in whole[0]:
        part = client.get(f"/v1/{path}?limit=3&fields={name}").json()["data"]
        assert part == [{name: row[name]} for row in whole]
        table = client.get(f"/v1/{path}?limit=3&fields={name}&format=csv").text
        heading = table.splitlines()[0].split(",")
        assert {each.partition(".")[0] for each in heading} == {name}


@pytest.mark.parametrize(
    ("parameter", "asked", "nearest"),
    [("fields", "valeu", "value"), ("fields", "value,perid", "period"), ("sort", "valeu", "value"),
     ("sort", "value:desc,perid", "period")],
)  # fmt: skip
def test_an_unknown_field_is_refused_with_the_nearest_one(client, parameter, asked, nearest):
    problem = assert_problem(client.get(PATH, params={parameter: asked}), 422)
    assert problem["parameter"] == parameter
    assert problem["nearest"][0] == nearest


@pytest.mark.parametrize("asked", ["value,value", "", "value,", "Value", "value;period", "a" * 60])
def test_what_names_no_fields_is_refused(client, asked):
    assert_problem(client.get(PATH, params={"fields": asked}), 422)
    assert_problem(client.get(PATH, params={"sort": asked}), 422)


def test_too_many_fields_are_refused_with_the_limit_and_their_number(client):
    many = ",".join("a" * (number + 1) for number in range(SORT_MAX + 2))
    problem = assert_problem(client.get(PATH, params={"sort": many}), 422)
    assert f"at most {SORT_MAX}" in problem["expected"]
    assert f"{SORT_MAX + 2} were given" in problem["expected"]
    problem = assert_problem(client.get(PATH, params={"fields": ",".join(["a"] * 70)}), 422)
    assert f"at most {FIELDS_MAX}" in problem["expected"]


@pytest.fixture(scope="session")
def everything(client):
    found = rows(client, PATH)
    places = {row["id"]: place for place, row in enumerate(found)}
    return found, places


def sort_key(row, name, places):
    """What the database compares: codes by their bytes, periods by their days."""
    value = places[row["id"]] if name == "id" else row[name]
    if name == "period":
        return Period.parse(value).ordinal
    return value.encode() if isinstance(value, str) else value


def in_order(found, keys, places):
    """Sorted stably by each field, the last one first; missing values at the end."""
    for name, descending in reversed(keys):
        known = [row for row in found if row[name] is not None]
        unknown = [row for row in found if row[name] is None]
        # Equal rows stay in order, also downwards.
        known.sort(key=lambda row: sort_key(row, name, places), reverse=False)
        if descending:
            groups = {}
            for row in known:
                groups.setdefault(sort_key(row, name, places), []).append(row)
            known = [row for key in reversed(groups) for row in groups[key]]
        found = known + unknown
    return found


@settings(max_examples=25)
@given(data=st.data())
def test_rows_are_sorted_by_any_fields_with_missing_values_last(client, everything, data):
    found, places = everything
    fields = data.draw(
        st.lists(st.sampled_from(["id", *SORTABLE]), unique=True, min_size=1, max_size=3)
    )
    keys = [(name, data.draw(st.booleans())) for name in fields]
    limit = data.draw(st.sampled_from([300, 1000]))
    expected = in_order(found, keys, places)
    shown, link = [], f"{PATH}?sort={Sort(tuple(keys))}&limit={limit}&fields=id"
    while link:
        page = client.get(link)
        assert page.status_code == 200, page.text
        shown += json.loads(page.text, parse_float=Decimal)["data"]
        link = page.json()["links"].get("next")
    assert [row["id"] for row in shown] == [row["id"] for row in expected]


@pytest.mark.parametrize("name", SORTABLE)
@pytest.mark.parametrize("direction", ["asc", "desc"])
def test_small_pages_of_a_sorted_list_leave_out_nothing(client, name, direction):
    selection = f"{PATH}?organization=lao-cai&period=2010,2022&sort={name}:{direction}"
    whole = client.get(f"{selection}&limit=1000").json()["data"]
    found, link = [], f"{selection}&limit=3"
    while link:
        page = client.get(link).json()
        found += page["data"]
        link = page["links"].get("next")
    assert found == whole
    assert len({row["id"] for row in found}) == len(found)


@pytest.mark.parametrize(
    ("path", "sort"),
    [("figures", "value:desc,source"), ("organizations", "name.vi:desc"),
     ("organizations", "valid_to,code:desc"), ("checks", "rule:desc,verdict")],
)  # fmt: skip
def test_other_lists_are_sorted_too(client, path, sort):
    whole = client.get(f"/v1/{path}?sort={sort}&limit=1000").json()["data"]
    found, link = [], f"/v1/{path}?sort={sort}&limit=40"
    while link and len(found) < len(whole):
        page = client.get(link).json()
        found += page["data"]
        link = page["links"].get("next")
    assert found[: len(whole)] == whole
    first = sort.partition(",")[0].partition(":")[0].split(".")
    values = [row[first[0]] if len(first) == 1 else row[first[0]][first[1]] for row in whole]
    known = [each for each in values if each is not None]
    texts = [each.encode() if isinstance(each, str) else each for each in known]
    assert texts == sorted(texts, reverse=sort.split(",")[0].endswith(":desc"))
    assert values == known + [None] * (len(values) - len(known))


def test_a_place_that_no_page_gave_is_refused_in_a_sorted_list_too(client):
    assert_problem(client.get(f"{PATH}?sort=value&after=lao-cai.members.1999"), 422)


@pytest.mark.parametrize(
    "asked",
    ["observations?fields=value,id", "observations?fields=status&period=1900",
     "observations?value=lt:42&match=possible&sort=value:desc", "figures?fields=value",
     "indicators?fields=code,partitions,breakdown,label,growth", "checks?fields=left,code",
     "rankings?indicator=population&level=provincial&period=2020&fields=rank,name"],
)  # fmt: skip
def test_fields_and_marks_stand_in_every_format(client, asked):
    formats = [each["name"] for each in client.get("/v1/config").json()["data"]["formats"]]
    for name in formats:
        answer = client.get(f"/v1/{asked}&limit=3&format={name}")
        # Some formats carry numbers of cells and nothing else.
        assert answer.status_code == 200 or "carries numbers of cells" in answer.text, answer.text
