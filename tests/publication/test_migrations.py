"""Migrations: they make what the models say, wholly or not at all, and know what they know."""

import re
import shutil
import sqlite3
from contextlib import closing

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.exc import OperationalError

from app.database import SchemaError
from app.migration_targets import REGISTRY, REGISTRY_TABLES, RELEASE, RELEASE_TABLES
from app.migrations import configuration, engine_for, upgrade
from app.publication.publish import Publisher
from app.releases.registry import REGISTRY_SCHEMA, RELEASE_SCHEMA
from app.settings import Settings
from tests.publication.folders import contents
from tests.publication.small import FIGURES, changed, small_files, written

MIGRATIONS = Settings().migrations_dir
TREES = {"registry": REGISTRY, "release": RELEASE}
FAILING = '''
"""Fails after it has made a table and changed another."""

import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{head}"


def upgrade():
    op.create_table("half", sa.Column("number", sa.Integer()))
    op.execute("ALTER TABLE {table} ADD COLUMN half TEXT")
    op.execute("INSERT INTO half VALUES (1)")
    op.execute("SELECT no_such_function()")


def downgrade():
    raise NotImplementedError
'''


def migrated(path, tree, migrations=MIGRATIONS):
    """A database with the newest schema."""
    engine = engine_for(path)
    try:
        with engine.connect() as connection, connection.begin():
            upgrade(migrations, tree, connection)
    finally:
        engine.dispose()
    return path


def created(path, tree):
    """A database as the models alone would make it."""
    engine = engine_for(path)
    with engine.connect() as connection, connection.begin():
        TREES[tree].create_all(connection)
    engine.dispose()
    return path


def catalog(path, pragma=None):
    """What SQLite says of its tables; with a pragma, of each table or index by name."""
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(
            "SELECT type, name, tbl_name, sql FROM sqlite_master "
            "WHERE tbl_name != 'alembic_version'"
        ).fetchall()
        if pragma is None:
            return {row[1]: row for row in rows}
        return {
            name: connection.execute(f"PRAGMA {pragma}('{name}')").fetchall()
            for _, name, *_ in rows
        }


@pytest.mark.parametrize("tree", TREES)
def test_migrations_make_what_the_models_say_to_the_letter(tmp_path, tree):
    ours, models = migrated(tmp_path / "a", tree), created(tmp_path / "b", tree)
    assert catalog(ours) == catalog(models)
    assert len(catalog(ours)) > 2
    for pragma in ("table_xinfo", "index_xinfo", "foreign_key_list"):
        assert catalog(ours, pragma) == catalog(models, pragma)


@pytest.mark.parametrize("tree", TREES)
def test_alembic_finds_no_difference_to_the_models(tmp_path, tree):
    engine = engine_for(migrated(tmp_path / "a", tree))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, TREES[tree]) == []
    engine.dispose()


@pytest.mark.parametrize("tree", TREES)
def test_every_table_is_strict_and_clustered_and_holds_text_and_integers(tmp_path, tree):
    path = migrated(tmp_path / "a", tree)
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute(
            "SELECT name, wr, strict FROM pragma_table_list "
            "WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name != 'alembic_version'"
        ).fetchall()
        types = {
            column[2]
            for name, *_ in tables
            for column in connection.execute(f"PRAGMA table_xinfo('{name}')")
        }
    models = RELEASE_TABLES if tree == "release" else REGISTRY_TABLES
    assert {name for name, *_ in tables} == {model.__tablename__ for model in models}
    assert {(without_rowid, strict) for _, without_rowid, strict in tables} == {(1, 1)}
    assert types == {"TEXT", "INTEGER"}


@pytest.mark.parametrize("tree", TREES)
def test_all_that_can_have_a_name_has_one(tmp_path, tree):
    constraint = r"(CONSTRAINT [a-z_0-9]+ )?(?:CHECK|FOREIGN KEY|PRIMARY KEY|UNIQUE) \("
    for kind, name, _, sql in catalog(migrated(tmp_path / "a", tree)).values():
        if kind == "index":
            assert name.startswith(("ix_", "sqlite_autoindex_"))
        else:
            names = re.findall(constraint, sql)
            assert names
            assert all(names)


@pytest.mark.parametrize("tree", TREES)
def test_a_tree_has_one_head_and_one_base(tree):
    scripts = ScriptDirectory.from_config(configuration(MIGRATIONS, tree))
    assert len(scripts.get_heads()) == 1
    assert len(scripts.get_bases()) == 1


