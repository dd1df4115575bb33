"""Releases in PostgreSQL databases: tables partitioned by release, and the registry's schema."""

import logging
import time
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import psycopg

from app.database import Compiled, Dialect, SchemaError, Statement
from app.errors import TooSlowError, UnavailableError
from app.refusal import ApiError
from app.releases.canonical import difference, digests, recipe_text
from app.releases.postgresql_awaiting import AtOnce
from app.releases.postgresql_lending import (
    CHUNK,
    OUT_OF_REACH,
    REGISTRY,
    Connection,
    Lent,
    MissingReleaseError,
    refuse_missing,
)
from app.releases.queries import PACKAGES, RELEASES
from app.releases.registry import PublishedRelease, is_migrated, published_releases
from app.releases.servers import Server, Servers
from app.releases.storage import DamagedReleaseError, Result, Values

LOG = logging.getLogger("app")
# How far the server has come in what the primary wrote, then what the registry holds.
_STATE = """
SELECT CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() ELSE pg_current_wal_lsn() END
       - '0/0'::pg_lsn,
       coalesce((SELECT max(number) FROM release), 0), (SELECT max(number) FROM current_release),
       (SELECT count(*) FROM kept_release), (SELECT max(xmin::text::bigint) FROM kept_release)
"""
_MIGRATED = f"SELECT to_regclass('{REGISTRY}.alembic_version')"
_SCHEMA = f"SELECT version_num FROM {REGISTRY}.alembic_version"  # noqa: S608 - our own constant


class ReleaseConnections:
    """One release's view of connections that all releases share: closing it closes nothing."""

    at_once = None  # The server may keep anyone waiting.

    def __init__(self, servers: Servers, number: int) -> None:
        self._servers = servers
        self._number = number

    async def awaited(self, run: Callable[[AtOnce], Result]) -> Result:
        return await self._servers.ask_at_once(run, self._number)

    def ask(self, run: Callable[[Lent], Result], *, seconds: float) -> Result:
        del seconds  # Every connection carries the limit.
        found, refusal = self._servers.ask(lambda each: self._asked(each, run), self._number)
        if refusal is not None:
            raise refusal
        return found[0]

    def _asked(
        self, connection: Connection, run: Callable[[Lent], Result]
    ) -> tuple[list[Result], ApiError | None]:
        """What it finds, or refuses, which is no fault of the connection.

        Rows go after the registry has let go of their release: while it has not, all were there.
        """
        found: list[Result] = []
        refusal: ApiError | None = None
        try:
            found.append(run(Lent(connection)))
        except ApiError as error:
            refusal = error
        refuse_missing(connection, self._number)
        return found, refusal

    def stream(self, statement: Compiled, values: Values) -> Iterator[tuple[Any, ...]]:
        """Rows one by one; once the first is sent there is no other server to turn to."""
        return self._servers.stream(statement, values, self._number)

    def close(self) -> None:
        """Others go on reading."""


