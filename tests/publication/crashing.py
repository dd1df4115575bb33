"""Loads that are killed: a program of its own, since what is killed must be a process.

`crashing.py steps BASE PACKAGE PLACE` loads the package into copies of the data folder BASE below
PLACE; the first process is killed before its first step on the file system, the second before its
second, and so on until one comes to its end. `crashing.py moments …` kills thirty at moments spread
over the time a load takes. `crashing.py commit BASE` is killed while SQLite commits.
"""

import io
import json
import os
import random
import shutil
import signal
import sqlite3
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

from app.cli import main
from app.settings import get_settings

# What changes the disk: functions by name, each with the type of what it belongs to.
STEPS = {
    "mkdir": ModuleType, "fsync": ModuleType, "replace": ModuleType, "unlink": ModuleType,
    "flock": ModuleType, "commit": sqlite3.Connection, "close": (sqlite3.Connection, io.IOBase),
}  # fmt: skip
KILLS = 30


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def killed_at(step: int) -> Callable[[FrameType, str, Any], None]:
    """A profile function that kills its process before the step."""
    seen = -1

    def count(_frame: FrameType, event: str, argument: Any) -> None:
        nonlocal seen
        owner = STEPS.get(argument.__name__) if event == "c_call" else None
        if owner is not None and isinstance(argument.__self__, owner):
            seen += 1
            if seen == step:
                die()

    return count


def load(folder: Path, package: Path) -> None:
    os.environ["PARTYSTATS_DATA_DIR"] = str(folder)
    get_settings.cache_clear()
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        sys.stdout = nowhere
        main(["load", str(package)], standalone_mode=False)


def in_a_process(work: Callable[[], None], *, after: float | None = None) -> int:
    """How the process ended that did the work; killed when the seconds have passed."""
    child = os.fork()
    if child == 0:
        try:
            work()
            os._exit(0)
        finally:
            os._exit(1)
    if after is not None:
        time.sleep(after)
        os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def copied(base: Path, place: Path) -> Path:
    if base.exists():
        shutil.copytree(base, place)
    return place


def crash_at_steps(base: Path, package: Path, place: Path) -> list[int]:
    ends = []
    while not ends or ends[-1] != 0:
        folder = copied(base, place / str(len(ends)))

        def work(folder: Path = folder, step: int = len(ends)) -> None:
            sys.setprofile(killed_at(step))
            load(folder, package)

        ends.append(in_a_process(work))
    return ends


def crash_at_moments(base: Path, package: Path, place: Path) -> list[int]:
    started = time.monotonic()
    ends = [in_a_process(lambda: load(copied(base, place / "0"), package))]
    taken = time.monotonic() - started
    moments = random.Random(20221231)  # noqa: S311
    for number in range(1, KILLS + 1):
        folder = copied(base, place / str(number))
        seconds = moments.uniform(0, taken * 1.1)
        ends.append(in_a_process(lambda folder=folder: load(folder, package), after=seconds))
    return ends


def crash_in_commit(base: Path) -> list[int]:
    """Killed when pages are changed in the file and the journal to undo it lies beside."""

    def work() -> None:
        connection = sqlite3.connect(base / "registry.sqlite", isolation_level=None)
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("DELETE FROM current_release")
        connection.execute("DELETE FROM release_package")
        connection.execute("UPDATE release SET recipe = hex(zeroblob(1000000))")
        connection.execute("UPDATE release SET number = number + 100")
        die()

    return [in_a_process(work)]


if __name__ == "__main__":
    crashes = {"steps": crash_at_steps, "moments": crash_at_moments, "commit": crash_in_commit}
    sys.stdout.write(json.dumps(crashes[sys.argv[1]](*map(Path, sys.argv[2:]))))
