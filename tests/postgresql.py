"""A PostgreSQL server of the tests' own, on a free port of the loopback, for as long as they run.

Its databases sort Vietnamese by default, so that whatever relies on the server's order is found.
"""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from itertools import count
from pathlib import Path

import psycopg
import pytest

from app.publication.postgresql_writing import PostgresqlWriting
from app.releases.files import DataFolder
from app.settings import Settings

PLACES = ("/usr/lib/postgresql/*/bin", "/usr/local/pgsql/bin", "/opt/homebrew/opt/postgresql*/bin")
_names = count(1)


def programs() -> Path | None:
    """The folder of `initdb` and `postgres`; of several the newest."""
    found = shutil.which("initdb")
    if found and not Path(found).is_symlink():
        return Path(found).parent
    folders = [path for place in PLACES for path in Path("/").glob(place.removeprefix("/"))]
    return max(
        (folder for folder in folders if (folder / "initdb").exists()),
        key=lambda folder: [int(part) for part in folder.parent.name.split(".") if part.isdigit()],
        default=None,
    )


class Server:
    """A server in a folder of its own; `database` makes one in it."""

    def __init__(self, place: Path, folder: Path, port: int) -> None:
        self.address = f"postgresql://postgres@127.0.0.1:{port}"
        self._place = place
        self.folder = folder
        self._options = (
            f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories='' "
            "-c fsync=off -c full_page_writes=off "
            "-c max_standby_streaming_delay=0"  # A replica waits for no reader: conflicts happen.
        )

    def create(self) -> None:
        self._run(
            "initdb", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C",
            "--locale-provider=icu", "--icu-locale=vi", "--no-sync",
        )  # fmt: skip

    def copy(self, primary: "Server") -> None:
        """Begin as a streaming replica of a server that runs."""
        self._run("pg_basebackup", "--dbname", primary.address, "--write-recovery-conf",
                  "--checkpoint=fast", "--no-sync", "--wal-method=stream")  # fmt: skip

    def start(self) -> None:
        """Returns once it answers."""
        log = self.folder / "log"
        self._run("pg_ctl", "--log", log, "--silent", "-w", "-o", self._options, "start")

    def stop(self) -> None:
        """At once, as if it were killed: what it was about is rolled back when it starts."""
        self._run("pg_ctl", "--silent", "-m", "immediate", "stop")

    def is_running(self) -> bool:
        return (self.folder / "data" / "postmaster.pid").exists()

    def database(self, *, template: str = "template1") -> str:
        """The address of a new database, empty or like its template."""
        name = f"test_{next(_names)}"
        with psycopg.connect(f"{self.address}/postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return f"{self.address}/{name}"

    @cached_property
    def _migrated(self) -> str:
        address = self.database()
        folder = DataFolder(self.folder / "loader")
        writing = PostgresqlWriting(address, folder, Settings().migrations_dir, seconds=5)
        with writing.lock(wait=True):
            writing.prepare()
        return address.rpartition("/")[2]

    def migrated(self) -> str:
        """The address of a new database that has the newest schemas and nothing in them."""
        return self.database(template=self._migrated)

    def _run(self, program: str, *arguments: object) -> None:
        command = [self._place / program, "--pgdata", self.folder / "data", *arguments]
        root = os.geteuid() == 0  # PostgreSQL refuses to run as root.
        user = {"user": "postgres", "group": "postgres", "extra_groups": []} if root else {}
        subprocess.run(
            command, check=True, cwd=self.folder, stdout=subprocess.DEVNULL, timeout=120, **user
        )


@contextmanager
def postgresql_server(*, primary: Server | None = None) -> Iterator[Server]:
    """A new server, or a replica of another. Skips the test where PostgreSQL is not installed."""
    place = programs()
    if place is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="partystats-postgresql-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = Server(place, folder, listener.getsockname()[1])
    try:
        if primary is None:
            server.create()
        else:
            server.copy(primary)
        server.start()
        yield server
    finally:
        if server.is_running():
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)
