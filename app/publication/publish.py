"""Loading: the next release from the packages of the current one and what is brought to it."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import delete, insert
from sqlalchemy.engine import Engine

from app.database import SchemaError
from app.migrations import engine_for, upgrade
from app.publication.build import Built, Previous, Recipe, build
from app.publication.changes import Plan, plan_of
from app.publication.content import Content, assemble
from app.publication.digest import recipe as recipe_text
from app.publication.examine import examine
from app.publication.filling import Progress, refuse_errors, silent
from app.publication.package import Package, read_folder, read_package
from app.publication.problems import DamagedFileError, PublicationError, WithdrawalError
from app.publication.store import (
    digest_of_file,
    keep_package,
    kept_package,
    loader_lock,
    remove_leftovers,
    settle,
)
from app.releases.files import DataFolder
from app.releases.models import CurrentRelease, Release, ReleasePackage
from app.releases.registry import PublishedRelease, fetch_releases
from app.settings import Settings
from app.version import VERSION


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did. `published` is None when the content is the same as before."""

    plans: tuple[Plan, ...]
    published: PublishedRelease | None


class Publisher:
    """The one writer of a data folder."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.folder = DataFolder(settings.data_dir)
        self.recipe = Recipe(
            recipe_text(disclosure_threshold=settings.disclosure_threshold),
            settings.disclosure_threshold,
        )

    def ensure_published(self, progress: Progress = silent) -> bool:
        """Publish the seeds when nothing is published; whether this call did so.

        Several processes may call it at once: one publishes, the others wait for it.
        """
        if self._is_published():
            return False
        with loader_lock(self.folder, wait=True):
            self._prepare()
            if fetch_releases(self.folder):
                return False
            seeds = in_order(self._seeds().values())
            if not seeds:
                raise PublicationError(
                    f"There is no package to begin with in {self.settings.seeds_dir}"
                )
            self._publish(seeds, None, progress)
            return True

    def load(
        self, source: Path, *, allow_withdrawals: bool = False, progress: Progress = silent
    ) -> LoadReport:
        """Publish the next release with this package in it.

        Raises PackageError, WithdrawalError or LoaderBusyError; nothing has changed then.
        """
        package = read_package(read_folder(source))
        with loader_lock(self.folder, wait=False):
            self._prepare()
            current = self._current()
            loaded = self._packages(current)
            plan = plan_of(package, loaded.get(package.name))
            if plan.withdrawn and not allow_withdrawals:
                raise WithdrawalError(plan.withdrawn)
            packages = in_order([*(loaded | {package.name: package}).values()])
            return LoadReport((plan,), self._publish(packages, current, progress))

    def plan(self, source: Path) -> Plan:
        """What loading the package would do to its rows; nothing is written.

        Raises PackageError where a load would be refused, for what its checks find too.
        """
        package = read_package(read_folder(source))
        loaded = self._packages(self._current())
        content = assemble(in_order([*(loaded | {package.name: package}).values()]))
        refuse_errors(examine(content, self.recipe).findings)
        return plan_of(package, loaded.get(package.name))

    def content_with(self, source: Path) -> Content:
        """The package with those it may refer to: published ones, or the seeds it names."""
        package = read_package(read_folder(source))
        known = self._packages(self._current()) or self._seeds()
        needed: dict[str, Package] = {}
        waiting = [*package.requires]
        while waiting:
            name = waiting.pop()
            if name in known and name not in needed:
                needed[name] = known[name]
                waiting.extend(known[name].requires)
        return assemble(in_order([*(needed | {package.name: package}).values()]))

    def releases(self) -> tuple[PublishedRelease, ...]:
        """All that has been published, by number. Raises SchemaError."""
        return fetch_releases(self.folder) if self.folder.registry.exists() else ()

    def _is_published(self) -> bool:
        try:
            return bool(self.releases())
        except SchemaError:
            return False  # Who holds the lock brings the registry up to date, or refuses it.

    def _seeds(self) -> dict[str, Package]:
        folders = sorted(path.parent for path in self.settings.seeds_dir.glob("*/datapackage.json"))
        packages = (read_package(read_folder(folder)) for folder in folders)
        return {package.name: package for package in packages}

    def _current(self) -> PublishedRelease | None:
        return next((release for release in self.releases() if release.is_current), None)

    def _packages(self, release: PublishedRelease | None) -> dict[str, Package]:
        if release is None:
            return {}
        return {each.name: kept_package(self.folder, each.digest) for each in release.packages}

    def _prepare(self) -> None:
        """Bring the registry to this version's schema and remove leftovers."""
        engine = engine_for(self.folder.registry)
        try:
            with engine.connect() as connection, connection.begin():
                upgrade(self.settings.migrations_dir, "registry", connection)
        finally:
            engine.dispose()
        releases = fetch_releases(self.folder)
        remove_leftovers(
            self.folder,
            packages={each.digest for release in releases for each in release.packages},
            releases={release.file_digest for release in releases},
        )

    def _publish(
        self, packages: Sequence[Package], current: PublishedRelease | None, progress: Progress
    ) -> PublishedRelease | None:
        """Build, settle, register; None when the content is what is published already."""
        content = assemble(packages)
        number = 1 if current is None else current.number + 1
        file = self.folder.building / f"release-{number}.sqlite"
        previous = None
        if current is not None:
            previous = Previous(self.folder.release(current.file_digest), current.chain_digest)
            if not previous.file.exists():
                raise DamagedFileError(f"{previous.file}, the current release, is missing")
        built = build(
            file,
            self.settings.migrations_dir,
            content,
            self.recipe,
            number=number,
            previous=previous,
            progress=progress,
        )
        if current is not None and built.content == current.content_digest:
            file.unlink()
            return None
        for package in packages:
            keep_package(self.folder, package)
        digest = digest_of_file(file)
        settle(file, self.folder.release(digest))
        _register(
            engine_for(self.folder.registry),
            _release_row(number, built, digest, self.recipe.text, _moment_after(current)),
            packages,
        )
        return fetch_releases(self.folder)[-1]


