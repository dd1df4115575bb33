"""A data folder that cannot be written to is served from; that no load changes it, test_serve says.

One exception: a registry whose last commit was cut off cannot be read before it is undone, and that
takes a writer. Reading a copy would do, but a folder that nobody may write to and somebody did is
for its keeper to look at; so the service says what is wrong, and does not start.
"""

import shutil
import stat

import httpx
import pytest

from tests.cli.commands import environment, partystats, serve
from tests.durability.test_leftovers import cut_off

UNUSABLE = 5


@pytest.fixture
def folder(bases, tmp_path):
    """A data folder with one release."""
    return shutil.copytree(bases[1], tmp_path / "data")


@pytest.fixture
def locked_up(folder):
    """The same without the right to write; pytest gets it back to remove it."""
    allow(folder, writing=False)
    yield folder
    allow(folder, writing=True)


def allow(folder, *, writing):
    for path in (folder, *folder.rglob("*")):
        mode = stat.S_IMODE(path.stat().st_mode)
        path.chmod(mode | stat.S_IWUSR if writing else mode & ~0o222)


def test_it_is_served_from_and_its_releases_are_listed(locked_up):
    settings = environment(locked_up)
    assert "1 (current)" in partystats("releases", env=settings, obedient=True).stdout
    with serve(env=settings, obedient=True) as (_, address):
        assert httpx.get(f"{address}/readyz").json()["release"] == 1
        assert httpx.get(f"{address}/v1/observations").json()["data"]


def test_a_folder_without_any_release_says_so_at_the_start(tmp_path):
    folder = tmp_path / "empty"
    folder.mkdir(mode=0o555)
    run = partystats("serve", env=environment(folder), obedient=True)
    assert run.returncode == UNUSABLE
    assert run.stderr.startswith("The storage cannot be used: [Errno 13] Permission denied: ")


def test_a_commit_that_was_cut_off_keeps_it_from_starting_until_somebody_may_write(folder):
    settings = environment(folder)
    cut_off(folder / "registry.sqlite")
    allow(folder, writing=False)
    for command in ("serve", "releases"):
        run = partystats(command, env=settings, obedient=True)
        assert run.returncode == UNUSABLE
        assert run.stderr.startswith("The storage cannot be used: ")
        assert "Traceback" not in run.stderr
    allow(folder, writing=True)
    assert "1 (current)" in partystats("releases", env=settings, obedient=True).stdout
