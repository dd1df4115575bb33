"""The registry as read: which releases there are, of what, and where they lie."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.database import SchemaError

REGISTRY_SCHEMA = "0002"  # The last of migrations/registry; the statements here speak it.
RELEASE_SCHEMA = "0004"  # The last of migrations/release; the statements of every room speak it.


@dataclass(frozen=True, slots=True)
class PackageOfRelease:
    name: str
    digest: str
    version: str | None
    title: str | None


@dataclass(frozen=True, slots=True)
class PublishedRelease:
    """One release as the registry knows it; `changes` counts cells against the one before.

    `schema_revision` and `placement` are missing where it is not kept, `file_digest` also where it
    is no file.
    """

    number: int
    published_at: str
    content_digest: str
    chain_digest: str
    recipe: dict[str, Any]
    application_version: str
    counts: dict[str, int]
    changes: dict[str, int]
    is_current: bool
    schema_revision: str | None
    file_digest: str | None
    placement: str | None
    packages: tuple[PackageOfRelease, ...]
    previous_chain_digest: str | None

    @property
    def published(self) -> datetime:
        return datetime.fromisoformat(self.published_at)

    @property
    def package_digests(self) -> frozenset[str]:
        return frozenset(package.digest for package in self.packages)

    @property
    def is_kept(self) -> bool:
        """Whether it can be read; what it was built from is known in any case."""
        return self.schema_revision is not None

    @property
    def place(self) -> tuple[int, str | None]:
        """Which release, and which rows of it: another one once it is rebuilt."""
        return self.number, self.placement


def published_releases(
    releases: Iterable[Sequence[Any]], packages: Iterable[Sequence[Any]]
) -> tuple[PublishedRelease, ...]:
    """By number, from what the statements `RELEASES` and `PACKAGES` return."""
    packages_of: dict[int, list[PackageOfRelease]] = {}
    for release, *rest in packages:
        packages_of.setdefault(release, []).append(PackageOfRelease(*rest))
    chains: dict[int, str] = {}
    return tuple(
        PublishedRelease(
            number=number,
            published_at=published_at,
            content_digest=content,
            chain_digest=chains.setdefault(number, chain),
            recipe=json.loads(recipe),
            application_version=version,
            counts=json.loads(counts),
            changes=json.loads(changes),
            is_current=current is not None,
            schema_revision=schema,
            file_digest=file,
            placement=placement,
            packages=tuple(packages_of.get(number, ())),
            previous_chain_digest=chains.get(number - 1),
        )
        for (
            number, published_at, content, chain, recipe, version, counts, changes, current,
            schema, file, placement,
        ) in releases
    )  # fmt: skip


def is_migrated(revision: str | None) -> bool:
    """Whether the registry has this version's schema; None is one before its first migration.

    Raises SchemaError for a registry of another version.
    """
    if revision not in {None, REGISTRY_SCHEMA}:
        raise SchemaError(
            f"the registry has schema {revision}; this version speaks {REGISTRY_SCHEMA}: "
            "partystats upgrade brings an older one up to date"
        )
    return revision is not None
