"""Connections that are kept and lent, each to one thread at a time."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from queue import Empty, LifoQueue
from typing import Any, Generic, Protocol, TypeVar


class Closable(Protocol):
    """What a connection of any driver is."""

    def close(self) -> Any:  # noqa: ANN401 - drivers differ in what they return
        """Let go of it."""


Connection = TypeVar("Connection", bound=Closable)


class Lending(Generic[Connection]):
    """Opens a connection when all are lent; keeps those that come back sound.

    At most `most` are lent at once, who comes then waits. With `keep=0` none is kept, for who does
    not know when it is needed for the last time.
    """

    def __init__(
        self, opened: Callable[[], Connection], *, keep: int = 1000, most: int = 1000
    ) -> None:
        self._opened = opened
        self._keep = keep
        self._lendable = threading.BoundedSemaphore(most)
        self._idle: LifoQueue[Connection] = LifoQueue()
        self._closed = False

    @contextmanager
    def lend(self) -> Iterator[Connection]:
        """A connection of the borrower's own; one that an error left is closed, not kept."""
        with self._lendable, self._borrowed() as connection:
            yield connection

    @contextmanager
    def _borrowed(self) -> Iterator[Connection]:
        try:
            connection = self._idle.get_nowait()
        except Empty:
            connection = self._opened()
        try:
            yield connection
        except BaseException:
            connection.close()
            raise
        if self._idle.qsize() >= self._keep:
            connection.close()
            return
        self._idle.put(connection)
        if self._closed:  # After it is put back: whoever closes meanwhile finds it, or this.
            self.close()

    def renew(self) -> None:
        """Close what is idle: the other end is gone, and may be back by the next request."""
        while True:
            try:
                self._idle.get_nowait().close()
            except Empty:
                return

    def close(self) -> None:
        """Close what is idle now; what is lent closes when it comes back."""
        self._closed = True
        self.renew()
