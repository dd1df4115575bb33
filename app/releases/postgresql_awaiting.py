"""Connections to one PostgreSQL server for the event loop: what a seek finds in a moment."""

import asyncio
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

import asyncpg
from asyncpg.prepared_stmt import PreparedStatement
from psycopg.conninfo import conninfo_to_dict

from app.database import Compiled
from app.errors import UnavailableError
from app.refusal import ApiError
from app.releases.bridging import awaited, bridged
from app.releases.postgresql_lending import (
    CONNECT_SECONDS,
    KEPT,
    OUT_OF_REACH,
    SYSTEM_ERROR,
    MissingReleaseError,
    session_settings,
)
from app.releases.storage import DamagedReleaseError, OverAllowanceError, Result, Values

AWAITED_MAX = 4  # Of one process; the other twelve are for scans, so that none waits for them.
SECONDS_AT_ONCE = 0.1  # Longer statements belong to a thread, which has the whole time limit.
SILENT_SECONDS = 2.0  # A server that neither answers nor stops by its own limit is gone.
ROWS_AT_ONCE = 400  # Of one answer: to shape them takes the loop a few milliseconds.
STATEMENTS_KEPT = 512
_MARKS = re.compile(r"%%|%\((\w+)\)s")
# What of an address means the same to both drivers; others are of libpq alone.
_KNOWN = (
    "host", "port", "user", "password", "dbname", "passfile", "application_name",
    "sslmode", "sslcert", "sslkey", "sslrootcert", "sslcrl", "target_session_attrs",
)  # fmt: skip
_LOST = (
    asyncpg.PostgresConnectionError,
    asyncpg.exceptions.OperatorInterventionError,  # It is stopping or starting.
    asyncpg.exceptions.TransactionRollbackError,  # A standby had to go on: recovery conflict.
    asyncpg.exceptions.InsufficientResourcesError,
    asyncpg.exceptions.FeatureNotSupportedError,  # A prepared statement of tables before.
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
    OSError,  # And time-outs.
)
Rows = list[tuple[Any, ...]]


class Awaited:
    """One connection, with its prepared statements."""

    def __init__(self, connection: "asyncpg.Connection[asyncpg.Record]") -> None:
        self.connection = connection
        self._prepared: dict[str, PreparedStatement[asyncpg.Record]] = {}

    async def rows(self, sql: str, values: Values) -> Rows:
        """All rows of a statement that names its parameters as psycopg has them."""
        numbered, names = _numbered(sql)
        # Kept here, where no look at its age is needed; asyncpg's own cache is not used then. But
        # told to have none, it would have the server parse each statement every time.
        prepared = self._prepared.get(sql)
        if prepared is None:
            if len(self._prepared) >= STATEMENTS_KEPT:
                self._prepared.clear()
            prepared = self._prepared[sql] = await self.connection.prepare(numbered)
        found = await prepared.fetch(*[values[name] for name in names])
        return [tuple(row) for row in found]


class AtOnce:
    """A connection in the hands of one answer, which waits where it fetches and nobody else does.

    Raises OverAllowanceError for more rows than the event loop may be kept with.
    """

    on_loop = True

    def __init__(self, connection: Awaited) -> None:
        self._connection = connection
        self._left = ROWS_AT_ONCE

    def fetch(self, statement: Compiled, values: Values) -> Rows:
        rows = awaited(self._connection.rows(statement.sql, values))
        self._left -= len(rows)
        if self._left < 0:
            raise OverAllowanceError
        return rows


