"""Growth between two chosen periods: both ends, bounds, which grew faster, what is refused."""

from fractions import Fraction

import pytest

SINCE_2010 = {"organization": "lao-cai", "startPeriod": "2010", "endPeriod": "2022"}


def rows(client, **parameters):
    answer = client.get("/v1/growth", params=parameters)
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


def told(row):
    return f"{row['value']:.6g}", row["lower"], row["upper"]


def test_how_much_more_than_in_2010_and_whether_faster_than_the_population(client):
    found = {
        (row["indicator"], row["measure"]): row
        for row in rows(client, indicator="members,population", **SINCE_2010)
    }
    assert told(found["members", "absolute"]) == ("23758", 23758, 23758)
    assert found["members", "percent"]["lower"] == 79.169582
    assert found["members", "compound_per_year"]["upper"] == 4.979708
    # 626,92 thousand is known to ten people: so is the change.
    assert told(found["population", "absolute"]) == ("143670", 143665, 143675)
    for measure in ("percent", "compound_per_year"):
        assert found["members", measure]["compared"] == [
            {"indicator": "population", "pace": "faster"}
        ]
        assert found["population", measure]["compared"] == [
            {"indicator": "members", "pace": "slower"}
        ]
    assert found["members", "absolute"]["compared"] == []


def test_both_ends_stand_beside_it_down_to_their_prints(client):
    (row,) = rows(client, indicator="members", measure="absolute", **SINCE_2010)
    assert [(each["operand"], each["id"]) for each in row["operands"]] == [
        ("earlier", "lao-cai.members.2010"), ("later", "lao-cai.members.2022"),
    ]  # fmt: skip
    earlier, later = (each["lineage"]["figure"] for each in row["operands"])
    assert (earlier["as_reported"], later["as_reported"]) == ("30.009", "53.767")
    assert Fraction(later["value"]) - Fraction(earlier["value"]) == row["value"]


def test_a_share_changes_in_points(client):
    (row,) = rows(client, indicator="members_share_of_population", **SINCE_2010)
    assert (row["measure"], row["unit"]) == ("points", "percentage_points")
    assert told(row) == ("2.19065", 2.190607, 2.190684)


@pytest.mark.parametrize(
    ("asked", "guard", "code"),
    [
        ({"indicator": "population", "startPeriod": "2003"}, "break", "broken_series"),
        ({"indicator": "members", "startPeriod": "2011"}, "operands", "missing_operand"),
        ({"indicator": "population", "startPeriod": "2019-04-01"}, "period", "other_frequency"),
    ],
)
def test_what_cannot_be_compared_says_why(client, asked, guard, code):
    for row in rows(client, **{**SINCE_2010, **asked}):
        assert (row["value"], row["lower"], row["upper"], row["status"]) == (None, None, None, "M")
        assert (row["refusal"]["guard"], row["refusal"]["code"]) == (guard, code)


def test_a_break_is_crossed_when_asked_for_and_marked(client):
    asked = {**SINCE_2010, "startPeriod": "2003", "acrossBreaks": "true", "measure": "percent"}
    (row,) = rows(client, indicator="population", **asked)
    assert row["status"] == "B"
    assert {notice["code"] for notice in row["notices"]} == {"since", "across_break"}


@pytest.mark.parametrize(
    ("asked", "parameter"),
    [
        ({"indicator": "members", "startPeriod": "2022"}, "startPeriod"),
        ({"indicator": "members", "startPeriod": "2023"}, "startPeriod"),
        ({"indicator": "members", "measure": "points"}, "measure"),
        ({"indicator": "members_share_of_population", "measure": "percent"}, "measure"),
        ({"indicator": "members_growth_percent"}, "indicator"),
        ({"indicator": "population_implied"}, "indicator"),
        ({"indicator": "member"}, "indicator"),
        ({"indicator": "members", "organization": "lao-ca"}, "organization"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(client, asked, parameter):
    answer = client.get("/v1/growth", params={**SINCE_2010, **asked})
    assert answer.status_code == 422
    assert answer.json()["parameter"] == parameter


def test_only_the_fields_that_are_wanted_are_told(client):
    found = rows(client, indicator="members", fields="measure,direction", **SINCE_2010)
    assert found[0] == {"measure": "absolute", "direction": "increase"}
    assert all([*row] == ["measure", "direction"] for row in found)
    address = "/v1/growth?organization=lao-cai&indicator=members&startPeriod=2010&endPeriod=2022"
    table = client.get(f"{address}&fields=value,measure&format=csv&measure=absolute")
    assert table.text.splitlines() == ["value,measure", "23758,absolute"]
    assert client.get(f"{address}&fields=worth").json()["parameter"] == "fields"
