"""Damages of a release file: found before it is served or by the next scrub, and never served."""

import random
import shutil
import threading
import time

import pytest

from app.publication.publish import Publisher
from app.releases.guarding import Guard, Scrub
from app.settings import Settings
from tests.api.problems import assert_problem
from tests.publication.small import FIGURES, changed, small_files, written
from tests.serving import serving

PAGE = 4096


def flipped(content, chance):
    """One bit is another."""
    place = chance.randrange(len(content))
    content[place] ^= 1 << chance.randrange(8)


def cut(content, chance):
    """The file ends early."""
    del content[chance.randrange(len(content)) :]


def swapped(content, chance):
    """Two pages have changed places."""
    one, other = chance.sample(range(len(content) // PAGE), 2)
    first, second = slice(one * PAGE, (one + 1) * PAGE), slice(other * PAGE, (other + 1) * PAGE)
    content[first], content[second] = content[second], content[first]


def zeroed(content, chance):
    """A sector was never written."""
    place = chance.randrange(len(content) // 512) * 512
    content[place : place + 512] = bytes(512)


def longer(content, chance):
    """Something was written behind the end."""
    content += chance.randbytes(chance.randrange(1, PAGE))


DAMAGES = (flipped, cut, swapped, zeroed, longer)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A data folder with two releases."""
    folder = tmp_path_factory.mktemp("whole")
    publisher = Publisher(Settings(data_dir=folder / "data"))
    publisher.load(written(folder / "1", small_files()))
    lines = changed(FIGURES, 0, as_reported="53.800", value="53800")
    publisher.load(written(folder / "2", small_files(figures=lines)))
    return publisher


def damaged(content, number):
    """The content after damage `number`; always another than before."""
    chance = random.Random(number)
    while True:
        changed_content = bytearray(content)
        DAMAGES[number % len(DAMAGES)](changed_content, chance)
        if changed_content != content:
            return bytes(changed_content)


@pytest.mark.scaled
def test_every_damage_is_found_before_the_release_is_served(whole, cases):
    release = whole.releases()[-1]
    path = whole.folder.release(release.file_digest)
    content = path.read_bytes()
    try:
        for number in range(cases(50, 250)):
            path.write_bytes(damaged(content, number))
            guard = Guard(whole.writing.reading)
            guard.admit(release)
            assert guard.is_quarantined(release), number
            assert guard.quarantined == [release.number]
    finally:
        path.write_bytes(content)


@pytest.mark.scaled
def test_every_damage_of_a_release_that_is_served_is_found_by_one_scrub(whole, tmp_path, cases):
    """Until then it may be served or not; from then on it is not, and the other release is."""
    folder = tmp_path / "data"
    shutil.copytree(whole.folder.root, folder)
    release = whole.releases()[-1]
    path = Publisher(Settings(data_dir=folder)).folder.release(release.file_digest)
    content = path.read_bytes()
    asked = "/v1/observations?limit=1000&format=csv"
    with serving(folder, lifespan="off") as client:
        right = client.get(asked).content
        directory = client.application.api.state.directory
        for number in range(cases(20, 250)):
            with path.open("r+b") as file:  # In place: connections that are open see it.
                file.write(bad := damaged(content, number))
                file.truncate(len(bad))
            before = client.get(asked)
            assert before.status_code in {200, 503}
            Scrub(directory.guard, lambda: directory.releases, period=0)._pass()
            assert_problem(client.get(asked), 503)
            assert_problem(client.get("/readyz"), 503)
            assert client.get("/v1/observations?release=1").status_code == 200
            path.write_bytes(content)
            directory.guard.reconsider(directory.releases)
            assert client.get(asked).content == right
            assert client.get("/readyz").json()["quarantined"] == []


def scrubbing():
    """Threads of the services that run now: others may serve the whole session."""
    return {thread for thread in threading.enumerate() if thread.name == "scrub"}


def test_the_scrub_runs_by_itself(whole, tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(whole.folder.root, folder)
    old = whole.releases()[0]
    path = Publisher(Settings(data_dir=folder)).folder.release(old.file_digest)
    before = scrubbing()
    with serving(folder, scrub_seconds=0.05) as client:
        assert client.get("/readyz").json()["quarantined"] == []
        path.write_bytes(path.read_bytes()[:-1])
        deadline = time.monotonic() + 20
        while client.get("/readyz").json()["quarantined"] != [1]:
            assert time.monotonic() < deadline
            time.sleep(0.02)
        assert_problem(client.get("/v1/observations?release=1"), 503)
        assert client.get("/v1/observations").status_code == 200
    assert scrubbing() == before