class AwaitedConnections:
    """At most AWAITED_MAX connections of one event loop; who finds none idle waits in turn."""

    def __init__(self, address: str) -> None:
        self._address = _address_for_asyncpg(address)
        self._idle: list[Awaited] = []
        self._lendable = asyncio.Semaphore(AWAITED_MAX)
        self._is_closed = False

    async def ask(
        self, run: Callable[[AtOnce], Result], number: int, *, is_new: bool = False
    ) -> Result:
        """Run it on the event loop with a connection of its own.

        Where the release `is_new`, this server was never seen to have it: that is asked first.

        Raises OverAllowanceError where it belongs to a thread, UnavailableError while the server
        cannot be reached, DamagedReleaseError where the release is not there, or was let go of.
        """
        async with self._lendable:
            connection = self._sound() or await self._opened()
            try:
                found = await _asked(connection, run, number, is_new=is_new)
            except _LOST as error:
                self._let_go(connection)
                self.renew()
                raise UnavailableError(OUT_OF_REACH) from error
            except (ApiError, OverAllowanceError, DamagedReleaseError):
                self._idle.append(connection)  # No fault of the connection.
                raise
            except BaseException:
                self._let_go(connection)
                raise
            self._idle.append(connection)
            if self._is_closed:
                self.renew()
            return found

    def _sound(self) -> Awaited | None:
        """An idle connection that nothing is known against."""
        while self._idle:
            connection = self._idle.pop()
            if not connection.connection.is_closed():
                return connection
        return None

    async def _opened(self) -> Awaited:
        """Raises UnavailableError."""
        try:
            connection = await asyncpg.connect(
                self._address,
                timeout=CONNECT_SECONDS,
                command_timeout=SILENT_SECONDS,
                server_settings=session_settings(SECONDS_AT_ONCE),
            )
        except (*_LOST, asyncpg.PostgresError, ValueError) as error:
            raise UnavailableError(OUT_OF_REACH) from error
        return Awaited(connection)

    def _let_go(self, connection: Awaited) -> None:
        connection.connection.terminate()

    def renew(self) -> None:
        """Close what is idle: the other end is gone, and may be back by the next request."""
        while self._idle:
            self._let_go(self._idle.pop())

    def close(self) -> None:
        """Close what is idle now; what is lent closes when it comes back. On its event loop."""
        self._is_closed = True
        self.renew()


async def _asked(
    connection: Awaited, run: Callable[[AtOnce], Result], number: int, *, is_new: bool
) -> Result:
    """What it finds or refuses, once the release is found to be there still."""
    refusal: ApiError | None = None
    try:
        if is_new:
            await _refuse_missing(connection, number)
        try:
            found = await bridged(lambda: run(AtOnce(connection)))
        except ApiError as error:
            refusal = error
        # Rows go after the registry has let go of their release: while it has not, all were there.
        await _refuse_missing(connection, number)
    except (asyncpg.QueryCanceledError, asyncpg.DataError) as error:
        raise OverAllowanceError from error  # psycopg finds the types of parameters by itself.
    except asyncpg.UndefinedTableError as error:
        raise MissingReleaseError("its tables are not there") from error
    except asyncpg.PostgresError as error:
        if (error.sqlstate or "").startswith(SYSTEM_ERROR):
            raise DamagedReleaseError("its rows cannot be read") from error
        raise
    if refusal is not None:
        raise refusal
    return found


async def _refuse_missing(connection: Awaited, number: int) -> None:
    """Raises MissingReleaseError where the registry there does not name the release."""
    if not await connection.rows(KEPT, {"release": number}):
        raise MissingReleaseError("it is not kept there")


@lru_cache(STATEMENTS_KEPT)
def _numbered(sql: str) -> tuple[str, tuple[str, ...]]:
    """The statement with `$1`, `$2` and so on, and the names of its parameters in that order."""
    names: dict[str, int] = {}

    def numbered(mark: re.Match[str]) -> str:
        if mark[0] == "%%":
            return "%"
        return f"${names.setdefault(mark[1], len(names) + 1)}"

    return _MARKS.sub(numbered, sql), tuple(names)


def _address_for_asyncpg(address: str) -> str:
    """The same place and user; what it does not know it would tell the server, which refuses it."""
    given = conninfo_to_dict(address)
    return "postgresql://?" + urlencode({name: given[name] for name in _KNOWN if name in given})
