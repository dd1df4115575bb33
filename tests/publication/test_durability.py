"""What is acknowledged is on disk: files and their names first, then the registry."""

import os

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from tests.publication.small import FIGURES, changed, small_files, written

pytestmark = pytest.mark.files


@pytest.fixture
def steps(monkeypatch):
    """What is flushed (by inode), renamed (to a path) and committed (in a file), in order."""
    found = []
    fsync, replace = os.fsync, os.replace

    def flushed(descriptor):
        fsync(descriptor)
        found.append(("flush", os.fstat(descriptor).st_ino))

    def renamed(old, new):
        replace(old, new)
        found.append(("rename", str(new)))

    def committing(connection):
        found.append(("commit", connection.engine.url.database))

    monkeypatch.setattr(os, "fsync", flushed)
    monkeypatch.setattr(os, "replace", renamed)
    event.listen(Engine, "commit", committing)
    yield found
    event.remove(Engine, "commit", committing)


def assert_durable(steps, paths, registry):
    """Each file is flushed, named, its folder flushed, and only then it is registered."""
    assert steps[-1] == ("commit", str(registry))
    for path in paths:
        file, folder = ("flush", path.stat().st_ino), ("flush", path.parent.stat().st_ino)
        named = steps.index(("rename", str(path)))
        assert file in steps[:named]
        assert folder in steps[named:-1]


def test_files_and_their_names_are_on_disk_before_the_registry_speaks_of_them(
    publisher, tmp_path, steps
):
    publisher.load(written(tmp_path / "small", small_files()))
    folder = publisher.folder
    paths = [*folder.releases.iterdir(), *folder.packages.iterdir()]
    assert len(paths) == 2
    assert_durable(steps, paths, folder.registry)
    for created in (folder.root, folder.packages, folder.releases, folder.building):
        assert ("flush", created.parent.stat().st_ino) in steps


def test_a_second_load_flushes_what_is_new_and_stores_no_package_twice(publisher, tmp_path, steps):
    publisher.load(written(tmp_path / "small", small_files()))
    old = {*publisher.folder.releases.iterdir(), *publisher.folder.packages.iterdir()}
    steps.clear()
    publisher.load(written(tmp_path / "small", small_files(figures=changed(FIGURES, 0, note="x"))))
    new = {*publisher.folder.releases.iterdir(), *publisher.folder.packages.iterdir()} - old
    assert_durable(steps, new, publisher.folder.registry)
    assert len([step for step in steps if step[0] == "rename"]) == len(new) == 2


def test_a_load_of_nothing_new_commits_nothing_to_the_registry(publisher, tmp_path, steps):
    package = written(tmp_path / "small", small_files())
    publisher.load(package)
    before = publisher.folder.registry.read_bytes()
    steps.clear()
    assert publisher.load(package).published is None
    root = publisher.folder.root.stat().st_ino
    assert [step for step in steps if step[0] != "commit"] == [("flush", root)]
    assert publisher.folder.registry.read_bytes() == before


def test_a_stored_package_is_the_same_bytes_whenever_it_is_stored(publisher, tmp_path):
    publisher.load(written(tmp_path / "small", small_files()))
    (path,) = publisher.folder.packages.iterdir()
    first = path.read_bytes()
    again = type(publisher)(publisher.settings.model_copy(update={"data_dir": tmp_path / "other"}))
    again.load(tmp_path / "small")
    assert [path.read_bytes() for path in again.folder.packages.iterdir()] == [first]
