"""How much may still be read of a source, and files of a folder that may hold anything."""

import hashlib
import os
import stat
from pathlib import Path
from typing import IO

from app.publication.contents import HELD_BYTES_MAX, Contents, Filed, OpenFile
from app.publication.limits import ReadingLimits
from app.publication.problems import PackageError, Problem
from app.publication.texts import named

_CHUNK = 1 << 16


class Allowance:
    """How many bytes may still be read from one source, whatever its files say of their size."""

    def __init__(self, limits: ReadingLimits) -> None:
        self.limits = limits
        self.left = limits.expanded_bytes

    def refuse_more_than(self, size: int, name: str) -> None:
        """Raises PackageError for a file of so many bytes, before any of them is read."""
        if size > self.limits.file_bytes:
            raise refusal(
                name, "a larger file", f"at most {self.limits.file_bytes} bytes of one file"
            )
        self.refuse_more_together(size, name)

    def refuse_more_together(self, size: int, name: str) -> None:
        """Raises PackageError for so many bytes besides those that were read."""
        if size > self.left:
            expected = f"at most {self.limits.expanded_bytes} bytes of all files together"
            raise refusal(name, "more bytes", expected)

    def take(
        self,
        stream: IO[bytes],
        name: str,
        *,
        file: OpenFile | None = None,
        entry: str | None = None,
    ) -> Contents:
        """All bytes of the stream, held where they are few or have no `file` to find them in.

        Raises PackageError as soon as they are too many.
        """
        parts: list[bytes] = []
        digest = hashlib.sha256()
        size = 0
        while part := stream.read(_CHUNK):
            size += len(part)
            self.refuse_more_than(size, name)
            digest.update(part)
            if size <= HELD_BYTES_MAX or file is None:
                parts.append(part)
            else:
                parts.clear()
        self.left -= size
        if size <= HELD_BYTES_MAX or file is None:
            return b"".join(parts)
        return Filed(file, entry, size, digest.hexdigest())


def refusal(name: str, found: str, expected: str) -> PackageError:
    """The one fault of a file that is not read."""
    return PackageError([Problem(named(name), None, None, found, expected)])


def read_file(path: Path, within: Path, allowance: Allowance) -> Contents:
    """The contents of a regular file that lies, links followed, in the folder `within`.

    Raises PackageError for whatever else it is; never waits for a pipe or reads a device.
    """
    name = str(path)
    try:
        place = path.resolve(strict=True)
        if not place.is_relative_to(within.resolve(strict=True)):
            raise refusal(name, "a link out of the folder", f"a file within {named(str(within))}")
        # Not blocking: opening a pipe that nobody writes to would wait for ever.
        descriptor = os.open(place, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
        file = OpenFile(descriptor)
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise refusal(name, "a folder, a device or a pipe", "a regular file")
        allowance.refuse_more_than(file.size, name)
        with file.open() as stream:
            return allowance.take(stream, name, file=file)
    except (OSError, RuntimeError) as error:  # Path.resolve says RuntimeError of links in a circle.
        raise refusal(name, str(error), "a file that can be read") from error
