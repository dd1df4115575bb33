"""Release files copied to readers while a publisher publishes: never torn, never a failure."""

import re
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.publication.publish import Publisher
from app.settings import Settings
from tests.api.problems import assert_problem
from tests.api.test_publishing_while_reading import package
from tests.serving import serving
from tests.under_load import load_on, more, wait_until

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "scaling.md"
RELEASES = 5


@pytest.fixture
def copy(tmp_path):
    """Run the script of docs/scaling.md from one data folder to another."""
    [script] = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "copy_releases.py").write_text(script, encoding="utf-8")

    def copy_releases(source, target):
        command = [sys.executable, tmp_path / "copy_releases.py", source, target]
        subprocess.run(command, check=True, timeout=60)

    return copy_releases


def keeping(folder):
    return Publisher(Settings(data_dir=folder, keep_releases=2))


@contextmanager
def copying_on(copy, source, folders):
    """Copies without a pause meanwhile, none of which may fail."""
    stop, failures = threading.Event(), []

    def copy_on():
        while not stop.is_set():
            for folder in folders:
                try:
                    copy(source, folder)
                except subprocess.SubprocessError as error:
                    failures.append(error)

    thread = threading.Thread(target=copy_on)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
    assert failures == []


def test_readers_of_copied_folders_follow_the_publisher_and_never_fail(copy, tmp_path):
    source, folders = tmp_path / "source", [tmp_path / "one", tmp_path / "two"]
    publisher = keeping(source)
    publisher.load(package(tmp_path, 1))
    for folder in folders:
        copy(source, folder)
    with (
        serving(folders[0], encoded_bytes=0, refresh_seconds=0.05) as one,
        serving(folders[1], refresh_seconds=0.05) as two,
        load_on(one, count=1) as seen_by_one,
        load_on(two, count=1) as seen_by_two,
        copying_on(copy, source, folders),
    ):
        for number in range(2, RELEASES + 1):
            more(seen_by_one)
            publisher.load(package(tmp_path, number))
        for client, seen in ((one, seen_by_one), (two, seen_by_two)):
            wait_until(lambda seen=seen: seen[-1] == RELEASES)
            answer = client.get(f"/v1/observations?minRelease={RELEASES}")
            assert answer.json()["meta"]["release"]["number"] == RELEASES
            assert client.get("/readyz").json()["quarantined"] == []
    for folder in folders:
        copy(source, folder)
        assert contents(folder) == contents(source)


def contents(folder):
    """The bytes of what is kept, by name."""
    return {
        path.name: path.read_bytes()
        for part in ("packages", "releases")
        for path in (folder / part).iterdir()
    }


def test_a_reader_whose_copy_is_older_says_so_and_a_copy_breaks_off_without_a_trace(copy, tmp_path):
    source, folder = tmp_path / "source", tmp_path / "copy"
    publisher = keeping(source)
    publisher.load(package(tmp_path, 1))
    copy(source, folder)
    publisher.load(package(tmp_path, 2))
    with serving(folder) as client:
        problem = assert_problem(client.get("/v1/observations?minRelease=2"), 503)
        assert problem["type"] == "/problems/release-behind"
        [missing] = (
            contents(source).keys()
            - contents(folder).keys()
            - {path.name for path in (source / "packages").iterdir()}
        )
        hidden = (source / "releases" / missing).rename(tmp_path / missing)
        with pytest.raises(subprocess.CalledProcessError):
            copy(source, folder)
        assert client.get("/v1/observations").json()["meta"]["release"]["number"] == 1
        hidden.rename(source / "releases" / missing)
        copy(source, folder)
        answer = client.get("/v1/observations?minRelease=2")
        assert answer.json()["meta"]["release"]["number"] == 2
