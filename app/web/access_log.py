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
from contextlib import suppress
from datetime import UTC, datetime
from http import HTTPStatus
from queue import Empty, Full, Queue
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOG = logging.getLogger("app")
OFF = "off"
STANDARD_OUTPUT = "-"
QUEUE_LENGTH = 10_000
BATCH_LENGTH = 500
CLOSING_SECONDS = 2.0
# Together below 4096 bytes even if every character is escaped: what a pipe takes in one piece.
METHOD_MAX = 20
PATH_MAX = 300
QUERY_MAX = 1000
AGENT_MAX = 100

Entry = dict[str, Any]


class AccessLog:
    """A file, or standard output, that lines are appended to; several processes may share it.

    `put` never waits and never fails. What the queue cannot hold, or the disk not take, is dropped,
    and the next line that is written counts it as `dropped`.
    """

    def __init__(self, target: str, *, length: int = QUEUE_LENGTH) -> None:
        self._target = target
        self._queue: Queue[Entry | None] = Queue(length)
        self._overflow = 0
        self._lost = 0
        self._told = 0
        self._is_broken = False
        self._begins_anew = False
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None

    def put(self, entry: Entry) -> None:
        """Only from the event loop: starts the writer with the first line."""
        if self._thread is None:
            self._closing.clear()
            self._thread = threading.Thread(target=self._write, name="access log", daemon=True)
            self._thread.start()
        try:
            self._queue.put_nowait(entry)
        except Full:
            self._overflow += 1

    def close(self) -> None:
        """Write what waits; give up after two seconds on a target that takes nothing."""
        if self._thread is None:
            return
        self._closing.set()
        with suppress(Full):
            self._queue.put_nowait(None)  # Wakes the writer; with a full queue it is awake.
        self._thread.join(CLOSING_SECONDS)
        self._thread = None

    def _write(self) -> None:
        while not (self._closing.is_set() and self._queue.empty()):
            entries = self._batch()
            dropped = self._overflow + self._lost - self._told
            lines = [_line(entry) for entry in entries]
            if dropped:
                lines.append(_line({"time": time.time(), "dropped": dropped}))
            if not lines:
                continue
            if self._append(b"".join(lines)):
                self._told += dropped
            else:
                self._lost += len(entries)

    def _batch(self) -> list[Entry]:
        """What waits, at least one; None in the queue only wakes."""
        waiting = [self._queue.get()]
        with suppress(Empty):
            while len(waiting) < BATCH_LENGTH:
                waiting.append(self._queue.get_nowait())
        return [entry for entry in waiting if entry is not None]

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


def _line(entry: Entry) -> bytes:
    """JSON in ASCII: control bytes, line ends and directions of writing are escaped."""
    moment = datetime.fromtimestamp(entry["time"], UTC).isoformat(timespec="milliseconds")
    return json.dumps({**entry, "time": moment.replace("+00:00", "Z")}).encode("ascii") + b"\n"


class Logged:
    """Wraps the application and puts every request into the log once its answer is sent."""

    def __init__(self, app: ASGIApp, log: AccessLog) -> None:
        self._app = app
        self._log = log

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            try:
                await self._app(scope, receive, send)
            finally:
                self._log.close()
            return
        began = time.perf_counter()
        status: int | None = None
        size = 0

        async def send_noting(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
            elif message["type"] == "http.response.body":
                size += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, receive, send_noting)
        except Exception:
            status = status or HTTPStatus.INTERNAL_SERVER_ERROR  # What the last resort answers.
            raise
        finally:
            milliseconds = round((time.perf_counter() - began) * 1000, 3)
            self._log.put(
                {
                    "time": time.time(),
                    **_asked(scope),
                    "status": status,
                    "bytes": size,
                    "milliseconds": milliseconds,
                    "release": scope.get("state", {}).get("release"),
                }
            )


def _asked(scope: Scope) -> Entry:
    """What was asked for, as it was sent and bounded; never who asked: readers are no statistic."""
    agent = next((value for name, value in scope["headers"] if name == b"user-agent"), b"")
    path = scope.get("raw_path") or scope["path"].encode()
    return {
        "method": _cut(scope["method"].encode(), METHOD_MAX),
        "path": _cut(path, PATH_MAX),
        "query": _cut(scope["query_string"], QUERY_MAX),
        "agent": _cut(agent, AGENT_MAX),
    }


def _cut(text: bytes, length: int) -> str:
    """Bytes as characters of the same number, so that any can be written down."""
    shown = text[:length].decode("latin-1")
    return f"{shown}…" if len(text) > length else shown
