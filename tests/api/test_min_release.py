"""`minRelease`: the same answer from that release or a later one, or a plain word that it waits."""

from itertools import product

import pytest

from tests.api.problems import assert_problem
from tests.api.test_publishing_while_reading import package

PATHS = (
    "/v1/observations",
    "/v1/observations/p1.share.2022",
    "/v1/organizations/p2/profile?period=2022",
    "/v1/releases",
    "/v1/config",
)


def asking(path, **parameters):
    added = "&".join(f"{name}={value}" for name, value in parameters.items())
    return f"{path}{'&' if '?' in path else '?'}{added}"


@pytest.fixture
def two(publish, tmp_path):
    """Of a service with two releases."""
    return publish(package(tmp_path, 1), package(tmp_path, 2))


def test_the_answer_its_tag_and_its_links_are_the_same_as_without(two):
    for path, accept in product(PATHS, ("application/json", "text/csv")):
        plain = two.get(path, headers={"accept": accept})
        for number in (1, 2):
            address = asking(path, minRelease=number)
            answer = two.get(address, headers={"accept": accept})
            assert (answer.status_code, answer.content) == (200, plain.content)
            for name in ("etag", "cache-control", "link", "vary"):
                assert answer.headers[name] == plain.headers[name]
            held = {"accept": accept, "if-none-match": plain.headers["etag"]}
            assert two.get(address, headers=held).status_code == 304
        assert "minRelease" not in plain.text


def test_who_is_behind_says_so_until_the_release_is_here_and_nothing_of_it_is_kept(
    two, publisher, tmp_path
):
    for path in PATHS:
        for _ in range(2):
            answer = two.get(asking(path, minRelease=3))
            assert assert_problem(answer, 503)["type"] == "/problems/release-behind"
            assert answer.headers["retry-after"] == "1"
            assert answer.headers["cache-control"] == "no-store"
        tag = two.get(path).headers["etag"]
        held = two.get(asking(path, minRelease=3), headers={"if-none-match": tag})
        assert held.status_code == 503
        assert two.head(asking(path, minRelease=3)).status_code == 503
    publisher.load(package(tmp_path, 3))
    for path in PATHS:
        answer = two.get(asking(path, minRelease=3))
        assert answer.json()["meta"]["release"]["number"] == 3
        assert two.get(asking(path, minRelease=2)).content == answer.content


def test_an_older_release_beside_it_is_refused(two):
    [first, *_] = two.get("/v1/releases").json()["data"]
    for chosen in ({"release": 1}, {"asOf": first["published_at"]}):
        assert two.get(asking(PATHS[0], minRelease=1, **chosen)).status_code == 200
        problem = assert_problem(two.get(asking(PATHS[0], minRelease=2, **chosen)), 422)
        assert problem["parameter"] == "minRelease"
        assert problem["expected"] == "at most 1, or neither release nor asOf"


def test_what_is_still_to_come_is_waited_for_unless_an_older_one_is_named(two):
    behind = asking(PATHS[0], release=4, minRelease=3)
    assert assert_problem(two.get(behind), 503)["type"] == "/problems/release-behind"
    day = asking(PATHS[0], asOf=two.get("/v1/config").json()["meta"]["release"]["published_at"])
    assert_problem(two.get(asking(day, minRelease=3)), 503)
    assert_problem(two.get(asking(PATHS[0], release=1, minRelease=3)), 422)
    assert_problem(two.get(asking(PATHS[0], release=4, minRelease=2)), 422)


@pytest.mark.parametrize("number", ["0", "-1", "x", "1.0", "01", "1234567890", ""])
def test_only_a_number_of_a_release_is_taken(client, number):
    problem = assert_problem(client.get(f"/v1/observations?minRelease={number}"), 422)
    assert problem["parameter"] == "minRelease"
    assert problem["expected"] == "the number of a release, such as 1"
