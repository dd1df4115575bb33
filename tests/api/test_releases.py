"""Past releases: by number and as of a moment, the same bytes whatever comes after."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.packages import event, figure, organization, write_package
from tests.serving import serving

TREE = (organization("vn"), organization("p", "vn"), organization("d", "p"))
PATHS = (
    "/v1/organizations?limit=2",
    "/v1/organizations/p",
    "/v1/organizations/p/descendants",
    "/v1/organizations/p/profile?period=2022",
    "/v1/events",
    "/v1/indicators",
    "/v1/sources",
    "/v1/codelists",
    "/v1/figures",
    "/v1/observations?total=true",
    "/v1/observations?value=lt:5",
    "/v1/observations/p.members.2022",
    "/v1/observations/p.share.2022",
    "/v1/ratios",
    "/v1/ratios/share?organization=p&period=2021,2022",
    "/v1/ratios/growth?organization=p&acrossBreaks=true",
    "/v1/computations?organization=p&numerator=members&denominator=population",
    "/v1/checks",
    "/v1/releases",
    "/v1/releases/1",
    "/v1/config",
)


def package(folder, members):
    figures = [
        figure("p.population.2022", "1.000"),
        figure("p.members.2021", "40"),
        figure("p.members.2022", members),
        figure("d.members.2022", "9"),
    ]
    events = (event("paper", "p"),)
    return write_package(folder / members, organizations=TREE, figures=figures, events=events)


@pytest.fixture
def two(publish, publisher, tmp_path):
    """A client of two releases, and the body of every path before there was a second."""
    client = publish(package(tmp_path, "50"))
    before = {path: client.get(path).content for path in PATHS}
    publisher.load(package(tmp_path, "60"))
    return client, before


def pinned(client, path, number=1):
    answer = client.get(path, params={**dict(_pairs(path)), "release": number})
    assert answer.status_code == 200, answer.text
    return answer


def _pairs(path):
    return [pair.split("=") for pair in path.partition("?")[2].split("&") if pair]


def test_what_is_pinned_stays_the_same_bytes_after_the_next_release(two):
    client, before = two
    assert client.get("/v1/observations/p.members.2022").json()["data"]["value"] == 60
    assert {path: pinned(client, path).content for path in PATHS} == before


def test_what_is_pinned_stays_the_same_bytes_after_a_restart_with_one_reader(two, publisher):
    _, before = two
    with serving(publisher.settings, open_releases=1) as client:
        for _ in range(2):  # The reader of each release is closed for the other's in between.
            assert {path: pinned(client, path).content for path in PATHS} == before
            assert client.get("/v1/releases").json()["meta"]["release"]["number"] == 2


def test_every_answer_names_its_release(two):
    client, _ = two
    for number in (1, 2):
        for path in PATHS:
            if path != "/v1/releases/1":
                assert pinned(client, path, number).json()["meta"]["release"]["number"] == number


def test_the_releases_tell_what_each_changed(two):
    client, _ = two
    first, second = client.get("/v1/releases").json()["data"]
    assert (first["number"], first["current"]) == (1, False)
    assert (second["number"], second["current"]) == (2, True)
    # p's members, its share, its growth, and the nation's sum over its one province.
    assert second["changes"] == {"new": 0, "revised": 4, "withdrawn": 0}
    assert first["chain_digest"] != second["chain_digest"]
    found = client.get("/v1/observations/p.members.2022").json()["data"]
    assert [(each["release"], each["change"]) for each in found["history"]] == [(2, "revised")]
    assert found["history"][0]["before"]["value"] == 50


def test_an_instant_answers_from_the_last_release_published_by_then(two):
    client, before = two
    first, second = (each["published_at"] for each in client.get("/v1/releases").json()["data"])
    just_before = datetime.fromisoformat(second) - timedelta(microseconds=1)
    path = "/v1/observations/p.members.2022"
    for moment, number in ((first, 1), (just_before.isoformat(), 1), (second, 2)):
        answer = client.get(path, params={"asOf": moment})
        assert answer.json()["meta"]["release"]["number"] == number
    assert client.get(path, params={"asOf": first}).content == before[path]


def test_a_day_means_its_end_in_viet_nam(two):
    client, _ = two
    today = (datetime.now(UTC) + timedelta(hours=7)).date()
    answer = client.get("/v1/config", params={"asOf": today.isoformat()})
    assert answer.json()["meta"]["release"]["number"] == 2
    yesterday = client.get("/v1/config", params={"asOf": (today - timedelta(days=1)).isoformat()})
    assert yesterday.status_code == 404


@pytest.mark.parametrize("moment", ["2020-01-01", "2020-01-01T00:00:00Z"])
def test_before_the_first_release_there_is_nothing(client, moment):
    answer = client.get("/v1/observations", params={"asOf": moment})
    assert (answer.status_code, answer.json()["parameter"]) == (404, "asOf")
    # What asOf is not about: the date of the numbers themselves.
    assert "period=" in answer.json()["detail"]


@pytest.mark.parametrize(
    "selection",
    [
        {"asOf": "2199-12-31"},
        {"asOf": "2022-12-31", "release": "1"},
        {"asOf": "2026-11-23T08:00:00"},
        {"asOf": "2026-02-30"},
        {"asOf": "yesterday"},
        {"asOf": "0001-01-01T00:00:00Z"},
        {"asOf": ""},
    ],
    ids=str,
)
def test_a_moment_that_cannot_be_meant_is_refused(client, selection):
    answer = client.get("/v1/observations", params=selection)
    assert (answer.status_code, answer.json()["parameter"]) == (422, "asOf")


def test_the_future_is_refused_to_the_hour(client):
    later = datetime.now(UTC) + timedelta(hours=1)
    answer = client.get("/v1/observations", params={"asOf": later.isoformat()})
    assert (answer.status_code, answer.json()["expected"]) == (422, "a moment until now")


def test_an_unknown_release_is_refused_as_parameter_and_not_found_as_path(client):
    asked = client.get("/v1/observations", params={"release": 99})
    assert (asked.status_code, asked.json()["parameter"]) == (422, "release")
    assert asked.json()["expected"] == "1 to 1"
    named = client.get("/v1/releases/99")
    assert (named.status_code, named.json()["expected"]) == (404, "1 to 1")


def test_a_release_does_not_know_of_later_ones(two):
    client, _ = two
    assert client.get("/v1/releases", params={"release": 1}).json()["meta"]["count"] == 1
    assert client.get("/v1/releases/2", params={"release": 1}).status_code == 404
