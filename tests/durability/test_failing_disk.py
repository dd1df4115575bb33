"""A disk that is full, or fails: the load says so and ends, the old release is served.

The errors come from strace, at the very calls a full or broken disk refuses; so the tests need no
disk of their own, nor anybody's leave to make one.
"""

import shutil
from collections import Counter
from functools import partial

import pytest

from tests.durability.loads import injected, loads
from tests.serving import serving

UNUSABLE = 5
TAKING_SPACE = ("write", "pwrite64", "ftruncate", "mkdir")
CHANGING = (*TAKING_SPACE, "fsync", "fdatasync", "rename", "unlink", "flock")
SAID = "The storage cannot be used: "
FULL = ("No space left on device", "database or disk is full", "disk I/O error")


class FailingDisk:
    """Loads whose calls of some names fail: from a chosen one on, or one only."""

    def __init__(self, running, log, names):
        self._running, self._log, self._names = running, log, names

    def calls_of(self, trial):
        """Names of the calls a load makes, in order, when all is well."""
        end, is_there = trial.run(self._running.load)
        assert (end.code, is_there) == (0, True)
        lines = (line.split() for line in self._log.read_text().splitlines())
        found = [line[1].partition("(")[0] for line in lines if line[0] == str(end.process)]
        return [name for name in found if name in self._names]

    def full_from(self, calls, index):
        """A load that finds the disk full from that of its calls on."""
        before = Counter(calls[:index])
        return partial(self._running.load, harmed={name: before[name] + 1 for name in self._names})

    def failing_at(self, calls, index):
        """A load of which that call fails, and no other."""
        number = Counter(calls[: index + 1])[calls[index]]
        return partial(self._running.load, harmed={calls[index]: number})


@pytest.fixture
def full_disk(tmp_path):
    yield from failing_disk(tmp_path / "calls", TAKING_SPACE, "error=ENOSPC", and_after=True)


@pytest.fixture
def broken_disk(tmp_path):
    yield from failing_disk(tmp_path / "calls", CHANGING, "error=EIO", and_after=False)


def failing_disk(log, names, fault, *, and_after):
    options = ("-o", str(log), "-e", f"trace={','.join(names)}")
    with loads(*options, *injected(names, fault, and_after=and_after)) as running:
        yield FailingDisk(running, log, names)


@pytest.mark.scaled
def test_a_disk_that_is_full_at_any_moment_of_a_load(full_disk, trial, cases):
    calls = full_disk.calls_of(trial)
    assert len(calls) > 40
    for index in range(0, len(calls), cases(40, 1)):
        end, is_there = trial.run(full_disk.full_from(calls, index))
        assert end.code == UNUSABLE, end
        assert end.err.startswith(SAID)
        assert any(words in end.err for words in FULL)
        assert "Traceback" not in end.err
        assert not is_there


@pytest.mark.parametrize("before", [1], indirect=True)
def test_a_running_server_answers_through_a_full_disk_and_sees_the_load_that_finds_room(
    full_disk, trial, loader, place
):
    calls = full_disk.calls_of(trial)
    folder = shutil.copytree(trial.base, place / "served")
    with serving(folder) as client:
        before = client.get("/v1/observations").json()["data"]
        for index in range(0, len(calls), 20):
            end = full_disk.full_from(calls, index)(folder, trial.package)
            assert end.code == UNUSABLE
            assert client.get("/readyz").json()["release"] == 1
            assert client.get("/v1/observations").json()["data"] == before
        assert loader.load(folder, trial.package).code == 0
        assert client.get("/readyz").json()["release"] == 2
        assert client.get("/v1/observations").json()["data"] != before


@pytest.mark.scaled
def test_a_disk_where_any_one_call_of_a_load_fails(broken_disk, trial, cases):
    calls = broken_disk.calls_of(trial)
    assert len(calls) > 60
    for index in range(0, len(calls), cases(50, 1)):
        end, is_there = trial.run(broken_disk.failing_at(calls, index))
        if end.code == 0:
            assert is_there
        else:
            assert end.code == UNUSABLE, (calls[index], index, end)
            assert end.err.startswith(SAID)
        assert "Traceback" not in end.err
