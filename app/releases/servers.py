"""PostgreSQL servers that hold the same releases: which one is asked next."""

import time
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, count, islice

from app.database import Compiled
from app.errors import UnavailableError
from app.releases.postgresql_awaiting import AtOnce, AwaitedConnections
from app.releases.postgresql_lending import Connection, LentConnections, refuse_missing
from app.releases.storage import DamagedReleaseError, Result, Values

LEFT_SECONDS = 1.0  # One that failed is not looked for again for as long: it may be starting.
LEFT_TIMES = 10  # And ten times as long as it kept who asked it waiting,
LEFT_SECONDS_MAX = 10.0  # but no longer than this.
DAMAGED_EVERYWHERE = "its rows are damaged on every server that could be asked"


class Server:
    """One server, and what is known of it.

    `newest` is the last release it was seen to have; `damaged` are those whose rows there are not
    what was published. One that failed `is_left` until a look at its registry finds it again.
    """

    def __init__(self, address: str, *, seconds: float, keep: int) -> None:
        self.lent = LentConnections(address, seconds=seconds, keep=keep)
        self.awaited = AwaitedConnections(address)
        self.newest = 0
        self.damaged: set[int] = set()
        self.is_left = False
        self._looked_for_from = float("-inf")

    @property
    def is_due(self) -> bool:
        """Whether it is time to look for it, where it failed before."""
        return not self.is_left or time.monotonic() >= self._looked_for_from

    def leave(self, began: float) -> None:
        """Ask others first: it failed who began to ask it then."""
        now = time.monotonic()
        self.is_left = True
        waited = LEFT_TIMES * (now - began)
        self._looked_for_from = now + min(max(LEFT_SECONDS, waited), LEFT_SECONDS_MAX)

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
        self.read = self._all[: len(replicas)] or self._all
        self.rest = self._all[len(self.read) :]
        self._turns = count()
        self._verifications = count()

    def __iter__(self) -> Iterator[Server]:
        return iter(self._all)

    @property
    def newest(self) -> int:
        """The last release that any of them was ever seen to have."""
        return max(server.newest for server in self._all)

    def in_turn(self, number: int) -> Sequence[Server]:
        """All that may be asked for a release: one that failed, or has it not yet, comes late.

        None where its rows are known to be damaged. Of one server alone it is for others to tell.
        """
        if len(self._all) == 1:
            return self._all
        place = next(self._turns) % len(self.read)
        turned = [*self.read[place:], *self.read[:place]]
        ready = [each for each in turned if not each.is_left and not each.lags_behind(number)]
        others = [each for each in turned if each not in ready]
        found = [*ready, *self.rest, *others]
        found.sort(key=lambda each: each.is_left)
        return [each for each in found if number not in each.damaged]

    def to_verify(self) -> Sequence[Server]:
        """All, another one first each time; those that failed last."""
        place = next(self._verifications) % len(self._all)
        turned = [*self._all[place:], *self._all[:place]]
        return sorted(turned, key=lambda each: each.is_left)

    async def ask_at_once(self, run: Callable[[AtOnce], Result], number: int) -> Result:
        """Run it on the event loop, with one server after the other until one answers.

        Raises DamagedReleaseError where one has it not, UnavailableError where none can be reached.
        """
        failure: Exception | None = None
        for server in self.in_turn(number):
            began = time.monotonic()
            is_new = server.lags_behind(number)
            try:
                found = await server.awaited.ask(run, number, is_new=is_new)
            except (UnavailableError, DamagedReleaseError) as error:
                failure = _told(server, error, failure, began)
            else:
                server.newest = max(server.newest, number)
                return found
        raise failure or DamagedReleaseError(DAMAGED_EVERYWHERE)

    def ask(self, run: Callable[[Connection], Result], number: int) -> Result:
        """The same in a thread."""
        failure: Exception | None = None
        for server in self.in_turn(number):
            began = time.monotonic()
            try:
                with server.lent.lend() as connection:
                    if server.lags_behind(number):
                        refuse_missing(connection, number)
                    found = run(connection)
            except (UnavailableError, DamagedReleaseError) as error:
                failure = _told(server, error, failure, began)
            else:
                server.newest = max(server.newest, number)
                return found
        raise failure or DamagedReleaseError(DAMAGED_EVERYWHERE)

    def stream(
        self, statement: Compiled, values: Values, number: int
    ) -> Iterator[tuple[object, ...]]:
        """Rows from the first server that gives one, or says that there are none."""
        failure: Exception | None = None
        for server in self.in_turn(number):
            began = time.monotonic()
            rows = server.lent.stream(statement, values)
            try:
                first = list(islice(rows, 1))
            except (UnavailableError, DamagedReleaseError) as error:
                failure = _told(server, error, failure, began)
            else:
                yield from chain(first, rows)
                return
        raise failure or DamagedReleaseError(DAMAGED_EVERYWHERE)

    def close(self) -> None:
        for server in self._all:
            server.lent.close()
            server.awaited.close()


def _told(server: Server, error: Exception, before: Exception | None, began: float) -> Exception:
    """What to tell once all have failed: rather that one has it not than that one is away."""
    if not isinstance(error, UnavailableError):
        return error
    server.leave(began)
    return before or error
