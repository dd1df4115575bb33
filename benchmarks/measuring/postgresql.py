"""A PostgreSQL server of the benchmark's own, on the loopback, with the settings it comes with."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measuring.processes import HOST, SERVER_CORE, pinned

PLACES = ("/usr/lib/postgresql/*/bin", "/usr/local/pgsql/bin", "/opt/homebrew/opt/postgresql*/bin")


@dataclass(frozen=True, slots=True)
class Database:
    """Where it is reached, and the process that all its others descend from."""

    address: str
    process: int


def programs() -> Path | None:
    """The folder of `initdb` and `pg_ctl`; of several the newest."""
    folders = [path for place in PLACES for path in Path("/").glob(place.removeprefix("/"))]
    return max((path for path in folders if (path / "initdb").exists()), default=None)


@contextmanager
def postgresql(port: int) -> Iterator[Database]:
    """Runs until left; its data are removed then. Raises OSError where it is not installed."""
    place = programs()
    if place is None:
        raise OSError("PostgreSQL is not installed")
    folder = Path(tempfile.mkdtemp(prefix="partystats-bench-"))
    root = os.geteuid() == 0  # PostgreSQL refuses to run as root.
    if root:
        shutil.chown(folder, "postgres", "postgres")
    user: dict[str, object] = {"user": "postgres", "group": "postgres", "extra_groups": []}

    def run(program: str, *arguments: str | Path) -> None:
        subprocess.run(
            pinned(SERVER_CORE, [place / program, "--pgdata", folder / "data", *arguments]),
            check=True, cwd=folder, stdout=subprocess.DEVNULL, timeout=120,
            **(user if root else {}),  # type: ignore[call-overload]
        )  # fmt: skip

    options = f"-c listen_addresses={HOST} -c port={port} -c unix_socket_directories=''"
    try:
        run("initdb", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C")
        run("pg_ctl", "--log", folder / "log", "--silent", "-w", "-o", options, "start")
        pid = (folder / "data" / "postmaster.pid").read_text(encoding="ascii").split()[0]
        yield Database(f"postgresql://postgres@{HOST}:{port}/postgres", int(pid))
    finally:
        if (folder / "data" / "postmaster.pid").exists():
            run("pg_ctl", "--silent", "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)
