"""A load that is killed leaves the old release served, the new one absent or whole.

Killed before every call that opens, changes, flushes or locks a file: between two of them the disk
does not change, so this is every state a kill can leave. And killed at random moments, which also
finds what a list of calls might have forgotten.
"""

import random
import signal
import time
from functools import partial

import pytest

from tests.durability.loads import injected, loads
from tests.durability.warm import HARM_AT

KILLED = -signal.SIGKILL


@pytest.fixture
def killer(tmp_path):
    """Loads that are killed before the call that is chosen for each."""
    calls = ("-o", str(tmp_path / "calls"), "-e", f"trace={','.join(HARM_AT)}")
    with loads(*calls, *injected(HARM_AT, "signal=SIGKILL")) as running:
        yield running


@pytest.mark.scaled
def test_a_load_killed_before_each_call_to_the_file_system(killer, trial, cases):
    step, kills = cases(6, 1), 0
    for name in HARM_AT if step == 1 else ("fdatasync", "rename"):
        was_there, code, number = [], KILLED, 1
        while code == KILLED:
            end, is_there = trial.run(partial(killer.load, harmed={name: number}))
            was_there.append(is_there)
            code, number = end.code, number + step
        kills += len(was_there) - 1
        assert code == 0
        assert number < HARM_AT[name]
        # Absent up to some call and there from it on: nothing is published and taken back.
        assert was_there == sorted(was_there)
        assert was_there[-1]
    assert kills >= cases(3, 100)


@pytest.mark.scaled
def test_a_load_killed_at_any_moment(loader, trial, cases):
    times = []

    def timed(folder, package):
        started = time.monotonic()
        end = loader.load(folder, package)
        times.append(time.monotonic() - started)
        return end

    assert [trial.run(timed)[0].code for _ in range(3)] == [0, 0, 0]
    chance = random.Random(20221231)
    codes = []
    while codes.count(KILLED) < cases(8, 250):
        seconds = chance.uniform(0, min(times) * 1.1)
        end, is_there = trial.run(partial(loader.load, seconds=seconds))
        assert is_there or end.code == KILLED
        codes.append(end.code)
    assert {*codes} <= {KILLED, 0}
