"""Comparisons in lists, on value and on bounds; what could match, and what is left out."""

import csv
import io
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.parameter_comparisons import COMPARISONS_MAX, Comparisons
from app.parameter_filters import Comparison
from tests.api.problems import assert_problem
from tests.api.test_filters import OPERATORS, is_certain, rows

PATH = "/v1/observations"
numbers = st.decimals(-1000, 1000, places=2) | st.integers(-3, 3).map(Decimal)
comparisons = st.lists(
    st.builds("{}:{:f}".format, st.sampled_from(OPERATORS), numbers),
    min_size=1,
    max_size=COMPARISONS_MAX,
).map(",".join)
HOLDS = {
    "eq": lambda left, right: left == right,
    "ne": lambda left, right: left != right,
    "lt": lambda left, right: left < right,
    "le": lambda left, right: left <= right,
    "gt": lambda left, right: left > right,
    "ge": lambda left, right: left >= right,
}


@given(text=comparisons)
def test_comparisons_survive_being_read_and_written(text):
    try:
        read = Comparisons.parse(text)
    except ValueError:
        assume(False)
    assert Comparisons.parse(str(read)) == read


def tried(text):
    """Comparisons as operators and numbers."""
    pairs = [part.split(":") for part in text.split(",")]
    return [(operator, Decimal(number)) for operator, number in pairs]


def witnesses(wanted, lower, upper):
    """Enough numbers to find one that passes, where there is one: ends, and what lies between."""
    ends = sorted(
        {number for _, number in wanted} | {each for each in (lower, upper) if each is not None}
    )
    between = [(first + last) / 2 for first, last in pairwise(ends)]
    return [ends[0] - 1, *ends, *between, ends[-1] + 1]


def passes(wanted, number):
    return all(HOLDS[operator](number, other) for operator, other in wanted)


@given(text=comparisons)
def test_what_no_number_passes_is_refused_and_nothing_else(text):
    wanted = tried(text)
    is_passable = any(passes(wanted, each) for each in witnesses(wanted, None, None))
    try:
        Comparisons.parse(text)
    except ValueError:
        assert not is_passable
    else:
        assert is_passable


def could(row, wanted):
    """Whether some number within the bounds passes all; a missing bound is no limit."""
    lower, upper = row["lower"], row["upper"]

    def is_inside(number):
        above = lower is None or number > lower or (number == lower and row["lower_closed"])
        below = upper is None or number < upper or (number == upper and row["upper_closed"])
        return above and below

    return any(is_inside(each) and passes(wanted, each) for each in witnesses(wanted, lower, upper))


@pytest.fixture(scope="session")
def everything(client):
    return rows(client, PATH)


@settings(max_examples=15)
@given(data=st.data())
def test_possible_matches_are_those_that_the_bounds_allow_and_each_is_marked(
    client, everything, data
):
    ends = sorted({Decimal(row[name]) for row in everything for name in ("value", "lower", "upper")
                   if row[name] is not None})  # fmt: skip
    near = st.sampled_from([Decimal(0), Decimal("0.000001"), Decimal("-0.000001")])
    one = st.builds(
        lambda operator, end, step: f"{operator}:{end + step:f}",
        st.sampled_from(OPERATORS), st.sampled_from(ends), near,
    )  # fmt: skip
    text = ",".join(data.draw(st.lists(one, min_size=1, max_size=3)))
    wanted = tried(text)
    answer = client.get(PATH, params={"value": text, "match": "possible"})
    assume(answer.status_code == 200)
    sure = [row for row in everything if all(is_certain(row, *each) for each in wanted)]
    expected = [row for row in everything if could(row, wanted)]
    found = rows(client, PATH, value=text, match="possible")
    marks = [row.pop("match") for row in found]
    assert found == expected
    assert [row for row, mark in zip(found, marks, strict=True) if mark == "certain"] == [
        row for row in sure if row in expected
    ]
    assert rows(client, PATH, value=text) == sure


def test_what_certain_matching_leaves_out_is_counted(client):
    asked = {"organization": "lao-cai", "value": "lt:50", "limit": 1}
    sure = rows(client, PATH, organization="lao-cai", value="lt:50")
    possible = rows(client, PATH, organization="lao-cai", value="lt:50", match="possible")
    (notice,) = client.get(PATH, params=asked).json()["meta"]["notices"]
    assert notice["code"] == "possible_matches"
    assert notice["en"].startswith(f"{len(possible) - len(sure)} more could match")
    assert f"Còn {len(possible) - len(sure)} số" in notice["vi"]
    assert client.get(PATH, params={**asked, "match": "possible"}).json()["meta"]["notices"] == []


def test_nothing_is_said_where_nothing_is_left_out(client):
    asked = {"ids": "lao-cai.members.2022", "value": "eq:53767"}
    assert client.get(PATH, params=asked).json()["meta"]["notices"] == []


@pytest.mark.parametrize("end", ["lower", "upper"])
@pytest.mark.parametrize("operator", OPERATORS)
def test_bounds_are_compared_as_they_are_published(client, everything, end, operator):
    for number in ("0", "100", "42.5", "53767"):
        expected = [
            row
            for row in everything
            if row[end] is not None and HOLDS[operator](row[end], Decimal(number))
        ]
        assert rows(client, PATH, **{end: f"{operator}:{number}"}) == expected


def test_bounds_and_values_are_combined(client, everything):
    found = rows(client, PATH, lower="ge:10,ne:14", upper="le:100", value="gt:5,lt:90")
    assert found == [
        row
        for row in everything
        if row["lower"] is not None
        and row["upper"] is not None
        and 10 <= row["lower"] != 14
        and row["upper"] <= 100
        and is_certain(row, "gt", 5)
        and is_certain(row, "lt", 90)
    ]
    assert found != []


@pytest.mark.parametrize("form", ["json", "csv"])
def test_the_mark_stands_in_every_format(client, form):
    answer = client.get(
        PATH, params={"value": "lt:42", "match": "possible", "format": form, "limit": 5}
    )
    if form == "json":
        marks = {row["match"] for row in answer.json()["data"]}
    else:
        marks = {row["match"] for row in csv.DictReader(io.StringIO(answer.text))}
    assert marks <= {"certain", "possible"} != set()


@pytest.mark.parametrize(
    "asked",
    ["ge:10,lt:10", "ge:30,lt:20", "eq:1,eq:2", "eq:5,ne:5", "ge:5,le:5,ne:5", "ge:1,", "ge", ",",
     "ge:1,ge:2,ge:3,ge:4,ge:5"],
)  # fmt: skip
@pytest.mark.parametrize("parameter", ["value", "lower", "upper"])
def test_comparisons_that_make_no_sense_are_refused(client, parameter, asked):
    problem = assert_problem(client.get(PATH, params={parameter: asked}), 422)
    assert problem["parameter"] == parameter
    if asked.count(",") == COMPARISONS_MAX:
        assert f"at most {COMPARISONS_MAX}" in problem["expected"]
        assert f"{COMPARISONS_MAX + 1} were given" in problem["expected"]


def test_operators_are_all_there_are():
    assert set(OPERATORS) == {each.value for each in Comparison}
