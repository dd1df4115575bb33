"""Proving what is published: every digest from bytes and rows, every release from its packages."""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from app.database import Dialect
from app.publication.build import Previous
from app.publication.problems import DamagedFileError
from app.publication.progress import Progress, silent
from app.publication.publish import Publisher
from app.publication.rebuilding import OtherRulesError, Rebuilding
from app.publication.store import kept_package
from app.refusal import ApiError
from app.releases.canonical import difference, digests, recipe_text
from app.releases.reader import Reader
from app.releases.registry import RELEASE_SCHEMA, PublishedRelease
from app.releases.storage import DamagedReleaseError

# What a damaged file, a page of it, or a text in it may raise.
UNREADABLE = (sqlite3.Error, OSError, ValueError)


@dataclass(slots=True)
class Verification:
    """What was found of one release: proven, not to be had here, and what is wrong."""

    number: int
    proven: list[str] = field(default_factory=list)
    absent: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def look(self, what: str, check: Callable[[], object]) -> None:
        """Note what the check proves, or finds wrong."""
        try:
            check()
        except OtherRulesError as error:
            self.absent.append(f"{what}: {error}")
        except (DamagedFileError, DamagedReleaseError, ApiError) as error:
            self.faults.append(f"{what}: {error}")
        else:
            self.proven.append(what)


def verify(
    publisher: Publisher, *, rebuild: bool = False, progress: Progress = silent
) -> Iterator[Verification]:
    """Look at every release again, oldest first; nothing that is published is written.

    Digests of packages and of files come from their bytes, those of content and history from the
    rows as they lie; with `rebuild`, each release is built a second time from its packages.
    """
    with Rebuilding.beside(publisher, progress) as rebuilding:
        previous: Previous | None = None
        for release in publisher.releases():
            found = Verification(release.number)
            _look_at_stored(found, publisher, release)
            if rebuild:
                previous = _look_at_rebuilt(found, rebuilding, release, previous)
            yield found if _is_there_still(publisher, release) else _moved(release)


def _is_there_still(publisher: Publisher, release: PublishedRelease) -> bool:
    return publisher.releases()[release.number - 1].place == release.place


def _moved(release: PublishedRelease) -> Verification:
    absent = ["it was let go of, or rebuilt, while it was verified"]
    return Verification(release.number, absent=absent)


def _look_at_stored(found: Verification, publisher: Publisher, release: PublishedRelease) -> None:
    found.look("packages", lambda: _packages(publisher, release))
    if release.schema_revision != RELEASE_SCHEMA:
        found.absent.append("rows: no longer kept, or waiting for partystats upgrade")
        return
    found.look("stored form", lambda: publisher.writing.reading.verify(release))
    if publisher.writing.reading.dialect is Dialect.SQLITE:  # In PostgreSQL rows are all there is.
        found.look("content and chain", lambda: _rows(publisher, release))


def _look_at_rebuilt(
    found: Verification,
    rebuilding: Rebuilding,
    release: PublishedRelease,
    previous: Previous | None,
) -> Previous | None:
    """What the next release needs of this one: rebuilt, or as it lies where it cannot be."""
    if previous is None and release.number > 1:
        found.absent.append("rebuilt: it needs the release before")
    else:
        rebuilt: list[Previous] = []
        found.look("rebuilt", lambda: rebuilt.append(rebuilding.again(release, previous)))
        if rebuilt:
            return rebuilt[0]
    return rebuilding.as_it_lies(release)


def _packages(publisher: Publisher, release: PublishedRelease) -> None:
    for package in release.packages:
        kept_package(publisher.folder, package.digest)


def _rows(publisher: Publisher, release: PublishedRelease) -> None:
    """Raises DamagedReleaseError unless the rows have the digests that were published."""
    reading = publisher.writing.reading
    connections = reading.open(release)
    try:
        reader = Reader(release, connections, reading.dialect, seconds=0)
        found = digests(reader.stream, recipe_text(release.recipe))
    except UNREADABLE as error:
        raise DamagedReleaseError(f"its rows cannot be read: {error}") from error
    finally:
        connections.close()
    if (fault := difference(found, release)) is not None:
        raise DamagedReleaseError(fault)
