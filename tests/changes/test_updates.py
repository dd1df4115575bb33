"""Bringing a copy up to date by the list of observations, and what cells were before."""

import csv
import io
import json
from datetime import datetime, timedelta

import pytest

from app.publication.publish import Publisher
from tests.api.problems import assert_problem
from tests.changes.states import FIGURES, ORGANIZATIONS, load, written
from tests.conftest import on
from tests.serving import serving

PATH = "/v1/observations"
WITHOUT_WEST_2 = {name: text for name, text in FIGURES.items() if not name.startswith("west-2")}
# One is corrected and two come; then one changes back, and an organization goes with its number.
STATES = (
    (FIGURES, ORGANIZATIONS),
    (
        FIGURES
        | {
            "west-1.members.2022": "201",
            "east-1.members.2021": "90",
            "west-1.members.2022-06": "150",
        },
        ORGANIZATIONS,
    ),
    (WITHOUT_WEST_2 | {"east-1.members.2021": "91"}, ORGANIZATIONS[:-1]),
)


@pytest.fixture(scope="module")
def client(database, tmp_path_factory, request):
    folder = tmp_path_factory.mktemp("updates")
    publisher = Publisher(on(database, folder / "data", request))
    for figures, organizations in STATES:
        load(publisher, written(folder, figures, organizations=organizations))
    with serving(publisher.settings) as client:
        yield client


def pages(client, **query):
    """Rows of all pages by id, with the notices of the first."""
    answer = client.get(PATH, params={"limit": 5, **query})
    found, notices = {}, None
    while True:
        assert answer.status_code == 200, answer.text
        body = answer.json()
        notices = body["meta"]["notices"] if notices is None else notices
        for row in body["data"]:
            assert row["id"] not in found
            found[row["id"]] = row
        if "next" not in body["links"]:
            return found, notices
        answer = client.get(body["links"]["next"])


def moments(client):
    """When each release was published, by number."""
    rows = client.get("/v1/releases").json()["data"]
    return {row["number"]: row["published_at"] for row in rows}


def before(moment):
    return (datetime.fromisoformat(moment) - timedelta(microseconds=1)).isoformat()


def applied(copy, updates):
    """The copy with what the actions say done; each must be possible."""
    found = dict(copy)
    for name, row in updates.items():
        action, number = row["action"], {key: row[key] for key in row if key != "action"}
        assert (name in found) == (action != "append")
        if action == "delete":
            assert set(number) == {"id", "organization", "indicator", "period"}
            del found[name]
        else:
            found[name] = number
    return found


def test_a_copy_of_any_release_is_brought_up_to_any_later_one(client):
    published = moments(client)
    states = {number: pages(client, release=number)[0] for number in published}
    for since in published:
        for release in range(since, len(published) + 1):
            updates, notices = pages(client, updatedAfter=published[since], release=release)
            assert applied(states[since], updates) == states[release]
            assert notices[0]["code"] == "releases_since"
            changed = {
                name
                for name in {*states[since], *states[release]}
                if states[since].get(name) != states[release].get(name)
            }
            assert set(updates) == changed
    everything, _ = pages(client, updatedAfter=before(published[1]))
    assert {row["action"] for row in everything.values()} == {"append"}
    assert applied({}, everything) == states[3]


def test_what_left_with_its_organization_is_told(client):
    published = moments(client)
    updates, notices = pages(client, updatedAfter=published[1], labels="true")
    assert updates["west-2.members.2022"] == {
        "id": "west-2.members.2022",
        "organization": "west-2",
        "indicator": "members",
        "period": "2022",
        "action": "delete",
    }
    # Corrected and taken back: as it was.
    assert "west-1.members.2022" not in updates
    assert "2–3" in notices[0]["en"]
    none, notices = pages(client, updatedAfter=published[3])
    assert none == {}
    assert notices[0]["en"].startswith("No release was published after")


