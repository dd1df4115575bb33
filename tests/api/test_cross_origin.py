"""Pages of other hosts may read: answers, refusals and faults alike."""

import pytest

from tests.api.problems import assert_problem

ORIGIN = {"origin": "https://example.org"}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/v1/organizations", 200),
        ("/v1/organizations?format=csv", 200),
        ("/openapi.json", 200),
        ("/v1/organizations/nobody", 404),
        ("/nothing", 404),
        ("/v1/organizations?limit=0", 422),
        ("/v1/organizations?limit=1&limit=2", 422),
        ("/v1/organizations?code=%00", 400),
        ("/v1/organizations?code=" + "a" * 8000, 414),
    ],
    ids=lambda value: str(value)[:40],
)
def test_any_origin_may_read_whatever_the_answer_is(client, path, status):
    answer = client.get(path, headers=ORIGIN)
    assert answer.status_code == status
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in answer.headers
    assert "ETag" in answer.headers["access-control-expose-headers"]


def test_an_answer_that_a_page_holds_is_not_sent_again(client):
    tag = client.get("/v1/config").headers["etag"]
    answer = client.get("/v1/config", headers={**ORIGIN, "if-none-match": tag})
    assert answer.status_code == 304
    assert answer.headers["access-control-allow-origin"] == "*"


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_browser_is_told_beforehand_that_it_may_read(client, method):
    asked = {
        **ORIGIN,
        "access-control-request-method": method,
        "access-control-request-headers": "if-none-match",
    }
    answer = client.options("/v1/observations", headers=asked)
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    assert method in answer.headers["access-control-allow-methods"]
    assert "if-none-match" in answer.headers["access-control-allow-headers"].lower()


def test_a_browser_is_told_beforehand_that_it_may_not_write(client):
    asked = {**ORIGIN, "access-control-request-method": "DELETE"}
    answer = client.options("/v1/observations", headers=asked)
    assert_problem(answer, 405)
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "DELETE" not in answer.headers["access-control-allow-methods"]
    assert client.delete("/v1/observations", headers=ORIGIN).status_code == 405


def test_answers_are_the_same_to_every_origin(client):
    answers = [client.get("/v1/config", headers=headers) for headers in ({}, ORIGIN)]
    first, second = ({**answer.headers, "date": "", "ratelimit": ""} for answer in answers)
    assert first == second
    assert "Origin" not in first["vary"]


@pytest.mark.parametrize("path", ["/v1/events", "/nothing", "/v1/events?code=%00", "/docs"])
def test_every_answer_forbids_guessing_and_framing(client, path):
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
