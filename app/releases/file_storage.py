"""Releases as files of SQLite in the data folder, beside the registry's file."""

import hashlib
import sqlite3
import threading
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from app.database import Compiled, Dialect
from app.errors import TooSlowError
from app.refusal import ApiError
from app.releases.files import DataFolder, sqlite_address
from app.releases.lending import Lending
from app.releases.queries import PACKAGES, RELEASES
from app.releases.registry import PublishedRelease, is_migrated, published_releases
from app.releases.storage import DamagedReleaseError, OverAllowanceError, Result, Values

STEPS_BETWEEN_CHECKS = 20_000
STEPS_AT_ONCE = 20_000  # Of SQLite's machine: up to twice that, less than a millisecond.
STATEMENTS_KEPT = 512
CHUNK = 1 << 20
LOCKED_SECONDS = 0.1  # A load holds the registry's lock for as long as one commit takes.
_MIGRATED = "SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'"
_SCHEMA = "SELECT version_num FROM alembic_version"


class FileConnections:
    """Connections to one release file, which never changes."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lending = Lending(self._opened)
        self._at_once = AtOnce(self._opened)

    def _opened(self) -> sqlite3.Connection:
        # The file never changes, so SQLite needs neither locks nor a look for a journal.
        address = sqlite_address(self._file, "mode=ro&immutable=1")
        return sqlite3.connect(
            address, uri=True, check_same_thread=False, cached_statements=STATEMENTS_KEPT
        )

    @property
    def at_once(self) -> "AtOnce":
        return self._at_once

    async def awaited(self, run: Callable[["AtOnce"], Result]) -> Result:
        """Nothing is waited for: a file is read at once."""
        return run(self._at_once)

    def ask(self, run: Callable[["WithinTime"], Result], *, seconds: float) -> Result:
        refusal: ApiError | None = None
        with self._lending.lend() as connection:
            try:
                return run(WithinTime(connection, seconds))
            except ApiError as error:  # No fault of the connection, which is kept.
                refusal = error
        raise refusal

    def stream(self, statement: Compiled, values: Values) -> Iterator[tuple[Any, ...]]:
        with self._lending.lend() as connection:
            connection.set_progress_handler(None, 0)
            yield from connection.execute(statement.sql, values)

    def close(self) -> None:
        self._lending.close()
        self._at_once.close()


class AtOnce:
    """The connection of the event loop: what does not end within a moment is given up."""

    on_loop = True

    def __init__(self, opened: Callable[[], sqlite3.Connection]) -> None:
        self._opened = opened
        self._connection: sqlite3.Connection | None = None
        self._lock = threading.Lock()  # Against who closes it, in whatever thread.
        self._is_closed = False
        self._turns = 0

    def fetch(self, statement: Compiled, values: Values) -> list[tuple[Any, ...]]:
        with self._lock:
            connection = self._connection or self._open()
            self._turns = 0
            try:
                found: list[tuple[Any, ...]] = connection.execute(statement.sql, values).fetchall()
            except sqlite3.OperationalError as error:
                if self._turns > 1:
                    raise OverAllowanceError from error
                raise
            return found

    def _open(self) -> sqlite3.Connection:
        """Raises OverAllowanceError once closed: a thread opens one for itself."""
        if self._is_closed:
            raise OverAllowanceError
        connection = self._connection = self._opened()
        connection.set_progress_handler(self._is_over, STEPS_AT_ONCE)
        return connection

    def _is_over(self) -> bool:
        """At the second turn: counting goes on from the last use, so the first may be early."""
        self._turns += 1
        return self._turns > 1

    def close(self) -> None:
        with self._lock:
            self._is_closed = True
            if self._connection is not None:
                self._connection.close()
                self._connection = None


class WithinTime:
    """A connection in the hands of one thread, with a time limit for each statement."""

    on_loop = False

    def __init__(self, connection: sqlite3.Connection, seconds: float) -> None:
        self._connection = connection
        self._seconds = seconds
        self._deadline = 0.0
        connection.set_progress_handler(self._is_over, STEPS_BETWEEN_CHECKS)

    def fetch(self, statement: Compiled, values: Values) -> list[tuple[Any, ...]]:
        self._deadline = time.monotonic() + self._seconds
        try:
            return self._connection.execute(statement.sql, values).fetchall()
        except sqlite3.OperationalError as error:
            if "interrupted" in str(error):
                raise TooSlowError.after(self._seconds) from error
            raise

    def _is_over(self) -> bool:
        return time.monotonic() > self._deadline


class FileStorage:
    """Releases of one data folder."""

    dialect = Dialect.SQLITE

    def __init__(self, folder: DataFolder) -> None:
        self.folder = folder

    def state(self, *, newest: int = 0) -> Hashable:
        del newest  # There is one registry.
        try:
            found = self.folder.registry.stat()
        except FileNotFoundError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino

    def releases(self) -> tuple[PublishedRelease, ...]:
        # Not mode=ro: the first to come after a crash must be able to roll back what was begun.
        address = sqlite_address(self.folder.registry, "mode=rw")
        with closing(sqlite3.connect(address, uri=True, timeout=LOCKED_SECONDS)) as connection:
            connection.isolation_level = None
            connection.execute("PRAGMA query_only=ON")
            connection.execute("BEGIN")
            if not _is_migrated(connection):
                return ()
            releases = connection.execute(RELEASES.on(self.dialect).sql).fetchall()
            packages = connection.execute(PACKAGES.on(self.dialect).sql).fetchall()
            connection.execute("COMMIT")
        return published_releases(releases, packages)

    def open(self, release: PublishedRelease) -> FileConnections:
        return FileConnections(self._file(release))

    def verify(self, release: PublishedRelease, *, pause: float = 0) -> int:
        digest = hashlib.sha256()
        try:
            with self._file(release).open("rb") as file:
                while chunk := file.read(CHUNK):
                    digest.update(chunk)
                    time.sleep(pause)
                length = file.tell()
        except OSError as error:
            raise DamagedReleaseError(f"the file cannot be read: {error.strerror}") from error
        if digest.hexdigest() != release.file_digest:
            raise DamagedReleaseError("the file is not the one that was published")
        return length

    def close(self) -> None:
        """Nothing is held open here; each release's connections are its reader's."""

    def _file(self, release: PublishedRelease) -> Path:
        return self.folder.release(str(release.file_digest))


def _is_migrated(connection: sqlite3.Connection) -> bool:
    if not connection.execute(_MIGRATED).fetchone():
        return False
    found = connection.execute(_SCHEMA).fetchone()
    return is_migrated(None if found is None else str(found[0]))
