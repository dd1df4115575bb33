"""Loads in processes of their own, killed at moments, or harmed by strace at system calls."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.durability.warm import HARM_AT

PROGRAM = Path(__file__).with_name("warm.py")
ROOT = PROGRAM.parent.parent.parent


@dataclass(frozen=True, slots=True)
class End:
    """How a load ended: its exit code, or a negative signal, and what it said before."""

    process: int
    code: int
    out: str = ""
    err: str = ""


def injected(names: Iterable[str], fault: str, *, and_after: bool = False) -> list[str]:
    """Options of strace that do this harm at the calls of these names chosen for each load."""
    when = "+" if and_after else ""
    return [
        option
        for name in names
        for option in ("-e", f"inject={name}:{fault}:when={HARM_AT[name]}{when}")
    ]


class Loads:
    """Gives tasks to the program, one after the other."""

    def __init__(self, program: subprocess.Popen[str]) -> None:
        self._program = program

    def load(
        self,
        folder: Path,
        package: Path,
        *,
        harmed: Mapping[str, int] | None = None,
        seconds: float | None = None,
    ) -> End:
        """Load; `harmed` are names of calls and which call of that name, from 1, strace harms.

        With `seconds` the load is killed after so many.
        """
        before = {name: HARM_AT[name] - number for name, number in (harmed or {}).items()}
        task = {"folder": str(folder), "package": str(package), "before": before}
        assert self._program.stdin is not None
        assert self._program.stdout is not None
        self._program.stdin.write(json.dumps(task | {"seconds": seconds}) + "\n")
        self._program.stdin.flush()
        said: dict[str, object] = {}
        while "code" not in said:
            said |= json.loads(self._program.stdout.readline())
        return End(**said)


@contextmanager
def loads(*strace: str) -> Iterator[Loads]:
    """The program, under strace with these options when there are any.

    Skips the test where strace is not installed; CI installs it.
    """
    if strace and shutil.which("strace") is None:
        pytest.skip("strace is not installed: apt-get install strace")
    command = [sys.executable, "-m", "tests.durability.warm"]
    # Modules written while a load is harmed would be calls of the load.
    traced: Sequence[str] = ["strace", "-f", "-e", "quiet=all", "-e", "signal=none", *strace]
    with subprocess.Popen(
        [*traced, *command] if strace else command,
        cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    ) as program:  # fmt: skip
        try:
            yield Loads(program)
        finally:
            program.stdin.close()
