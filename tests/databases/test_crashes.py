"""Loads into PostgreSQL that are refused, meet another, are killed, or whose server dies."""

import os
import random
import subprocess
import sys
import threading
import time
from pathlib import Path

import psycopg
import pytest

from app.publication.postgresql_writing import BUILDING
from app.publication.problems import LoaderBusyError, PackageError
from app.publication.publish import Publisher
from app.releases.postgresql_lending import RELEASES_SCHEMA
from tests.conftest import on
from tests.postgresql import postgresql_server
from tests.publication.small import FIGURES, changed, small_files, written
from tests.publication.storages import (
    address_of,
    assert_no_leftovers,
    assert_whole,
    stored,
    tables,
)

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.server
PARTS = 2


def package(folder, number):
    """The small package, another each time."""
    files = small_files(figures=changed(FIGURES, 0, note=f"{number}"))
    return written(folder / f"small-{number}", files)


@pytest.fixture
def loaded(publisher, tmp_path):
    """A writer with one release."""
    publisher.load(package(tmp_path, 0))
    return publisher


def test_a_refused_package_leaves_nothing(loaded, tmp_path):
    before, held = stored(loaded), tables(address_of(loaded))
    wrong = small_files(figures=changed(FIGURES, 6, as_reported="252", value="252"))
    with pytest.raises(PackageError):
        loaded.load(written(tmp_path / "wrong", wrong))
    assert stored(loaded) == before
    assert tables(address_of(loaded)) == held
    assert loaded.load(package(tmp_path, 0)).published is None
    assert stored(loaded) == before
    assert_no_leftovers(loaded)


def test_of_loaders_on_several_machines_one_loads_and_others_are_told_to_wait(loaded, tmp_path):
    """The folders differ as those of two machines do; the database is the same."""
    elsewhere = loaded.settings.model_copy(update={"data_dir": tmp_path / "elsewhere"})
    other = Publisher(elsewhere)
    with loaded.writing.lock(wait=False):
        before = stored(loaded)
        with pytest.raises(LoaderBusyError, match="Another load is under way"):
            other.load(package(tmp_path, 1))
        assert stored(loaded) == before
        waited = threading.Event()

        def wait():
            with other.writing.lock(wait=True):
                waited.set()

        waiting = threading.Thread(target=wait)
        waiting.start()
        assert not waited.wait(0.2)
    waiting.join(10)
    assert waited.is_set()


def test_many_loads_follow_each_other_at_once(loaded, tmp_path):
    """The lock is free as soon as a load returns, not when the server notices."""
    for number in range(1, 6):
        assert loaded.load(package(tmp_path, number)).published.number == number + 1
    assert_whole(loaded)
    assert_no_leftovers(loaded)


