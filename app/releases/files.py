"""Where things lie in the data folder."""

from dataclasses import dataclass
from pathlib import Path

from app.settings import Settings

UNFINISHED = ".unfinished"


def sqlite_address(path: Path, options: str) -> str:
    """A database as a URI; quoted, since a folder's name may hold `?`, `#` or `%`."""
    return f"{path.absolute().as_uri()}?{options}"


@dataclass(frozen=True, slots=True)
class DataFolder:
    """The registry, packages named by their digest, release files named by theirs."""

    root: Path

    @classmethod
    def of(cls, settings: Settings) -> "DataFolder":
        """Packages of a PostgreSQL database lie in a folder of their own.

        So each storage can tidy up after itself, whichever was used before.
        """
        root = settings.data_dir
        return cls(root / "postgresql" if settings.is_on_servers else root)

    @property
    def registry(self) -> Path:
        return self.root / "registry.sqlite"

    @property
    def lock(self) -> Path:
        return self.root / "loader.lock"

    @property
    def packages(self) -> Path:
        return self.root / "packages"

    @property
    def releases(self) -> Path:
        return self.root / "releases"

    @property
    def building(self) -> Path:
        """Unfinished work; whatever lies here without a loader is a leftover."""
        return self.root / "building"

    @property
    def exports(self) -> Path:
        """Files rendered from releases; none of them is ever needed."""
        return self.root / "exports"

    def package(self, digest: str) -> Path:
        return self.packages / f"{digest}.zip"

    def release(self, file_digest: str) -> Path:
        return self.releases / f"{file_digest}.sqlite"

    def unfinished_export(self, name: str) -> Path:
        return self.exports / f"{name}{UNFINISHED}"
