"""Writing releases as files of SQLite."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from sqlalchemy.engine import Connection

from app.migrations import engine_for, upgrade
from app.publication.store import (
    digest_of_file,
    loader_lock,
    remove_leftovers,
    remove_renderings,
    settle,
)
from app.publication.workplace import Workplace
from app.publication.writing import Kept
from app.releases.file_storage import FileStorage
from app.releases.files import DataFolder
from app.releases.registry import RELEASE_SCHEMA, PublishedRelease

# Room for the inner pages of indexes, however many rows; nothing in a new file needs overwriting.
_WHILE_FILLED = ("cache_size=-65536", "secure_delete=OFF")


class FileWriting:
    """The writer of a data folder."""

    def __init__(self, folder: DataFolder, migrations: Path) -> None:
        self.folder = folder
        self.reading = FileStorage(folder)
        self._migrations = migrations

    def is_there(self) -> bool:
        return self.folder.registry.exists()

    def lock(self, *, wait: bool) -> AbstractContextManager[None]:
        return loader_lock(self.folder, wait=wait)

    def prepare(self) -> None:
        with self.registry() as connection:
            upgrade(self._migrations, "registry", connection)
        releases = self.reading.releases()
        remove_leftovers(
            self.folder,
            packages={each.digest for release in releases for each in release.packages},
            releases={str(release.file_digest) for release in releases if release.is_kept},
        )
        kept = {release.chain_digest for release in releases if release.is_kept}
        remove_renderings(self.folder, lambda chain: chain not in kept)

    @contextmanager
    def workplace(self, number: int) -> Iterator[Workplace]:
        engine = engine_for(self._file(number))
        try:
            with engine.connect() as connection, connection.begin():
                for pragma in _WHILE_FILLED:
                    connection.exec_driver_sql(f"PRAGMA {pragma}")
                upgrade(self._migrations, "release", connection)
                yield Workplace(connection, number)
        except BaseException:
            self.discard(number)
            raise
        finally:
            engine.dispose()

    def discard(self, number: int) -> None:
        self._file(number).unlink(missing_ok=True)

    @contextmanager
    def registry(self) -> Iterator[Connection]:
        engine = engine_for(self.folder.registry)
        try:
            with engine.connect() as connection, connection.begin():
                yield connection
        finally:
            engine.dispose()

    def take_in(self, number: int, registry: Connection) -> Kept:
        del registry  # A file is there before the registry names it, and a leftover until then.
        file = self._file(number)
        digest = digest_of_file(file)
        settle(file, self.folder.release(digest))
        return Kept(RELEASE_SCHEMA, digest)

    def remove(self, releases: list[PublishedRelease]) -> None:
        for release in releases:
            if release.file_digest is not None:
                self.folder.release(release.file_digest).unlink(missing_ok=True)
        removed = {release.chain_digest for release in releases}
        remove_renderings(self.folder, removed.__contains__)

    def _file(self, number: int) -> Path:
        return self.folder.building / f"release-{number}.sqlite"
