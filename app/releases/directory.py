"""Which release answers a request: the current one, a numbered one, or the one as of a moment."""

import logging
import sqlite3
import threading
import time
from collections import OrderedDict
from collections.abc import Hashable
from datetime import UTC, datetime

from app.database import SchemaError
from app.errors import (
    InvalidParameterError,
    NotFoundError,
    NothingPublishedError,
    QuarantinedReleaseError,
    TooSlowError,
    UnavailableError,
    UnknownCodeError,
)
from app.parameters import Moment, Selection
from app.releases.guarding import Guard, pruned
from app.releases.reader import Reader
from app.releases.registry import PublishedRelease
from app.releases.storage import ReleaseStorage
from app.settings import Settings

LOG = logging.getLogger("app")


class ReleaseDirectory:
    """Releases of one storage, looked at again when its registry has changed."""

    def __init__(self, settings: Settings, storage: ReleaseStorage) -> None:
        self.guard = Guard(storage, refused=self._drop)
        self._settings = settings
        self._storage = storage
        self._lock = threading.Lock()
        self._looked_at = float("-inf")
        self._seen: Hashable = None
        self._releases: tuple[PublishedRelease, ...] = ()
        self._readers: OrderedDict[Hashable, Reader] = OrderedDict()

    @property
    def releases(self) -> tuple[PublishedRelease, ...]:
        """By number; at most `refresh_seconds` old, or older while the registry is not to be read.

        Raises UnavailableError where it has never been read.
        """
        with self._lock:
            now = time.monotonic()
            if now - self._looked_at >= self._settings.refresh_seconds:
                self._looked_at = now
                self._look()
            return self._releases

    def _look(self) -> None:
        """A registry that cannot be read now, locked or out of reach, is read at the next look."""
        try:
            state = self._storage.state()
            if state is not None and state != self._seen:
                self._releases = self._storage.releases()
                self._seen = state
                self.guard.reconsider(self._releases)
        except (sqlite3.Error, OSError, SchemaError, TooSlowError, UnavailableError) as error:
            LOG.warning("The registry cannot be read: %s", error)
            if not self._releases:
                raise UnavailableError("The registry cannot be read; try again shortly.") from error

    @property
    def current(self) -> PublishedRelease:
        """Raises NothingPublishedError before the first release."""
        for release in reversed(self.releases):
            if release.is_current:
                return release
        raise NothingPublishedError("No release is published yet; try again shortly.")

    def requested(self, selection: Selection) -> PublishedRelease:
        """The release a selection names, verified before its first answer.

        Raises InvalidParameterError, NotFoundError, PrunedReleaseError or QuarantinedReleaseError.
        """
        release = self._named(selection)
        self.refuse_unreadable(release)
        return release

    def at_hand(self, selection: Selection) -> PublishedRelease | None:
        """The same where nothing must be read to know it, for the event loop; None elsewhere."""
        if time.monotonic() - self._looked_at >= self._settings.refresh_seconds:
            return None
        release = self._named(selection)
        return release if release.is_kept and self.guard.is_admitted(release) else None

    def _named(self, selection: Selection) -> PublishedRelease:
        if selection.release is not None and selection.as_of is not None:
            raise InvalidParameterError(
                "asOf and release each choose a release; only one of them can.",
                parameter="asOf",
                expected="either asOf or release",
            )
        if selection.release is not None:
            return self._chosen(selection.release)
        return self.current if selection.as_of is None else self.as_of(selection.as_of)

    def refuse_unreadable(self, release: PublishedRelease) -> None:
        """Raises PrunedReleaseError or QuarantinedReleaseError."""
        if not release.is_kept:
            raise pruned(release, self.releases)
        self.guard.admit(release)
        if self.guard.is_quarantined(release):
            raise QuarantinedReleaseError(
                f"What is stored of release {release.number} is not what was published; "
                "it is not served until it is rebuilt."
            )

    def doubt(self, release: PublishedRelease) -> None:
        """After a fault while reading: raises what is the matter, where it is the release.

        It may be damaged, or was pruned or rebuilt after it was asked for.
        """
        with self._lock:
            self._looked_at = float("-inf")
        known = self.numbered(release.number)
        if known.place == release.place:
            self.guard.examine(known)
        self.refuse_unreadable(known)
        if known.place != release.place:
            raise UnavailableError(f"Release {release.number} was just rebuilt; ask again.")

    def _chosen(self, number: int) -> PublishedRelease:
        try:
            return self.numbered(number)
        except NotFoundError as error:
            raise UnknownCodeError(
                error.detail, parameter="release", expected=error.expected
            ) from error

    def numbered(self, number: int) -> PublishedRelease:
        """The release of that number. Raises NotFoundError."""
        for release in self.releases:
            if release.number == number:
                return release
        raise NotFoundError(
            f"There is no release {number}.", expected=f"1 to {self.current.number}"
        )

    def as_of(self, moment: Moment) -> PublishedRelease:
        """The last release published by then; a day counts to its end in Viet Nam."""
        if moment.begins > datetime.now(UTC):
            raise InvalidParameterError(
                f"{moment} lies in the future.", parameter="asOf", expected="a moment until now"
            )
        for release in reversed(self.releases):
            if release.published <= moment.instant:
                return release
        first = self.current if not self.releases else self.releases[0]
        raise NotFoundError(
            f"Nothing was published by {moment}. asOf is about when we published; "
            "a number's own date is its period: use period=, startPeriod= and endPeriod= for that.",
            parameter="asOf",
            expected=f"{first.published_at} or later",
        )

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

    def close(self) -> None:
        with self._lock:
            while self._readers:
                self._readers.popitem()[1].close()
        self._storage.close()
