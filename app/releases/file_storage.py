"""Releases as files of SQLite in the data folder, beside the registry's file."""

import hashlib
import sqlite3
import time
from collections.abc import Hashable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from app.database import Compiled, Dialect
from app.errors import TooSlowError
from app.releases.files import DataFolder, sqlite_address
from app.releases.lending import Lending
from app.releases.queries import PACKAGES, RELEASES
from app.releases.registry import PublishedRelease, is_migrated, published_releases
from app.releases.storage import DamagedReleaseError, Values

STEPS_BETWEEN_CHECKS = 20_000
CHUNK = 1 << 20
LOCKED_SECONDS = 0.1  # A load holds the registry's lock for as long as one commit takes.
_MIGRATED = "SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'"
_SCHEMA = "SELECT version_num FROM alembic_version"


class FileConnections:
    """Connections to one release file, which never changes."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lending = Lending(self._opened)

    def _opened(self) -> sqlite3.Connection:
        # The file never changes, so SQLite needs neither locks nor a look for a journal.
        address = sqlite_address(self._file, "mode=ro&immutable=1")
        return sqlite3.connect(address, uri=True, check_same_thread=False)

    def fetch(
        self, statement: Compiled, values: Values, *, seconds: float
    ) -> list[tuple[Any, ...]]:
        deadline = time.monotonic() + seconds
        with self._lending.lend() as connection:
            connection.set_progress_handler(
                lambda: time.monotonic() > deadline, STEPS_BETWEEN_CHECKS
            )
            try:
                found: list[tuple[Any, ...]] = connection.execute(statement.sql, values).fetchall()
            except sqlite3.OperationalError as error:
                if "interrupted" in str(error):
                    raise TooSlowError(
                        f"The answer took longer than {seconds:g} seconds."
                    ) from error
                raise
            return found

    def stream(self, statement: Compiled, values: Values) -> Iterator[tuple[Any, ...]]:
        with self._lending.lend() as connection:
            connection.set_progress_handler(None, 0)
            yield from connection.execute(statement.sql, values)

    def close(self) -> None:
        self._lending.close()


class FileStorage:
    """Releases of one data folder."""

    dialect = Dialect.SQLITE

    def __init__(self, folder: DataFolder) -> None:
        self.folder = folder

    def state(self) -> Hashable:
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
