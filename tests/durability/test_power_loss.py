"""Power losses at any moment of a load, simulated: what was acknowledged is there, nothing is half.

What a loss may take is said in `disk`. What really runs: `partystats load`, recorded call by call;
SQLite, which plays back journals; the service's own reading; and, for some states, the next load.
"""

import random
import shutil
import signal
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from app.database import SchemaError
from tests.durability.disk import Disk, Tree
from tests.durability.judging import Judge, assert_next_loads_succeed, assert_usable
from tests.durability.operations import Acknowledge, Begin, Flush, Operation, Rename
from tests.durability.recording import files_below, recording
from tests.publication.folders import assert_whole

CORNERS = ("lost", "kept")
Unwanted = Callable[[str, Operation | None], bool]


@dataclass(frozen=True)
class State:
    """What a power loss may leave; `promised` releases were acknowledged before it."""

    tree: Tree
    promised: int


@pytest.fixture(scope="module")
def recorded(packages, memory):
    """A first load and a second; two more, each killed in its commit and then begun again."""
    with TemporaryDirectory(dir=memory) as folder, recording(Path(folder)) as found:
        assert [found.load(package) for package in packages[:2]] == [0, 0]
        journal = found.place / "data" / "registry.sqlite-journal"
        # Before the flush that makes the removal of the journal last; and before that removal.
        last = {name: found.calls[name] for name in ("fdatasync", "unlink")}
        for package, name in zip(packages[2:], last, strict=True):
            assert found.load(package, killed_at={name: last[name]}) == -signal.SIGKILL
            assert journal.exists() == (name == "unlink")
            assert found.load(package) == 0
        assert [*map(type, found.operations)].count(Acknowledge) == len(packages)
        assert found.disk.tree() == files_below(found.place), "something was not recorded"
        yield found


@pytest.fixture
def published(recorded):
    return assert_whole(recorded.place / "data")


@pytest.fixture
def judge(recorded, published, place):
    return Judge(published, recorded.disk.tree(), place / "scratch")


def states_after_losses(operations: Sequence[Operation], each: int, judge: Judge):
    """Before the first operation and after every one: both corners and so many between them."""
    disk, promised = Disk(), 0
    chance = random.Random(20221231)
    for operation in (None, *operations):
        if operation is not None:
            disk.apply(operation)
        if isinstance(operation, Acknowledge):
            promised = judge.releases(disk.tree())
        for way in (*CORNERS, *[""] * each):
            yield State(disk.after_loss(chance, way), promised)


def distinct(states: Iterable[State]) -> Iterator[State]:
    seen = set()
    for state in states:
        identity = hash((state.promised, frozenset(state.tree.items())))
        if identity not in seen:
            seen.add(identity)
            yield state


def fault_of(judge: Judge, state: State) -> str:
    """What is wrong with a state, in words; nothing when all is well."""
    try:
        found = judge.releases(state.tree)
    except (AssertionError, SchemaError, sqlite3.Error, TypeError, ValueError) as error:
        return f"{type(error).__name__}: {error}"
    return "" if found >= state.promised else "an acknowledged release is lost"


@pytest.fixture
def use_again(judge, packages, published, loader, place):
    """Put a state on a real disk, serve from it, and load what may be lacking."""
    folder = place / "again"

    def use(tree: Tree) -> None:
        for path, content in tree.items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        assert_usable(folder / "data", judge.releases(tree))
        assert_next_loads_succeed(folder / "data", packages, published, loader)
        shutil.rmtree(folder)

    return use


@pytest.mark.scaled
def test_no_power_loss_takes_what_was_acknowledged_or_leaves_anything_half(
    recorded, judge, use_again, cases
):
    number, used_again = 0, cases(100, 250)  # One of so many is served from and loaded into.
    states = states_after_losses(recorded.operations, cases(1, 500), judge)
    for number, state in enumerate(distinct(states), 1):
        assert fault_of(judge, state) == ""
        if number % used_again == 0:
            use_again(state.tree)
    assert number >= cases(300, 30_000)


def without(operations: Sequence[Operation], unwanted: Unwanted) -> list[Operation]:
    """The recording as if some flushes had never been asked for."""
    disk, left, previous = Disk(), [], None
    for operation in operations:
        if not (isinstance(operation, Flush) and unwanted(disk.path(operation.node), previous)):
            left.append(operation)
        disk.apply(operation)
        previous = operation
    return left


def removes(operation: Operation | None) -> bool:
    return isinstance(operation, Rename) and [each.node for each in operation.entries] == [None]


# What the loader or SQLite would leave out, by the path of what is flushed and what came before.
MUTANTS: dict[str, Unwanted] = {
    "the data folder's own name": lambda path, _: path == "",
    "the names of packages": lambda path, _: path == "/data/packages",
    "the names of releases": lambda path, _: path == "/data/releases",
    "packages": lambda path, _: path.endswith(".zip"),
    "releases, by SQLite and by the loader": lambda path, _: "/release-" in path,
    "the registry and its journal": lambda path, _: path.startswith("/data/registry"),
    "the journal's name (synchronous NORMAL)": lambda path, before: (
        path == "/data" and isinstance(before, Flush)
    ),
    "the journal's removal (synchronous FULL)": lambda path, before: (
        path == "/data" and removes(before)
    ),
    "what a killed load committed": lambda path, before: (
        path == "/data" and isinstance(before, Begin)
    ),
}


@pytest.mark.parametrize("unwanted", MUTANTS.values(), ids=MUTANTS)
def test_a_load_that_left_out_a_flush_would_be_found_out(recorded, judge, unwanted):
    operations = without(recorded.operations, unwanted)
    assert len(operations) < len(recorded.operations)
    states = distinct(states_after_losses(operations, 4, judge))
    assert any(fault_of(judge, state) for state in states)
