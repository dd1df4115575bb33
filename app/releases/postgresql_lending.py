"""Connections to one PostgreSQL server for threads: scans, streams, the registry."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from app.database import Compiled
from app.errors import TooSlowError, UnavailableError
from app.releases.lending import Lending
from app.releases.registry import RELEASE_SCHEMA
from app.releases.storage import DamagedReleaseError, Values
from app.values.wording import Words

REGISTRY = "registry"
RELEASES_SCHEMA = f"release_{RELEASE_SCHEMA}"
"""Schema of the tables of releases: one for each revision of `migrations/release`."""
CHUNK = 5000
SYSTEM_ERROR = "58"  # Class of SQLSTATE: a file of the database is gone or cannot be read.
CONNECTIONS_MAX = 12  # Of one process; with those of its event loop 16 of the server's hundred.
CONNECT_SECONDS = 5
OUT_OF_REACH = Words(
    "The database cannot be reached; try again shortly.",
    "Hiện không truy cập được cơ sở dữ liệu; vui lòng thử lại sau ít phút.",
)
KEPT = f"SELECT 1 FROM {REGISTRY}.kept_release WHERE release = %(release)s"  # noqa: S608 - a constant
# However long a stream takes; but one that nobody reads on for a minute ends, since its transaction
# keeps the server from tidying.
_STREAMING = (
    "SELECT set_config('statement_timeout', '0', true), "
    "set_config('idle_in_transaction_session_timeout', '60s', true)"
)

Rows = list[tuple[object, ...]]
Connection = psycopg.Connection[tuple[object, ...]]


def session_settings(seconds: float) -> dict[str, str]:
    """What the server is told when a connection begins; each statement may take so long."""
    return {
        "search_path": f"{RELEASES_SCHEMA},{REGISTRY}",
        "default_transaction_read_only": "on",
        "statement_timeout": str(max(1, int(seconds * 1000))),
    }


class MissingReleaseError(DamagedReleaseError):
    """The server does not have the release: not yet, or not any more."""


class LentConnections:
    """Read-only connections to a server; they see every release, statements name one."""

    def __init__(self, address: str, *, seconds: float, keep: int = 1000) -> None:
        self._address = address
        self._seconds = seconds
        settings = session_settings(seconds)
        self._options = " ".join(f"-c {name}={value}" for name, value in settings.items())
        self._lending: Lending[Connection] = Lending(self._opened, keep=keep, most=CONNECTIONS_MAX)

    def _opened(self) -> Connection:
        return psycopg.connect(
            self._address, autocommit=True, options=self._options, connect_timeout=CONNECT_SECONDS
        )

    @contextmanager
    def lend(self) -> Iterator[Connection]:
        """A connection. Raises UnavailableError while the server cannot be reached."""
        with self._translated(), self._lending.lend() as connection:
            yield connection

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Errors of the driver as refusals. Raises TooSlowError and UnavailableError."""
        try:
            yield
        except psycopg.errors.QueryCanceled as error:
            raise TooSlowError.after(self._seconds) from error
        except psycopg.errors.UndefinedTable as error:
            raise MissingReleaseError("its tables are not there") from error
        except psycopg.OperationalError as error:
            if (error.sqlstate or "").startswith(SYSTEM_ERROR):
                raise DamagedReleaseError("its rows cannot be read") from error
            self._lending.renew()
            raise UnavailableError(OUT_OF_REACH) from error

    def stream(self, statement: Compiled, values: Values) -> Iterator[tuple[object, ...]]:
        """Rows one by one, within one transaction. Raises MissingReleaseError before the first.

        The release is there before they are looked for, and was not let go of before they were
        found; from then on who removes it waits, or a replica breaks the stream off.
        """
        number = values["release"]
        with self.lend() as connection, connection.transaction():
            cursor = connection.cursor(name="stream")
            try:
                connection.execute(_STREAMING)
                refuse_missing(connection, number)
                cursor.itersize = CHUNK
                cursor.execute(statement.sql, values)
                refuse_missing(connection, number)
                yield from cursor
                cursor.close()
            except BaseException:
                # In this order: a server that is gone cannot be told of the cursor.
                connection.close()
                cursor.close()
                raise

    def close(self) -> None:
        self._lending.close()


class Lent:
    """A connection in the hands of one thread; it carries the time limit itself."""

    on_loop = False

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def fetch(self, statement: Compiled, values: Values) -> Rows:
        return self._connection.execute(statement.sql, values).fetchall()


def refuse_missing(connection: Connection, number: int) -> None:
    """Raises MissingReleaseError where the registry there does not name the release."""
    if connection.execute(KEPT, {"release": number}).fetchone() is None:
        raise MissingReleaseError("it is not kept there")