class PostgresqlStorage:
    """Releases of one database, and of the replicas that follow it.

    `seconds` is the time limit of each statement. At most `keep` connections to a server stay open
    between reads. Without a primary replicas alone are read.
    """

    dialect = Dialect.POSTGRESQL

    def __init__(
        self,
        primary: str | None,
        replicas: Sequence[str] = (),
        *,
        seconds: float,
        keep: int = 1000,
    ) -> None:
        self._servers = Servers(primary, replicas, seconds=seconds, keep=keep)

    def state(self, *, newest: int = 0) -> Hashable:
        return self._furthest(newest).state

    def releases(self) -> tuple[PublishedRelease, ...]:
        seen = self._furthest()
        if seen.state is None:
            return ()
        with seen.server.lent.lend() as connection, connection.transaction():
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            releases = connection.execute(RELEASES.on(self.dialect).sql).fetchall()
            packages = connection.execute(PACKAGES.on(self.dialect).sql).fetchall()
        return published_releases(releases, packages)

    def _furthest(self, newest: int = 0) -> "Seen":
        """Of the servers that are read, the one that has come furthest, with its registry's state.

        A release is named once one of them has it; those that have it are asked for it. The primary
        is looked at where they have less than was seen, or heard of (`newest`). Raises SchemaError,
        or UnavailableError where none can be reached.
        """
        servers = self._servers
        looked_at = [server for server in servers.read if server.is_due]
        found = _seen_of(looked_at)
        if not found or _furthest_of(found).server.newest < max(newest, servers.newest, 1):
            looked_at.extend(servers.rest)
            found.extend(_seen_of(servers.rest))
        if not found:
            found = _seen_of([server for server in servers.read if server not in looked_at])
        if not found:
            raise UnavailableError(OUT_OF_REACH)
        furthest = _furthest_of(found)
        if isinstance(furthest.state, SchemaError):
            raise furthest.state
        return furthest

    def open(self, release: PublishedRelease) -> ReleaseConnections:
        return ReleaseConnections(self._servers, release.number)

    def verify(self, release: PublishedRelease, *, pause: float = 0) -> None:
        """Rows are read on one server, the next one each time; bytes are not counted.

        A server whose rows differ is not asked for them again; the release is damaged where none
        has them right. Raises UnavailableError where one that may have them is out of reach.
        """
        failure: Exception | None = None
        for server in self._servers.to_verify():
            try:
                self._verify_on(server, release, pause)
            except UnavailableError as error:
                server.leave(time.monotonic())
                failure = error
            except MissingReleaseError as error:
                failure = failure or error
            except DamagedReleaseError as error:
                server.damaged.add(release.number)
                LOG.critical("Release %d is damaged on one server: %s", release.number, error)
                failure = failure if isinstance(failure, UnavailableError) else error
            else:
                server.damaged.discard(release.number)
                return
        assert failure is not None
        raise failure

    def _verify_on(self, server: Server, release: PublishedRelease, pause: float) -> None:
        def rows(statement: Statement) -> Iterator[tuple[Any, ...]]:
            compiled = statement.on(self.dialect)
            values = {**compiled.defaults, "release": release.number}
            for place, row in enumerate(server.lent.stream(compiled, values), 1):
                yield row
                if place % CHUNK == 0:
                    time.sleep(pause)

        try:
            found = digests(rows, recipe_text(release.recipe))
        except psycopg.DatabaseError as error:
            raise DamagedReleaseError("its rows cannot be read") from error
        if (fault := difference(found, release)) is not None:
            raise DamagedReleaseError(fault)
        with server.lent.lend() as connection:
            refuse_missing(connection, release.number)

    def close(self) -> None:
        self._servers.close()


@dataclass(frozen=True, slots=True)
class Seen:
    """A server, how far it has come in what the primary wrote, and its registry's state.

    The state is None before the registry's first migration, an error where it is of another
    version.
    """

    server: Server
    place: Decimal
    state: Hashable | SchemaError


def _furthest_of(found: Iterable[Seen]) -> Seen:
    return max(found, key=lambda each: each.place)


def _seen_of(servers: Iterable[Server]) -> list[Seen]:
    """What is seen of those that can be reached; the others are left alone for a while."""
    found = []
    for server in servers:
        began = time.monotonic()
        try:
            found.append(_seen(server))
        except (TooSlowError, UnavailableError, psycopg.Error) as error:
            server.leave(began)
            LOG.debug("A server cannot be read: %s", error)
        else:
            server.is_left = False
    return found


def _seen(server: Server) -> Seen:
    with server.lent.lend() as connection:
        try:
            is_migrated_there = _is_migrated(connection)
        except SchemaError as error:
            return Seen(server, Decimal(-1), error)
        row = connection.execute(_STATE).fetchone() if is_migrated_there else None
    if row is None:
        return Seen(server, Decimal(-1), None)
    place, *state = row
    assert isinstance(place, Decimal)
    assert isinstance(state[0], int)
    server.newest = state[0]
    return Seen(server, place, tuple(state))


def _is_migrated(connection: Connection) -> bool:
    """Raises SchemaError for a registry of another version."""
    if connection.execute(_MIGRATED).fetchone() == (None,):
        return False
    found = connection.execute(_SCHEMA).fetchone()
    return is_migrated(None if found is None else str(found[0]))