def in_order(packages: Iterable[Package]) -> list[Package]:
    """Packages after those they require, else by name: the same order whatever came first."""
    waiting = sorted(packages, key=lambda package: package.name)
    names = {package.name for package in waiting}
    ordered: list[Package] = []
    while waiting:
        done = {package.name for package in ordered}
        ready = [each for each in waiting if done >= set(each.requires) & names] or waiting
        ordered.append(ready[0])
        waiting.remove(ready[0])
    return ordered


def _moment_after(current: PublishedRelease | None) -> datetime:
    """Now, but always later than the release before, even where the clock was set back."""
    now = datetime.now(UTC)
    if current is None:
        return now
    return max(now, current.published + timedelta(microseconds=1))


def _release_row(
    number: int, built: Built, file_digest: str, recipe: str, moment: datetime
) -> Release:
    return Release(
        number=number,
        published_at=moment.isoformat(timespec="microseconds").replace("+00:00", "Z"),
        content_digest=built.content,
        chain_digest=built.chain,
        file_digest=file_digest,
        recipe=recipe,
        application_version=VERSION,
        counts=json.dumps(built.counts, sort_keys=True),
        changes=json.dumps(built.changes, sort_keys=True),
    )


def _register(engine: Engine, release: Release, packages: Sequence[Package]) -> None:
    """One transaction makes the release exist and be the current one."""
    try:
        with engine.connect() as connection, connection.begin():
            connection.execute(insert(Release), [release.model_dump()])
            connection.execute(
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
            connection.execute(delete(CurrentRelease))
            connection.execute(insert(CurrentRelease), [{"id": 1, "number": release.number}])
    finally:
        engine.dispose()
