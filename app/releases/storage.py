"""What readers need of a storage: files of SQLite, or a PostgreSQL database."""

from collections.abc import Callable, Hashable, Iterator, Mapping
from typing import Any, Protocol, TypeVar

from app.database import Compiled, Dialect
from app.releases.registry import PublishedRelease

Values = Mapping[str, Any]
Result = TypeVar("Result")


class DamagedReleaseError(Exception):
    """The storage does not hold what was published; the message says what differs."""


class OverAllowanceError(Exception):
    """The statement does more work than the event loop may wait for; a thread may do it."""


class Fetching(Protocol):
    """One connection to a release, in the hands of one thread, or of one answer on the loop."""

    on_loop: bool
    """Whether what takes long in itself keeps the event loop waiting."""

    def fetch(self, statement: Compiled, values: Values) -> list[tuple[Any, ...]]:
        """All rows. Raises TooSlowError when it takes longer than it may."""


class Connections(Protocol):
    """Connections to one release."""

    @property
    def at_once(self) -> Fetching | None:
        """For the event loop alone: what takes it longer than a moment raises OverAllowanceError.

        None where an answer depends on somebody else, as a server's does: then it is `awaited`.
        """

    async def awaited(self, run: Callable[[Fetching], Result]) -> Result:
        """Run it on the event loop, which goes on with others while a server is waited for.

        Raises OverAllowanceError where it takes the server or the loop longer than a moment, and
        DamagedReleaseError where the release was let go of meanwhile.
        """

    def ask(self, run: Callable[[Fetching], Result], *, seconds: float) -> Result:
        """Run it with a connection to one thread, each statement within the time limit.

        Where a server is lost meanwhile it is run again with the next. Raises DamagedReleaseError
        where the release was let go of meanwhile.
        """

    def stream(self, statement: Compiled, values: Values) -> Iterator[tuple[Any, ...]]:
        """Rows one by one, without holding all; however long whoever reads them takes."""

    def close(self) -> None:
        """Close what is idle now; what is lent closes when it comes back."""


class ReleaseStorage(Protocol):
    """Releases where they lie, to be read."""

    @property
    def dialect(self) -> Dialect:
        """What statements are compiled for."""

    def state(self, *, newest: int = 0) -> Hashable:
        """Another one whenever the registry may have changed; cheap. None without a registry.

        `newest` is a release somebody has heard of: of several servers all are looked at for it.
        """

    def releases(self) -> tuple[PublishedRelease, ...]:
        """By number, in one snapshot; none before the registry's first migration.

        Raises SchemaError for a registry of another version.
        """

    def open(self, release: PublishedRelease) -> Connections:
        """Connections to a kept release."""

    def verify(self, release: PublishedRelease, *, pause: float = 0) -> int | None:
        """Read all of a kept release again; how many bytes, where that is known.

        Raises DamagedReleaseError where it differs.

        Seconds of `pause` between parts of it leave the disk to others.
        """

    def close(self) -> None:
        """Close what the storage itself holds open."""
