"""The packages of a release as one zip: the same bytes whenever and wherever it is written."""

import hashlib
import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, cast

from app.releases.files import DataFolder
from app.releases.registry import PublishedRelease
from app.releases.storage import DamagedReleaseError

MEDIA_TYPE = "application/zip"
# The earliest a zip can say, so that the same files are always the same bytes.
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
# What a zip that is not whole may raise, says the source of zipfile.
UNZIPPING = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, struct.error)
CHUNK = 1 << 16


def package_archive(folder: DataFolder, release: PublishedRelease) -> Iterator[bytes]:
    """A folder for each package, its files as they are kept, in order of name.

    Not compressed: compressors differ between machines, and transports have their own.
    Raises DamagedReleaseError before the first byte where a package is not whole.
    """
    for package in release.packages:
        _prove(folder.package(package.digest), package.digest)
    return _archive(folder, release)


def _prove(path: Path, digest: str) -> None:
    """Raises DamagedReleaseError unless the package has the digest it is named by."""
    try:
        with zipfile.ZipFile(path) as archive:
            lines = [f"{name} {_digest(archive, name)}\n" for name in sorted(archive.namelist())]
    except (*UNZIPPING, OSError) as error:
        raise DamagedReleaseError(f"package {digest} cannot be read") from error
    if hashlib.sha256("".join(lines).encode()).hexdigest() != digest:
        raise DamagedReleaseError(f"package {digest} is not the one that was published")


def _digest(archive: zipfile.ZipFile, name: str) -> str:
    with archive.open(name) as file:
        digest = hashlib.sha256()
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _archive(folder: DataFolder, release: PublishedRelease) -> Iterator[bytes]:
    sink = _Sink()
    with zipfile.ZipFile(cast("IO[bytes]", sink), "w", zipfile.ZIP_STORED) as archive:
        for package in sorted(release.packages, key=lambda each: each.name):
            with zipfile.ZipFile(folder.package(package.digest)) as kept:
                for name in sorted(kept.namelist()):
                    entry = zipfile.ZipInfo(f"{package.name}/{name}", ZIP_EPOCH)
                    entry.create_system = 3  # Unix, whatever this machine is.
                    entry.file_size = kept.getinfo(name).file_size
                    with kept.open(name) as file, archive.open(entry, "w") as written:
                        while chunk := file.read(CHUNK):
                            written.write(chunk)
                            yield sink.taken()
    yield sink.taken()


class _Sink(io.RawIOBase):
    """What a zip writes to when nobody can go back in it."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, part: Any) -> int:  # noqa: ANN401 - any buffer
        self._parts.append(bytes(part))
        return len(self._parts[-1])

    def taken(self) -> bytes:
        taken = b"".join(self._parts)
        self._parts.clear()
        return taken
