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
from itertools import count
from pathlib import Path

import psycopg
import pytest

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
    """A running server; `database` makes an empty one in it."""

    def __init__(self, port: int) -> None:
        self.address = f"postgresql://postgres@127.0.0.1:{port}"

    def database(self) -> str:
        """The address of a new, empty database."""
        name = f"test_{next(_names)}"
        with psycopg.connect(f"{self.address}/postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return f"{self.address}/{name}"


@contextmanager
def postgresql_server() -> Iterator[Server]:
    """Skips the test where PostgreSQL is not installed; CI installs it."""
    place = programs()
    if place is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    root = os.geteuid() == 0
    user = {"user": "postgres", "group": "postgres", "extra_groups": []} if root else {}
    folder = Path(tempfile.mkdtemp(prefix="partystats-postgresql-"))
    if root:
        shutil.chown(folder, "postgres", "postgres")
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port = listener.getsockname()[1]
    command = [place / "initdb", "--pgdata", folder / "data", "--auth=trust", "--username=postgres"]
    locale = ["--encoding=UTF8", "--locale=C", "--locale-provider=icu", "--icu-locale=vi"]
    subprocess.run([*command, *locale, "--no-sync"], check=True, capture_output=True, **user)
    options = (
        f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories='' -c fsync=off"
    )
    control = [place / "pg_ctl", "--pgdata", folder / "data", "--log", folder / "log", "--silent"]
    try:
        subprocess.run([*control, "-w", "-o", options, "start"], check=True, cwd=folder, **user)
        yield Server(port)
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], check=False, cwd=folder, **user)
        shutil.rmtree(folder, ignore_errors=True)
