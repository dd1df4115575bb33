"""What a recorded load does to the disk, one operation after the other.

Files and folders are numbered as they come to be: number 0 is the folder everything lies in. A
number stays with a file when its name changes, as an inode does.
"""

from dataclasses import dataclass

ROOT = 0


@dataclass(frozen=True, slots=True)
class Make:
    """A file or a folder comes to be, empty; it has no name yet."""

    node: int
    is_folder: bool


@dataclass(frozen=True, slots=True)
class Write:
    file: int
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Resize:
    file: int
    size: int


@dataclass(frozen=True, slots=True)
class Entry:
    """From now on the name in the folder means another file or folder, or (None) nothing."""

    folder: int
    name: str
    node: int | None


@dataclass(frozen=True, slots=True)
class Rename:
    """A creation, a removal, or both at once: what one call changes in folders."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Flush:
    """fsync or fdatasync of a file or a folder has returned."""

    node: int


@dataclass(frozen=True, slots=True)
class Begin:
    """A load starts."""


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """The command tells whoever gave it that the release is published, or was already."""


Operation = Make | Write | Resize | Rename | Flush | Begin | Acknowledge
