"""Which release answers a request: the current one, a numbered one, or the one as of a moment."""

import threading
import time
from collections import OrderedDict
from datetime import UTC, datetime

from app.errors import InvalidParameterError, NotFoundError, NothingPublishedError, UnknownCodeError
from app.parameters import Moment, Selection
from app.releases.files import DataFolder
from app.releases.reader import Reader
from app.releases.registry import PublishedRelease, fetch_releases
from app.settings import Settings


class ReleaseDirectory:
    """Releases of one data folder, looked at again when the registry's file has changed."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._folder = DataFolder(settings.data_dir)
        self._lock = threading.Lock()
        self._looked_at = float("-inf")
        self._seen: tuple[int, int, int] | None = None
        self._releases: tuple[PublishedRelease, ...] = ()
        self._readers: OrderedDict[int, Reader] = OrderedDict()

    @property
    def releases(self) -> tuple[PublishedRelease, ...]:
        """By number; at most `refresh_seconds` old."""
        with self._lock:
            now = time.monotonic()
            if now - self._looked_at >= self._settings.refresh_seconds:
                self._looked_at = now
                self._look()
            return self._releases

    def _look(self) -> None:
        try:
            found = self._folder.registry.stat()
        except FileNotFoundError:
            return
        state = (found.st_mtime_ns, found.st_size, found.st_ino)
        if state != self._seen:
            self._releases = fetch_releases(self._folder)
            self._seen = state

    @property
    def current(self) -> PublishedRelease:
        """Raises NothingPublishedError before the first release."""
        for release in reversed(self.releases):
            if release.is_current:
                return release
        raise NothingPublishedError("No release is published yet; try again shortly.")

    def requested(self, selection: Selection) -> PublishedRelease:
        """The release a selection names. Raises InvalidParameterError or NotFoundError."""
        if selection.release is not None and selection.as_of is not None:
            raise InvalidParameterError(
                "asOf and release each choose a release; only one of them can.",
                parameter="asOf",
                expected="either asOf or release",
            )
        if selection.release is not None:
            return self._chosen(selection.release)
        return self.current if selection.as_of is None else self.as_of(selection.as_of)

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
        """A reader of the release; the least used past ones are closed."""
        with self._lock:
            reader = self._readers.get(release.number)
            if reader is None:
                file = self._folder.release(release.file_digest)
                reader = Reader(release, file, seconds=self._settings.query_seconds)
                self._readers[release.number] = reader
            self._readers.move_to_end(release.number)
            while len(self._readers) > self._settings.open_releases + 1:
                _, oldest = self._readers.popitem(last=False)
                oldest.close()
            return reader

    def close(self) -> None:
        with self._lock:
            while self._readers:
                self._readers.popitem()[1].close()
