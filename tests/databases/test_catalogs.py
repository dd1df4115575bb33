"""The catalogs of both databases say what the models say: types, keys, checks, partitions."""

import sqlite3
from contextlib import closing

import psycopg
import pytest
from sqlalchemy import CheckConstraint, MetaData, Text, UniqueConstraint
from sqlalchemy.schema import CreateSchema

from app.migration_targets import REGISTRY, RELEASE
from app.migrations import postgresql_engine
from app.publication.postgresql_writing import TABLES
from app.releases.postgresql_lending import RELEASES_SCHEMA
from tests.databases.catalogs import catalog
from tests.publication.storages import address_of
from tests.publication.test_migrations import migrated

TREES = {"registry": ("registry", REGISTRY), "release": (RELEASES_SCHEMA, RELEASE)}


def made_by_the_models(server, metadata: MetaData, schema: str):
    """The catalog of a database that the models alone made."""
    address = server.database()
    engine = postgresql_engine(address, schema)
    with engine.connect() as connection, connection.begin():
        connection.execute(CreateSchema(schema))
        metadata.create_all(connection)
    engine.dispose()
    return catalog(address, schema)


def differing(one, other):
    """What one catalog says and the other does not."""
    return {
        name: sorted({*map(repr, one[name])} ^ {*map(repr, other[name])})
        for name in one
        if one[name] != other[name]
    }


@pytest.mark.parametrize("tree", TREES)
def test_postgresql_holds_what_the_models_say_to_the_letter(postgresql, tree):
    schema, metadata = TREES[tree]
    found = catalog(postgresql.migrated(), schema)
    assert differing(found, made_by_the_models(postgresql, metadata, schema)) == {}
    assert len(found["columns"]) > 10


