"""Where things lie in the data folder."""

from dataclasses import dataclass
from pathlib import Path


def sqlite_address(path: Path, options: str) -> str:
    """A database as a URI; quoted, since a folder's name may hold `?`, `#` or `%`."""
    return f"{path.absolute().as_uri()}?{options}"


@dataclass(frozen=True, slots=True)
class DataFolder:
    """The registry, packages named by their digest, release files named by theirs."""

    root: Path

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

    def package(self, digest: str) -> Path:
        return self.packages / f"{digest}.zip"

    def release(self, file_digest: str) -> Path:
        return self.releases / f"{file_digest}.sqlite"
