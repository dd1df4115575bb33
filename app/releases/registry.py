"""Reading the registry: which releases there are and which is current."""

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.database import SchemaError
from app.releases.files import DataFolder, sqlite_address
from app.releases.queries import MIGRATED, PACKAGES, RELEASES, SCHEMA

REGISTRY_SCHEMA = "0001"  # The last of migrations/registry; the statements here speak it.


@dataclass(frozen=True, slots=True)
class PackageOfRelease:
    name: str
    digest: str
    version: str | None
    title: str | None


@dataclass(frozen=True, slots=True)
class PublishedRelease:
    """One release as the registry knows it; `changes` counts cells against the one before."""

    number: int
    published_at: str
    content_digest: str
    chain_digest: str
    file_digest: str
    recipe: dict[str, Any]
    application_version: str
    counts: dict[str, int]
    changes: dict[str, int]
    is_current: bool
    packages: tuple[PackageOfRelease, ...]

    @property
    def published(self) -> datetime:
        return datetime.fromisoformat(self.published_at)


def fetch_releases(folder: DataFolder) -> tuple[PublishedRelease, ...]:
    """All releases by number, in one snapshot of the registry; none before its first migration.

    Raises SchemaError for a registry of another version.
    """
    # Not mode=ro: the first to come after a crash must be able to roll back what was begun.
    address = sqlite_address(folder.registry, "mode=rw")
    with closing(sqlite3.connect(address, uri=True)) as connection:
        connection.isolation_level = None
        connection.execute("PRAGMA query_only=ON")
        connection.execute("BEGIN")
        if not _is_migrated(connection):
            return ()
        releases = connection.execute(RELEASES.sql).fetchall()
        packages: dict[int, list[PackageOfRelease]] = {}
        for release, *rest in connection.execute(PACKAGES.sql):
            packages.setdefault(release, []).append(PackageOfRelease(*rest))
        connection.execute("COMMIT")
    return tuple(
        PublishedRelease(
            number=number,
            published_at=published_at,
            content_digest=content,
            chain_digest=chain,
            file_digest=file,
            recipe=json.loads(recipe),
            application_version=version,
            counts=json.loads(counts),
            changes=json.loads(changes),
            is_current=current is not None,
            packages=tuple(packages.get(number, ())),
        )
        for (
            number, published_at, content, chain, file, recipe, version, counts, changes, current
        ) in releases
    )  # fmt: skip


def _is_migrated(connection: sqlite3.Connection) -> bool:
    if not connection.execute(MIGRATED).fetchone():
        return False
    found = connection.execute(SCHEMA).fetchone()
    if found is not None and found[0] != REGISTRY_SCHEMA:
        raise SchemaError(
            f"the registry has schema {found[0]}; this version speaks {REGISTRY_SCHEMA}"
        )
    return found is not None
