"""Loading: the next release from the packages of the current one and what is brought to it."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from app.database import SchemaError
from app.publication.bringing import in_order, packages_of
from app.publication.build import Previous, Recipe, build
from app.publication.content import Content, assemble
from app.publication.disclosing import disclosed
from app.publication.examine import examine
from app.publication.filling import refuse_errors
from app.publication.opening import writing_of
from app.publication.package import Package
from app.publication.plans import Plan, plan_of
from app.publication.problems import DamagedFileError, PublicationError, WithdrawalError
from app.publication.progress import Progress, silent
from app.publication.reading import read_source
from app.publication.registering import forget, keep, register, release_row
from app.publication.sameness import are_same_packages
from app.publication.store import keep_package, kept_package
from app.releases.canonical import Rows
from app.releases.canonical import recipe as recipe_text
from app.releases.reader import Reader
from app.releases.registry import PublishedRelease
from app.releases.storage import DamagedReleaseError
from app.settings import Settings

LOG = logging.getLogger("app")


def now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What a load did. `published` is None when the content is the same as before."""

    plans: tuple[Plan, ...]
    published: PublishedRelease | None


class Publisher:
    """The one writer of a storage. `clock` tells when a release is published, in UTC.

    `workers` processes derive a release; None: as many as there are processors, where it is large.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        clock: Callable[[], datetime] = now,
        workers: int | None = None,
    ) -> None:
        self.settings = settings
        self.workers = workers
        self.writing = writing_of(settings)
        self.folder = self.writing.folder
        self.recipe = Recipe(
            recipe_text(disclosure_threshold=settings.disclosure_threshold),
            settings.disclosure_threshold,
        )
        self._clock = clock

    def ensure_published(self, progress: Progress = silent) -> bool:
        """Publish the seeds when nothing is published; whether this call did so.

        Several processes may call it at once: one publishes, the others wait for it.
        """
        if self._is_published():
            return False
        with self.writing.lock(wait=True):
            self.writing.prepare()
            if self.releases():
                return False
            seeds = in_order(self._seeds().values())
            if not seeds:
                raise PublicationError(
                    f"There is no package to begin with in {self.settings.seeds_dir}"
                )
            self.publish(seeds, None, progress)
            return True

    def load(
        self,
        source: Path | Sequence[Package],
        *,
        allow_withdrawals: bool = False,
        only: bool = False,
        progress: Progress = silent,
    ) -> LoadReport:
        """Publish the next release with these packages in it; with `only`, with no others.

        Raises PackageError, WithdrawalError or LoaderBusyError; nothing has changed then.
        """
        brought = packages_of(source)
        with self.writing.lock(wait=False):
            self.writing.prepare()
            current = self.current()
            progress("check", 0, 0)
            (packages, content), plans = self._planned(brought, current, only=only)
            if any(plan.withdrawn for plan in plans) and not allow_withdrawals:
                raise withdrawal(plans)
            published = self.publish(packages, current, progress, content=content)
            return LoadReport(plans, published)

    def withdraw(
        self, name: str, *, allow_withdrawals: bool = False, progress: Progress = silent
    ) -> LoadReport:
        """Publish the next release without the package. Raises as `load`."""
        with self.writing.lock(wait=False):
            self.writing.prepare()
            current = self.current()
            packages, plan = self._planned_without(name, current)
            if not allow_withdrawals:
                raise withdrawal([plan])
            return LoadReport((plan,), self.publish(packages, current, progress))

    def plan_without(self, name: str) -> tuple[Plan, ...]:
        """What withdrawing the package would do. Raises PackageError where others need it."""
        packages, plan = self._planned_without(name, self.current())
        refuse_errors(examine(assemble(packages), self.recipe).findings)
        return (plan,)

    def plan(self, source: Path | Sequence[Package], *, only: bool = False) -> tuple[Plan, ...]:
        """What loading the packages would do to their rows; nothing is written.

        Raises PackageError where a load would be refused, for what its checks find too.
        """
        (_, content), plans = self._planned(packages_of(source), self.current(), only=only)
        refuse_errors(examine(content, self.recipe).findings)
        return plans

    def content_with(self, source: Path | Sequence[Package]) -> Content:
        """The packages with those they may refer to: published ones, or the seeds they name."""
        brought = {package.name: package for package in packages_of(source)}
        known = self.packages(self.current()) or self._seeds()
        needed: dict[str, Package] = {}
        waiting = [name for package in brought.values() for name in package.requires]
        while waiting:
            name = waiting.pop()
            if name in known and name not in needed:
                needed[name] = known[name]
                waiting.extend(known[name].requires)
        return assemble(in_order([*(needed | brought).values()]))

    def releases(self) -> tuple[PublishedRelease, ...]:
        """All that has been published, by number. Raises SchemaError."""
        return self.writing.reading.releases() if self.writing.is_there() else ()

    def current(self) -> PublishedRelease | None:
        return next((release for release in self.releases() if release.is_current), None)

    def packages(self, release: PublishedRelease | None) -> dict[str, Package]:
        """The packages of a release, by name. Raises DamagedFileError."""
        if release is None:
            return {}
        return {each.name: kept_package(self.folder, each.digest) for each in release.packages}

    def publish(
        self,
        packages: Sequence[Package],
        current: PublishedRelease | None,
        progress: Progress,
        *,
        content: Content | None = None,
    ) -> PublishedRelease | None:
        """Build, keep, register; None when the content is what is published already.

        For who holds the lock. `content`: that of the packages, where they are disclosed already.
        """
        if content is None:
            packages, content = self._disclosed(packages)
        number = 1 if current is None else current.number + 1
        previous = None if current is None else self.previous(current)
        with self.writing.workplace(number) as workplace:
            built = build(
                workplace,
                content,
                self.recipe,
                previous=previous,
                same_packages=are_same_packages(self.folder, current, packages, self.recipe),
                progress=progress,
                workers=self.workers,
            )
        if current is not None and built.content == current.content_digest:
            self.writing.discard(number)
            self._prune()
            return None
        for package in packages:
            keep_package(self.folder, package)
        moment = _moment_after(current, self._clock())
        with self.writing.registry() as registry:
            kept = self.writing.take_in(number, registry)
            register(registry, release_row(number, built, self.recipe.text, moment), packages)
            keep(registry, number, kept)
        self._prune()
        return self.releases()[-1]

    def previous(self, release: PublishedRelease) -> Previous:
        """The release as the next one needs it. Raises DamagedFileError for a damaged one."""
        reading = self.writing.reading
        try:
            reading.verify(release)
        except DamagedReleaseError as error:
            raise DamagedFileError(
                f"release {release.number} is damaged: {error}. "
                f"partystats rebuild {release.number} makes it anew from its packages"
            ) from error

        @contextmanager
        def rows() -> Iterator[Rows]:
            connections = reading.open(release)
            try:
                yield Reader(release, connections, reading.dialect, seconds=0).stream
            finally:
                connections.close()

        return Previous(rows, release)

    def _planned(
        self, brought: Sequence[Package], current: PublishedRelease | None, *, only: bool
    ) -> tuple[tuple[list[Package], Content], tuple[Plan, ...]]:
        """Packages of the next release in order, and what becomes of the rows of each brought."""
        loaded = self.packages(current)
        names = {package.name: package for package in brought}
        packages, content = self._disclosed(
            in_order([*((names if only else loaded | names).values())])
        )
        plans = [plan_of(each, loaded.get(each.name)) for each in packages if each.name in names]
        gone = [loaded[name] for name in sorted(loaded.keys() - names.keys())] if only else []
        plans.extend(plan_of(None, package) for package in gone)
        return (packages, content), tuple(plans)

    def _planned_without(
        self, name: str, current: PublishedRelease | None
    ) -> tuple[list[Package], Plan]:
        loaded = self.packages(current)
        if name not in loaded:
            raise PublicationError(f"No package {name} is loaded; there are: {', '.join(loaded)}.")
        if len(loaded) == 1:
            raise PublicationError(f"{name} is the only package; a release holds at least one.")
        package = loaded.pop(name)
        return in_order(loaded.values()), plan_of(None, package)

    def _disclosed(self, packages: Sequence[Package]) -> tuple[list[Package], Content]:
        """The packages as they may be kept, and their content. Raises PackageError."""
        content = assemble(packages)
        threshold = self.recipe.disclosure_threshold
        kept = [disclosed(each, content.catalog, threshold=threshold) for each in packages]
        same = all(one is other for one, other in zip(kept, packages, strict=True))
        return kept, content if same else assemble(kept)

    def _is_published(self) -> bool:
        try:
            return bool(self.releases())
        except SchemaError:
            return False  # Who holds the lock brings the registry up to date, or refuses it.

    def _seeds(self) -> dict[str, Package]:
        if not any(self.settings.seeds_dir.glob("*/datapackage.json")):
            return {}
        return {package.name: package for package in read_source(self.settings.seeds_dir)}

    def _prune(self) -> None:
        """Let go of the oldest releases beyond those to keep; never of the current one.

        What is published stays published if this fails; the next load tidies up.
        """
        kept = [release for release in self.releases() if release.is_kept]
        surplus = kept[: -self.settings.keep_releases] if self.settings.keep_releases else []
        if not surplus:
            return
        try:
            with self.writing.registry() as registry:
                forget(registry, [release.number for release in surplus])
            self.writing.remove(surplus)
        except (OSError, DBAPIError) as error:
            LOG.warning("Releases that need not be kept could not be removed: %s", error)


def withdrawal(plans: Sequence[Plan]) -> WithdrawalError:
    """What nobody allowed to be withdrawn."""
    named = [row for plan in plans for row in plan.withdrawn]
    return WithdrawalError(named, sum(plan.counts["withdrawn"] for plan in plans))


def _moment_after(current: PublishedRelease | None, moment: datetime) -> datetime:
    """The moment, but always later than the release before, even where the clock was set back."""
    if current is None:
        return moment
    return max(moment, current.published + timedelta(microseconds=1))
