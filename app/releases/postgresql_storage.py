"""Releases in a PostgreSQL database: tables partitioned by release, and the registry's schema."""

import time
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from app.database import Compiled, Dialect, Statement
from app.errors import ApiError, TooSlowError, UnavailableError
from app.releases.canonical import difference, digests, recipe_text
from app.releases.lending import Lending
from app.releases.queries import PACKAGES, RELEASES
from app.releases.registry import (
    RELEASE_SCHEMA,
    PublishedRelease,
    is_migrated,
    published_releases,
)
from app.releases.storage import DamagedReleaseError, Values

REGISTRY = "registry"
RELEASES_SCHEMA = f"release_{RELEASE_SCHEMA}"
"""Schema of the tables of releases: one for each revision of `migrations/release`."""
CHUNK = 5000
SYSTEM_ERROR = "58"  # Class of SQLSTATE: a file of the database is gone or cannot be read.
CONNECTIONS_MAX = 16  # Of one process: a server that is asked as it comes allows a hundred.
_STATE = """
SELECT (SELECT max(number) FROM release), (SELECT max(number) FROM current_release),
       (SELECT count(*) FROM kept_release), (SELECT max(xmin::text::bigint) FROM kept_release)
"""
_KEPT = f"SELECT 1 FROM {REGISTRY}.kept_release WHERE release = %(release)s"  # noqa: S608
_MIGRATED = f"SELECT to_regclass('{REGISTRY}.alembic_version')"
_SCHEMA = f"SELECT version_num FROM {REGISTRY}.alembic_version"  # noqa: S608 - our own constant
# However long a stream takes; but one that nobody reads on for a minute ends, since its transaction
# keeps the server from tidying.
_STREAMING = (
    "SELECT set_config('statement_timeout', '0', true), "
    "set_config('idle_in_transaction_session_timeout', '60s', true)"
)

Rows = list[tuple[Any, ...]]
Connection = psycopg.Connection[tuple[Any, ...]]


class PostgresqlConnections:
    """Read-only connections to the database; they see every release, statements name one."""

    def __init__(self, address: str, *, seconds: float, keep: int = 1000) -> None:
        self._address = address
        self._seconds = seconds
        self._options = " ".join(
            f"-c {name}={value}"
            for name, value in {
                "search_path": f"{RELEASES_SCHEMA},{REGISTRY}",
                "default_transaction_read_only": "on",
                "statement_timeout": max(1, int(seconds * 1000)),
            }.items()
        )
        self._lending: Lending[Connection] = Lending(self._opened, keep=keep, most=CONNECTIONS_MAX)

    def _opened(self) -> Connection:
        return psycopg.connect(
            self._address, autocommit=True, options=self._options, connect_timeout=5
        )

    @contextmanager
    def lend(self) -> Iterator[Connection]:
        """A connection. Raises UnavailableError while the database cannot be reached."""
        with self._translated(), self._lending.lend() as connection:
            yield connection

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Errors of the driver as refusals. Raises TooSlowError and UnavailableError."""
        try:
            yield
        except psycopg.errors.QueryCanceled as error:
            raise TooSlowError(f"The answer took longer than {self._seconds:g} seconds.") from error
        except psycopg.OperationalError as error:
            if (error.sqlstate or "").startswith(SYSTEM_ERROR):
                raise DamagedReleaseError("its rows cannot be read") from error
            self._lending.renew()
            raise UnavailableError("The database cannot be reached; try again shortly.") from error

    def stream(self, statement: Compiled, values: Values) -> Iterator[tuple[Any, ...]]:
        with (
            self.lend() as connection,
            connection.transaction(),
            connection.cursor(name="stream") as cursor,
        ):
            connection.execute(_STREAMING)
            cursor.itersize = CHUNK
            cursor.execute(statement.sql, values)
            yield from cursor

    def close(self) -> None:
        self._lending.close()


class SharedConnections:
    """One release's view of connections that all releases share: closing it closes nothing."""

    at_once = None  # The server may keep anyone waiting.

    def __init__(self, connections: PostgresqlConnections, number: int) -> None:
        self._connections = connections
        self._number = number
        self.stream = connections.stream

    @contextmanager
    def lend(self, *, seconds: float) -> Iterator["Lent"]:
        """A connection to one thread. Raises DamagedReleaseError where the release was let go of.

        Rows go after the registry has let go of their release: while it has not, all were there.
        """
        del seconds  # Every connection carries the limit.
        refusal: ApiError | None = None
        with self._connections.lend() as connection:
            try:
                yield Lent(connection)
            except ApiError as error:  # No fault of the connection, which is kept.
                refusal = error
            is_kept = _is_kept(connection, self._number)
        if not is_kept:
            raise DamagedReleaseError("it is no longer kept")
        if refusal is not None:
            raise refusal

    def close(self) -> None:
        """Others go on reading."""


class Lent:
    """A connection in the hands of one thread; it carries the time limit itself."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def fetch(self, statement: Compiled, values: Values) -> Rows:
        return self._connection.execute(statement.sql, values).fetchall()


class PostgresqlStorage:
    """Releases of one database. `seconds` is the time limit of each statement.

    At most `keep` connections stay open between reads.
    """

    dialect = Dialect.POSTGRESQL

    def __init__(self, address: str, *, seconds: float, keep: int = 1000) -> None:
        self._connections = PostgresqlConnections(address, seconds=seconds, keep=keep)

    def state(self) -> Hashable:
        with self._connections.lend() as connection:
            if not _is_migrated(connection):
                return None
            return connection.execute(_STATE).fetchone()

    def releases(self) -> tuple[PublishedRelease, ...]:
        with self._connections.lend() as connection, connection.transaction():
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            if not _is_migrated(connection):
                return ()
            releases = connection.execute(RELEASES.on(self.dialect).sql).fetchall()
            packages = connection.execute(PACKAGES.on(self.dialect).sql).fetchall()
        return published_releases(releases, packages)

    def open(self, release: PublishedRelease) -> SharedConnections:
        return SharedConnections(self._connections, release.number)

    def verify(self, release: PublishedRelease, *, pause: float = 0) -> None:
        """Rows are read, and their digests compared; bytes are not counted."""

        def rows(statement: Statement) -> Iterator[tuple[Any, ...]]:
            compiled = statement.on(self.dialect)
            values = {**compiled.defaults, "release": release.number}
            for place, row in enumerate(self._connections.stream(compiled, values), 1):
                yield row
                if place % CHUNK == 0:
                    time.sleep(pause)

        try:
            found = digests(rows, recipe_text(release.recipe))
        except psycopg.DatabaseError as error:
            raise DamagedReleaseError("its rows cannot be read") from error
        if (fault := difference(found, release)) is not None:
            raise DamagedReleaseError(fault)
        with self._connections.lend() as connection:
            if not _is_kept(connection, release.number):
                raise DamagedReleaseError("it is no longer kept")

    def close(self) -> None:
        self._connections.close()


def _is_kept(connection: Connection, number: int) -> bool:
    return connection.execute(_KEPT, {"release": number}).fetchone() is not None


def _is_migrated(connection: Connection) -> bool:
    """Raises SchemaError for a registry of another version."""
    if connection.execute(_MIGRATED).fetchone() == (None,):
        return False
    found = connection.execute(_SCHEMA).fetchone()
    return is_migrated(None if found is None else str(found[0]))
