"""What lies in a storage, whichever it is: to see that nothing has changed, or nothing is amiss."""

import hashlib

import psycopg

from app.publication.postgresql_writing import BUILDING, TABLES
from app.publication.publish import Publisher
from app.publication.store import kept_package
from app.releases.postgresql_lending import REGISTRY, RELEASES_SCHEMA
from app.releases.registry import PublishedRelease
from tests.publication import folders

SCHEMAS = (REGISTRY, RELEASES_SCHEMA, BUILDING)
_TABLES = """
SELECT place.nspname, each.relname FROM pg_class AS each
JOIN pg_namespace AS place ON place.oid = each.relnamespace
WHERE each.relkind = 'r' AND place.nspname <> 'information_schema'
AND NOT starts_with(place.nspname, 'pg_') ORDER BY 1, 2
"""
_ATTACHED = """
SELECT parent.relname, child.relname FROM pg_inherits AS link
JOIN pg_class AS parent ON parent.oid = link.inhparent AND parent.relkind = 'p'
JOIN pg_class AS child ON child.oid = link.inhrelid WHERE NOT link.inhdetachpending
"""


def is_in_files(publisher: Publisher) -> bool:
    return publisher.settings.database_url is None


def address_of(publisher: Publisher) -> str:
    return str(publisher.settings.database_url.get_secret_value())


def tables(address: str) -> set[str]:
    """All tables of the database that hold rows, as schema.table."""
    with psycopg.connect(address) as connection:
        found = connection.execute(_TABLES).fetchall()
    return {f"{schema}.{table}" for schema, table in found}


def stored(publisher: Publisher) -> dict[str, str]:
    """Digests of everything there: files, and the rows of each table of a database."""
    found = folders.contents(publisher.folder.root)
    if is_in_files(publisher):
        return found
    with psycopg.connect(address_of(publisher)) as connection:
        for table in sorted(tables(address_of(publisher))):
            schema, _, name = table.partition(".")
            rows = connection.execute(f'TABLE "{schema}"."{name}"').fetchall()
            found[table] = hashlib.sha256(repr(sorted(rows, key=repr)).encode()).hexdigest()
    return found


def query(publisher: Publisher, sql: str, number: int | None = None) -> list:
    """Rows of one release, by default the current one."""
    if is_in_files(publisher):
        return folders.query(publisher, sql, number=number)
    release = publisher.releases()[-1 if number is None else number - 1].number
    with psycopg.connect(address_of(publisher)) as connection:
        for table in TABLES:
            connection.execute(
                f'CREATE TEMPORARY VIEW "{table}" AS TABLE {RELEASES_SCHEMA}."{table}_{release}"'
            )
        return connection.execute(sql).fetchall()


def observed(publisher: Publisher, number: int | None = None) -> dict[str, int | None]:
    """Published values in millionths by `organization indicator period-ordinal`."""
    return dict(query(publisher, folders.OBSERVED, number))


def assert_whole(publisher: Publisher) -> tuple[PublishedRelease, ...]:
    """Everything the registry names is there, undamaged and in order, and nothing half done."""
    if is_in_files(publisher):
        return folders.assert_whole(publisher.folder.root)
    releases = publisher.releases()
    assert [release.number for release in releases] == list(range(1, len(releases) + 1))
    assert [each.number for each in releases if each.is_current] == [len(releases)]
    for release in releases:
        for package in release.packages:
            assert kept_package(publisher.folder, package.digest).name == package.name
        if release.is_kept:
            publisher.writing.reading.verify(release)
    with psycopg.connect(address_of(publisher)) as connection:
        attached = set(connection.execute(_ATTACHED).fetchall())
    # No partition without its row in the registry, and no row without its partitions.
    kept = [release.number for release in releases if release.is_kept]
    assert attached == {(table, f"{table}_{number}") for table in TABLES for number in kept}
    return releases


def assert_no_leftovers(publisher: Publisher) -> None:
    """Only what some release names lies there."""
    if is_in_files(publisher):
        folders.assert_no_leftovers(publisher.folder.root)
        return
    releases = publisher.releases()
    kept = [release.number for release in releases if release.is_kept]
    registry = ("alembic_version", "release", "release_package", "current_release", "kept_release")
    assert tables(address_of(publisher)) == {
        *(f"{REGISTRY}.{table}" for table in registry),
        f"{RELEASES_SCHEMA}.alembic_version",
        *(f"{RELEASES_SCHEMA}.{table}_{number}" for table in TABLES for number in kept),
    }
    with psycopg.connect(address_of(publisher)) as connection:
        schemas = connection.execute("SELECT nspname FROM pg_namespace").fetchall()
    assert (BUILDING,) not in schemas
    assert list(publisher.folder.building.iterdir()) == []
