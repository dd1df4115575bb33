"""Contents of a package's files: held where they are small, read again from where they lie else."""

import hashlib
import io
import os
import tempfile
import weakref
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import IO, Any

from app.publication.limits import MEBIBYTE

CHUNK = 1 << 18
HELD_BYTES_MAX = MEBIBYTE


class OpenFile:
    """A file that stays open for as long as anything of it may be read, whatever its name becomes.

    `size` is what it was when it was opened; what is added later is not read.
    """

    def __init__(self, descriptor: int) -> None:
        """Takes the descriptor over."""
        self.descriptor = descriptor
        self.size = os.fstat(descriptor).st_size
        weakref.finalize(self, os.close, descriptor)

    def open(self) -> IO[bytes]:
        """From its beginning; several may read at once."""
        return io.BufferedReader(_Window(self), CHUNK)


class _Window(io.RawIOBase):
    """One reader's place in an open file."""

    def __init__(self, file: OpenFile) -> None:
        self._file = file
        self._place = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._place, os.SEEK_END: self._file.size}[whence]
        self._place = max(start + offset, 0)
        return self._place

    def readinto(self, buffer: Any) -> int:  # noqa: ANN401 - any buffer
        wanted = max(min(len(buffer), self._file.size - self._place), 0)
        part = os.pread(self._file.descriptor, wanted, self._place)
        buffer[: len(part)] = part
        self._place += len(part)
        return len(part)


@dataclass(frozen=True, slots=True)
class Filed:
    """Bytes too many to hold: a file, or the entry of that name in an archive.

    Equal where the bytes are.
    """

    file: OpenFile = field(compare=False, repr=False)
    entry: str | None = field(compare=False)
    size: int
    digest: str


Contents = bytes | Filed


@contextmanager
def opened(contents: Contents) -> Iterator[IO[bytes]]:
    """The bytes from the first on."""
    match contents:
        case bytes():
            yield io.BytesIO(contents)
        case Filed(file=file, entry=None):
            with file.open() as stream:
                yield stream
        case _:
            with (
                contents.file.open() as stream,
                zipfile.ZipFile(stream) as archive,
                archive.open(str(contents.entry)) as unpacked,
            ):
                yield unpacked


def chunks(contents: Contents) -> Iterator[bytes]:
    """All the bytes, part by part."""
    with opened(contents) as stream:
        while part := stream.read(CHUNK):
            yield part


def put_by(parts: Iterable[bytes]) -> Contents:
    """Bytes that are made one after the other: held where they are few, else in a nameless file."""
    made = hashlib.sha256()
    size = 0
    with tempfile.TemporaryFile() as file:
        for part in parts:
            made.update(part)
            size += file.write(part)
        file.flush()
        if size <= HELD_BYTES_MAX:
            file.seek(0)
            return file.read()
        return Filed(OpenFile(os.dup(file.fileno())), None, size, made.hexdigest())


def whole(contents: Contents) -> bytes:
    """All the bytes at once: for files that are small by their nature."""
    return contents if isinstance(contents, bytes) else b"".join(chunks(contents))


def digest(contents: Contents) -> str:
    """SHA-256 of the bytes, in lower-case hexadecimal digits."""
    return contents.digest if isinstance(contents, Filed) else hashlib.sha256(contents).hexdigest()
