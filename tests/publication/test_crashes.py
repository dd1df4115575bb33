"""A load that is killed leaves the old release served, the new one absent or whole."""

import json
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from app.publication.publish import Publisher
from app.settings import Settings
from tests.packages import figure, source
from tests.publication.folders import assert_no_leftovers, assert_whole, observed
from tests.publication.small import FIGURES, only, small_files, written

PROGRAM = Path(__file__).with_name("crashing.py")
ROOT = PROGRAM.parent.parent.parent
CELL = "west cells 202212315"


def crash(*arguments):
    """How each of the processes ended."""
    run = subprocess.run(
        [sys.executable, PROGRAM, *arguments],
        cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, capture_output=True, check=True, timeout=120,
    )  # fmt: skip
    return json.loads(run.stdout)


@pytest.fixture
def base(tmp_path):
    """A data folder with one release."""
    folder = tmp_path / "base"
    Publisher(Settings(data_dir=folder)).load(written(tmp_path / "small", small_files()))
    return folder


@pytest.fixture
def package(tmp_path):
    """What is loaded next: one figure more, in a package of its own."""
    line = figure("west.cells.2022", "7", source="more")
    return written(tmp_path / "more", only("more", sources=[source("more")], figures=[line]))


def assert_old_or_new(folder, package, before):
    """Whichever it is, it is whole, and the next load makes the new one and tidies up.

    Whether it is the new one, and the digest of the new release's file.
    """
    publisher = Publisher(Settings(data_dir=folder))
    releases = publisher.releases()
    assert [each.number for each in releases[len(before) :]] in ([], [len(before) + 1])
    assert [each.file_digest for each in releases][: len(before)] == before
    if releases:
        assert_whole(folder)
        assert (CELL in observed(publisher)) == (len(releases) > len(before))
    publisher.load(package)
    after = assert_whole(folder)
    assert len(after) == len(before) + 1
    assert CELL in observed(publisher)
    assert_no_leftovers(folder)
    return len(releases) > len(before), after[-1].file_digest


def assert_all_old_or_new(place, package, before):
    """The same of all folders there, in the order they were made; all come to the same release."""
    folders = sorted(place.iterdir(), key=lambda folder: int(folder.name))
    ends = [assert_old_or_new(folder, package, before) for folder in folders]
    assert len({digest for _, digest in ends}) == 1
    return [is_new for is_new, _ in ends]


def served(folder):
    return [each.file_digest for each in Publisher(Settings(data_dir=folder)).releases()]


def test_a_load_killed_before_each_step_on_the_file_system(base, package, tmp_path):
    ends = crash("steps", base, package, tmp_path / "steps")
    assert ends == [-signal.SIGKILL] * (len(ends) - 1) + [0]
    assert len(ends) > 15
    published = assert_all_old_or_new(tmp_path / "steps", package, served(base))
    # Absent up to some step and there from it on: nothing is published and taken back.
    assert published == sorted(published)
    assert published[-1]
    assert not published[0]


def test_a_first_load_killed_before_each_step_leaves_nothing_or_release_1(tmp_path):
    line = figure("west.cells.2022", "7")
    package = written(tmp_path / "small", small_files(figures=[*FIGURES, line]))
    ends = crash("steps", tmp_path / "none", package, tmp_path / "steps")
    assert ends == [-signal.SIGKILL] * (len(ends) - 1) + [0]
    assert len(ends) > 20
    published = assert_all_old_or_new(tmp_path / "steps", package, [])
    assert published == sorted(published)


def test_a_load_killed_at_any_moment(base, package, tmp_path):
    ends = crash("moments", base, package, tmp_path / "moments")
    assert ends[0] == 0
    assert ends.count(-signal.SIGKILL) > 15
    published = assert_all_old_or_new(tmp_path / "moments", package, served(base))
    assert published[0]


def test_a_commit_that_was_cut_off_is_undone_by_whoever_reads_next(base, package):
    publisher = Publisher(Settings(data_dir=base))
    before = publisher.releases()
    whole = publisher.folder.registry.read_bytes()
    assert crash("commit", base) == [-signal.SIGKILL]
    journal = publisher.folder.registry.with_name("registry.sqlite-journal")
    assert journal.stat().st_size > 0
    assert publisher.folder.registry.read_bytes() != whole
    assert publisher.releases() == before
    assert not journal.exists()
    is_new, _ = assert_old_or_new(base, package, [each.file_digest for each in before])
    assert not is_new


def test_leftovers_of_any_kind_go_at_the_next_load(base, package):
    folder = Publisher(Settings(data_dir=base)).folder
    release, zipped = next(folder.releases.iterdir()), next(folder.packages.iterdir())
    for place in (folder.building, folder.releases, folder.packages):
        (place / "half.sqlite").write_bytes(b"half")
        (place / f"{'0' * 64}.zip").write_bytes(b"")
    (folder.building / "release-2.sqlite").write_bytes(release.read_bytes()[:5000])
    (folder.building / "release-2.sqlite-journal").write_bytes(b"\xd9\xd5\x05\xf9 a journal")
    (folder.building / zipped.name).write_bytes(zipped.read_bytes()[:100])
    (folder.releases / f"{release.name}-journal").write_bytes(b"stray")
    Publisher(Settings(data_dir=base)).load(package)
    assert len(assert_whole(base)) == 2
    assert_no_leftovers(base)


def test_a_full_disk_changes_nothing(base, package):
    before = served(base)
    command = Path(sys.executable).with_name("partystats")
    for blocks in (0, 40):
        run = subprocess.run(
            ["bash", "-c", f"ulimit -f {blocks}; trap '' XFSZ; exec {command} load {package}"],
            env={"PARTYSTATS_DATA_DIR": str(base)}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert run.returncode == 5, run.stderr
        assert "Traceback" not in run.stderr
        assert served(base) == before
    is_new, _ = assert_old_or_new(base, package, before)
    assert not is_new


def test_a_killed_registry_still_in_the_making_is_made_again(tmp_path):
    folder = Publisher(Settings(data_dir=tmp_path / "data")).folder
    folder.root.mkdir()
    with closing(sqlite3.connect(folder.registry)) as connection:
        connection.execute("BEGIN")
        connection.execute("CREATE TABLE half (number INTEGER)")
    Publisher(Settings(data_dir=folder.root)).load(written(tmp_path / "small", small_files()))
    assert len(assert_whole(folder.root)) == 1
