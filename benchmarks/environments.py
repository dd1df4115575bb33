"""Environments of the peers' own, and which versions of what took part."""

import platform
import subprocess
import sys
import venv
from importlib.metadata import version
from pathlib import Path

from benchmarks.measuring.processes import LOAD_CORE, SERVER_CORE

PEERS = ("datasette", "roapi")


class Environments:
    """Virtual environments below a folder, made when first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.problems: dict[str, str] = {}

    def program(self, peer: str) -> Path | None:
        """The peer's program; None where it can't be installed, and then `problems` says why."""
        place = self._folder / peer
        program = place / "bin" / peer
        if not program.exists() and peer not in self.problems:
            venv.create(place, with_pip=True, clear=True)
            ran = subprocess.run(
                [place / "bin" / "python", "-m", "pip", "install", "--quiet", peer],
                capture_output=True, text=True, timeout=600, check=False,
            )  # fmt: skip
            if ran.returncode or not program.exists():
                self.problems[peer] = (ran.stderr.strip().splitlines() or ["no program"])[-1]
        return program if program.exists() else None

    def versions(self) -> dict[str, str]:
        found = {peer: _told(self._folder / peer / "bin" / peer, "--version") for peer in PEERS}
        found |= {name: version(name) for name in ("fastapi", "sqlmodel", "uvicorn", "uvloop")}
        found |= {"partystats": _told("git", "describe", "--always", "--dirty")}
        return found | {"sqlite3": _told("sqlite3", "--version"), "wrk": _told("wrk", "-v")}


def machine() -> dict[str, str | int]:
    """What it was measured on."""
    names = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        if line.startswith("model name")
    ]
    memory = Path("/proc/meminfo").read_text(encoding="utf-8").split()[1]
    return {
        "processor": names[0] if names else platform.machine(),
        "cores": len(names),
        "memory_mib": int(memory) // 1024,
        "kernel": platform.release(),
        "system": platform.system(),
        "python": sys.version.split()[0],
        "server_core": SERVER_CORE,
        "load_core": LOAD_CORE,
    }


def _told(*command: str | Path) -> str:
    """The first line that it writes."""
    try:
        ran = subprocess.run(
            command, capture_output=True, text=True, timeout=30, check=False,
            cwd=Path(__file__).parent,
        )  # fmt: skip
    except OSError:
        return "not there"
    return (ran.stdout + ran.stderr).strip().partition("\n")[0]
