"""What goes wrong on our side: it is written down for us, and clients learn nothing of it."""

import logging
import socket
import time

import pytest
from fastapi import Depends

from app.main import Application
from app.releases.directory import ReleaseDirectory
from app.releases.opening import storage_of
from app.settings import Settings
from app.web import door, encoded, reception
from app.web.keeping import KeptAnswers
from app.web.reception import Reception
from app.web.tallies import Tallies
from tests.api.problems import assert_problem
from tests.serving import serving, serving_application

UNTOLD = "\x1b[31mcanary\r\n2026-01-01 forged line\u202e \ud800"
PARTS = {
    "what is kept": (encoded.Encoded, "found"),
    "what a browser asks beforehand": (reception, "answer_beforehand"),
    "keeping": (encoded.Encoded, "__call__"),
    "door": (door.Door, "__call__"),
}


def wait_until(condition):
    deadline = time.monotonic() + 10
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.01)


def logged(caplog):
    return [record.getMessage() for record in caplog.records if record.name == "app"]


def assert_told_to_nobody_but_us(answer, caplog):
    problem = assert_problem(answer, 500)
    assert problem["detail"] == "The request could not be answered; the fault is ours."
    assert "canary" not in answer.text + str(answer.headers)
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["x-content-type-options"] == "nosniff"
    wait_until(lambda: logged(caplog))  # The answer is sent before it is written down.
    (message,) = logged(caplog)
    first, *lines = message.split("\n")
    assert first == "The request could not be answered"
    assert "Traceback" in lines[0]
    assert all(line.startswith("    ") for line in lines)


def test_nothing_of_a_fault_of_ours_is_told(seeds_folder, caplog):
    application = Application(Settings(data_dir=seeds_folder))
    application.api.state.directory = None
    with serving_application(application, lifespan="off") as client:
        answer = client.get("/v1/organizations", headers={"origin": "https://example.org"})
        assert_told_to_nobody_but_us(answer, caplog)
        assert client.get("/healthz").status_code == 200
        assert 'status="500"} 1.0' in client.get("/metrics").text


def application(folder, **settings):
    return Application(Settings.model_validate({"data_dir": folder, **settings}))


async def raising(*_arguments):
    raise RuntimeError(UNTOLD)


def raising_at_once(*_arguments):
    raise RuntimeError(UNTOLD)


async def raising_route():
    raise RuntimeError(UNTOLD)


@pytest.mark.parametrize("part", PARTS)
def test_a_fault_around_the_routes_is_a_refusal_too(
    seeds_folder, tmp_path, monkeypatch, caplog, part
):
    app = application(seeds_folder, access_log=str(tmp_path / "log"))
    with serving_application(app) as client:
        assert client.get("/healthz").status_code == 200
        is_awaited = part in {"keeping", "door"}
        monkeypatch.setattr(*PARTS[part], raising if is_awaited else raising_at_once)
        answer = client.get("/healthz")
        monkeypatch.undo()
        assert_told_to_nobody_but_us(answer, caplog)
        assert client.get("/healthz").status_code == 200


def test_a_fault_in_a_route_a_dependency_or_a_refusal_is_a_refusal_too(seeds_folder, caplog):
    app = application(seeds_folder)

    def refuse_wrongly():
        raise KeyError

    def in_a_thread():
        raise RuntimeError(UNTOLD)

    app.api.add_exception_handler(KeyError, raising)
    app.api.add_api_route("/loop", raising_route)
    app.api.add_api_route("/thread", in_a_thread)
    app.api.add_api_route("/refusal", refuse_wrongly)
    app.api.add_api_route("/dependency", list, dependencies=[Depends(in_a_thread)])
    app.api.add_api_route("/writing", object, response_model=int)
    with serving_application(app) as client:
        for path in ("/loop", "/thread", "/refusal", "/dependency", "/writing"):
            assert_told_to_nobody_but_us(client.get(path), caplog)
            caplog.clear()
            head = client.head(path)
            assert (head.status_code, head.content) == (500, b"")
            wait_until(lambda: logged(caplog))
            caplog.clear()


def test_nothing_that_a_client_wrote_can_begin_or_colour_a_line_of_the_log(seeds_folder, caplog):
    app = application(seeds_folder)
    app.api.add_api_route("/own", raising_route)
    with serving_application(app) as client:
        assert_told_to_nobody_but_us(client.get("/own"), caplog)
    (message,) = logged(caplog)
    assert "canary" in message
    assert all(each.isprintable() or each == "\n" for each in message)


async def breaking(_scope, _receive, send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"half", "more_body": True})
    raise RuntimeError(UNTOLD)


def around(app, folder):
    """Any application, received as ours is."""
    settings = Settings(data_dir=folder)
    directory, tallies = ReleaseDirectory(settings, storage_of(settings)), Tallies()
    kept = encoded.Encoded(app, KeptAnswers(0), directory, tallies)
    return Reception(kept, directory, tallies, None)


def test_an_answer_that_breaks_off_is_not_passed_off_as_whole(caplog, tmp_path):
    caplog.set_level(logging.ERROR)
    with serving_application(around(breaking, tmp_path), lifespan="off") as client:
        address = (client.base_url.host, client.base_url.port)
        with socket.create_connection(address) as connection:
            connection.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            answer = b"".join(iter(lambda: connection.recv(1000), b""))
    assert answer.startswith(b"HTTP/1.1 200 OK")
    assert answer.endswith(b"\r\nhalf\r\n")  # Without the chunk of length 0 that ends an answer.
    assert len(logged(caplog)) == 1
    assert "canary" not in "".join(each.getMessage() for each in caplog.records
                                   if each.name != "app")  # fmt: skip


def test_a_statement_that_takes_too_long_is_stopped(seeds_folder):
    with serving(seeds_folder, query_seconds=1e-9) as client:
        problem = assert_problem(client.get("/v1/observations?limit=1000&total=true"), 503)
        assert problem["type"] == "/problems/too-slow"


def test_before_anything_is_published_the_service_lives_but_is_not_ready(tmp_path):
    with serving(tmp_path / "data", lifespan="off") as client:
        assert client.get("/healthz").status_code == 200
        for path in ("/readyz", "/v1/organizations", "/v1/releases", "/v1/config?asOf=2026-01-01"):
            problem = assert_problem(client.get(path), 503)
            assert problem["type"] == "/problems/nothing-published"
