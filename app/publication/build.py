"""Building a release file beside those being served: migrated, filled, checked, closed."""

import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from app.migrations import engine_for, upgrade
from app.publication.changes import earlier_revisions, revisions
from app.publication.content import Content
from app.publication.digest import chain_digest, content_digest, history_digest
from app.publication.filling import Filling, Progress, silent
from app.publication.rows import Row
from app.releases.files import sqlite_address


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a release is built with besides its packages; `text` is digested with the content."""

    text: str
    disclosure_threshold: int


@dataclass(frozen=True, slots=True)
class Previous:
    """The release before the one being built."""

    file: Path
    chain: str


@dataclass(frozen=True, slots=True)
class Built:
    """A finished file: digests, rows of each table, and how many cells it changes in which way."""

    content: str
    chain: str
    counts: dict[str, int]
    changes: dict[str, int]


def build(
    path: Path,
    migrations: Path,
    content: Content,
    recipe: Recipe,
    *,
    number: int,
    previous: Previous | None,
    progress: Progress = silent,
) -> Built:
    """Fill a new file at `path`. Raises PackageError where parts and wholes cannot both be true."""
    engine = engine_for(path)
    try:
        with engine.connect() as connection, connection.begin():
            upgrade(migrations, "release", connection)
            filling = Filling(connection, number)
            filling.fill(
                content, disclosure_threshold=recipe.disclosure_threshold, progress=progress
            )
        history = [] if previous is None else _history(path, previous.file, number)
        with engine.connect() as connection, connection.begin():
            Filling(connection, number).fill_history(history)
        changes = Counter(row["change"] for row in history if row["changed_in"] == number)
        content_sum, chain = _digests(engine, recipe.text, previous)
    finally:
        engine.dispose()
    return Built(content_sum, chain, filling.counts, dict(changes))


def _history(path: Path, previous: Path, number: int) -> list[Row]:
    """What the release before carries, then what this one changes."""
    with (
        closing(
            sqlite3.connect(sqlite_address(previous, "mode=ro&immutable=1"), uri=True)
        ) as before,
        closing(sqlite3.connect(sqlite_address(path, "mode=ro"), uri=True)) as after,
    ):
        return [*earlier_revisions(before), *revisions(before, after, number=number)]


def _digests(engine: Engine, recipe: str, previous: Previous | None) -> tuple[str, str]:
    """Digests of the content and of the chain, over the rows as they lie in the file."""
    with engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
        content = content_digest(connection, recipe)
        chain = chain_digest(
            None if previous is None else previous.chain,
            content=content,
            history=history_digest(connection),
        )
    return content, chain
