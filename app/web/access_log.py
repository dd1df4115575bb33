"""One JSON line for every request, written behind its back by a thread of its own.

The handlers of `logging` do not fit: a full queue makes `QueueHandler` print a traceback for each
line, nothing counts what is lost, and stopping a `QueueListener` waits for as long as a reader of
the pipe sleeps.
"""

import json
import logging
import os
import threading
import time
from collections import deque
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple

from starlette.types import Scope

LOG = logging.getLogger("app")
STANDARD_OUTPUT = "-"
QUEUE_LENGTH = 10_000
BATCH_LENGTH = 500
CLOSING_SECONDS = 2.0
GATHERING_SECONDS = 0.05
# Together below 4096 bytes even if every character is escaped: what a pipe takes in one piece.
METHOD_MAX = 20
PATH_MAX = 300
QUERY_MAX = 1000
AGENT_MAX = 100


class AccessLog:
    """A file, or standard output, that lines are appended to; several processes may share it.

    `put` never waits and never fails. What the queue cannot hold, or the disk not take, is dropped,
    and the next line that is written counts it as `dropped`.
    """

    def __init__(self, target: str, *, length: int = QUEUE_LENGTH) -> None:
        self._target = target
        self._queue: deque[Noted] = deque()
        self._length = length
        self._overflow = 0
        self._lost = 0
        self._told = 0
        self._is_broken = False
        self._begins_anew = False
        self._is_woken = False
        self._waking = threading.Event()
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None

    def put(self, entry: "Noted") -> None:
        """Only from the event loop: starts the writer with the first line."""
        if self._thread is None:
            self._closing.clear()
            self._thread = threading.Thread(target=self._write, name="access log", daemon=True)
            self._thread.start()
        if len(self._queue) >= self._length:
            self._overflow += 1
            return
        self._queue.append(entry)
        if not self._is_woken:  # Waking a thread costs more than writing a line.
            self._is_woken = True
            self._waking.set()

    def close(self) -> None:
        """Write what waits; give up after two seconds on a target that takes nothing."""
        if self._thread is None:
            return
        self._closing.set()
        self._waking.set()
        self._thread.join(CLOSING_SECONDS)
        self._thread = None

    def _write(self) -> None:
        is_last = False
        while not is_last:
            self._waking.wait()
            self._closing.wait(GATHERING_SECONDS)  # Many lines are written at once.
            self._waking.clear()
            self._is_woken = False  # Before the queue is emptied: what comes later wakes anew.
            is_last = self._closing.is_set()
            while self._queue or self._untold():
                if not self._write_batch() and not self._queue:
                    break

    def _untold(self) -> int:
        return self._overflow + self._lost - self._told

    def _write_batch(self) -> bool:
        """Whether what was due is written."""
        count = min(len(self._queue), BATCH_LENGTH)
        lines = [self._queue.popleft().line() for _ in range(count)]
        if dropped := self._untold():
            lines.append(f'{{"time": {_moment(time.time())}, "dropped": {dropped}}}\n'.encode())
        if self._append(b"".join(lines)):
            self._told += dropped
            return True
        self._lost += count
        return False

    def _append(self, lines: bytes) -> bool:
        """Whether all were written. Opened for each batch, so that renaming rotates the file."""
        try:
            if self._target == STANDARD_OUTPUT:
                self._write_all(1, lines)
            else:
                mode = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC
                file = os.open(self._target, mode, 0o640)
                try:
                    self._write_all(file, lines)
                finally:
                    os.close(file)
        except OSError as error:
            if not self._is_broken:
                LOG.warning("The access log cannot be written: %s", error.strerror)
            self._is_broken = True
        else:
            self._is_broken = False
        return not self._is_broken

    def _write_all(self, file: int, lines: bytes) -> None:
        left = b"\n" + lines if self._begins_anew else lines
        while left:
            written = os.write(file, left)
            left = left[written:]
            self._begins_anew = bool(left)  # A disk that is full now may have taken half a line.


class Noted(NamedTuple):
    """A request and what became of it, as it was sent: put into words by the writer.

    Never who asked: readers are no statistic.
    """

    time: float
    method: bytes
    path: bytes
    query: bytes
    agent: bytes
    status: int | None
    size: int
    seconds: float
    release: int | None

    @classmethod
    def of(
        cls, scope: Scope, status: int | None, size: int, seconds: float, release: int | None
    ) -> "Noted":
        agent = next((value for name, value in scope["headers"] if name == b"user-agent"), b"")
        path = scope.get("raw_path") or scope["path"].encode()
        method, query = scope["method"].encode(), scope["query_string"]
        return cls(time.time(), method, path, query, agent, status, size, seconds, release)

    def line(self) -> bytes:
        """JSON in ASCII: control bytes, line ends and directions of writing are escaped."""
        return (
            f'{{"time": {_moment(self.time)}, "method": {_escaped(self.method, METHOD_MAX)}, '
            f'"path": {_escaped(self.path, PATH_MAX)}, "query": {_escaped(self.query, QUERY_MAX)}, '
            f'"agent": {_escaped(self.agent, AGENT_MAX)}, "status": {_number(self.status)}, '
            f'"bytes": {self.size}, "milliseconds": {self.seconds * 1000:.3f}, '
            f'"release": {_number(self.release)}}}\n'
        ).encode("ascii")


def _number(number: int | None) -> str:
    return "null" if number is None else str(number)


def _moment(moment: float) -> str:
    seconds = int(moment)
    return f'"{_second(seconds)}.{int((moment - seconds) * 1000):03d}Z"'


@lru_cache(maxsize=2)
def _second(moment: int) -> str:
    return datetime.fromtimestamp(moment, UTC).strftime("%Y-%m-%dT%H:%M:%S")


@lru_cache(maxsize=500)
def _escaped(text: bytes, length: int) -> str:
    """Bytes as characters of the same number, so that any can be written down; long ones cut."""
    shown = text[:length].decode("latin-1")
    return json.dumps(f"{shown}…" if len(text) > length else shown)
