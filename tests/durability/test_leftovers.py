"""What an interrupted load may leave behind is undone or removed by whoever comes next."""

import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from app.publication.publish import Publisher
from app.settings import Settings
from tests.durability.loads import End
from tests.publication.folders import assert_no_leftovers, assert_whole
from tests.publication.small import small_files, written

# Killed when pages are changed in the file and the journal to undo it lies beside.
CUT_OFF = """
import os, signal, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA cache_size = 1")
connection.execute("BEGIN IMMEDIATE")
connection.execute("DELETE FROM current_release")
connection.execute("DELETE FROM release_package")
connection.execute("UPDATE release SET recipe = hex(zeroblob(1000000))")
connection.execute("UPDATE release SET number = number + 100")
os.kill(os.getpid(), signal.SIGKILL)
"""
NOT_LOADED = End(process=0, code=0)


def cut_off(registry):
    run = subprocess.run([sys.executable, "-c", CUT_OFF, registry], check=False)
    assert run.returncode == -signal.SIGKILL


@pytest.fixture
def base(bases, tmp_path):
    """A data folder with one release."""
    return shutil.copytree(bases[1], tmp_path / "base")


def test_a_commit_that_was_cut_off_is_undone_by_whoever_reads_next(base):
    publisher = Publisher(Settings(data_dir=base))
    before = publisher.releases()
    whole = publisher.folder.registry.read_bytes()
    cut_off(publisher.folder.registry)
    journal = publisher.folder.registry.with_name("registry.sqlite-journal")
    assert journal.stat().st_size > 0
    assert publisher.folder.registry.read_bytes() != whole
    assert publisher.releases() == before
    assert not journal.exists()


@pytest.mark.parametrize("before", [1], indirect=True)
def test_a_commit_that_was_cut_off_is_undone_by_the_next_load(trial):
    def load(folder, _package):
        cut_off(folder / "registry.sqlite")
        return NOT_LOADED

    _, is_there = trial.run(load)
    assert not is_there


@pytest.mark.parametrize("before", [1], indirect=True)
def test_leftovers_of_any_kind_go_at_the_next_load(trial):
    def leave(root, _package):
        folder = Publisher(Settings(data_dir=root)).folder
        release, zipped = next(folder.releases.iterdir()), next(folder.packages.iterdir())
        for place in (folder.building, folder.releases, folder.packages):
            (place / "half.sqlite").write_bytes(b"half")
            (place / f"{'0' * 64}.zip").write_bytes(b"")
        (folder.building / "release-2.sqlite").write_bytes(release.read_bytes()[:5000])
        (folder.building / "release-2.sqlite-journal").write_bytes(b"\xd9\xd5\x05\xf9 a journal")
        (folder.building / zipped.name).write_bytes(zipped.read_bytes()[:100])
        return NOT_LOADED

    trial.run(leave)


def test_a_stray_journal_beside_a_release_goes_at_the_next_load(base, packages):
    publisher = Publisher(Settings(data_dir=base))
    release = next(publisher.folder.releases.iterdir())
    release.with_name(f"{release.name}-journal").write_bytes(b"stray")
    publisher.load(packages[1])
    assert len(assert_whole(base)) == 2
    assert_no_leftovers(base)


def test_a_killed_registry_still_in_the_making_is_made_again(tmp_path):
    folder = Publisher(Settings(data_dir=tmp_path / "data")).folder
    folder.root.mkdir()
    with closing(sqlite3.connect(folder.registry)) as connection:
        connection.execute("BEGIN")
        connection.execute("CREATE TABLE half (number INTEGER)")
    Publisher(Settings(data_dir=folder.root)).load(written(tmp_path / "small", small_files()))
    assert len(assert_whole(folder.root)) == 1
