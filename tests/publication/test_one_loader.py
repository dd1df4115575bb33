"""One loader at a time: a second is told so, several starting services publish once."""

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from app.publication.problems import LoaderBusyError, PublicationError
from app.publication.publish import Publisher
from app.publication.store import loader_lock
from app.settings import Settings
from tests.publication.folders import assert_no_leftovers, assert_whole, contents
from tests.publication.small import FIGURES, changed, only, small_files, written

pytestmark = pytest.mark.files
COMMAND = Path(sys.executable).with_name("partystats")
ENSURE = """
import sys
from app.publication.publish import Publisher
from app.settings import Settings
print("ready", flush=True)
sys.stdin.readline()
print(Publisher(Settings()).ensure_published())
"""


def states(number):
    """The small package, another each time."""
    return small_files(figures=changed(FIGURES, 0, note=f"{number}"))


def test_a_second_loader_is_told_to_wait_and_changes_nothing(publisher, tmp_path):
    package = written(tmp_path / "small", small_files())
    publisher.load(package)
    before = contents(publisher.folder.root)
    with loader_lock(publisher.folder, wait=False):
        with pytest.raises(LoaderBusyError, match="Another load is under way"):
            Publisher(publisher.settings).load(written(tmp_path / "small", states(1)))
        run = subprocess.run(
            [COMMAND, "load", package],
            env=os.environ | {"PARTYSTATS_DATA_DIR": str(publisher.folder.root)},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert (run.returncode, run.stdout) == (4, "")
        assert run.stderr == "Another load is under way; try again when it is done.\n"
    assert contents(publisher.folder.root) == before
    assert publisher.load(package).published.number == 2


def test_reading_goes_on_while_a_load_is_under_way(publisher, tmp_path):
    package = written(tmp_path / "small", small_files())
    publisher.load(package)
    with loader_lock(publisher.folder, wait=False):
        assert len(publisher.releases()) == 1
        assert all(plan.is_empty for plan in publisher.plan(package))
        assert not publisher.ensure_published()
        assert len(publisher.content_with(package).figures) == len(FIGURES)


def test_what_readers_see_is_whole_at_every_moment_of_many_loads(publisher, tmp_path):
    publisher.load(written(tmp_path / "small", states(0)))
    seen, done = [], threading.Event()

    def read():
        while not done.is_set():
            seen.append(Publisher(publisher.settings).releases())

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    try:
        for number in range(1, 6):
            publisher.load(written(tmp_path / "small", states(number)))
    finally:
        done.set()
        for reader in readers:
            reader.join()
    final = assert_whole(publisher.folder.root)
    assert len(final) == 6
    for releases in seen:
        assert [each.file_digest for each in releases] == [
            each.file_digest for each in final[: len(releases)]
        ]
        assert [each.is_current for each in releases] == [False] * (len(releases) - 1) + [True]


@pytest.mark.parametrize("attempt", range(2))
def test_four_services_starting_at_once_on_an_empty_folder_publish_one_release(tmp_path, attempt):
    seeds, data = tmp_path / "seeds", tmp_path / f"data-{attempt}"
    written(seeds / "small", small_files())
    settings = {"PARTYSTATS_DATA_DIR": str(data), "PARTYSTATS_SEEDS_DIR": str(seeds)}
    starting = [
        subprocess.Popen(
            [sys.executable, "-c", ENSURE], env=os.environ | settings, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        for _ in range(4)
    ]  # fmt: skip
    for process in starting:
        assert process.stdout.readline() == "ready\n"
    for process in starting:
        process.stdin.write("go\n")
        process.stdin.flush()
    ends = [process.communicate(timeout=60) for process in starting]
    assert sorted(out for out, _ in ends) == ["False\n", "False\n", "False\n", "True\n"], ends
    assert len(assert_whole(data)) == 1
    assert_no_leftovers(data)


def test_the_first_release_is_built_of_all_packages_of_the_seeds_folder(tmp_path):
    written(tmp_path / "seeds" / "b", small_files())
    written(tmp_path / "seeds" / "a", only("more", figures=[FIGURES[2] | {"source": "report"}]))
    publisher = Publisher(Settings(data_dir=tmp_path / "data", seeds_dir=tmp_path / "seeds"))
    stages = []
    assert publisher.ensure_published(lambda *stage: stages.append(stage))
    (release,) = publisher.releases()
    assert [package.name for package in release.packages] == ["small", "more"]
    assert stages[0] == ("derive", 4, 4)
    assert dict.fromkeys(stage for stage, _, _ in stages) == dict.fromkeys(
        ["derive", "index", "digest"]
    )
    assert not publisher.ensure_published()


def test_without_any_package_there_is_nothing_to_begin_with(tmp_path):
    publisher = Publisher(Settings(data_dir=tmp_path / "data", seeds_dir=tmp_path / "none"))
    with pytest.raises(PublicationError, match="no package to begin with"):
        publisher.ensure_published()
    assert publisher.releases() == ()


def test_a_broken_seed_publishes_nothing(tmp_path):
    files = small_files() | {"datapackage.json": json.dumps({"name": "small"}).encode()}
    written(tmp_path / "seeds" / "small", files)
    publisher = Publisher(Settings(data_dir=tmp_path / "data", seeds_dir=tmp_path / "seeds"))
    with pytest.raises(PublicationError, match=r"datapackage\.json, column resources"):
        publisher.ensure_published()
    assert publisher.releases() == ()
