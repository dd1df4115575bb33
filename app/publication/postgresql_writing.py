"""Writing releases to PostgreSQL: built in a schema apart, attached as partitions at once."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal

from sqlalchemy import text
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from app.migration_targets import RELEASE_TABLES
from app.migrations import postgresql_engine, upgrade
from app.publication.problems import LoaderBusyError
from app.publication.store import loader_lock, remove_renderings
from app.publication.workplace import Workplace
from app.publication.writing import Kept
from app.releases.files import DataFolder
from app.releases.postgresql_lending import REGISTRY, RELEASES_SCHEMA
from app.releases.postgresql_storage import PostgresqlStorage
from app.releases.registry import RELEASE_SCHEMA, PublishedRelease

LOG = logging.getLogger("app")
DROPPING_SECONDS = 15  # Who reads slowly may take longer; the next load tidies then.
Isolation = Literal["AUTOCOMMIT", "READ COMMITTED"]
BUILDING = "building"
TABLES = tuple(str(model.__tablename__) for model in RELEASE_TABLES)
LOADER_LOCK = 0x7061727479  # Any number that other programs of the database will not choose.
# With how each is detached before it is dropped; one whose detaching was cut off must end first.
_PARTITIONS = """
SELECT child.relname, CASE link.inhdetachpending
WHEN true THEN 'FINALIZE' WHEN false THEN 'CONCURRENTLY' END
FROM pg_class AS child JOIN pg_namespace AS place ON place.oid = child.relnamespace
LEFT JOIN pg_inherits AS link ON link.inhrelid = child.oid
WHERE place.nspname = :place AND child.relkind = 'r' AND child.relname ~ '_[0-9]+$'
ORDER BY link.inhdetachpending DESC NULLS LAST, child.relname
"""
_OUTDATED = """
SELECT nspname FROM pg_namespace WHERE nspname ~ '^release_[0-9]{4}$' AND nspname <> :place
ORDER BY nspname
"""


class PostgresqlWriting:
    """The writer of one database; packages lie in a data folder all the same.

    `seconds` limits its reading statements, as everywhere.
    """

    def __init__(
        self, address: str, folder: DataFolder, migrations: Path, *, seconds: float
    ) -> None:
        self.folder = folder
        # Nobody closes a writer: it holds no connection but while it reads or writes.
        self.reading = PostgresqlStorage(address, seconds=seconds, keep=0)
        self._address = address
        self._migrations = migrations

    def is_there(self) -> bool:
        return self.reading.state() is not None

    @contextmanager
    def lock(self, *, wait: bool) -> Iterator[None]:
        """The folder's lock for its packages, and the database's, which is for all machines."""
        with loader_lock(self.folder, wait=wait), self._automatic(REGISTRY) as connection:
            take = "pg_advisory_lock" if wait else "pg_try_advisory_lock"
            taken = connection.scalar(text(f"SELECT {take}({LOADER_LOCK})"))
            if not wait and not taken:
                raise LoaderBusyError("Another load is under way; try again when it is done.")
            try:
                yield
            finally:
                # A server that is told of the end alone may take it in after the next load began;
                # one that is gone has let go of the lock, and what was committed stays committed.
                with suppress(DBAPIError):
                    connection.execute(text(f"SELECT pg_advisory_unlock({LOADER_LOCK})"))

    def prepare(self) -> None:
        with self.registry() as connection:
            for schema in (REGISTRY, RELEASES_SCHEMA):
                connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {schema}")
            upgrade(self._migrations, "registry", connection)
        with self._begun(RELEASES_SCHEMA) as connection:
            upgrade(self._migrations, "release", connection)
            connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {BUILDING} CASCADE")
        releases = [release for release in self.reading.releases() if release.is_kept]
        kept = {release.number for release in releases}
        chains = {release.chain_digest for release in releases}
        remove_renderings(self.folder, lambda chain: chain not in chains)
        try:
            self._drop_outdated()
            self._drop(lambda number: number not in kept)
        except DBAPIError as error:
            LOG.warning("Rows of releases that are not kept could not be removed: %s", error.orig)
        # Whole packages stay, even of loads that failed: another database may name them.
        for path in self.folder.building.iterdir():
            path.unlink()

    @contextmanager
    def workplace(self, number: int) -> Iterator[Workplace]:
        with self._begun(BUILDING) as connection:
            connection.exec_driver_sql(f"CREATE SCHEMA {BUILDING}")
            for table in TABLES:
                # Its indexes take their names, which no other release may have, from its own.
                name = f'"{table}_{number}"'
                connection.exec_driver_sql(
                    f'CREATE TABLE {name} (LIKE {RELEASES_SCHEMA}."{table}" INCLUDING ALL, '
                    # Spares the look at every row when the table becomes a partition.
                    f"CONSTRAINT of_release CHECK (release = {number}))"
                )
                connection.exec_driver_sql(f'ALTER TABLE {name} RENAME TO "{table}"')
            yield Workplace(connection, number)

    def discard(self, number: int) -> None:
        del number  # There is one workplace.
        with self.registry() as connection:
            connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {BUILDING} CASCADE")

    @contextmanager
    def registry(self) -> Iterator[Connection]:
        with self._begun(REGISTRY) as connection:
            yield connection

    def take_in(self, number: int, registry: Connection) -> Kept:
        for table in TABLES:
            name, parent = f'"{table}_{number}"', f'{RELEASES_SCHEMA}."{table}"'
            for statement in (
                f'ALTER TABLE {BUILDING}."{table}" RENAME TO {name}',
                f"ALTER TABLE {BUILDING}.{name} SET SCHEMA {RELEASES_SCHEMA}",
                f"ALTER TABLE {parent} ATTACH PARTITION {RELEASES_SCHEMA}.{name} "
                f"FOR VALUES IN ({number})",
                f"ALTER TABLE {RELEASES_SCHEMA}.{name} DROP CONSTRAINT of_release",
            ):
                registry.exec_driver_sql(statement)
        registry.exec_driver_sql(f"DROP SCHEMA {BUILDING}")
        return Kept(RELEASE_SCHEMA, None)

    def remove(self, releases: list[PublishedRelease]) -> None:
        removed = {release.chain_digest for release in releases}
        remove_renderings(self.folder, removed.__contains__)
        numbers = {release.number for release in releases}
        self._drop(lambda number: number in numbers)

    def _drop_outdated(self) -> None:
        """Drop the tables of versions whose schema no kept release has. Raises as `_drop`."""
        named = {f"release_{release.schema_revision}" for release in self.reading.releases()}
        with self._automatic(RELEASES_SCHEMA) as connection:
            connection.exec_driver_sql(f"SET statement_timeout = '{DROPPING_SECONDS}s'")
            for place in connection.scalars(text(_OUTDATED), {"place": RELEASES_SCHEMA}).all():
                if place not in named:
                    connection.exec_driver_sql(f'DROP SCHEMA "{place}" CASCADE')

    def _drop(self, chosen: Callable[[int], bool]) -> None:
        """Drop partitions by the number of their release, without keeping readers waiting.

        Raises DBAPIError where a reader keeps this waiting for too long.
        """
        with self._automatic(RELEASES_SCHEMA) as connection:
            connection.exec_driver_sql(f"SET statement_timeout = '{DROPPING_SECONDS}s'")
            found = connection.execute(text(_PARTITIONS), {"place": RELEASES_SCHEMA}).all()
            for name, detaching in found:
                table, _, number = name.rpartition("_")
                if table not in TABLES or not chosen(int(number)):
                    continue
                if detaching is not None:
                    connection.exec_driver_sql(
                        f'ALTER TABLE "{table}" DETACH PARTITION "{name}" {detaching}'
                    )
                connection.exec_driver_sql(f'DROP TABLE "{name}"')

    @contextmanager
    def _begun(self, schema: str) -> Iterator[Connection]:
        with self._automatic(schema, isolation="READ COMMITTED") as connection, connection.begin():
            yield connection

    @contextmanager
    def _automatic(
        self, schema: str, *, isolation: Isolation = "AUTOCOMMIT"
    ) -> Iterator[Connection]:
        engine = postgresql_engine(self._address, schema)
        try:
            with engine.connect() as connection:
                yield connection.execution_options(isolation_level=isolation)
        finally:
            engine.dispose()
