"""What readers need of a storage: files of SQLite, or a PostgreSQL database."""

from collections.abc import Hashable, Iterator, Mapping
from typing import Any, Protocol

from app.database import Compiled, Dialect
from app.releases.registry import PublishedRelease

Values = Mapping[str, Any]


class DamagedReleaseError(Exception):
    """The storage does not hold what was published; the message says what differs."""


class Connections(Protocol):
    """Connections to one release, lent to one thread at a time."""

    def fetch(
        self, statement: Compiled, values: Values, *, seconds: float
    ) -> list[tuple[Any, ...]]:
        """All rows. Raises TooSlowError when it takes longer."""

    def stream(self, statement: Compiled, values: Values) -> Iterator[tuple[Any, ...]]:
        """Rows one by one, without holding all; however long whoever reads them takes."""

    def close(self) -> None:
        """Close what is idle now; what is lent closes when it comes back."""


class ReleaseStorage(Protocol):
    """Releases where they lie, to be read."""

    @property
    def dialect(self) -> Dialect:
        """What statements are compiled for."""

    def state(self) -> Hashable:
        """Another one whenever the registry may have changed; cheap. None without a registry."""

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
