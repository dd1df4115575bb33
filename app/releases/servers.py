"""PostgreSQL servers that hold the same releases: which one is asked next."""

import time
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, count, islice

from app.database import Compiled
from app.errors import UnavailableError
from app.releases.postgresql_awaiting import AtOnce, AwaitedConnections
from app.releases.postgresql_lending import Connection, LentConnections
from app.releases.storage import DamagedReleaseError, Result, Values

LEFT_SECONDS = 1.0  # One that failed is asked last for as long: it may be starting.


class Server:
    """One server, and what is known of it: `newest` is the last release it was seen to have."""

    def __init__(self, address: str, *, seconds: float, keep: int) -> None:
        self.lent = LentConnections(address, seconds=seconds, keep=keep)
        self.awaited = AwaitedConnections(address)
        self.newest = 0
        self._left_until = float("-inf")

    @property
    def is_left(self) -> bool:
        return time.monotonic() < self._left_until

    def leave(self) -> None:
        """Ask others first for a while."""
        self._left_until = time.monotonic() + LEFT_SECONDS

    def lags_behind(self, number: int) -> bool:
        return self.newest < number


class Servers:
    """Replicas that are read in turn, and the primary where none of them can be.

    Without replicas it is the primary that is read, without a primary it is replicas alone.
    """

    def __init__(
        self, primary: str | None, replicas: Sequence[str], *, seconds: float, keep: int
    ) -> None:
        addresses = (*replicas, *([] if primary is None else [primary]))
        self._all = [Server(each, seconds=seconds, keep=keep) for each in addresses]
        self._replicas = self._all[: len(replicas)] or self._all
        self._rest = self._all[len(self._replicas) :]
        self._turns = count()

    def __iter__(self) -> Iterator[Server]:
        return iter(self._all)

    def in_groups(self) -> Iterator[Sequence[Server]]:
        """Those to read, else the primary, else even those that failed just now."""
        ready = [server for server in self._replicas if not server.is_left]
        yield ready
        yield self._rest
        yield [server for server in self._replicas if server not in ready]

    def in_turn(self, number: int) -> Sequence[Server]:
        """All, in the order to ask them for a release: one that failed, or has it not, late."""
        if len(self._all) == 1:
            return self._all
        place = next(self._turns) % len(self._replicas)
        turned = [*self._replicas[place:], *self._replicas[:place]]
        turned.sort(key=lambda each: (each.is_left, each.lags_behind(number)))
        ready = [each for each in turned if not each.is_left and not each.lags_behind(number)]
        others = [each for each in turned if each not in ready]
        return [*ready, *self._rest, *others]

    async def ask_at_once(self, run: Callable[[AtOnce], Result], number: int) -> Result:
        """Run it on the event loop, with one server after the other until one answers.

        Raises what the last one did, where none can.
        """
        failure: Exception | None = None
        for server in self.in_turn(number):
            try:
                return await server.awaited.ask(run, number)
            except UnavailableError as error:
                server.leave()
                failure = error
            except DamagedReleaseError as error:
                failure = error  # It may not be there yet, or there alone be damaged.
        assert failure is not None
        raise failure

    def ask(self, run: Callable[[Connection], Result], number: int) -> Result:
        """The same in a thread."""
        failure: Exception | None = None
        for server in self.in_turn(number):
            try:
                with server.lent.lend() as connection:
                    return run(connection)
            except UnavailableError as error:
                server.leave()
                failure = error
            except DamagedReleaseError as error:
                failure = error
        assert failure is not None
        raise failure

    def stream(
        self, statement: Compiled, values: Values, number: int
    ) -> Iterator[tuple[object, ...]]:
        """Rows from the first server that gives one, or says that there are none."""
        failure: Exception | None = None
        for server in self.in_turn(number):
            rows = server.lent.stream(statement, values)
            try:
                first = list(islice(rows, 1))
            except UnavailableError as error:
                server.leave()
                failure = error
            else:
                yield from chain(first, rows)
                return
        assert failure is not None
        raise failure

    def close(self) -> None:
        for server in self._all:
            server.lent.close()
            server.awaited.close()
