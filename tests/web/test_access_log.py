"""The access log: a line for every request, whole, harmless, and never in a request's way."""

import json
import os
import signal
import socket
import time
from datetime import datetime

import httpx
import pytest

from app.web.access_log import AccessLog, Noted
from tests.cli.commands import environment, serve
from tests.serving import serving

FIELDS = {
    "time", "method", "path", "query", "agent", "status", "bytes", "milliseconds", "release",
}  # fmt: skip
ORIGIN = {"origin": "https://example.org", "access-control-request-method": "GET"}


def lines(file):
    """The lines, each one JSON object in printable ASCII."""
    content = file.read_bytes()
    assert content == b"" or content.endswith(b"\n")
    assert all(0x20 <= byte < 0x7F or byte == 0x0A for byte in content)
    return [json.loads(line) for line in content.splitlines()]


def wait_for(condition):
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.005)


@pytest.fixture
def file(tmp_path):
    return tmp_path / "access.jsonl"


def test_every_request_is_one_line_whatever_became_of_it(seeds_folder, file):
    with serving(seeds_folder, access_log=str(file)) as client:
        told = [
            client.get("/v1/organizations?limit=2&code=lao-cai", headers={"user-agent": "me/1"}),
            client.head("/v1/organizations"),
            client.get("/v1/organizations?limit=%00"),
            client.get("/v1/nothing"),
            client.post("/v1/events", content=b"{}"),
            client.options("/v1/events", headers=ORIGIN),
            client.get("/healthz"),
        ]
        with socket.create_connection((client.base_url.host, client.base_url.port)) as connection:
            connection.sendall(b"\x00\x1b[31m\r\n\r\n")
            assert b"400" in connection.recv(100)
    found = lines(file)
    assert [line["status"] for line in found] == [*(each.status_code for each in told), 400]
    assert all(set(line) == FIELDS for line in found)
    assert [line["bytes"] for line in found[:1]] == [len(told[0].content)]
    assert found[1]["bytes"] == 0
    assert [line["release"] for line in found] == [1, 1, *[None] * 6]
    first = found[0]
    assert (first["method"], first["path"]) == ("GET", "/v1/organizations")
    assert (first["query"], first["agent"]) == ("limit=2&code=lao-cai", "me/1")
    assert first["milliseconds"] > 0
    assert datetime.fromisoformat(first["time"]).utcoffset().total_seconds() == 0


def test_it_says_nothing_of_who_asked(seeds_folder, file):
    told = {"x-forwarded-for": "203.0.113.7", "authorization": "Bearer canary",
            "cookie": "canary=1", "referer": "https://canary.example"}  # fmt: skip
    with serving(seeds_folder, access_log=str(file)) as client:
        client.get("/v1/config", headers=told)
    assert "canary" not in file.read_text()
    assert "127.0.0.1" not in file.read_text()
    assert "203.0.113.7" not in file.read_text()


def test_no_request_writes_a_line_of_its_own_or_a_long_one(seeds_folder, file):
    evil = b'\xff\xfe", "status": 200}\xc2\x9b31m\xe2\x80\xae'
    end = b" HTTP/1.1\r\nHost: a\r\nConnection: close\r\nUser-Agent: " + evil * 100 + b"\r\n\r\n"
    with serving(seeds_folder, access_log=str(file)) as client:
        for target in (b'/"}%0a{"x":1}', b"/" + b'"' * 7000, b"/v1?a=" + b'"' * 7000):
            address = (client.base_url.host, client.base_url.port)
            with socket.create_connection(address) as connection:
                connection.sendall(b"GET " + target + end)
                assert connection.recv(65536).startswith(b"HTTP/1.1 4")
    found = lines(file)
    assert len(found) == 3
    assert all(set(line) == FIELDS for line in found)
    assert max(map(len, file.read_bytes().splitlines())) < 4096  # What a pipe takes at once.
    assert found[1]["path"].endswith("…")
    assert len(found[2]["query"]) == 1001


def test_it_is_off_unless_asked_for(seeds_folder, tmp_path, monkeypatch, capfd):
    monkeypatch.chdir(tmp_path)
    with serving(seeds_folder) as client:
        client.get("/v1/config")
    assert list(tmp_path.iterdir()) == []
    assert capfd.readouterr() == ("", "")


def test_a_fault_is_logged_as_what_was_answered(seeds_folder, file, monkeypatch):
    async def failing(*_):
        raise RuntimeError

    with serving(seeds_folder, access_log=str(file)) as client:
        monkeypatch.setattr("app.web.door.Door.__call__", failing)
        assert client.get("/healthz").status_code == 500
        monkeypatch.undo()
    assert [line["status"] for line in lines(file)] == [500]


