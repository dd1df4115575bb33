"""A disk that may lose its power: what is surely on it, and what may be.

What the model allows, at any moment:

* Sure are a file's bytes and size as of the last fsync of the file, and a folder's entries as of
  the last fsync of the folder. An fsync of a file says nothing about its name: POSIX says no more,
  while ext4, XFS and btrfs write the name of a new file too. So the model is stricter than they.
* Of what came after, each sector of 512 bytes holds what the cache held at any one moment since:
  writes are lost, kept, torn and put in any order. A sector is never torn itself, as SQLite assumes
  of disks too (its "powersafe overwrite": bytes beside a write stay as they are).
* A file's size is one of those it had since; what was never written within it is zeros or garbage.
  Garbage is random, never an old block that looks like a journal: stricter than ext4 with
  data=ordered, where there is no garbage, looser than a file system that shows blocks of removed
  files.
* Names, in one half of the cases, as without a journal: each name in each folder says what it said
  at any one moment since the folder's fsync, so a rename may leave both names or none. In the other
  half, as with one (ext4, XFS): the first so many of the changes since the last fsync of any
  folder, a rename whole; ext4 also ends them at an fsync of a file, so this is stricter again.

Not allowed are disks that lie about fsync, that lose what they acknowledged, or that damage sectors
nobody wrote to: against those no order of calls helps, only the digests, which tell.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.durability.operations import (
    ROOT,
    Acknowledge,
    Begin,
    Entry,
    Flush,
    Make,
    Operation,
    Rename,
    Resize,
    Write,
)

SECTOR = 512
Folders = dict[int, dict[str, int]]
Tree = dict[str, bytes]
WAYS = ("lost", "kept", "first", "writes", "sectors")


@dataclass
class File:
    """What the cache holds, what is sure, and each state of each sector in between."""

    cached: bytearray = field(default_factory=bytearray)
    sure: bytes = b""
    sizes: list[int] = field(default_factory=list)
    sectors: dict[int, list[tuple[int, bytes]]] = field(default_factory=dict)

    def apply(self, operation: Write | Resize) -> None:
        match operation:
            case Write(offset=offset, data=data):
                self._write(offset, data)
            case Resize(size=size):
                self.cached = self.cached[:size].ljust(size, b"\0")
        self.sizes.append(len(self.cached))

    def _write(self, offset: int, data: bytes) -> None:
        if len(self.cached) < offset:
            self.cached.extend(bytes(offset - len(self.cached)))
        self.cached[offset : offset + len(data)] = data
        for sector in range(offset // SECTOR, (offset + len(data) - 1) // SECTOR + 1):
            held = bytes(self.cached[sector * SECTOR : (sector + 1) * SECTOR])
            self.sectors.setdefault(sector, []).append((len(self.sizes), held))

    def flush(self) -> None:
        if self.sizes:
            self.sure, self.sizes, self.sectors = bytes(self.cached), [], {}

    def after_loss(self, way: str, chance: random.Random) -> bytes:
        """What is found when the power is back; `way` says how what was not sure is treated."""
        if not self.sizes or way == "lost":
            return self.sure
        if way == "kept":
            return bytes(self.cached)
        writes = {*range(len(self.sizes))}
        if way == "first":
            writes = {*range(chance.randint(0, len(self.sizes)))}
        elif way == "writes":
            writes = {write for write in writes if chance.random() < 0.5}
        sizes = [len(self.sure), *self.sizes]
        size = sizes[len(writes)] if way == "first" else chance.choice(sizes)
        missing = max(size - len(self.sure), 0)
        found = bytearray(self.sure[:size])
        found += chance.randbytes(missing) if chance.random() < 0.5 else bytes(missing)
        for sector, states in self.sectors.items():
            kept = [held for write, held in states if write in writes]
            if way == "sectors":
                kept = kept[: chance.randint(0, len(kept))]
            if kept:
                end = sector * SECTOR + len(kept[-1])
                found[sector * SECTOR : end] = kept[-1]
        return bytes(found[:size])


class Disk:
    """The files and folders a recording has made, as cached and as sure."""

    def __init__(self) -> None:
        self._files: dict[int, File] = {}
        self._cached: Folders = {ROOT: {}}
        self._sure: Folders = {ROOT: {}}
        # What each name has said since its folder's fsync; and changes since that of any folder.
        self._said: dict[tuple[int, str], list[int | None]] = {}
        self._journaled: Folders = {ROOT: {}}
        self._journal: list[Rename] = []

    def node(self, place: Sequence[str]) -> int | None:
        """What lies there now."""
        node: int | None = ROOT
        for name in place:
            node = None if node is None else self._cached.get(node, {}).get(name)
        return node

    def path(self, node: int) -> str:
        """Where it lies now; empty for the folder everything lies in, and for what is removed."""
        for folder, entries in self._cached.items():
            for name, found in entries.items():
                if found == node:
                    return f"{self.path(folder)}/{name}"
        return ""

    def apply(self, operation: Operation) -> None:
        match operation:
            case Make():
                self._make(operation)
            case Write() | Resize():
                self._files[operation.file].apply(operation)
            case Rename():
                self._rename(operation)
            case Flush():
                self._flush(operation.node)
            case Begin() | Acknowledge():
                pass

    def _make(self, made: Make) -> None:
        if made.is_folder:
            for folders in (self._cached, self._sure, self._journaled):
                folders[made.node] = {}
        else:
            self._files[made.node] = File()

    def _rename(self, change: Rename) -> None:
        _change(self._cached, change.entries)
        self._journal.append(change)
        for entry in change.entries:
            self._said.setdefault((entry.folder, entry.name), []).append(entry.node)

    def _flush(self, node: int) -> None:
        if node in self._files:
            self._files[node].flush()
            return
        self._sure[node] = dict(self._cached[node])
        self._said = {key: said for key, said in self._said.items() if key[0] != node}
        self._journaled = {folder: dict(entries) for folder, entries in self._cached.items()}
        self._journal = []

    def tree(self) -> Tree:
        """All files as the cache has them: what there is without a power loss."""
        return self._tree(self._cached, dict.fromkeys(self._files, "kept"), random.Random(0))

    def after_loss(self, chance: random.Random, way: str = "") -> Tree:
        """What may be found when the power is back: `lost` and `kept` are the two ends."""
        folders = self._folders_after_loss(chance, way)
        ways = {node: way or chance.choice(WAYS) for node in self._files}
        return self._tree(folders, ways, chance)

    def _folders_after_loss(self, chance: random.Random, way: str) -> Folders:
        if way == "kept":
            return self._cached
        if way == "lost":
            return self._sure
        if chance.random() < 0.5:
            folders = {node: dict(entries) for node, entries in self._journaled.items()}
            for change in self._journal[: chance.randint(0, len(self._journal))]:
                _change(folders, change.entries)
            return folders
        folders = {node: dict(entries) for node, entries in self._sure.items()}
        for (folder, name), said in self._said.items():
            before = folders[folder].get(name)
            _change(folders, [Entry(folder, name, chance.choice([before, *said]))])
        return folders

    def _tree(self, folders: Folders, ways: dict[int, str], chance: random.Random) -> Tree:
        found: Tree = {}
        contents: dict[int, bytes] = {}
        waiting = [("", ROOT)]
        while waiting:
            path, folder = waiting.pop()
            for name, node in sorted(folders[folder].items()):
                if node in self._cached:
                    waiting.append((f"{path}{name}/", node))
                    continue
                if node not in contents:
                    contents[node] = self._files[node].after_loss(ways[node], chance)
                found[f"{path}{name}"] = contents[node]
        return found


def _change(folders: Folders, entries: Sequence[Entry]) -> None:
    for entry in entries:
        if entry.node is None:
            folders[entry.folder].pop(entry.name, None)
        else:
            folders[entry.folder][entry.name] = entry.node
