"""Files that everyone takes away: rendered once, by whom they are first taken whole, then kept.

They lie in the data folder, named by the release they are of and by their own digest. None of them
is ever needed: one that is damaged, removed or cannot be written is rendered anew.
"""

import hashlib
import os
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import IO

from app.releases.files import DataFolder
from app.releases.registry import PublishedRelease
from app.version import VERSION

CHUNK = 1 << 18
# Another version of the service may render the same release otherwise.
TAG = hashlib.sha256(VERSION.encode()).hexdigest()[:8]
_numbers = count(1)


class Renderings:
    """The kept files of one data folder, as this process knows them."""

    def __init__(self, folder: DataFolder) -> None:
        self._folder = folder.exports
        self._unfinished = folder.unfinished_export
        self._lock = threading.Lock()
        self._begun: set[str] = set()
        self._proved: dict[Path, tuple[int, int, int]] = {}

    def find(self, release: PublishedRelease, ending: str) -> tuple[Path, int] | None:
        """The kept file, once its bytes have the digest in its name, and how many they are.

        A damaged one is removed.
        """
        for path in self._folder.glob(f"{release.chain_digest}.{TAG}.*.{ending}"):
            with suppress(OSError):
                if self._is_whole(path):
                    return path, path.stat().st_size
                path.unlink()
        return None

    def _is_whole(self, path: Path) -> bool:
        state = _state(path)
        if self._proved.get(path) == state:
            return True
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        if digest != path.name.split(".")[2]:
            return False
        self._proved[path] = state
        return True

    def keeping(
        self, release: PublishedRelease, ending: str, render: Callable[[], Iterable[bytes]]
    ) -> Iterator[bytes]:
        """The parts, which are also written to a file; who goes before the end leaves none.

        Of several who ask for the same at once, one writes. Where nothing can be written, nothing
        is: the parts are given all the same.
        """
        name = f"{release.chain_digest}.{TAG}.{{}}.{ending}"
        if not self._begin(name):
            yield from render()
            return
        copy = _Copy(self._unfinished(name.format(f"{os.getpid()}-{next(_numbers)}")))
        try:
            for part in render():
                copy.write(part)
                yield part
            self._keep(copy, name)
        finally:
            copy.drop()
            with self._lock:
                self._begun.discard(name)

    def _begin(self, name: str) -> bool:
        with self._lock:
            if name in self._begun:
                return False
            self._begun.add(name)
            return True

    def _keep(self, copy: "_Copy", name: str) -> None:
        """Give the file its name; those of other versions of the service are not needed then."""
        with suppress(OSError):
            path = copy.named(self._folder, name)
            if path is None:
                return
            self._proved[path] = _state(path)
            chain, _, _, ending = path.name.split(".", 3)
            for other in self._folder.glob(f"{chain}.*.{ending}"):
                if other != path:
                    other.unlink(missing_ok=True)


class _Copy:
    """A file in the making; whatever goes wrong with it is its own affair."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._digest = hashlib.sha256()
        self._file: IO[bytes] | None = None
        with suppress(OSError):
            path.parent.mkdir(exist_ok=True)
            self._file = path.open("xb")

    def write(self, part: bytes) -> None:
        if self._file is None:
            return
        self._digest.update(part)
        try:
            self._file.write(part)
        except OSError:  # A full disk.
            self.drop()

    def named(self, folder: Path, name: str) -> Path | None:
        """The finished file under its name; None where it could not be written. Raises OSError."""
        if self._file is None:
            return None
        self._file.close()
        self._file = None
        return self._path.replace(folder / name.format(self._digest.hexdigest()))

    def drop(self) -> None:
        """Remove what is unfinished; a finished file has its own name by now."""
        file, self._file = self._file, None
        with suppress(OSError):
            if file is not None:
                file.close()
        with suppress(OSError):
            self._path.unlink(missing_ok=True)


def _state(path: Path) -> tuple[int, int, int]:
    found = path.stat()
    return found.st_mtime_ns, found.st_size, found.st_ino


def chunks_of(path: Path, otherwise: Callable[[], Iterable[bytes]]) -> Iterator[bytes]:
    """The file; where it was just removed, with its release or by a load, the other parts."""
    try:
        file = path.open("rb")
    except OSError:
        yield from otherwise()
        return
    with file:
        while chunk := file.read(CHUNK):
            yield chunk
