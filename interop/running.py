"""Starting a program of others, and reading what it says."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

INTEROP = Path(__file__).parent
ROOT = INTEROP.parent
PROGRAMS = INTEROP / "programs"
NODE_MODULES = INTEROP / "node_modules"
# The environment with what requirements.lock of this folder names.
PYTHON = ROOT / "build" / "interop" / "venv" / "bin" / "python"
# A program that hangs is no reader; this is no measure of how fast one is.
LONGEST = 120
ENVIRONMENT = {
    "PATH": os.pathsep.join([str(PYTHON.parent), os.environ["PATH"]]),  # Generators call others.
    "REDOCLY_TELEMETRY": "off",
    "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true",
    "NO_COLOR": "1",
    "LC_ALL": "C.UTF-8",  # R writes letters of Vietnamese as numbers in another.
}


class FailedError(Exception):
    """A program ended with a fault, or was not there; with what it said."""


def run(
    *command: str | Path, cwd: Path | None = None, fine: tuple[int, ...] = (0,), given: str = ""
) -> str:
    """What the program says on its standard output. Raises FailedError with all it said."""
    words = [str(word) for word in command]
    ran = subprocess.run(
        words, cwd=cwd, input=given, capture_output=True, text=True, timeout=LONGEST, check=False,
        env={**os.environ, **ENVIRONMENT},
    )  # fmt: skip
    if ran.returncode not in fine:
        raise FailedError(f"{words[0]} ended with {ran.returncode}:\n{ran.stdout}\n{ran.stderr}")
    return ran.stdout


def node_tool(name: str) -> Path:
    """A command that package-lock.json brings."""
    return NODE_MODULES / ".bin" / name


def told(*command: str | Path, cwd: Path | None = None) -> Any:
    """What a program of ours around theirs read, as it says in JSON."""
    return json.loads(run(*command, cwd=cwd))
