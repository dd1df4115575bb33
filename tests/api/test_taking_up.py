"""Taking up a release: verified before its first answer, while the one before goes on answering."""

import logging
import threading
import time
from contextlib import contextmanager

import httpx
import pytest

from app.main import Application
from tests.api.problems import assert_problem
from tests.packages import figure, organization, write_package
from tests.serving import serving_application

TREE = [organization("vn")]


def package(folder, number):
    figures = [figure("vn.members.2022", f"{number}00")]
    return write_package(folder / str(number), organizations=TREE, figures=figures)


class Gate:
    """Holds up whoever verifies a release, until it is opened."""

    def __init__(self, application):
        self.entered, self.open = threading.Event(), threading.Event()
        storage = application.api.state.directory._storage
        verify = storage.verify

        def held_up(release, *, pause=0):
            self.entered.set()
            self.open.wait(30)
            return verify(release, pause=pause)

        storage.verify = held_up


@contextmanager
def watched(settings, *, gated=False, **changed):
    """A service whose thread looks for releases often, and its gate."""
    chosen = {"refresh_seconds": 0.02, "scrub_seconds": 3600, **changed}
    application = Application(settings.model_copy(update=chosen))
    gate = Gate(application)
    if not gated:
        gate.open.set()
    try:
        with serving_application(application) as client:
            yield client, gate
    finally:
        gate.open.set()


def number(client, path="/v1/config"):
    return client.get(path).json()["meta"]["release"]["number"]


def wait_until(condition):
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_listening_does_not_wait_for_the_first_verification_and_answers_do(publisher, tmp_path):
    publisher.load(package(tmp_path, 1))
    with watched(publisher.settings, gated=True) as (client, gate):
        assert gate.entered.wait(10)
        assert client.get("/healthz").status_code == 200
        refused = client.get("/readyz")
        assert_problem(refused, 503)
        assert refused.headers["retry-after"] == "1"
        found = []
        waiting = threading.Thread(target=lambda: found.append(client.get("/v1/config")))
        waiting.start()
        time.sleep(0.1)
        assert found == []
        gate.open.set()
        waiting.join()
        assert found[0].status_code == 200
        assert client.get("/readyz").status_code == 200


def test_who_waits_too_long_for_the_first_verification_is_told_to_ask_again(publisher, tmp_path):
    publisher.load(package(tmp_path, 1))
    with watched(publisher.settings, gated=True, query_seconds=0.05) as (client, _):
        refused = client.get("/v1/config")
        assert_problem(refused, 503)
        assert refused.headers["retry-after"] == "1"


def test_the_old_release_answers_until_the_new_one_is_verified(publisher, tmp_path):
    publisher.load(package(tmp_path, 1))
    with watched(publisher.settings) as (client, gate):
        assert number(client) == 1
        gate.open.clear()
        gate.entered.clear()
        publisher.load(package(tmp_path, 2))
        assert gate.entered.wait(10)
        assert number(client) == 1
        pinned = []
        path = "/v1/config?release=2"
        waiting = threading.Thread(
            target=lambda: pinned.append(httpx.get(client.base_url.join(path), timeout=30))
        )
        waiting.start()  # Another process may have told of it already.
        time.sleep(0.1)
        assert pinned == []
        gate.open.set()
        waiting.join()
        assert pinned[0].json()["meta"]["release"]["number"] == 2
        wait_until(lambda: number(client) == 2)
        assert_problem(client.get("/v1/config?release=3"), 422)


def test_a_release_is_taken_up_without_a_fault_while_it_is_read(publisher, tmp_path):
    publisher.load(package(tmp_path, 1))
    with watched(publisher.settings) as (client, _):
        path = "/v1/observations/vn.members.2022"
        seen = []
        for each in range(2, 5):
            publisher.load(package(tmp_path, each))
            deadline = time.monotonic() + 20
            while not seen or seen[-1] != each:
                answer = client.get(path)
                assert answer.status_code == 200
                release = answer.json()["meta"]["release"]["number"]
                assert answer.json()["data"]["value"] == 100 * release
                seen.append(release)
                assert time.monotonic() < deadline
        assert seen == sorted(seen)


@pytest.mark.files
def test_how_much_was_verified_and_how_fast_is_told(publisher, tmp_path, caplog):
    caplog.set_level(logging.INFO, "app")
    publisher.load(package(tmp_path, 1))
    with watched(publisher.settings) as (client, _):
        wait_until(lambda: client.get("/readyz").status_code == 200)
        text = client.get("/metrics").text
    told = [each.getMessage() for each in caplog.records if "verified" in each.getMessage()]
    assert told[0].startswith("Release 1 verified in ")
    assert told[0].endswith(" MB/s")
    assert "partystats_verified_bytes 0.0" not in text