CHANGES = {
    "a column more": lambda table: table.append_column(type(table.c.release)("more", Text())),
    "a column that may be missing": lambda table: (
        setattr(table.c.organization_id, "nullable", True)
        or setattr(table.c.status, "nullable", True)
    ),
    "another type": lambda table: setattr(table.c.value, "type", Text()),
    "another collation": lambda table: setattr(table.c.status, "type", Text()),
    "a check more": lambda table: table.append_constraint(CheckConstraint("value > 0", name="x")),
    "a unique constraint more": lambda table: table.append_constraint(
        UniqueConstraint("release", "period_start")
    ),
    "an index less": lambda table: table.indexes.clear(),
    "another kind of partition": lambda table: table.dialect_options["postgresql"].update(
        partition_by="HASH (release)"
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_model_that_is_changed_without_a_migration_is_found(postgresql, change):
    copy = MetaData(naming_convention=RELEASE.naming_convention)
    for table in RELEASE.tables.values():
        table.to_metadata(copy)
    CHANGES[change](copy.tables["observation"])
    made = made_by_the_models(postgresql, copy, RELEASES_SCHEMA)
    assert differing(catalog(postgresql.migrated(), RELEASES_SCHEMA), made) != {}


@pytest.mark.parametrize("tree", TREES)
def test_text_is_compared_bytewise_and_numbers_hold_64_bits(postgresql, tree):
    found = catalog(postgresql.migrated(), TREES[tree][0])["columns"]
    assert {(kind, collation) for _, _, kind, _, collation in found} == {
        ("bigint", None),
        ("text", "C"),
    }


def test_every_table_of_releases_is_partitioned_by_release(postgresql):
    found = catalog(postgresql.migrated(), RELEASES_SCHEMA)
    assert found["partitioned"] == [(table, "LIST (release)") for table in sorted(TABLES)]
    assert found["partitions"] == []
    keys = {table: rule for table, kind, _, rule, _ in found["constraints"] if kind == "p"}
    assert set(keys) == set(TABLES)
    assert all(rule.startswith("PRIMARY KEY (release, ") for rule in keys.values())


def sqlite_columns(path):
    """Table, column, type, whether it must be filled, and its place in the key."""
    with closing(sqlite3.connect(path)) as connection:
        tables = connection.execute(
            "SELECT name, wr, strict FROM pragma_table_list "
            "WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name != 'alembic_version'"
        ).fetchall()
        assert {(without_rowid, strict) for _, without_rowid, strict in tables} == {(1, 1)}
        return {
            (table, name, {"TEXT": "text", "INTEGER": "bigint"}[kind], bool(filled)): key
            for table, *_ in tables
            for _, name, kind, filled, _, key, _ in connection.execute(
                f"PRAGMA table_xinfo('{table}')"
            )
        }


@pytest.mark.parametrize("tree", TREES)
def test_both_databases_hold_the_same_columns_keys_and_checks(postgresql, tmp_path, tree):
    path = migrated(tmp_path / "a", tree)
    columns = sqlite_columns(path)
    found = catalog(postgresql.migrated(), TREES[tree][0])
    assert set(columns) == {row[:4] for row in found["columns"]}
    for table, kind, name, rule, is_valid in found["constraints"]:
        assert is_valid
        with closing(sqlite3.connect(path)) as connection:
            (made,) = connection.execute(
                "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", (table,)
            ).fetchone()
        assert f"CONSTRAINT {name} " in made
        if kind == "p":
            places = {place: column for (of, column, *_), place in columns.items() if of == table}
            key = ", ".join(places[place] for place in sorted(places) if place)
            assert rule == f"PRIMARY KEY ({key})"
    with closing(sqlite3.connect(path)) as connection:
        counted = "SELECT sum((length(sql) - length(replace(sql, ?, ''))) / ?) FROM sqlite_master"
        ours = "WHERE tbl_name != 'alembic_version' AND type = 'table'"
        words = {"c": "CONSTRAINT ck_", "u": "CONSTRAINT uq_", "f": "CONSTRAINT fk_"}
        for kind, word in words.items():
            (count,) = connection.execute(f"{counted} {ours}", (word, len(word))).fetchone()
            assert count == len([row for row in found["constraints"] if row[1] == kind])
        made = connection.execute("SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE INDEX%'")
        # PostgreSQL cuts a name after 63 bytes.
        assert {name[:55] for (name,) in made} == {
            name[:55] for _, name, _ in found["indexes"] if name.startswith("ix_")
        }


def test_every_partition_has_all_that_its_table_has(seeded):
    address = address_of(seeded[1])
    found = catalog(address, RELEASES_SCHEMA)
    assert found["partitions"] == sorted(
        (table, f"{table}_{number}", f"FOR VALUES IN ('{number}')")
        for table in TABLES
        for number in (1, 2)
    )
    assert found["valid"] == [(True,)]
    partitions = [child for _, child, _ in found["partitions"]]

    def of(name, kind):
        return [tuple(row[1:]) for row in found[kind] if row[0] == name]

    for parent, child, _ in found["partitions"]:
        assert of(child, "columns") == of(parent, "columns")
        rules = {(kind, rule) for kind, _, rule, _ in of(parent, "constraints")}
        assert {(kind, rule) for kind, _, rule, _ in of(child, "constraints")} == rules
        # Each index of the table has one of the partition attached, and the partition no other.
        assert len(of(child, "indexes")) == len(of(parent, "indexes"))
        attached = {name for table, name, of_child in found["attached indexes"]
                    if (table, of_child) == (parent, child)}  # fmt: skip
        assert attached == {name for name, _ in of(parent, "indexes")}
    with psycopg.connect(address) as connection:
        for child in partitions:
            (count,) = connection.execute(
                "SELECT count(*) FROM pg_statistic WHERE starelid = %s::regclass",
                [f'{RELEASES_SCHEMA}."{child}"'],
            ).fetchone()
            rows = connection.execute(f'TABLE {RELEASES_SCHEMA}."{child}" LIMIT 1')
            assert (count > 0) == (rows.fetchone() is not None), child
