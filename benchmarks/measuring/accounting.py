"""What processes used, as the kernel accounts for it in /proc: processor time and memory."""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

TICKS = os.sysconf("SC_CLK_TCK")
_PROC = Path("/proc")


def tree(*roots: int) -> list[int]:
    """The processes and all that descend from them and still run."""
    children: dict[int, list[int]] = {}
    for entry in _PROC.iterdir():
        if entry.name.isdigit():
            with suppress(OSError, IndexError, ValueError):
                children.setdefault(int(_stat(int(entry.name))[1]), []).append(int(entry.name))
    found = list(roots)
    for process in found:
        found.extend(children.get(process, ()))
    return found


def cpu_seconds(processes: Iterable[int]) -> float:
    """User and system time of processes that run, and of children that they have waited for."""
    ticks = 0
    for process in processes:
        with suppress(OSError):
            ticks += sum(map(int, _stat(process)[11:15]))
    return ticks / TICKS


def memory_bytes(processes: Iterable[int], field: str) -> int:
    """`RssAnon` or `VmRSS` of processes together; shared pages count in each of them."""
    total = 0
    for process in processes:
        with suppress(OSError):
            text = (_PROC / str(process) / "status").read_text(encoding="ascii", errors="replace")
            total += sum(
                int(line.split()[1]) * 1024
                for line in text.splitlines()
                if line.startswith(f"{field}:")
            )
    return total


def _stat(process: int) -> list[str]:
    """The fields of /proc/PID/stat from the state on: the name before may hold anything."""
    text = (_PROC / str(process) / "stat").read_text(encoding="utf-8", errors="replace")
    return text[text.rindex(")") + 2 :].split()


class Watch:
    """Peaks of memory of process trees, looked at every few hundredths of a second."""

    def __init__(self, *roots: int, seconds: float = 0.05) -> None:
        self._roots = roots
        self._seconds = seconds
        self._ended = Event()
        self._thread = Thread(target=self._look, daemon=True)
        self.peak_anonymous = 0
        self.peak_resident = 0

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._ended.wait(self._seconds):
            processes = tree(*self._roots)
            self.peak_anonymous = max(self.peak_anonymous, memory_bytes(processes, "RssAnon"))
            self.peak_resident = max(self.peak_resident, memory_bytes(processes, "VmRSS"))


def folder_files(folder: Path) -> Iterator[Path]:
    """Files in the folder and below."""
    return (path for path in folder.rglob("*") if path.is_file())
