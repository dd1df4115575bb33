"""Which release answers a request: the current one, a numbered one, or the one as of a moment."""

import asyncio
import logging
import sqlite3
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable

from anyio import to_thread

from app.database import SchemaError
from app.errors import (
    NothingPublishedError,
    QuarantinedReleaseError,
    TooSlowError,
    UnavailableError,
)
from app.parameters import Selection
from app.refusal import ApiError
from app.releases.choosing import named
from app.releases.guarding import Guard, pruned
from app.releases.reader import Reader
from app.releases.refusals import being_verified, no_release, rebuilt_just_now
from app.releases.registry import PublishedRelease
from app.releases.storage import DamagedReleaseError, ReleaseStorage
from app.settings import Settings
from app.values.wording import Words

LOG = logging.getLogger("app")


class ReleaseDirectory:
    """Releases of one storage, looked at again when its registry has changed.

    `generation` is another one whenever an answer may have become another: answers that are kept
    belong to one. `taken_up` is called once other releases are read. `must_look` tells that a
    request has to `refresh` before it is answered.
    """

    def __init__(self, settings: Settings, storage: ReleaseStorage) -> None:
        self.guard = Guard(storage, refused=self._drop)
        self.generation = 0
        self.must_look = True
        self.taken_up: Callable[[], object] = lambda: None
        self._is_watched = False
        self._settings = settings
        self._storage = storage
        self._lock = threading.Lock()
        self._looking = threading.Lock()
        self._look_under_way: asyncio.Task[None] | None = None
        self._looked_at = float("-inf")
        self._heard_of = 0
        self._newest_seen = 0
        self._seen: Hashable = None
        self._releases: tuple[PublishedRelease, ...] = ()
        self._readers: OrderedDict[Hashable, Reader] = OrderedDict()

    @property
    def releases(self) -> tuple[PublishedRelease, ...]:
        """By number, as they were at the last look; `look` and `refresh` are what looks.

        The current one is verified and open before it is among them.
        """
        return self._releases

    def watch(self, *, watched: bool) -> None:
        """Whether a thread looks from now on; else requests do, every `refresh_seconds` at most."""
        self._is_watched = watched
        self.must_look = not watched or self._looked_at == float("-inf")

    async def refresh(self, *, newest: int = 0) -> None:
        """Before a request is answered: look at the registry if nobody else does.

        Also where it names a release newer than any known here: another process may serve it
        already. Raises UnavailableError where the registry was never read, or the look takes long:
        a new release is verified in it.
        """
        known = len(self._releases)
        if newest > known:
            self._heard_of = max(self._heard_of, newest)
        if not self._is_watched:
            since = time.monotonic() - self._looked_at
            if newest > known or since >= self._settings.refresh_seconds:
                await to_thread.run_sync(self.look)
        elif self.must_look or newest > known:
            await self._join_look()
            if self._heard_of:  # After that look began.
                await self._join_look()

    def refuse_unprepared(self) -> None:
        """Look where nobody else does. Raises UnavailableError before the first look has ended."""
        if not self._is_watched:
            self.look()
        elif self.must_look:
            raise being_verified()

    async def _join_look(self) -> None:
        """One look for all who wait: it may take as long as verifying takes."""
        if self._look_under_way is None or self._look_under_way.done():
            self._look_under_way = asyncio.create_task(to_thread.run_sync(self.look))
        try:
            waiting = asyncio.shield(self._look_under_way)
            await asyncio.wait_for(waiting, self._settings.query_seconds)
        except TimeoutError as error:
            raise being_verified() from error

    def look(self) -> None:
        """Take up what the registry has now, once the current release is verified and open.

        A registry that cannot be read now, locked or out of reach, is read at the next look. Raises
        UnavailableError where it has never been read.
        """
        with self._looking:
            newest, self._heard_of = self._heard_of, 0
            try:
                state = self._storage.state(newest=newest)
                if state is not None and state != self._seen:
                    self._take_up(self._storage.releases())
                    self._seen = state
            except (sqlite3.Error, OSError, SchemaError, TooSlowError, UnavailableError) as error:
                LOG.warning("The registry cannot be read: %s", error)
                if not self._releases:
                    message = Words(
                        "The registry cannot be read; try again shortly.",
                        "Hiện không đọc được sổ đăng ký; vui lòng thử lại sau ít phút.",
                    )
                    raise UnavailableError(message) from error
            self._looked_at = time.monotonic()
            self.must_look = not self._is_watched

    def latest(self) -> tuple[PublishedRelease, ...]:
        """The releases after a look; waits for one that is under way."""
        self.look()
        return self._releases

    def _take_up(self, releases: tuple[PublishedRelease, ...]) -> None:
        """Switch to these releases at once; until then the ones before go on being read."""
        self.guard.reconsider((*self._releases, *releases))
        current = next((each for each in releases if each.is_current), None)
        if current is not None:
            self._prepare(current)
        self._releases = releases
        self._newest_seen = max(self._newest_seen, len(releases))
        self.generation += 1
        self.taken_up()
        self.guard.forget_others(releases)

    def _prepare(self, release: PublishedRelease) -> None:
        """Verify, open and warm; what is wrong with it is told to whoever asks for it."""
        try:
            self.guard.admit(release)
            if release.is_kept and not self.guard.is_quarantined(release):
                self.reader(release).warm()
        except (ApiError, DamagedReleaseError) as error:
            LOG.warning("Release %d cannot be prepared: %s", release.number, error)

    @property
    def current(self) -> PublishedRelease:
        """Raises NothingPublishedError before the first release."""
        for release in reversed(self.releases):
            if release.is_current:
                return release
        raise NothingPublishedError(
            Words(
                "No release is published yet; try again shortly.",
                "Chưa có bản công bố nào; vui lòng thử lại sau ít phút.",
            )
        )

    def requested(self, selection: Selection) -> PublishedRelease:
        """The release a selection names, verified before its first answer.

        Raises InvalidParameterError, NotFoundError, BehindError, PrunedReleaseError,
        QuarantinedReleaseError or UnavailableError.
        """
        release = named(self, selection)
        self.refuse_unreadable(release)
        return release

    def at_hand(self, selection: Selection) -> PublishedRelease | None:
        """The same where nothing must be read to know it, for the event loop; None elsewhere."""
        release = named(self, selection)
        return release if release.is_kept and self.guard.is_admitted(release) else None

    def refuse_unreadable(self, release: PublishedRelease) -> None:
        """Raises PrunedReleaseError or QuarantinedReleaseError."""
        if not release.is_kept:
            raise pruned(release, self.releases)
        self.guard.admit(release)
        if self.guard.is_quarantined(release):
            raise QuarantinedReleaseError(
                Words(
                    f"What is stored of release {release.number} is not what was published; "
                    "it is not served until it is rebuilt.",
                    f"Dữ liệu lưu của bản công bố {release.number} không đúng như đã công bố; "
                    "bản này tạm dừng phục vụ cho đến khi được dựng lại.",
                )
            )

    def doubt(self, release: PublishedRelease) -> None:
        """After a fault while reading: raises what is the matter, where it is the release.

        It may be damaged, or was pruned or rebuilt after it was asked for.
        """
        self.look()
        known = self.numbered(release.number)
        if known.place == release.place:
            self.guard.examine(known)
        self.refuse_unreadable(known)
        if known.place != release.place:
            raise rebuilt_just_now(release.number)

    def numbered(self, number: int) -> PublishedRelease:
        """The release of that number. Raises NotFoundError.

        UnavailableError where it was there: no server that has it can be reached at the moment.
        """
        for release in self.releases:
            if release.number == number:
                return release
        if number <= self._newest_seen:
            raise UnavailableError(
                Words(
                    f"Release {number} is out of reach just now; ask again shortly.",
                    f"Hiện chưa truy cập được bản công bố {number}; vui lòng thử lại sau ít phút.",
                )
            )
        raise no_release(number, self.current.number)

    def reader(self, release: PublishedRelease) -> Reader:
        """A reader of a requested release; the least used past ones are closed."""
        with self._lock:
            reader = self._readers.get(release.place)
            if reader is None:
                connections = self._storage.open(release)
                seconds = self._settings.query_seconds
                reader = Reader(release, connections, self._storage.dialect, seconds=seconds)
                self._readers[release.place] = reader
            self._readers.move_to_end(release.place)
            while len(self._readers) > self._settings.open_releases + 1:
                _, oldest = self._readers.popitem(last=False)
                oldest.close()
            return reader

    def _drop(self, place: Hashable) -> None:
        """Close the reader of a place: what it has open is not what was published."""
        with self._lock:
            reader = self._readers.pop(place, None)
        if reader is not None:
            reader.close()
        self.generation += 1

    def close(self) -> None:
        with self._lock:
            while self._readers:
                self._readers.popitem()[1].close()
        self._storage.close()
