"""Migrations on both databases: up, down and up with what is there, wholly or not at all."""

import shutil
from contextlib import contextmanager
from hashlib import sha256

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.database import SchemaError
from app.migrations import configuration, engine_for, postgresql_engine, upgrade
from app.publication import rebuilding
from app.publication.build import Recipe
from app.publication.postgresql_writing import PostgresqlWriting
from app.publication.publish import Publisher
from app.releases.canonical import recipe_text
from app.releases.files import DataFolder
from app.releases.postgresql_lending import RELEASES_SCHEMA
from app.settings import Settings
from tests.databases.catalogs import objects
from tests.publication.small import FIGURES, changed, small_files, written
from tests.publication.storages import (
    address_of,
    assert_no_leftovers,
    assert_whole,
    is_in_files,
    stored,
)
from tests.publication.test_migrations import FAILING, MIGRATIONS
from tests.serving import serving


@contextmanager
def registry_of(publisher):
    """One transaction on the registry, for migrations."""
    engine = (
        engine_for(publisher.folder.registry)
        if is_in_files(publisher)
        else postgresql_engine(address_of(publisher), "registry")
    )
    try:
        with engine.connect() as connection, connection.begin():
            yield connection
    finally:
        engine.dispose()


def revision_of(connection):
    return connection.scalar(text("SELECT version_num FROM alembic_version"))


@pytest.fixture
def loaded(publisher, tmp_path):
    """A writer with two releases, as of today."""
    publisher.load(written(tmp_path / "small", small_files()))
    publisher.load(written(tmp_path / "small", small_files(figures=changed(FIGURES, 0, note="x"))))
    return publisher


def taken_down(publisher, revision):
    with registry_of(publisher) as connection:
        command.downgrade(configuration(MIGRATIONS, "registry", connection), revision)


def test_the_registry_goes_down_to_nothing_and_up_again(loaded):
    taken_down(loaded, "base")
    with registry_of(loaded) as connection:
        assert connection.scalar(text("SELECT count(*) FROM alembic_version")) == 0
        upgrade(MIGRATIONS, "registry", connection)
        assert connection.scalar(text("SELECT count(*) FROM release")) == 0
    assert loaded.releases() == ()


def test_the_registry_of_an_earlier_version_is_brought_up_served_and_taken_down(loaded, tmp_path):
    before = loaded.releases()
    with serving(loaded.settings) as client:
        answers = [client.get(f"/v1/observations?release={n}").content for n in (1, 2)]
    # Down to the schema that knew nothing of kept releases, with everything in it.
    taken_down(loaded, "0001")
    with registry_of(loaded) as connection:
        assert revision_of(connection) == "0001"
        rows = connection.execute(text("SELECT number, file_digest FROM release ORDER BY number"))
        assert [(n, digest or None) for n, digest in rows] == [
            (each.number, each.file_digest) for each in before
        ]
    with pytest.raises(SchemaError, match="0001"):
        loaded.releases()
    # The next load, even one that is refused as nothing new, brings it up.
    loaded.load(written(tmp_path / "small", small_files(figures=changed(FIGURES, 0, note="x"))))
    assert [each.chain_digest for each in loaded.releases()] == [
        each.chain_digest for each in before
    ]
    assert_whole(loaded)
    # Its releases have the tables of the version that knew nothing of kept ones.
    assert [line.split()[2] for line in rebuilding.upgrade(loaded)] == ["rebuilt", "rebuilt"]
    assert_no_leftovers(loaded)
    with serving(loaded.settings) as client:
        again = [client.get(f"/v1/observations?release={n}").content for n in (1, 2)]
    assert again == answers


def failing(folder, tree, table):
    """The migrations, with one more that fails after it has changed much."""
    later = folder / "migrations"
    shutil.copytree(MIGRATIONS, later)
    (head,) = ScriptDirectory.from_config(configuration(later, tree)).get_heads()
    (later / tree / "versions" / "9999_fails.py").write_text(
        FAILING.replace("{table}", table).replace("{head}", head), encoding="utf-8"
    )
    return later


def test_a_migration_of_the_registry_that_fails_midway_changes_nothing(loaded, tmp_path):
    later = failing(tmp_path, "registry", "release")
    before, releases = stored(loaded), loaded.releases()
    held = [] if is_in_files(loaded) else objects(address_of(loaded))
    with pytest.raises(DBAPIError, match="no_such_function"), registry_of(loaded) as connection:
        upgrade(later, "registry", connection)
    assert stored(loaded) == before
    assert held == ([] if is_in_files(loaded) else objects(address_of(loaded)))
    assert loaded.releases() == releases