# What the disk, the pipe and the queue may do


def entry(number):
    return Noted(0.0, b"GET", b"/%d" % number, b"", b"", 200, 0, 0.0, None)


def test_what_the_queue_cannot_hold_is_dropped_and_counted(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    log = AccessLog(str(pipe), length=10)
    began = time.monotonic()
    for number in range(2000):  # Nobody reads: opening the pipe waits, and so does the writer.
        log.put(entry(number))
    assert time.monotonic() - began < 1
    with pipe.open("rb", buffering=0) as reader:
        log.close()
        found = [json.loads(line) for line in reader.read(1_000_000).splitlines()]
    written = [line for line in found if "path" in line]
    dropped = sum(line.get("dropped", 0) for line in found)
    assert dropped > 1900
    assert len(written) + dropped == 2000


@pytest.mark.parametrize("target", ["/dev/full", "/nowhere/at/all", "/"])
def test_a_disk_that_takes_nothing_hurts_no_request_and_is_told_once(seeds_folder, target, caplog):
    with serving(seeds_folder, access_log=target) as client:
        for _ in range(50):
            assert client.get("/healthz").status_code == 200
    told = [record.getMessage() for record in caplog.records if record.name == "app"]
    assert len(told) == 1
    assert told[0].startswith("The access log cannot be written: ")


def test_what_a_full_disk_did_not_take_is_counted_once_it_takes_more(tmp_path, caplog):
    folder = tmp_path / "mounted"
    log = AccessLog(str(folder / "log"))
    for number in range(5):
        log.put(entry(number))
    wait_for(lambda: caplog.records)
    folder.mkdir()
    wait_for(lambda: not log._queue)
    log.put(entry(5))
    log.close()
    found = lines(folder / "log")
    assert found[-1]["dropped"] + len(found) - 1 == 6


def test_half_a_line_is_never_followed_by_another(tmp_path, monkeypatch):
    file = tmp_path / "log"
    log = AccessLog(str(file))
    really, taken = os.write, []

    def write_half(target, content):
        taken.append(content)
        if len(taken) == 1:
            return really(target, content[:10])
        if len(taken) == 2:
            raise OSError(28, "No space left on device")
        return really(target, content)

    monkeypatch.setattr("app.web.access_log.os.write", write_half)
    log.put(entry(1))
    wait_for(lambda: len(taken) == 2)
    log.put(entry(2))
    log.close()
    first, *rest = file.read_bytes().splitlines()
    assert len(first) == 10
    assert [json.loads(line).get("dropped") for line in rest] == [None, 1]


def test_a_renamed_file_is_begun_anew(seeds_folder, file):
    with serving(seeds_folder, access_log=str(file)) as client:
        client.get("/healthz")
        wait_for(lambda: file.exists() and lines(file))
        file.rename(file.with_suffix(".1"))
        client.get("/readyz")
    assert [line["path"] for line in lines(file.with_suffix(".1"))] == ["/healthz"]
    assert [line["path"] for line in lines(file)] == ["/readyz"]


@pytest.mark.parametrize("workers", ["1", "2"])
def test_the_command_writes_it_to_a_file_whole_to_the_last_line(seeds_folder, file, workers):
    env = environment(seeds_folder, PARTYSTATS_ACCESS_LOG=str(file))
    with serve("--workers", workers, env=env) as (process, address):
        with httpx.Client(base_url=address) as client:
            for number in range(200):
                client.get(f"/v1/nothing/{number}")
        process.send_signal(signal.SIGTERM)
        _, errors = process.communicate(timeout=30)
    assert (process.returncode, errors) == (0, "")
    asked = [line["path"] for line in lines(file) if "/nothing/" in line["path"]]
    assert sorted(asked) == sorted(f"/v1/nothing/{number}" for number in range(200))


def test_the_command_writes_it_to_standard_output(seeds_folder):
    with serve(env=environment(seeds_folder, PARTYSTATS_ACCESS_LOG="-")) as (process, address):
        httpx.get(f"{address}/v1/nothing")
        process.terminate()
        shown, errors = process.communicate(timeout=30)
    assert errors == ""
    found = [json.loads(line) for line in shown.splitlines() if line.startswith("{")]
    assert found[-1]["path"] == "/v1/nothing"


def test_a_closed_pipe_ends_nothing(seeds_folder):
    env = environment(seeds_folder, PARTYSTATS_ACCESS_LOG="-")
    with serve(env=env) as (process, address):
        process.stdout.close()
        for _ in range(5):
            assert httpx.get(f"{address}/healthz").status_code == 200
        process.terminate()
        assert process.wait(timeout=30) == 0
        assert process.stderr.read().count("\n") == 1
