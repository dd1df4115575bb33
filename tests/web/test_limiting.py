"""How often one address may ask, whose address it is, and what it is told."""

import json
import socket
from ipaddress import ip_network

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.clients import Clients
from app.web.limiting import RateLimit, Windows, named
from tests.api.problems import assert_problem
from tests.serving import serving

PATH = "/v1/observations/lao-cai.members.2022"
POLICY = '"default";q=3;w=86400'


@pytest.fixture
def limited(seeds):
    """A service that three requests a day may be sent to."""
    with serving(seeds, rate_limit="3/day") as client:
        yield client


def scope(peer, *headers, path="/v1/sources", method="GET"):
    lines = [(name.encode(), value.encode()) for name, value in headers]
    return {"path": path, "method": method, "client": (peer, 4711), "headers": lines}


def test_every_answer_tells_what_is_left_also_from_what_is_kept(limited):
    for left in (2, 1, 0):
        answer = limited.get(PATH)
        assert answer.status_code == 200
        assert answer.headers["ratelimit-policy"] == POLICY
        assert answer.headers["ratelimit"] == f'"default";r={left};t=86400'


def test_one_too_many_is_refused_and_told_when_to_go_on(limited):
    for _ in range(3):
        limited.get(PATH)
    answer = limited.get(PATH, headers={"origin": "https://example.org"})
    problem = assert_problem(answer, 429)
    assert problem["type"] == "/problems/too-many-requests"
    assert answer.headers["retry-after"] == "86400"
    assert answer.headers["ratelimit"] == '"default";r=0;t=86400'
    assert answer.headers["access-control-allow-origin"] == "*"
    exposed = answer.headers["access-control-expose-headers"]
    assert {"RateLimit", "RateLimit-Policy", "Retry-After"} <= set(exposed.split(", "))
    assert limited.head(PATH).status_code == 429
    assert limited.get("/nothing", headers={"accept-language": "vi"}).json()["language"] == "vi"


