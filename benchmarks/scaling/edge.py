"""A shared cache that does what our headers say, and counts what it asks the origin for."""

from collections import OrderedDict
from dataclasses import dataclass

# Measured of this service (zstd): the lines of an answer's head, and of a 304 altogether.
HEAD_BYTES = 520
NOT_MODIFIED_BYTES = 371


@dataclass(slots=True)
class Tally:
    """How requests were answered: by the cache alone, after a 304, or with a body of the origin."""

    hits: float = 0
    not_modified: float = 0
    whole: float = 0
    body_bytes: float = 0

    @property
    def requests(self) -> float:
        return self.hits + self.not_modified + self.whole

    @property
    def hit_rate(self) -> float:
        return self.hits / self.requests

    @property
    def origin_requests(self) -> float:
        return self.not_modified + self.whole

    @property
    def origin_bytes(self) -> float:
        """What the origin sends, heads included."""
        heads = self.not_modified * NOT_MODIFIED_BYTES + self.whole * HEAD_BYTES
        return heads + self.body_bytes


class Edge:
    """One cache of so many bytes; what was not used for longest goes first.

    An answer is stored under its address with the release it is of. What is pinned is fresh for
    ever (`immutable`); what is not is asked for again each time (`max-age=0, must-revalidate`), and
    the origin answers 304 where the release is the same.
    """

    def __init__(self, bytes_max: float) -> None:
        self.tally = Tally()
        self._bytes_max = bytes_max
        self._size = 0
        self._stored: OrderedDict[tuple[int, int], tuple[int, int]] = OrderedDict()

    def ask(self, address: int, size: int, *, release: int, is_pinned: bool) -> None:
        """A request; `release` is the current one, or the one that is pinned."""
        key = (address, release if is_pinned else 0)
        stored = self._stored.get(key)
        if stored is not None:
            self._stored.move_to_end(key)
        if stored is not None and is_pinned:
            self.tally.hits += 1
        elif stored is not None and stored[0] == release:
            self.tally.not_modified += 1
        else:
            self.tally.whole += 1
            self.tally.body_bytes += size
            self._store(key, release, size)

    def _store(self, key: tuple[int, int], release: int, size: int) -> None:
        before = self._stored.pop(key, None)
        self._size += size + HEAD_BYTES - (0 if before is None else before[1])
        self._stored[key] = release, size + HEAD_BYTES
        while self._size > self._bytes_max:
            _, (_, freed) = self._stored.popitem(last=False)
            self._size -= freed
