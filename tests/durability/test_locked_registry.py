"""Somebody else holds the registry: a load gives up in time, the service answers as it knows.

What the last two tests ask for is not there yet: the service looks at a registry that has changed
while all requests wait, and what SQLite says of a locked one becomes a 500.
"""

import shutil
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest

from tests.cli.commands import environment, partystats
from tests.publication.folders import contents
from tests.serving import serving

UNUSABLE = 5
PATIENCE = 30  # Seconds until a load gives up, with starting on a busy machine.
HOLDER = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def folder(bases, place):
    """A data folder with one release."""
    return shutil.copytree(bases[1], place / "data")


@contextmanager
def held(folder):
    """Another process holds the registry's lock."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, folder / "registry.sqlite"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as holder:  # fmt: skip
        assert holder.stdout.readline() == "held\n"
        yield
        holder.stdin.close()


def test_a_load_waits_a_while_says_so_and_changes_nothing(folder, packages, loader):
    before = contents(folder)
    with serving(folder) as client:
        assert client.get("/readyz").json()["release"] == 1
        with held(folder):
            started = time.monotonic()
            run = partystats("load", packages[1], env=environment(folder))
            assert time.monotonic() - started < PATIENCE
            assert client.get("/readyz").json()["release"] == 1
            assert client.get("/v1/observations").json()["data"]
    assert run.returncode == UNUSABLE
    assert run.stderr == "The storage cannot be used: database is locked\n"
    assert contents(folder) == before
    assert loader.load(folder, packages[1]).code == 0


def test_a_running_service_answers_from_what_it_knows(folder, packages, loader):
    with serving(folder) as client:
        assert client.get("/readyz").json()["release"] == 1
        assert loader.load(folder, packages[1]).code == 0
        with held(folder):
            started = time.monotonic()
            assert client.get("/v1/observations").status_code == 200
            assert client.get("/readyz").json()["release"] == 1
            assert time.monotonic() - started < 2
        assert client.get("/readyz").json()["release"] == 2


def test_a_service_that_knows_nothing_yet_says_that_it_is_not_ready(folder):
    with serving(folder, lifespan="off") as client:
        with held(folder):
            assert client.get("/readyz").status_code == 503
        assert client.get("/readyz").json()["release"] == 1
