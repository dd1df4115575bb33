"""Which periods, and how many of each series: frequencies, what lies in one, first and last."""

from collections import Counter
from itertools import groupby

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.parameter_times import PeriodChoice
from app.values.periods import Frequency, Period
from tests.api.problems import assert_problem
from tests.packages import figure, organization, write_package
from tests.strategies import periods

PATH = "/v1/observations"


def pages(client, **query):
    """All rows, from links of pages."""
    answer = client.get(PATH, params={"limit": 1000, **query})
    found = []
    while True:
        assert answer.status_code == 200, answer.text
        body = answer.json()
        found += body["data"]
        if "next" not in body["links"]:
            return found
        answer = client.get(body["links"]["next"])


class Rows(list):
    """All of them, which a failure need not show."""

    def __repr__(self):
        return f"{len(self)} rows"


@pytest.fixture(scope="module")
def everything(client):
    return Rows(pages(client))


def ids(rows):
    return [row["id"] for row in rows]


def period(row):
    return Period.parse(row["period"])


def series(row):
    return row["organization"], row["indicator"]


@given(periods)
def test_a_period_inside_is_one_whose_days_all_are(each):
    first, last = each.ordinals_inside
    inside = [*each.inside()]
    assert all(each.covers(other) and first <= other.ordinal <= last for other in inside)
    assert each in inside
    assert len(inside) == len(set(inside))
    outer = Period.from_ordinal(last)
    assert outer == each
    for shift in (-1, 1):
        if 1900 < each.start.year < 2199:
            other = each.shifted(shift)
            assert not first <= other.ordinal <= last


@given(periods, st.booleans())
def test_a_choice_of_periods_survives_being_written(each, inside):
    choice = PeriodChoice(each, inside)
    assert PeriodChoice.parse(str(choice)) == choice


@pytest.mark.parametrize("span", ["2022", "2020-S2", "2020-Q3", "2020-09", "1999", "2025-10"])
def test_what_lies_in_a_period_is_of_every_frequency(client, everything, span):
    chosen = Period.parse(span)
    expected = [row for row in everything if chosen.covers(period(row))]
    assert pages(client, period=f"in:{span}") == expected
    assert pages(client, startPeriod=span, endPeriod=span) == expected
    exactly = [row for row in everything if row["period"] == span]
    assert pages(client, period=span) == exactly


def test_a_year_has_its_shorter_periods(client, everything):
    of_2020 = {row["period"] for row in pages(client, startPeriod="2020", endPeriod="2020")}
    assert {"2020", "2020-09", "2020-10"} <= of_2020
    both = pages(client, period="in:2020-Q4,2022")
    assert both == [
        row
        for row in everything
        if row["period"] == "2022" or Period.parse("2020-Q4").covers(period(row))
    ]


@pytest.mark.parametrize("frequencies", ["A", "M", "D,Q", "M,S"])
def test_frequencies_are_told_by_the_period(client, everything, frequencies):
    wanted = {Frequency(each) for each in frequencies.split(",")}
    expected = [row for row in everything if period(row).frequency in wanted]
    assert pages(client, frequency=frequencies) == expected
    of_figures = client.get("/v1/figures", params={"frequency": frequencies, "limit": 1000}).json()
    assert {Period.parse(row["period"]).frequency for row in of_figures["data"]} <= wanted


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ({"frequency": "Q", "period": "2022"}, "frequency"),
        ({"frequency": "A", "period": "in:2022-06,2022-Q1"}, "frequency"),
        ({"frequency": "W"}, "frequency"),
        ({"period": "in:"}, "period"),
        ({"period": "in:in:2022"}, "period"),
        ({"lastNObservations": "0"}, "lastNObservations"),
        ({"firstNObservations": "1001"}, "firstNObservations"),
        ({"latest": "true", "lastNObservations": "2"}, "latest"),
        ({"updatedAfter": "2026-01-01", "firstNObservations": "2"}, "updatedAfter"),
        ({"updatedAfter": "2026-01-01", "latest": "true"}, "updatedAfter"),
        ({"updatedAfter": "2190-01-01"}, "updatedAfter"),
    ],
    ids=str,
)
def test_what_cannot_be_meant_is_refused(client, query, parameter):
    for language in ("vi", "en"):
        problem = assert_problem(client.get(PATH, params={**query, "lang": language}), 422)
        assert problem["parameter"] == parameter
        assert problem["language"] == language


