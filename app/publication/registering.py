"""What the registry is told of a release, and statements that tell it."""

import json
import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, insert
from sqlalchemy.engine import Connection
from sqlmodel import col

from app.publication.build import Built
from app.publication.package import Package
from app.publication.writing import Kept
from app.releases.models import CurrentRelease, KeptRelease, Release, ReleasePackage
from app.version import VERSION


def release_row(number: int, built: Built, recipe: str, moment: datetime) -> Release:
    """The release as it is registered, published at that moment."""
    return Release(
        number=number,
        published_at=moment.isoformat(timespec="microseconds").replace("+00:00", "Z"),
        content_digest=built.content,
        chain_digest=built.chain,
        recipe=recipe,
        application_version=VERSION,
        counts=json.dumps(built.counts, sort_keys=True),
        changes=json.dumps(built.changes, sort_keys=True),
    )


def register(registry: Connection, release: Release, packages: Sequence[Package]) -> None:
    """Make the release exist and be the current one; where it lies is noted by `keep`."""
    registry.execute(insert(Release), [release.model_dump()])
    registry.execute(
        insert(ReleasePackage),
        [
            {
                "release": release.number,
                "name": package.name,
                "ordinal": ordinal,
                "digest": package.digest,
                "version": package.version,
                "title": package.title,
            }
            for ordinal, package in enumerate(packages, 1)
        ],
    )
    registry.execute(delete(CurrentRelease))
    registry.execute(insert(CurrentRelease), [{"id": 1, "number": release.number}])


def keep(registry: Connection, number: int, kept: Kept) -> None:
    """Note where the release can be read from now on."""
    forget(registry, [number])
    registry.execute(
        insert(KeptRelease),
        [
            {
                "release": number,
                "schema_revision": kept.schema_revision,
                "file_digest": kept.file_digest,
                "placement": secrets.token_hex(8),
            }
        ],
    )


def forget(registry: Connection, numbers: Sequence[int]) -> None:
    """Note that these releases can no longer be read."""
    registry.execute(delete(KeptRelease).where(col(KeptRelease.release).in_(numbers)))