def test_a_way_down_that_fails_midway_changes_nothing(loaded, tmp_path):
    later = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, later)
    script = later / "registry" / "versions" / "0002_kept_releases.py"
    script.write_text(
        script.read_text(encoding="utf-8") + '    op.execute("SELECT no_such_function()")\n',
        encoding="utf-8",
    )
    before = stored(loaded)
    with pytest.raises(DBAPIError, match="no_such_function"), registry_of(loaded) as connection:
        command.downgrade(configuration(later, "registry", connection), "0001")
    assert stored(loaded) == before
    assert_whole(loaded)


@pytest.mark.parametrize(("tree", "table"), [("registry", "release"), ("release", "observation")])
def test_a_first_preparation_that_fails_midway_can_be_made_up_for(
    postgresql, tmp_path, tree, table
):
    address, folder = postgresql.database(), DataFolder(tmp_path / "data")
    before = objects(address)
    writing = PostgresqlWriting(address, folder, failing(tmp_path, tree, table), seconds=5)
    with pytest.raises(DBAPIError, match="no_such_function"):
        writing.prepare()
    left = [each for each in objects(address) if each not in before]
    if tree == "registry":
        assert left == []
    else:  # The registry is whole, and of the tables of releases there is nothing.
        assert {schema for schema, *_ in left} == {"registry", RELEASES_SCHEMA}
        assert [each for each in left if each[0] == RELEASES_SCHEMA] == [
            (RELEASES_SCHEMA, "schema", RELEASES_SCHEMA)
        ]
    chosen = {"data_dir": tmp_path / "data", "database_url": address}
    publisher = Publisher(Settings.model_validate(chosen))
    publisher.load(written(tmp_path / "small", small_files()))
    assert len(assert_whole(publisher)) == 1
    assert_no_leftovers(publisher)


def test_a_registry_of_a_newer_schema_is_refused_and_left_alone(loaded, tmp_path):
    with registry_of(loaded) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0099'"))
    before = stored(loaded)
    package = written(tmp_path / "small", small_files())
    for use in (loaded.releases, lambda: loaded.load(package), loaded.ensure_published):
        with pytest.raises(SchemaError, match="0099"):
            use()
    assert stored(loaded) == before


def test_preparing_again_changes_nothing(loaded):
    before = stored(loaded)
    for _ in range(2):
        loaded.writing.prepare()
    assert stored(loaded) == before


def test_a_release_of_the_first_columns_is_rebuilt_with_its_own_digests(publisher, tmp_path):
    """What later columns add is not in its digests, so that it stays what was published."""
    now = publisher.recipe
    first = {"columns": 1, "disclosure_threshold": 5, "rules": 1}
    publisher.recipe = Recipe(recipe_text(first), 5)
    publisher.load(written(tmp_path / "small", small_files()))
    publisher.recipe = now
    with registry_of(publisher) as connection:
        connection.execute(text("UPDATE kept_release SET schema_revision = '0001'"))
    (before,) = publisher.releases()
    done = rebuilding.upgrade(publisher)
    assert [line.split()[:3] for line in done] == [
        ["release", "1", "rebuilt"],
        ["release", "2", "published"],
    ]
    rebuilt, after = publisher.releases()
    assert (rebuilt.content_digest, rebuilt.chain_digest) == (
        before.content_digest,
        before.chain_digest,
    )
    assert (after.recipe["columns"], after.changes) == (3, {})
    assert_whole(publisher)
    with serving(publisher.settings) as client:
        for release, added in ((rebuilt, False), (after, True)):
            content = client.get(f"/v1/releases/{release.number}/content.jsonl").content
            assert sha256(content).hexdigest() == release.content_digest
            assert (b'"ranked_level"' in content) == added


def test_tables_of_an_earlier_version_go_when_no_release_lies_in_them(postgresql, tmp_path):
    chosen = {"data_dir": tmp_path / "data", "database_url": postgresql.database()}
    publisher = Publisher(Settings.model_validate(chosen))
    publisher.load(written(tmp_path / "small", small_files()))
    with registry_of(publisher) as connection:
        connection.execute(text("CREATE SCHEMA release_0001"))
        connection.execute(text("CREATE TABLE release_0001.observation (release bigint)"))
        connection.execute(text("UPDATE kept_release SET schema_revision = '0001'"))
    for still_there in (True, False):  # The upgrade itself leaves them to those who still read.
        rebuilding.upgrade(publisher)
        schemas = {schema for schema, *_ in objects(address_of(publisher))}
        assert ("release_0001" in schemas) == still_there
    assert_whole(publisher)
