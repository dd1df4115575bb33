"""Reading the registry: which releases there are and which is current."""

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.releases.files import DataFolder
from app.releases.queries import PACKAGES, RELEASES


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
    """All releases by number, in one snapshot of the registry."""
    with closing(sqlite3.connect(f"file:{folder.registry}?mode=ro", uri=True)) as connection:
        connection.isolation_level = None
        connection.execute("BEGIN")
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