@pytest.mark.parametrize(
    ("query", "holds"),
    [
        ({"indicator": "members"}, lambda row: row["indicator"] == "members"),
        ({"organization": "east-1,west"}, lambda row: row["organization"] in {"east-1", "west"}),
        # What is gone from the tree has no place in it.
        ({"organization": "descendants:west"}, lambda row: row["organization"] == "west-1"),
        ({"frequency": "M"}, lambda row: row["period"] == "2022-06"),
        ({"period": "in:2022"}, lambda row: row["period"].startswith("2022")),
        ({"startPeriod": "2022-06-15"}, lambda row: row["period"] == "no period begins so late"),
        ({"startPeriod": "2022"}, lambda row: row["period"].startswith("2022")),
        ({"endPeriod": "2022-06"}, lambda row: row["period"] in {"2021", "2022-06"}),
        ({"derivation": "reported"}, lambda row: row.get("derivation") == "reported"),
        ({"value": "lt:100"}, lambda row: (row.get("upper") or 1000) < 100),
        ({"match": "possible", "value": "lt:100"}, lambda row: (row.get("lower") or 1000) < 100),
    ],
    ids=lambda each: str(each) if isinstance(each, dict) else "",
)
def test_filters_choose_among_what_changed(client, query, holds):
    since = moments(client)[1]
    everything, _ = pages(client, updatedAfter=since, release=3)
    chosen, _ = pages(client, updatedAfter=since, release=3, **query)
    assert set(chosen) == {name for name, row in everything.items() if holds(row)}


def test_history_tells_what_each_release_did(client):
    published = moments(client)
    rows, _ = pages(
        client, includeHistory="true", organization="west-1,east-1", indicator="members"
    )
    told = {name: row["history"] for name, row in rows.items()}
    assert [(each["release"], each["change"]) for each in told["west-1.members.2022"]] == [
        (2, "revised"), (3, "revised"),
    ]  # fmt: skip
    first, second = told["west-1.members.2022"]
    assert (first["before"]["value"], second["before"]["value"]) == (200, 201)
    assert first["published_at"] == published[2]
    assert told["east-1.members.2022"] == []
    assert told["east-1.members.2021"][0]["before"] is None
    single = client.get(f"{PATH}/west-1.members.2022").json()["data"]["history"]
    assert single == [
        {name: each[name] for name in each if name != "published_at"}
        for each in told["west-1.members.2022"]
    ]
    gone, _ = pages(client, updatedAfter=published[1], includeHistory="true", period="2022")
    assert [each["change"] for each in gone["west-2.members.2022"]["history"]] == ["withdrawn"]
    assert gone["west-2.members.2022"]["history"][0]["before"]["value"] == 300


@pytest.mark.parametrize("form", ["csv", "csv-excel", "ndjson", "json-stat", "xlsx", "csvw"])
def test_every_format_tells_actions_and_history(client, form):
    query = {"updatedAfter": moments(client)[1], "includeHistory": "true", "limit": 1000}
    answer = client.get(PATH, params={**query, "format": form})
    assert answer.status_code == 200, answer.text
    data = client.get(PATH, params=query).json()["data"]
    if form == "csv":
        table = list(csv.DictReader(io.StringIO(answer.text)))
        assert [row["action"] for row in table] == [row["action"] for row in data]
        assert [json.loads(row["history"] or "[]") for row in table] == [
            row["history"] for row in data
        ]
        gone = next(row for row in table if row["id"] == "west-2.members.2022")
        assert gone["value"] == gone["derivation"] == ""
    if form == "json-stat":
        rows = answer.json()["extension"]["rows"]
        assert [row["action"] for row in rows] == [row["action"] for row in data]
    shown = client.get(PATH, params={**query, "fields": "action,id,value"}).json()["data"]
    assert shown == [
        {name: row[name] for name in ("action", "id", "value") if name in row} for row in data
    ]


def test_updates_are_sorted_and_pages_end(client):
    since = moments(client)[1]
    everything, _ = pages(client, updatedAfter=since)
    by_action, _ = pages(client, updatedAfter=since, sort="action,value:desc", limit=2)
    assert [*by_action] != [*everything]
    assert {**by_action} == everything
    assert [row["action"] for row in by_action.values()] == sorted(
        row["action"] for row in everything.values()
    )
    # Codes bytewise, then by the days of periods.
    keys = [(row["organization"], row["indicator"]) for row in everything.values()]
    assert keys == sorted(keys)
    assert_problem(client.get(PATH, params={"updatedAfter": since, "after": "x.members.2022"}), 422)