def test_readers_of_the_registry_speak_its_newest_schema():
    scripts = ScriptDirectory.from_config(configuration(MIGRATIONS, "registry"))
    assert scripts.get_current_head() == REGISTRY_SCHEMA


def test_readers_of_releases_speak_their_newest_schema():
    scripts = ScriptDirectory.from_config(configuration(MIGRATIONS, "release"))
    assert scripts.get_current_head() == RELEASE_SCHEMA


def test_the_registry_goes_down_and_up_again(tmp_path):
    path = migrated(tmp_path / "a", "registry")
    before = catalog(path)
    engine = engine_for(path)
    with engine.connect() as connection, connection.begin():
        command.downgrade(configuration(MIGRATIONS, "registry", connection), "base")
    engine.dispose()
    assert catalog(path) == {}
    assert catalog(migrated(path, "registry")) == before


def test_a_release_is_never_taken_down(tmp_path):
    engine = engine_for(migrated(tmp_path / "a", "release"))
    with (
        engine.connect() as connection,
        connection.begin(),
        pytest.raises(NotImplementedError),
    ):
        command.downgrade(configuration(MIGRATIONS, "release", connection), "base")
    engine.dispose()


def test_migrating_again_changes_no_byte(tmp_path):
    path = migrated(tmp_path / "a", "registry")
    before = path.read_bytes()
    assert migrated(path, "registry").read_bytes() == before


@pytest.mark.parametrize(("tree", "table"), [("registry", "release"), ("release", "observation")])
def test_a_migration_that_fails_midway_leaves_nothing_behind(tmp_path, tree, table):
    later = tmp_path / "migrations 100%"
    shutil.copytree(MIGRATIONS, later)
    path = migrated(tmp_path / "a", tree, later)
    before, schema = path.read_bytes(), catalog(path)
    (head,) = ScriptDirectory.from_config(configuration(later, tree)).get_heads()
    (later / tree / "versions" / "9999_fails.py").write_text(
        FAILING.replace("{table}", table).replace("{head}", head), encoding="utf-8"
    )
    with pytest.raises(OperationalError, match="no_such_function"):
        migrated(path, tree, later)
    assert catalog(path) == schema
    assert path.read_bytes() == before
    assert not path.with_name("a-journal").exists()
    assert migrated(path, tree).read_bytes() == before


def test_a_first_migration_that_fails_leaves_an_empty_database(tmp_path):
    later = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, later)
    script = later / "registry" / "versions" / "0001_tables_of_the_registry.py"
    script.write_text(
        script.read_text(encoding="utf-8").replace(
            "def downgrade", "    op.execute('SELECT no_such_function()')\n\n\ndef downgrade"
        ),
        encoding="utf-8",
    )
    path = tmp_path / "a"
    with pytest.raises(OperationalError, match="no_such_function"):
        migrated(path, "registry", later)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == []


@pytest.fixture
def newer(tmp_path):
    """The writer of a folder whose registry has a schema of a later version."""
    publisher = Publisher(Settings(data_dir=tmp_path / "data"))
    publisher.load(written(tmp_path / "small", small_files()))
    with closing(sqlite3.connect(publisher.folder.registry)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '0099'")
    return publisher


@pytest.mark.parametrize(
    "use",
    [
        lambda publisher, _: publisher.releases(),
        lambda publisher, _: publisher.ensure_published(),
        lambda publisher, package: publisher.load(package),
        lambda publisher, package: publisher.plan(package),
        lambda publisher, package: publisher.content_with(package),
    ],
    ids=["releases", "ensure_published", "load", "plan", "content_with"],
)
def test_a_registry_of_a_newer_schema_is_refused_and_left_alone(newer, tmp_path, use):
    package = written(tmp_path / "small", small_files(figures=changed(FIGURES, 0, note="x")))
    before = contents(newer.folder.root)
    with pytest.raises(SchemaError, match="0099"):
        use(newer, package)
    assert contents(newer.folder.root) == before


def test_a_registry_that_is_still_being_made_has_published_nothing(tmp_path):
    publisher = Publisher(Settings(data_dir=tmp_path))
    publisher.folder.registry.touch()
    assert publisher.releases() == ()
    assert publisher.ensure_published()


def test_connections_keep_foreign_keys_and_commit_to_disk(tmp_path):
    engine = engine_for(tmp_path / "a")
    with engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("foreign_keys", "synchronous", "journal_mode")
        }
    engine.dispose()
    assert found == {"foreign_keys": 1, "synchronous": 3, "journal_mode": "delete"}
