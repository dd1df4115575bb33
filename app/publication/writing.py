"""What the writer needs of a storage: files of SQLite, or a PostgreSQL database."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy.engine import Connection

from app.publication.workplace import Workplace
from app.releases.files import DataFolder
from app.releases.registry import PublishedRelease
from app.releases.storage import ReleaseStorage


@dataclass(frozen=True, slots=True)
class Kept:
    """Where a release can be read from now on, as the registry notes it."""

    schema_revision: str
    file_digest: str | None


class ReleaseWriting(Protocol):
    """A storage as its one writer uses it, after `lock` and `prepare`."""

    @property
    def folder(self) -> DataFolder:
        """Where packages are kept."""

    @property
    def reading(self) -> ReleaseStorage:
        """The same storage as readers use it."""

    def is_there(self) -> bool:
        """Whether there is a registry to read."""

    def lock(self, *, wait: bool) -> AbstractContextManager[None]:
        """Be the one loader. Raises LoaderBusyError when another is, unless `wait`."""

    def prepare(self) -> None:
        """Bring the registry to this version's schema, and remove leftovers. Raises SchemaError."""

    def workplace(self, number: int) -> AbstractContextManager[Workplace]:
        """Empty tables for a release, apart from all that is published; filled when it ends."""

    def discard(self, number: int) -> None:
        """Remove what a workplace was filled with."""

    def registry(self) -> AbstractContextManager[Connection]:
        """One transaction on the registry, on disk when it ends without an error."""

    def take_in(self, number: int, registry: Connection) -> Kept:
        """Put a filled workplace among the releases, as part of the registry's transaction."""

    def remove(self, releases: list[PublishedRelease]) -> None:
        """Remove the rows of releases that the registry no longer keeps.

        Raises OSError or DBAPIError where somebody reads them for too long; the next load tidies.
        """
