"""Digests of what a release says, over its rows in canonical order, whatever file they lie in."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.engine import Connection
from sqlmodel import SQLModel

from app.migration_targets import RELEASE_TABLES
from app.observations.models import Revision

# Raise it when columns are added or removed: two releases are compared only within one version.
COLUMNS_VERSION = 1
RULES_VERSION = 1


def recipe(*, disclosure_threshold: int) -> str:
    """What besides the packages decides the content; canonical JSON."""
    return json.dumps(
        {
            "columns": COLUMNS_VERSION,
            "disclosure_threshold": disclosure_threshold,
            "rules": RULES_VERSION,
        },
        sort_keys=True,
        separators=(",", ":"),
    )


def content_digest(connection: Connection, recipe: str) -> str:
    """SHA-256 over the recipe and every table but the history.

    One line for each row, a JSON array of its columns without the release's number; tables in the
    order of `RELEASE_TABLES`, each after a line with its name and columns, rows by primary key.
    """
    tables = (table for table in RELEASE_TABLES if table is not Revision)
    return _digest(connection, recipe, tables)


def history_digest(connection: Connection) -> str:
    """SHA-256 over the revisions of cells, in the same form."""
    return _digest(connection, "", (Revision,))


def chain_digest(previous: str | None, *, content: str, history: str) -> str:
    """Ties a release to every one before it: SHA-256 over previous chain, content and history."""
    return hashlib.sha256(f"{previous or ''}\n{content}\n{history}\n".encode()).hexdigest()


def _digest(connection: Connection, recipe: str, models: Iterable[type[SQLModel]]) -> str:
    digest = hashlib.sha256(f"{recipe}\n".encode())
    for model in models:
        table: Table = model.metadata.tables[str(model.__tablename__)]
        columns = [column for column in table.columns if column.name != "release"]
        digest.update(_line([table.name, *(column.name for column in columns)]))
        ordered = select(*columns).order_by(*table.primary_key.columns)
        for row in connection.execute(ordered):
            digest.update(_line(row))
    return digest.hexdigest()


def _line(cells: Sequence[Any]) -> bytes:
    return (json.dumps(list(cells), ensure_ascii=False, separators=(",", ":")) + "\n").encode()
