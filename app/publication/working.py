"""Processes that derive branches of a release beside the one that writes it.

`python -m app.publication.working DESCRIPTOR` is such a process: it is given the ground and then
branches over a socket, and ends when there are no more, or when who began it is gone.
"""

import marshal
import os
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Any, Protocol

from app.publication.branches import Branch, Closed, Ground, Opened, Step
from app.publication.deriving import Derived, Deriver
from app.publication.problems import PublicationError

# So few figures are derived before further processes have begun.
_FIGURES_FOR_ONE = 50_000


def workers_for(figures: int, wanted: int | None) -> int:
    """How many further processes derive: those wanted, else as many as there are processors.

    None where one is wanted, or where the figures are few.
    """
    if wanted is None:
        wanted = len(os.sched_getaffinity(0)) if figures >= _FIGURES_FOR_ONE else 1
    return wanted if wanted > 1 else 0


class Deriving(Protocol):
    """Who derives branches. `begin` gives what waits for the branch and tells what came of it."""

    @property
    def ahead(self) -> int:
        """How many branches may be begun before the first is waited for."""

    def begin(self, branch: Branch) -> Callable[[], Derived]: ...


@dataclass(frozen=True, slots=True)
class Alone:
    """The process itself, when it is waited for."""

    deriver: Deriver
    ahead: int = 0

    def begin(self, branch: Branch) -> Callable[[], Derived]:
        return lambda: self.deriver.derive(branch.twigs)


class Workers:
    """Processes that derive, each one branch at a time."""

    def __init__(self, connections: list[Any], pool: ThreadPoolExecutor) -> None:
        self.ahead = 2 * len(connections)  # So that none waits for the writer.
        self._pool = pool
        self._free: SimpleQueue[Any] = SimpleQueue()
        for connection in connections:
            self._free.put(connection)

    def begin(self, branch: Branch) -> Callable[[], Derived]:
        future = self._pool.submit(self._ask, branch)
        return lambda: _unpacked(*future.result())

    def _ask(self, branch: Branch) -> tuple[Derived, bytes]:
        connection = self._free.get()
        try:
            connection.send(branch)
            derived, rows = connection.recv()
        except (EOFError, OSError) as error:
            raise PublicationError(
                "A process that derives part of the release has ended. Nothing has changed."
            ) from error
        self._free.put(connection)
        assert isinstance(derived, Derived)
        return derived, bytes(rows)


@contextmanager
def deriving(ground: Ground, workers: int) -> Iterator[Deriving]:
    """With `workers` more processes, or alone where that is 0."""
    if not workers:
        yield Alone(Deriver(ground))
        return
    begun = [_begun() for _ in range(workers)]
    pool = ThreadPoolExecutor(workers)
    try:
        for _, connection in begun:
            connection.send(ground)
        yield Workers([connection for _, connection in begun], pool)
    finally:
        # Who waits for an answer then finds that there will be none.
        for process, _ in begun:
            process.kill()
        pool.shutdown(cancel_futures=True)
        for process, connection in begun:
            process.wait()
            connection.close()


def _begun() -> tuple[subprocess.Popen[bytes], Any]:
    ours, theirs = Pipe()
    with theirs:
        command = (sys.executable, "-m", "app.publication.working", str(theirs.fileno()))
        process = subprocess.Popen(  # noqa: S603 - nothing in it comes from outside
            command, stdin=subprocess.DEVNULL, pass_fds=(theirs.fileno(),)
        )
    return process, ours


def results(steps: Iterator[Step], ground: Ground, hands: Deriving) -> Iterator[Derived]:
    """What comes of all organizations, those of the trunk after all that is below them.

    It is in the same order however many derive.
    """
    trunk = _Trunk(Deriver(ground))
    begun: deque[Callable[[], Derived] | Opened | Closed] = deque()
    ahead = 0
    for step in steps:
        if isinstance(step, Branch):
            begun.append(hands.begin(step))
            ahead += 1
        else:
            begun.append(step)
        while begun and (ahead > hands.ahead or not callable(begun[0])):
            ahead -= callable(begun[0])
            yield from trunk.taken(begun.popleft())
    while begun:
        yield from trunk.taken(begun.popleft())


class _Trunk:
    """Organizations that have branches below them, while these are derived."""

    def __init__(self, deriver: Deriver) -> None:
        self._deriver = deriver
        self._open: list[tuple[Opened, Derived]] = []

    def taken(self, step: Callable[[], Derived] | Opened | Closed) -> Iterator[Derived]:
        if isinstance(step, Opened):
            self._open.append((step, Derived()))
            return
        if isinstance(step, Closed):
            opened, gathered = self._open.pop()
            derived = self._deriver.derive((opened.twig,), gathered.above)
        else:
            derived = step()
        if self._open:
            self._open[-1][1].above.take(derived.above)
        yield derived


def _packed(derived: Derived) -> tuple[Derived, bytes]:
    return replace(derived, rows={}), marshal.dumps(derived.rows)


def _unpacked(derived: Derived, rows: bytes) -> Derived:
    return replace(derived, rows=marshal.loads(rows))  # noqa: S302 - from a process of our own


def work(connection: Any) -> None:  # noqa: ANN401 - which kind depends on the system
    """Derive what comes until nothing more does."""
    deriver: Deriver | None = None
    while True:
        try:
            given = connection.recv()
            if deriver is None:
                deriver = Deriver(given)
            else:
                connection.send(_packed(deriver.derive(given.twigs)))
        except (EOFError, OSError, KeyboardInterrupt):
            return


if __name__ == "__main__":
    os.set_inheritable(int(sys.argv[1]), False)
    work(Connection(int(sys.argv[1])))
