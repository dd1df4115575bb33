"""Whether what lies in the storage is what was published: before it is served, and ever after."""

import logging
import os
import sqlite3
import sys
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable

from app.database import SchemaError
from app.errors import PrunedReleaseError
from app.refusal import ApiError
from app.releases.refusals import rebuilt_just_now
from app.releases.registry import RELEASE_SCHEMA, PublishedRelease
from app.releases.storage import DamagedReleaseError, ReleaseStorage
from app.values.wording import Words, any_of

LOG = logging.getLogger("app")
STOP_SECONDS = 2
LOWEST_PRIORITY = 19
PAUSE_SECONDS = 0.002  # After each part of a scrub, so that it leaves the disk and the core alone.


class Guard:
    """Admits a release once its digest is found right; a damaged one goes into quarantine.

    One that is rebuilt has another place, and is verified anew. `refused` is told the place of each
    that goes into quarantine, so that nobody goes on reading there.
    """

    def __init__(
        self, storage: ReleaseStorage, *, refused: Callable[[Hashable], None] = lambda _: None
    ) -> None:
        self.verified_bytes = 0
        self.verified_seconds = 0.0
        self._storage = storage
        self._refused = refused
        self._doubted: set[Hashable] = set()
        self._admitted: set[Hashable] = set()
        self._quarantined: dict[Hashable, int] = {}
        self._found_damaged: Counter[Hashable] = Counter()
        self._verifying: defaultdict[Hashable, threading.Lock] = defaultdict(threading.Lock)

    def is_quarantined(self, release: PublishedRelease) -> bool:
        return release.place in self._quarantined or release.schema_revision != RELEASE_SCHEMA

    def is_admitted(self, release: PublishedRelease) -> bool:
        """Whether it was found right, and nothing was found since that says otherwise."""
        return release.place in self._admitted and not self.is_quarantined(release)

    @property
    def quarantined(self) -> list[int]:
        """Numbers of the releases found damaged."""
        return sorted(self._quarantined.values())

    def admit(self, release: PublishedRelease) -> None:
        """Verify the release if this process has not yet; of several threads one does."""
        if not self._is_to_examine(release):
            return
        with self._verifying[release.place]:
            if self._is_to_examine(release):
                self.examine(release)

    def _is_to_examine(self, release: PublishedRelease) -> bool:
        if release.schema_revision != RELEASE_SCHEMA or release.place in self._admitted:
            return False
        return release.place not in self._quarantined or release.place in self._doubted

    def examine(self, release: PublishedRelease, *, pause: float = 0) -> bool:
        """Read all of it again; whether it is what was published.

        Raises PrunedReleaseError or UnavailableError where it was let go of, or rebuilt, meanwhile.
        """
        began = time.perf_counter()
        found_before = self._found_damaged[release.place]
        try:
            length = self._storage.verify(release, pause=pause)
        except DamagedReleaseError as error:
            self._refuse_moved(release)
            self._admitted.discard(release.place)
            self._quarantined[release.place] = release.number
            self._found_damaged[release.place] += 1
            self._doubted.discard(release.place)
            self._refused(release.place)
            LOG.critical("Release %d is damaged and not served: %s", release.number, error)
            return False
        if self._found_damaged[release.place] != found_before:
            return False  # Somebody who began later found it damaged: what was read here is older.
        self._quarantined.pop(release.place, None)
        if release.place not in self._admitted:
            self._admitted.add(release.place)
            self._tell(release, length, time.perf_counter() - began)
        return True

    def _tell(self, release: PublishedRelease, length: int | None, seconds: float) -> None:
        """How much was read before the first answer, and how fast."""
        self.verified_bytes, self.verified_seconds = length or 0, seconds
        how = (
            "" if length is None else f": {length / 1e6:.1f} MB, {length / 1e6 / seconds:.0f} MB/s"
        )
        LOG.info("Release %d verified in %.3f s%s", release.number, seconds, how)

    def _refuse_moved(self, release: PublishedRelease) -> None:
        """What is not where the registry had it is not damaged if the registry no longer does."""
        try:
            releases = self._storage.releases()
        except (ApiError, SchemaError, OSError, sqlite3.Error):
            return
        now = next((each for each in releases if each.number == release.number), None)
        if now is None or not now.is_kept:
            raise pruned(release, releases)
        if now.place != release.place:
            raise rebuilt_just_now(release.number)

    def reconsider(self, releases: Iterable[PublishedRelease]) -> None:
        """The registry has changed to these releases: others are pruned, or lie elsewhere.

        What is in quarantine is verified once more when it is asked for: it may be whole again.
        """
        self.forget_others(releases)
        self._doubted.update(self._quarantined)

    def forget_others(self, releases: Iterable[PublishedRelease]) -> None:
        """Know nothing any more of what is not among these."""
        places = {release.place for release in releases}
        self._admitted &= places
        self._doubted &= places
        for kept in (self._quarantined, self._verifying):
            for place in kept.keys() - places:
                kept.pop(place, None)


class Scrub:
    """Reads every kept release again and again, in a thread of its own, the current one first."""

    def __init__(
        self,
        guard: Guard,
        releases: Callable[[], tuple[PublishedRelease, ...]],
        *,
        period: float,
    ) -> None:
        self._guard = guard
        self._releases = releases
        self._period = period
        self._has_passed = False
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="scrub", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Returns once nothing is read any more, or soon where a large file is."""
        self._stopped.set()
        self._thread.join(STOP_SECONDS)

    def _run(self) -> None:
        stand_back()
        while not self._stopped.is_set():
            try:
                self._pass(again=self._has_passed)
                self._has_passed = True
            except Exception:
                LOG.exception("The releases could not be verified; tried again after the period")
            if not self._period:
                return
            self._stopped.wait(self._period)

    def _pass(self, *, again: bool = True) -> None:
        """Not `again`: what is verified already need not be read twice at the start."""
        releases = sorted(self._releases(), key=lambda each: (not each.is_current, -each.number))
        for release in releases:
            if self._stopped.is_set():
                return
            if not again and self._guard.is_admitted(release):
                continue
            if release.is_kept and release.schema_revision == RELEASE_SCHEMA:
                try:
                    self._guard.examine(release, pause=PAUSE_SECONDS)
                except PrunedReleaseError:
                    continue
                except ApiError as error:
                    LOG.warning("Release %d cannot be verified now: %s", release.number, error)


def stand_back() -> None:
    """Let the calling thread take what others leave of the processor; answers go first."""
    if sys.platform == "linux":
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), LOWEST_PRIORITY)


def pruned(release: PublishedRelease, releases: Iterable[PublishedRelease]) -> PrunedReleaseError:
    """That the release is no longer kept, and which are."""
    kept = [str(each.number) for each in releases if each.is_kept]
    return PrunedReleaseError(
        Words(
            f"Release {release.number} is no longer kept here. "
            f"/v1/releases/{release.number} of the current release names its packages.",
            f"Bản công bố {release.number} không còn được lưu ở đây. "
            f"/v1/releases/{release.number} của bản hiện hành nêu các gói dữ liệu của nó.",
        ),
        expected=any_of(kept),
    )
