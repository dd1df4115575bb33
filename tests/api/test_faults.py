"""What goes wrong on our side: it is written down for us, and clients learn nothing of it."""

import anyio
import pytest

from app.main import Application
from app.settings import Settings
from app.web.door import Door
from tests.api.problems import assert_problem
from tests.serving import serving


def test_nothing_of_a_fault_of_ours_is_told(seeds_folder, caplog):
    application = Application(Settings(data_dir=seeds_folder))
    application.api.state.directory = None
    with serving(seeds_folder, lifespan="off", application=application) as client:
        answer = client.get("/v1/organizations", headers={"origin": "https://example.org"})
        problem = assert_problem(answer, 500)
        assert problem["detail"] == "The request could not be answered; the fault is ours."
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert client.get("/healthz").status_code == 200
        assert 'status="500"} 1.0' in client.get("/metrics").text
    assert [record.getMessage() for record in caplog.records if record.name == "app"] == [
        "The request could not be answered"
    ]


def test_an_answer_that_breaks_off_is_not_passed_off_as_whole(caplog):
    async def broken(_scope, _receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"half", "more_body": True})
        raise RuntimeError("of no concern to clients")

    sent = []

    async def ask():
        async def send(message):
            sent.append(message)

        scope = {"type": "http", "method": "GET", "path": "/", "query_string": b"", "headers": []}
        await Door(broken, url_length_max=8000)(scope, None, send)

    with pytest.raises(RuntimeError):
        anyio.run(ask)
    assert [message.get("body") for message in sent] == [None, b"half"]
    assert len(caplog.records) == 1


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