def started(publisher, source):
    """A load that waits for its word to begin."""
    environment = os.environ | {
        "PARTYSTATS_DATA_DIR": str(publisher.settings.data_dir),
        "PARTYSTATS_DATABASE_URL": address_of(publisher),
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.databases.loading", source], cwd=ROOT, env=environment,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert process.stdout.readline() == "ready\n"
    return process


def begin(process):
    process.stdin.write("\n")
    process.stdin.flush()


def ended(process):
    """What it acknowledged: a release's number, or nothing."""
    told, _ = process.communicate(timeout=60)
    return int(told) if told.strip() else None


def load_when_free(publisher, source):
    """A server notices a moment later that a loader was killed."""
    for _ in range(200):
        try:
            return publisher.load(source)
        except LoaderBusyError:
            time.sleep(0.05)
    raise AssertionError("the lock of a killed loader is still held")


def assert_nothing_is_lost(publisher, folder, *, acknowledged, before, number):
    """What is there is whole; what was acknowledged is there; the next load tidies up."""
    releases = assert_whole(publisher)
    assert len(releases) in {before, before + 1}
    if acknowledged is not None:
        assert len(releases) == acknowledged == before + 1
    load_when_free(publisher, package(folder, f"{number}-next"))
    assert_whole(publisher)
    assert_no_leftovers(publisher)


def seconds_of_a_load(publisher, folder):
    process = started(publisher, package(folder, "measured"))
    begun = time.monotonic()
    begin(process)
    assert ended(process) is not None
    return time.monotonic() - begun


@pytest.mark.scaled
@pytest.mark.parametrize("part", range(PARTS))
def test_a_loader_killed_at_any_moment_loses_and_halves_nothing(loaded, tmp_path, cases, part):
    moments = random.Random(part)
    taken = seconds_of_a_load(loaded, tmp_path)
    for number in range(cases(5, 24) // PARTS):
        before = len(loaded.releases())
        process = started(loaded, package(tmp_path, f"{part}-{number}"))
        begin(process)
        time.sleep(moments.uniform(0, taken * 1.1))
        process.kill()
        acknowledged = ended(process)
        assert_nothing_is_lost(
            loaded, tmp_path, acknowledged=acknowledged, before=before, number=f"{part}-{number}"
        )


@pytest.fixture(scope="module")
def mortal():
    """A server of its own, since it is killed."""
    with postgresql_server() as server:
        yield server


@pytest.mark.scaled
def test_a_server_that_dies_during_a_load_loses_and_halves_nothing(
    mortal, tmp_path, cases, request
):
    chosen = on("postgresql", tmp_path / "data", request)
    address = type(chosen.database_url)(mortal.migrated())
    publisher = Publisher(chosen.model_copy(update={"database_url": address}))
    publisher.load(package(tmp_path, 0))
    taken, moments = seconds_of_a_load(publisher, tmp_path), random.Random(2025)
    for number in range(cases(1, 5)):
        before = len(publisher.releases())
        process = started(publisher, package(tmp_path, number + 1))
        begin(process)
        time.sleep(moments.uniform(0, taken))
        mortal.stop()
        acknowledged = ended(process)
        mortal.start()
        assert_nothing_is_lost(
            publisher, tmp_path, acknowledged=acknowledged, before=before, number=number
        )


def test_leftovers_of_any_kind_go_at_the_next_load(loaded, tmp_path):
    with psycopg.connect(address_of(loaded), autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {BUILDING}")
        connection.execute(f"CREATE TABLE {BUILDING}.observation (release bigint)")
        for table, number in (("observation", 7), ("event", 12)):
            parent = f'{RELEASES_SCHEMA}."{table}"'
            connection.execute(
                f'CREATE TABLE {RELEASES_SCHEMA}."{table}_{number}" '
                f"PARTITION OF {parent} FOR VALUES IN ({number})"
            )
        connection.execute(
            f"CREATE TABLE {RELEASES_SCHEMA}.source_9 (LIKE {RELEASES_SCHEMA}.source)"
        )
    (loaded.folder.building / "half.zip").write_bytes(b"half")
    loaded.load(package(tmp_path, 1))
    assert_whole(loaded)
    assert_no_leftovers(loaded)


def test_a_detaching_that_was_cut_off_is_ended_by_the_next_load(loaded, tmp_path):
    """A reader keeps the removal of a pruned release waiting, and the loader is stopped."""
    address = address_of(loaded)
    loaded.load(package(tmp_path, 1))
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("DELETE FROM registry.kept_release WHERE release = 1")
        with psycopg.connect(address) as reader:
            reader.execute(f"TABLE {RELEASES_SCHEMA}.observation")
            connection.execute("SET statement_timeout = 300")
            with pytest.raises(psycopg.errors.QueryCanceled):
                connection.execute(
                    f"ALTER TABLE {RELEASES_SCHEMA}.observation "
                    f"DETACH PARTITION {RELEASES_SCHEMA}.observation_1 CONCURRENTLY"
                )
    loaded.load(package(tmp_path, 2))
    assert [each.is_kept for each in assert_whole(loaded)] == [False, True, True]
    held = {name for name in tables(address) if name.endswith("_1")}
    assert held == set()
