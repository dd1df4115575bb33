"""Writing to the data folder so that what is there is whole: lock, flush, rename."""

import fcntl
import hashlib
import os
import zipfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from app.publication.contents import (
    CHUNK,
    HELD_BYTES_MAX,
    Contents,
    Filed,
    OpenFile,
    chunks,
    digest,
)
from app.publication.limits import LIMITS_OF_KEPT_PACKAGES
from app.publication.package import Package, digest_of, read_package
from app.publication.problems import DamagedFileError, LoaderBusyError
from app.releases.archive import UNZIPPING, ZIP_EPOCH
from app.releases.files import UNFINISHED, DataFolder


@contextmanager
def loader_lock(folder: DataFolder, *, wait: bool) -> Iterator[None]:
    """Hold the one loader's lock; the system lets go of it when the process ends, however it does.

    Raises LoaderBusyError at once when another holds it, unless `wait`.
    """
    for place in (folder.root, folder.packages, folder.releases, folder.building):
        make_folder(place)
    with folder.lock.open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError as error:
            raise LoaderBusyError(
                "Another load is under way; try again when it is done."
            ) from error
        # A load killed at the end of its commit published what a power loss may still undo:
        # before anyone is told that it is published already, it is.
        flush_folder(folder.root)
        yield


def make_folder(place: Path) -> None:
    """Create it with those above it, each on disk before this returns."""
    if not place.is_dir():
        make_folder(place.parent)
        place.mkdir(exist_ok=True)
        flush_folder(place.parent)


def remove_leftovers(
    folder: DataFolder, *, packages: Collection[str], releases: Collection[str]
) -> None:
    """Remove what an interrupted load left: unfinished files, and files no release names."""
    named = {folder.package(digest) for digest in packages}
    named |= {folder.release(digest) for digest in releases}
    for place in (folder.building, folder.packages, folder.releases):
        for path in place.iterdir():
            if path not in named:
                path.unlink()


def remove_renderings(folder: DataFolder, is_gone: Callable[[str], bool]) -> None:
    """Remove what was rendered of releases that are gone, by chain digest, and what is unfinished.

    Whoever renders just now renders on, and keeps nothing.
    """
    if folder.exports.is_dir():
        for path in folder.exports.iterdir():
            if path.name.endswith(UNFINISHED) or is_gone(path.name.partition(".")[0]):
                path.unlink(missing_ok=True)


def digest_of_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def settle(built: Path, place: Path) -> None:
    """Flush a finished file and give it its name, on disk before this returns."""
    with built.open("rb") as file:
        os.fsync(file.fileno())
    built.replace(place)
    flush_folder(place.parent)


def flush_folder(folder: Path) -> None:
    """Make names given in the folder last through a power loss."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def written_whole(place: Path, parts: Iterable[bytes]) -> None:
    """Write a file of the user's own: there whole, on disk, or not at all."""
    built = place.with_name(f".{place.name}.{os.getpid()}.unfinished")
    try:
        with built.open("wb") as file:
            file.writelines(parts)
        settle(built, place)
    finally:
        built.unlink(missing_ok=True)


def keep_package(folder: DataFolder, package: Package) -> None:
    """Store the package's files under its digest; the same package is stored once."""
    place = folder.package(package.digest)
    if place.exists():
        return
    built = folder.building / place.name
    _write_zip(built, package.files)
    settle(built, place)


def _write_zip(path: Path, files: Mapping[str, Contents]) -> None:
    """Raises DamagedFileError where a file is not what it was when it was read."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, ZIP_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            written = hashlib.sha256()
            large = isinstance(files[name], Filed)
            with archive.open(entry, "w", force_zip64=large) as place:
                for part in chunks(files[name]):
                    written.update(part)
                    place.write(part)
            if written.hexdigest() != digest(files[name]):
                raise DamagedFileError(f"{name} was changed while it was read")


def kept_package(folder: DataFolder, digest: str) -> Package:
    """A package of an earlier load, read again. Raises DamagedFileError."""
    path = folder.package(digest)
    try:
        file = OpenFile(os.open(path, os.O_RDONLY | os.O_CLOEXEC))
        with file.open() as stream, zipfile.ZipFile(stream) as archive:
            files = {name: _entry(file, archive, name) for name in archive.namelist()}
    except (*UNZIPPING, FileNotFoundError) as error:
        raise DamagedFileError(f"{path} cannot be read: {error}") from error
    if digest_of(files) != digest:
        raise DamagedFileError(f"{path} does not hold what its name says")
    return read_package(files, LIMITS_OF_KEPT_PACKAGES)


def _entry(file: OpenFile, archive: zipfile.ZipFile, name: str) -> Contents:
    """A file of a kept package; unpacked once to know it, and again to read it where it is long."""
    with archive.open(name) as unpacked:
        beginning = unpacked.read(HELD_BYTES_MAX + 1)
        if len(beginning) <= HELD_BYTES_MAX:
            return beginning
        found = hashlib.sha256(beginning)
        size = len(beginning)
        while part := unpacked.read(CHUNK):
            found.update(part)
            size += len(part)
        return Filed(file, name, size, found.hexdigest())
