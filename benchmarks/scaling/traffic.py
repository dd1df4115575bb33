"""Requests of a day: simulated one by one, or reckoned where they are too many for that."""

import random
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from math import exp

from benchmarks.scaling.edge import HEAD_BYTES, Edge, Tally

DAY = 86_400.0
# Bodies as they are sent (zstd, measured on the seeds), and how often each kind is asked for.
BODIES = ((1_261, 40), (1_187, 15), (634, 15), (3_041, 10), (3_661, 10), (10_392, 10))


@dataclass(frozen=True)
class Traffic:
    """What is asked of each of several caches, `places`, and what it may hold.

    The n-th most popular of `addresses` is asked for in proportion to n ** -`skew` (Zipf); of
    `per_second` requests altogether a part, `pinned`, follows a link to the current release; a new
    one is published `releases` times a day.
    """

    per_second: float
    releases: int
    addresses: int = 1_000_000
    skew: float = 0.9
    pinned: float = 0.3
    places: int = 1
    bytes_max: float = 1 << 30
    seed: int = 1

    @cached_property
    def weights(self) -> list[float]:
        found = [(place + 1) ** -self.skew for place in range(self.addresses)]
        whole = sum(found)
        return [each / whole for each in found]

    @cached_property
    def sizes(self) -> list[int]:
        bodies, weights = zip(*BODIES, strict=True)
        return random.Random(self.seed).choices(bodies, weights, k=self.addresses)

    def simulated(self, seconds: float = DAY) -> Tally:
        """Every request at one place, in an order that the seed gives; the cache begins empty."""
        chance = random.Random(self.seed)
        edge = Edge(self.bytes_max)
        cumulative = list(accumulate(self.weights))
        everyone = range(self.addresses)
        now, pace = 0.0, self.per_second / self.places
        while (now := now + chance.expovariate(pace)) < seconds:
            [address] = chance.choices(everyone, cum_weights=cumulative)
            edge.ask(
                address,
                self.sizes[address],
                release=1 + int(now * self.releases / DAY),
                is_pinned=chance.random() < self.pinned,
            )
        return edge.tally

    def reckoned(self) -> Tally:
        """The mean of a day, of all places together.

        Of an address the first request after a release is answered whole; a later one finds its
        answer stored if no longer than `_stay` seconds have passed since the one before (Che, Tung
        and Wang 2002). Requests are independent of each other.
        """
        between = DAY / self.releases
        pace = self.per_second / self.places
        stay = self._stay(pace, between)
        tally = Tally()
        for weight, size in zip(self.weights, self.sizes, strict=True):
            for share, is_pinned in ((self.pinned, True), (1 - self.pinned, False)):
                rate = pace * weight * share
                first = 1 - exp(-rate * between)
                again = rate * between - first
                gone = again * exp(-rate * stay) if stay < between else 0.0
                tally.whole += first + gone
                tally.body_bytes += (first + gone) * size
                if is_pinned:
                    tally.hits += again - gone
                else:
                    tally.not_modified += again - gone
        return _times(tally, self.releases * self.places)

    def _stay(self, pace: float, between: float) -> float:
        """Seconds that an answer nobody asks for stays stored; between two releases, where all do.

        So many seconds fill the storage with what is asked for in them.
        """
        low, high = 0.0, between
        if self._filled(pace, between) <= self.bytes_max:
            return between
        for _ in range(30):
            middle = (low + high) / 2
            if self._filled(pace, middle) > self.bytes_max:
                high = middle
            else:
                low = middle
        return low

    def _filled(self, pace: float, seconds: float) -> float:
        asked = -pace * seconds
        pinned, other = asked * self.pinned, asked * (1 - self.pinned)
        return sum(
            (2 - exp(pinned * weight) - exp(other * weight)) * (size + HEAD_BYTES)
            for weight, size in zip(self.weights, self.sizes, strict=True)
        )


def _times(tally: Tally, times: int) -> Tally:
    return Tally(
        hits=tally.hits * times,
        not_modified=tally.not_modified * times,
        whole=tally.whole * times,
        body_bytes=tally.body_bytes * times,
    )
