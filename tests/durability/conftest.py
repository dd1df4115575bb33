"""Packages that are loaded one after the other, and programs that load them."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from app.publication.publish import Publisher
from app.settings import Settings
from tests.durability.judging import Trial
from tests.durability.loads import loads
from tests.packages import figure, source
from tests.publication.small import only, small_files, written

MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of its own is made there


@pytest.fixture(scope="session")
def memory(tmp_path_factory):
    """A folder in memory where there is one: flushing thousands of times to a disk takes hours."""
    if not os.access(MEMORY, os.W_OK):
        yield tmp_path_factory.mktemp("memory")
        return
    with TemporaryDirectory(dir=MEMORY) as folder:
        yield Path(folder)


@pytest.fixture
def place(memory):
    """A new folder there."""
    with TemporaryDirectory(dir=memory) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def packages(tmp_path_factory):
    """Four to be loaded one after the other, each with a figure of its own."""
    folder = tmp_path_factory.mktemp("packages")
    found = [written(folder / "small", small_files())]
    for name, year in (("second", "2022"), ("third", "2021"), ("fourth", "2020")):
        line = figure(f"west.cells.{year}", "7", source=name)
        files = only(name, sources=[source(name)], figures=[line])
        found.append(written(folder / name, files))
    return found


@pytest.fixture(scope="session")
def bases(packages, tmp_path_factory):
    """Data folders with no, one and two releases."""
    folder = tmp_path_factory.mktemp("bases")
    found = []
    for count in range(3):
        base = folder / str(count)
        base.mkdir()
        for package in packages[:count]:
            Publisher(Settings(data_dir=base)).load(package)
        found.append(base)
    return found


@pytest.fixture(scope="session")
def loader():
    """Loads that nothing happens to."""
    with loads() as running:
        yield running


@pytest.fixture(params=[0, 1], ids=["first load", "second load"])
def before(request):
    """How many releases there are before a load."""
    return request.param


@pytest.fixture
def trial(before, packages, bases, loader, place):
    """The first load into an empty folder, and one into a folder with a release."""
    published = Publisher(Settings(data_dir=bases[-1])).releases()
    return Trial(
        base=bases[before],
        package=packages[before],
        expected=published[: before + 1],
        next_loads=loader,
        place=place / "trial",
    )
