"""Reading the registry: which releases there are and which is current."""

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from app.database import Statement
from app.releases.files import DataFolder
from app.releases.models import CurrentRelease, Release, ReleasePackage


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


_RELEASES = Statement.of(
    select(
        col(Release.number),
        col(Release.published_at),
        col(Release.content_digest),
        col(Release.chain_digest),
        col(Release.file_digest),
        col(Release.recipe),
        col(Release.application_version),
        col(Release.counts),
        col(Release.changes),
        col(CurrentRelease.number),
    )
    .outerjoin(CurrentRelease, col(CurrentRelease.number) == col(Release.number))
    .order_by(col(Release.number))
)
_PACKAGES = Statement.of(
    select(
        col(ReleasePackage.release),
        col(ReleasePackage.name),
        col(ReleasePackage.digest),
        col(ReleasePackage.version),
        col(ReleasePackage.title),
    ).order_by(col(ReleasePackage.release), col(ReleasePackage.ordinal))
)


def fetch_releases(folder: DataFolder) -> tuple[PublishedRelease, ...]:
    """All releases by number, in one snapshot of the registry."""
    with closing(sqlite3.connect(f"file:{folder.registry}?mode=ro", uri=True)) as connection:
        connection.isolation_level = None
        connection.execute("BEGIN")
        releases = connection.execute(_RELEASES.sql).fetchall()
        packages: dict[int, list[PackageOfRelease]] = {}
        for release, *rest in connection.execute(_PACKAGES.sql):
            packages.setdefault(release, []).append(PackageOfRelease(*rest))
        connection.execute("COMMIT")
    return tuple(
        PublishedRelease(
            number,
            published_at,
            *digests,
            json.loads(recipe),
            application_version,
            json.loads(counts),
            json.loads(changes),
            is_current=current is not None,
            packages=tuple(packages.get(number, ())),
        )
        for (
            number,
            published_at,
            *digests,
            recipe,
            application_version,
            counts,
            changes,
            current,
        ) in releases
    )