def test_what_is_held_is_counted_and_told_too(limited):
    held = {"if-none-match": limited.get(PATH).headers["etag"]}
    answers = [limited.get(PATH, headers=held) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [304, 304, 429]
    assert answers[1].headers["ratelimit"] == '"default";r=0;t=86400'


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_health_and_metrics_are_not_limited(limited, path):
    for _ in range(5):
        answer = limited.get(path)
        assert (answer.status_code, "ratelimit" in answer.headers) == (200, False)


def test_asking_beforehand_is_not_limited(limited):
    asking = {"origin": "https://example.org", "access-control-request-method": "GET"}
    assert {limited.options(PATH, headers=asking).status_code for _ in range(5)} == {200}


def test_no_limit_is_told_where_there_is_none(seeds):
    with serving(seeds, rate_limit="off") as client:
        answer = client.get("/v1/config")
        assert "ratelimit" not in answer.headers
        assert answer.json()["data"]["limits"]["rate_limit"] is None


def test_the_limit_is_shown_with_the_others(limited):
    assert limited.get("/v1/config").json()["data"]["limits"]["rate_limit"] == "3/day"


def test_headers_of_who_is_no_proxy_change_nothing(limited):
    for number in range(3):
        spoofed = {"x-forwarded-for": f"192.0.2.{number}", "forwarded": f"for=192.0.2.{number}"}
        assert limited.get(PATH, headers=spoofed).status_code == 200
    assert limited.get(PATH, headers={"x-forwarded-for": "192.0.2.9"}).status_code == 429


def test_behind_a_proxy_that_is_trusted_each_client_has_its_own(seeds):
    with serving(seeds, rate_limit="1/day", trusted_proxies="127.0.0.0/8") as client:

        def status(**headers):
            names = {name.replace("_", "-"): value for name, value in headers.items()}
            return client.get(PATH, headers=names).status_code

        assert status(x_forwarded_for="192.0.2.1") == 200
        assert status(x_forwarded_for="192.0.2.2") == 200
        # What a client writes itself stands in front of what the proxy adds.
        assert status(x_forwarded_for="198.51.100.7, 192.0.2.1") == 429
        assert status(forwarded='for="[2001:db8:0:1::5]:4711";proto=https') == 200
        assert status(forwarded='for="[2001:db8:0:1::6]"') == 429
        assert status(x_forwarded_for="2001:db8:0:2::6") == 200


def test_addresses_are_not_in_the_log(seeds, tmp_path):
    log = tmp_path / "log"
    with serving(seeds, rate_limit="1/day", access_log=str(log)) as client:
        client.get(PATH)
        client.get(PATH)
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert [line["status"] for line in lines] == [200, 429]
    assert "127.0.0.1" not in log.read_text()


def test_many_connections_of_one_address_are_counted_together(limited):
    address = (limited.base_url.host, limited.base_url.port)
    statuses = []
    for _ in range(4):
        with socket.create_connection(address, timeout=60) as connection:
            request = f"GET {PATH} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"
            connection.sendall(request.encode())
            head = b"".join(iter(lambda: connection.recv(65536), b""))
            statuses.append(head.split()[1])
    assert statuses == [b"200"] * 3 + [b"429"]


@pytest.mark.parametrize(
    ("headers", "client"),
    [
        ([], "10.0.0.1"),
        ([("x-forwarded-for", "192.0.2.1")], "192.0.2.1"),
        ([("x-forwarded-for", "192.0.2.1, 10.0.0.9")], "192.0.2.1"),
        ([("x-forwarded-for", "6.6.6.6, 192.0.2.1, 10.0.0.9")], "192.0.2.1"),
        ([("x-forwarded-for", "6.6.6.6"), ("x-forwarded-for", "192.0.2.1")], "192.0.2.1"),
        ([("x-forwarded-for", "192.0.2.1:4711")], "192.0.2.1"),
        ([("x-forwarded-for", "[2001:db8::1]:4711")], "2001:db8::1"),
        ([("x-forwarded-for", "10.0.0.3, 10.0.0.2")], "10.0.0.3"),
        ([("x-forwarded-for", "192.0.2.1, unknown")], "10.0.0.1"),
        ([("x-forwarded-for", "6.6.6.6, nonsense, 10.0.0.9")], "10.0.0.9"),
        ([("forwarded", "for=192.0.2.1")], "192.0.2.1"),
        ([("forwarded", 'proto=https; For="192.0.2.1:80", for=10.0.0.4')], "192.0.2.1"),
        ([("forwarded", "for=_hidden")], "10.0.0.1"),
        ([("forwarded", "by=10.0.0.1")], "10.0.0.1"),
        ([("forwarded", "for=192.0.2.1"), ("x-forwarded-for", "192.0.2.1")], "192.0.2.1"),
        ([("forwarded", "for=6.6.6.6"), ("x-forwarded-for", "192.0.2.1")], "10.0.0.1"),
        ([("x-forwarded-for", "6.6.6.6, " + "10.0.0.2, " * 30 + "10.0.0.2")], "10.0.0.2"),
    ],
)
def test_the_client_is_the_nearest_address_that_is_no_trusted_proxy(headers, client):
    clients = Clients([ip_network("10.0.0.0/8")])
    assert clients.client(clients.sent(scope("10.0.0.1", *headers))) == client


@given(st.text(), st.text())
def test_whatever_stands_in_the_headers_some_address_is_found(forwarded_for, forwarded):
    clients = Clients([ip_network("10.0.0.0/8")])
    assert clients.client(("10.0.0.1", forwarded_for, forwarded))


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("192.0.2.1", "::ffff:192.0.2.1", True),
        ("2001:db8::1", "2001:db8::ffff:ffff:ffff:ffff", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("", "testclient", False),
    ],
)
def test_addresses_that_one_client_may_choose_from_count_together(first, second, together):
    assert (named(first) == named(second)) is together


def test_memory_is_bounded_and_the_oldest_window_goes_first():
    windows = Windows(most=3)
    for name in "abcd":
        assert windows.incr(name, 60) == 1
    assert [windows.get(name) for name in "abcd"] == [0, 1, 1, 1]
    assert windows.incr("b", 60) == 2
    windows.clear("b")
    assert (windows.get("b"), windows.reset(), windows.check()) == (0, 2, True)


def test_a_window_that_is_over_begins_anew():
    windows = Windows()
    assert [windows.incr("a", 0), windows.incr("a", 0)] == [1, 1]
    assert windows.get("a") == 0
    assert windows.get_expiry("b") > 0


def test_ten_thousand_clients_are_counted_apart():
    limit = RateLimit("2/day", [])
    for number in range(20_000):
        allowance = limit.count(scope(f"192.0.{number // 250}.{number % 250}"))
        assert allowance is not None
        assert allowance.remaining == 1


def test_a_peer_without_an_address_is_counted_too(seeds):
    with serving(seeds, rate_limit="3/day") as client:
        asked = {**scope(""), "client": None}
        assert client.application._app._limit.count(asked).remaining == 2
    assert isinstance(client, httpx.Client)
