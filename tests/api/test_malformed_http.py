"""Bytes that are no request, over real connections to the real command: refused, and forgotten."""

import json
import re
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from urllib.parse import urlsplit

import httpx
import pytest

from app.web.protocol import HEAD_SECONDS
from tests.api.malformed import FINE, REQUESTS
from tests.api.problems import assert_problem
from tests.cli.commands import environment, serve

SLOW = {
    "nothing at all": b"",
    "half a method": b"GE",
    "half a head": b"GET /healthz HTTP/1.1\r\nHost: a\r\nX-",
    "only line ends": b"\r\n\r\n",
    "half a second request": FINE + b"GET /healthz HTTP/1.1\r\nHost",
}


@pytest.fixture(scope="module")
def served(seeds_folder):
    """The command as people start it, and where it listens; it must say nothing of all this."""
    with serve(env=environment(seeds_folder)) as (process, address):
        yield urlsplit(address)
        process.terminate()
        _, errors = process.communicate(timeout=30)
        assert errors == ""


def exchange(place, sent, count=1):
    """The answers to this, at least `count` unless the connection closes, and whatever follows."""
    with socket.create_connection((place.hostname, place.port), timeout=5) as connection:
        with suppress(OSError):  # It may be refused and closed before all is sent.
            connection.sendall(sent)
        found = b""
        for piece in pieces(connection):
            found += piece
            if len(answers(found)) >= count:
                connection.settimeout(0.02)
        return answers(found)


def pieces(connection):
    """What comes until the connection closes, or nothing comes for a while."""
    with suppress(ConnectionResetError, TimeoutError):
        while piece := connection.recv(65536):
            yield piece


def answers(found):
    """The whole answers at the beginning of the bytes; each must be well formed."""
    told = []
    while b"\r\n\r\n" in found:
        head, _, rest = found.partition(b"\r\n\r\n")
        status, *lines = head.decode("ascii").split("\r\n")
        form = re.fullmatch(r"HTTP/1\.1 ([1-5][0-9][0-9]) [A-Za-z -]+", status)
        assert form, status
        headers = httpx.Headers([tuple(line.split(": ", 1)) for line in lines])
        length = int(headers["content-length"])
        if len(rest) < length:
            break
        told.append(httpx.Response(int(form[1]), headers=headers, content=rest[:length]))
        found = rest[length:]
    return told


@pytest.mark.parametrize("kind", REQUESTS)
def test_whatever_is_sent_is_answered_well_and_the_next_request_too(served, kind):
    sent, expected = REQUESTS[kind]
    told = exchange(served, sent, len(expected))
    assert [answer.status_code for answer in told] == expected
    for answer in told:
        assert "server" not in answer.headers
        assert answer.headers["x-content-type-options"] == "nosniff"
        if answer.status_code >= 400:
            assert_problem(answer)
    (fine,) = exchange(served, FINE)
    assert json.loads(fine.content) == {"status": "ok"}


def test_a_hundred_kinds_are_tried():
    assert len(REQUESTS) >= 100


def test_whoever_does_not_finish_a_request_is_told_so_and_holds_up_nobody(served):
    with ThreadPoolExecutor(len(SLOW)) as pool:
        began = time.monotonic()
        waiting = {name: pool.submit(trickle, served, sent) for name, sent in SLOW.items()}
        while time.monotonic() < began + HEAD_SECONDS / 2:
            (fine,) = exchange(served, FINE)
            assert fine.status_code == 200
            time.sleep(0.2)
        told = {name: each.result() for name, each in waiting.items()}
    statuses = {name: [answer.status_code for answer in found] for name, found in told.items()}
    assert statuses == {
        "nothing at all": [],
        "half a method": [408],
        "half a head": [408],
        "only line ends": [],
        "half a second request": [200, 408],
    }
    for found in told.values():
        for answer in found[-1:]:
            assert_problem(answer, 408)


def trickle(place, sent):
    """Send this and wait; nothing more comes from here."""
    with socket.create_connection((place.hostname, place.port), timeout=30) as connection:
        connection.sendall(sent)
        return answers(b"".join(pieces(connection)))


def test_a_body_is_not_read_to_its_end(served):
    head = b"GET /healthz HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999999\r\n\r\n"
    with socket.create_connection((served.hostname, served.port), timeout=10) as connection:
        connection.sendall(head)
        sent = 0
        with suppress(OSError):
            while sent < 50_000_000:
                sent += connection.send(b"a" * 65536)
        assert sent < 50_000_000


def test_bytes_in_any_rhythm_are_the_same_request(served):
    address = (served.hostname, served.port)
    with socket.create_connection(address, timeout=10) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for byte in FINE * 2:
            connection.sendall(bytes([byte]))
        connection.settimeout(0.5)
        found = answers(b"".join(pieces(connection)))
        assert [answer.status_code for answer in found] == [200, 200]


@pytest.mark.parametrize("sent", [FINE[:-2], FINE[:10], b"", FINE + b"G"])
def test_whoever_hangs_up_early_harms_nobody(served, sent):
    for _ in range(20):
        with socket.create_connection((served.hostname, served.port)) as connection:
            connection.sendall(sent)
    (fine,) = exchange(served, FINE)
    assert fine.status_code == 200
