"""Releases made anew from their packages: to prove them, to restore them, and after upgrades."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from app.publication.build import Built, Previous, Recipe, build
from app.publication.content import assemble
from app.publication.file_writing import FileWriting
from app.publication.problems import DamagedFileError, PublicationError
from app.publication.progress import Progress, silent
from app.publication.publish import Publisher
from app.publication.registering import forget, keep
from app.publication.sameness import are_same_packages
from app.publication.workplace import Workplace
from app.releases.canonical import COLUMNS_VERSION, RULES_VERSION, Rows, recipe_text
from app.releases.file_storage import FileConnections
from app.releases.files import DataFolder
from app.releases.reader import Reader
from app.releases.registry import RELEASE_SCHEMA, PublishedRelease


class OtherRulesError(PublicationError):
    """The release was built by rules of another version of the service; only that rebuilds it."""


class Rebuilding:
    """Builds releases a second time, in a folder of its own that is gone when it is left."""

    def __init__(self, publisher: Publisher, place: Path, progress: Progress = silent) -> None:
        self._publisher = publisher
        self._progress = progress
        self._scratch = FileWriting(DataFolder(place), publisher.settings.migrations_dir)

    @classmethod
    @contextmanager
    def beside(cls, publisher: Publisher, progress: Progress = silent) -> Iterator["Rebuilding"]:
        with tempfile.TemporaryDirectory(prefix="partystats-") as place:
            rebuilding = cls(publisher, Path(place), progress)
            with rebuilding._scratch.lock(wait=True):
                yield rebuilding

    def again(self, release: PublishedRelease, previous: Previous | None) -> Previous:
        """Build the release beside all others; what the next one needs of it.

        Raises DamagedFileError where it comes out different from what was published, or a package
        is damaged, and OtherRulesError.
        """
        with self._scratch.workplace(release.number) as workplace:
            self._build(workplace, release, previous)
        file = self._scratch.folder.building / f"release-{release.number}.sqlite"

        @contextmanager
        def rows() -> Iterator[Rows]:
            connections = FileConnections(file)
            dialect = self._scratch.reading.dialect
            try:
                yield Reader(release, connections, dialect, seconds=0).stream
            finally:
                connections.close()
                file.unlink()  # Only the next release needs it.

        return Previous(rows, release)

    def restore(self, release: PublishedRelease, releases: Sequence[PublishedRelease]) -> None:
        """Build the release where it is read; those before it, as far as they are not to be had.

        For who holds the lock of the storage. Raises as `again`.
        """
        previous = None
        for before in self._needed(release, releases):
            previous = self.as_it_lies(before) or self.again(before, previous)
        writing = self._publisher.writing
        with writing.workplace(release.number) as workplace:
            self._build(workplace, release, previous)
        with writing.registry() as registry:
            forget(registry, [release.number])
        writing.remove([release])
        with writing.registry() as registry:
            kept = writing.take_in(release.number, registry)
            keep(registry, release.number, kept)

    def _build(
        self, workplace: Workplace, release: PublishedRelease, previous: Previous | None
    ) -> Built:
        """Raises DamagedFileError unless content and chain come out as they were published."""
        recipe = recipe_of(release)
        packages = [*self._publisher.packages(release).values()]
        before = None if previous is None else previous.release
        built = build(
            workplace,
            assemble(packages),
            recipe,
            previous=previous,
            same_packages=are_same_packages(self._publisher.folder, before, packages, recipe),
            progress=self._progress,
            workers=self._publisher.workers,
        )
        for what, found, published in (
            ("content", built.content, release.content_digest),
            ("chain", built.chain, release.chain_digest),
        ):
            if found != published:
                raise DamagedFileError(
                    f"release {release.number} built anew has the {what} digest {found}; "
                    f"{published} was published"
                )
        return built

    def _needed(
        self, release: PublishedRelease, releases: Sequence[PublishedRelease]
    ) -> list[PublishedRelease]:
        """Those before it, from the last one that lies undamaged."""
        before = [each for each in releases if each.number < release.number]
        for place in range(len(before) - 1, -1, -1):
            if self.as_it_lies(before[place]) is not None:
                return before[place:]
        return before

    def as_it_lies(self, release: PublishedRelease) -> Previous | None:
        """What the next release needs of it, from what is kept; None where that is damaged."""
        if release.schema_revision != RELEASE_SCHEMA:
            return None
        try:
            return self._publisher.previous(release)
        except DamagedFileError:
            return None


def recipe_of(release: PublishedRelease) -> Recipe:
    """What the release was built with. Raises OtherRulesError where this version differs."""
    columns, rules = release.recipe["columns"], release.recipe["rules"]
    if columns > COLUMNS_VERSION or rules != RULES_VERSION:
        raise OtherRulesError(
            f"release {release.number} was built by application version "
            f"{release.application_version} with other rules; only that version can rebuild it"
        )
    return Recipe(recipe_text(release.recipe), release.recipe["disclosure_threshold"])


def rebuild(publisher: Publisher, number: int, progress: Progress = silent) -> PublishedRelease:
    """Restore a release that is pruned or damaged. Raises PublicationError."""
    with publisher.writing.lock(wait=False):
        publisher.writing.prepare()
        releases = publisher.releases()
        if not 1 <= number <= len(releases):
            raise PublicationError(f"There is no release {number}; there are {len(releases)}.")
        release = releases[number - 1]
        with Rebuilding.beside(publisher, progress) as rebuilding:
            rebuilding.restore(release, releases)
        return publisher.releases()[number - 1]


def upgrade(publisher: Publisher, progress: Progress = silent) -> list[str]:
    """Bring everything to this version; what was done, a line each. Raises PublicationError.

    Releases in tables of another schema are rebuilt beside the old ones, and served from then on;
    those of other rules can be rebuilt no more and are let go. A change of rules, or of the
    threshold, is a new release of the same packages.
    """
    with publisher.writing.lock(wait=False):
        publisher.writing.prepare()
        done = [*_rebuild_outdated(publisher, progress)]
        current = publisher.current()
        if current is not None and recipe_text(current.recipe) != publisher.recipe.text:
            packages = [*publisher.packages(current).values()]
            published = publisher.publish(packages, current, progress)
            if published is not None:
                done.append(f"release {published.number} published by the rules of this version")
        return done


def _rebuild_outdated(publisher: Publisher, progress: Progress) -> Iterator[str]:
    releases = publisher.releases()
    outdated = [
        each for each in releases if each.is_kept and each.schema_revision != RELEASE_SCHEMA
    ]
    for release in outdated:
        try:
            with Rebuilding.beside(publisher, progress) as rebuilding:
                rebuilding.restore(release, publisher.releases())
        except OtherRulesError as error:
            with publisher.writing.registry() as registry:
                forget(registry, [release.number])
            yield f"release {release.number} let go: {error}"
        else:
            yield f"release {release.number} rebuilt with the tables of this version"
