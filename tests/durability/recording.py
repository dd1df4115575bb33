"""Recording what loads do to the disk, by the system calls that strace shows.

Every string strace prints is in hexadecimal, so that nothing needs to be unquoted. A call that
could change files in a way not read here is refused: a recording is whole or there is none.
"""

import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from tests.durability.disk import Disk
from tests.durability.loads import Loads, injected, loads
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

READ = (
    "openat", "close", "lseek", "write", "pwrite64", "ftruncate", "fsync", "fdatasync", "rename",
    "unlink", "mkdir", "writev",
)  # fmt: skip
REFUSED = (
    "open", "creat", "pwritev", "pwritev2", "truncate", "fallocate", "copy_file_range",
    "sendfile", "splice", "renameat", "renameat2", "unlinkat", "rmdir", "mkdirat", "link",
    "linkat", "symlink", "symlinkat", "dup", "dup2", "dup3", "sync_file_range",
)  # fmt: skip
KILLED_AT = ("fdatasync", "unlink")
LINE = re.compile(r"^\d+ +(\w+)\((.*)\) += (-?\d+)")
TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
ANSWERS = 1  # The descriptor on which a load says what it did.
ACKNOWLEDGED = (b"Published release", b"Nothing new")


@dataclass(frozen=True, slots=True)
class Call:
    """A system call that was successful."""

    name: str
    arguments: str
    result: int

    @property
    def texts(self) -> list[bytes]:
        return [bytes.fromhex(text.replace("\\x", "")) for text in TEXT.findall(self.arguments)]

    @property
    def paths(self) -> list[str]:
        return [os.fsdecode(text) for text in self.texts]

    @property
    def numbers(self) -> list[int]:
        """Arguments that are numbers, in order; a descriptor comes first."""
        return [int(word) for word in self.arguments.split(", ") if word.lstrip("-").isdigit()]


@dataclass
class Recording:
    """The operations of loads run one after the other, on what lies below `place`."""

    place: Path
    loads: Loads
    trace: Path
    operations: list[Operation] = field(default_factory=list)
    disk: Disk = field(default_factory=Disk)
    calls: Counter[str] = field(default_factory=Counter)  # Of the last load, by name.
    _numbers: Iterator[int] = field(default_factory=lambda: count(ROOT + 1))

    def load(self, package: Path, *, killed_at: Mapping[str, int] | None = None) -> int:
        """Load and add what that does; its exit code, negative when it was killed."""
        end = self.loads.load(self.place / "data", package, harmed=killed_at)
        self._add(Begin())
        self.calls.clear()
        descriptors: dict[int, list[int]] = {}
        for line in self.trace.read_text(encoding="ascii").splitlines():
            if line.startswith(f"{end.process} "):
                for operation in self._operations(self._call(line), descriptors):
                    self._add(operation)
        return end.code

    def _add(self, operation: Operation) -> None:
        self.operations.append(operation)
        self.disk.apply(operation)

    @staticmethod
    def _call(line: str) -> Call:
        """The call of a line; one that failed, or never came to its end, does nothing."""
        found = LINE.match(line)
        if found is None:
            assert line.endswith(" = ?") or "+++" in line, line[:200]
            return Call("none", "", -1)
        return Call(found[1], found[2], int(found[3]))

    def _operations(self, call: Call, descriptors: dict[int, list[int]]) -> Iterator[Operation]:
        """What a call does to files below the place; `descriptors` are open: file and offset."""
        self.calls[call.name] += 1
        if call.result < 0:
            return
        if call.name in {"rename", "unlink", "mkdir"}:
            yield from self._renaming(call)
        elif call.name == "openat":
            yield from self._opening(call, descriptors)
        elif call.name == "writev":
            assert call.numbers[0] == ANSWERS, call
            if any(words in call.texts[0] for words in ACKNOWLEDGED):
                yield Acknowledge()
        elif call.numbers and call.numbers[0] in descriptors:
            yield from self._changing(call, descriptors)
        assert call.name in READ or not self._is_about_us(call, descriptors), call

    def _is_about_us(self, call: Call, descriptors: dict[int, list[int]]) -> bool:
        return any(path.startswith(str(self.place)) for path in call.paths) or bool(
            {*call.numbers} & {*descriptors}
        )

    def _opening(self, call: Call, descriptors: dict[int, list[int]]) -> Iterator[Operation]:
        descriptors.pop(call.result, None)
        place = self._place(call.paths[0])
        if place is None:
            return
        node = self.disk.node(place)
        if node is None:
            node = next(self._numbers)
            yield Make(node, is_folder=False)
            yield self._entry(place, node)
        elif "O_TRUNC" in call.arguments:
            yield Resize(node, 0)
        descriptors[call.result] = [node, 0]

    def _changing(self, call: Call, descriptors: dict[int, list[int]]) -> Iterator[Operation]:
        descriptor, *numbers = call.numbers
        node, offset = descriptors[descriptor]
        match call.name:
            case "close":
                del descriptors[descriptor]
            case "lseek":
                descriptors[descriptor][1] = call.result
            case "write":
                descriptors[descriptor][1] += call.result
                yield Write(node, offset, call.texts[0][: call.result])
            case "pwrite64":
                yield Write(node, numbers[-1], call.texts[0][: call.result])
            case "ftruncate":
                yield Resize(node, numbers[0])
            case "fsync" | "fdatasync":
                yield Flush(node)

    def _renaming(self, call: Call) -> Iterator[Operation]:
        places = [place for place in map(self._place, call.paths) if place is not None]
        if not places:
            return
        if call.name == "mkdir":
            node = next(self._numbers)
            yield Make(node, is_folder=True)
            yield self._entry(places[0], node)
            return
        node = self.disk.node(places[0])
        assert node is not None
        removed, *new = places
        entries = [self._entry(removed, None), *(self._entry(place, node) for place in new)]
        yield Rename(tuple(entry for each in entries for entry in each.entries))

    def _entry(self, place: Sequence[str], node: int | None) -> Rename:
        folder = self.disk.node(place[:-1])
        assert folder is not None
        return Rename((Entry(folder, place[-1], node),))

    def _place(self, path: str) -> tuple[str, ...] | None:
        """Names from the recorded place down; None for what lies elsewhere."""
        try:
            return Path(path).relative_to(self.place).parts
        except ValueError:
            return None


@contextmanager
def recording(folder: Path) -> Iterator[Recording]:
    """A recording of loads below the folder; some of them may be killed."""
    place, trace = folder / "place", folder / "trace"
    place.mkdir()
    options = ("-o", str(trace), "-xx", "-s", "100000000")
    names = ("-e", f"trace={','.join((*READ, *REFUSED))}")
    with loads(*options, *names, *injected(KILLED_AT, "signal=SIGKILL")) as running:
        yield Recording(place, running, trace)


def files_below(place: Path) -> dict[str, bytes]:
    """Contents of all files by their path."""
    return {
        str(path.relative_to(place)): path.read_bytes()
        for path in place.rglob("*")
        if path.is_file()
    }