# What a row must be to pass, and the same as parameters.
FILTERS = (
    ({}, bool),
    ({"frequency": "A"}, lambda row: period(row).is_annual),
    ({"frequency": "M,D"}, lambda row: period(row).frequency in {"M", "D"}),
    ({"startPeriod": "2010"}, lambda row: period(row).start.year >= 2010),
    ({"endPeriod": "2021-06"}, lambda row: period(row).end.isoformat() <= "2021-06-30"),
    ({"period": "in:2020"}, lambda row: period(row).start.year == 2020),
    ({"period": "2020,2022,2020-10"}, lambda row: row["period"] in {"2020", "2022", "2020-10"}),
    ({"organization": "lao-cai,vn"}, lambda row: row["organization"] in {"lao-cai", "vn"}),
    ({"organization": "vn"}, lambda row: row["organization"] == "vn"),
    ({"indicator": "members"}, lambda row: row["indicator"] == "members"),
    ({"indicator": "cells,members"}, lambda row: row["indicator"] in {"cells", "members"}),
    ({"derivation": "reported"}, lambda row: row["derivation"] == "reported"),
    ({"status": "A"}, lambda row: row["status"] == "A"),
    ({"value": "ge:50000"}, lambda row: row["lower"] is not None and row["lower"] >= 50_000),
    ({"lower": "ge:1000"}, lambda row: row["lower"] is not None and row["lower"] >= 1000),
)  # fmt: skip


def names(chosen):
    return tuple(chosen[0])


def windowed(rows, *, first=None, last=None):
    """The same by grouping all of them: rows come by series, in the order of periods."""
    found = []
    for _, group in groupby(rows, key=series):
        held = [*group]
        places = {*range(first or 0), *range(len(held) - (last or 0), len(held))}
        found += [row for place, row in enumerate(held) if place in places]
    return found


@settings(max_examples=25)
@given(
    chosen=st.lists(st.sampled_from(FILTERS), min_size=1, max_size=3, unique_by=names),
    ends=st.tuples(st.none() | st.integers(1, 4), st.none() | st.integers(1, 4)),
    limit=st.sampled_from([7, 50, 1000]),
)  # fmt: skip
def test_first_and_last_are_counted_among_what_passes(client, everything, chosen, ends, limit):
    first, last = ends
    query = {name: text for parameters, _ in chosen for name, text in parameters.items()}
    passing = [row for row in everything if all(holds(row) for _, holds in chosen)]
    expected = windowed(passing, first=first, last=last) if first or last else passing
    windows = {"firstNObservations": first, "lastNObservations": last}
    asked = query | {name: count for name, count in windows.items() if count is not None}
    if len(expected) > 20 * limit:
        limit = 1000
    assert ids(pages(client, **asked, limit=limit)) == ids(expected)
    counted = client.get(PATH, params={**asked, "limit": 1, "total": "true"}).json()["meta"]
    assert counted["total"] == len(expected)
    # The latest is the last that has a value, and says of what periods.
    latest = windowed([row for row in passing if row["value"] is not None], last=1)
    found = client.get(PATH, params={**query, "latest": "true", "limit": 1000}).json()
    assert ids(found["data"]) == ids(latest)
    if latest:
        (told,) = [each for each in found["meta"]["notices"] if each["code"] == "periods_of_latest"]
        counted = Counter(row["period"] for row in latest)
        (most, count), *_ = counted.most_common(1)
        assert f"{most}: {count}" in told["en"]
        assert f"{most}: {count}" in told["vi"]


def test_a_window_may_be_sorted_and_cut_and_asked_by_body(client):
    query = {"indicator": "members", "level": "provincial", "latest": "true"}
    rows = pages(client, **query)
    by_value = pages(client, **query, sort="value:desc", limit=9)
    assert ids(by_value) == ids(sorted(rows, key=lambda row: -row["value"]))
    posted = client.post(f"{PATH}/query", json={**query, "latest": True, "limit": 1000})
    assert posted.json()["data"] == rows
    first = client.get(PATH, params={**query, "limit": 3}).json()
    (told,) = first["meta"]["notices"]
    (told_of_all,) = client.get(PATH, params={**query, "limit": 1000}).json()["meta"]["notices"]
    assert told == told_of_all
    following = client.get(first["links"]["next"]).json()
    assert following["meta"]["notices"] == []


def test_what_has_a_status_and_no_value_counts_but_is_not_the_latest(publish, tmp_path):
    package = write_package(
        tmp_path,
        organizations=[organization("vn"), organization("east", "vn")],
        figures=[
            figure("east.members.2021", "10"),
            figure("east.members.2022", "3"),
            figure("east.members.2022-12-31", "4"),
        ],
    )
    client = publish(package)
    query = {"organization": "east", "indicator": "members"}
    (last,) = pages(client, **query, lastNObservations=1)
    assert (last["period"], last["value"], last["status"]) == ("2022", None, "Q")
    (latest,) = pages(client, **query, latest="true")
    assert (latest["period"], latest["value"]) == ("2021", 10)
