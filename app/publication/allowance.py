"""How much may still be read of a source, and files of a folder that may hold anything."""

import os
import stat
from pathlib import Path
from typing import IO

from app.publication.limits import ReadingLimits
from app.publication.problems import PackageError, Problem
from app.publication.texts import named

_CHUNK = 2**16


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

    def take(self, stream: IO[bytes], name: str) -> bytes:
        """All bytes of the stream. Raises PackageError as soon as they are too many."""
        parts: list[bytes] = []
        size = 0
        while part := stream.read(_CHUNK):
            size += len(part)
            self.refuse_more_than(size, name)
            parts.append(part)
        self.left -= size
        return b"".join(parts)


def refusal(name: str, found: str, expected: str) -> PackageError:
    """The one fault of a file that is not read."""
    return PackageError([Problem(named(name), None, None, found, expected)])


def read_file(path: Path, within: Path, allowance: Allowance) -> bytes:
    """The bytes of a regular file that lies, links followed, in the folder `within`.

    Raises PackageError for whatever else it is; never waits for a pipe or reads a device.
    """
    name = str(path)
    try:
        place = path.resolve(strict=True)
        if not place.is_relative_to(within.resolve(strict=True)):
            raise refusal(name, "a link out of the folder", f"a file within {named(str(within))}")
        # Not blocking: opening a pipe that nobody writes to would wait for ever.
        descriptor = os.open(place, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise refusal(name, "a folder, a device or a pipe", "a regular file")
            allowance.refuse_more_than(status.st_size, name)
            with open(descriptor, "rb", closefd=False) as file:
                return allowance.take(file, name)
        finally:
            os.close(descriptor)
    except (OSError, RuntimeError) as error:  # Path.resolve says RuntimeError of links in a circle.
        raise refusal(name, str(error), "a file that can be read") from error
