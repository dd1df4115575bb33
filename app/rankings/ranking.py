"""Ranks, and whether the order of neighbours is certain."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Entry:
    """A ranked number in millionths, and its bounds; a missing end is no limit."""

    value: int
    lower: int | None
    upper: int | None
    lower_closed: bool
    upper_closed: bool

    def overlaps(self, other: "Entry") -> bool:
        """Whether a number lies within the bounds of both: either may be the greater one then."""
        return self._reaches(other) and other._reaches(self)  # noqa: SLF001 - of the same class

    def _reaches(self, other: "Entry") -> bool:
        """Whether something of this lies at or above the lower end of the other."""
        if self.upper is None or other.lower is None or self.upper > other.lower:
            return True
        return self.upper == other.lower and self.upper_closed and other.lower_closed


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page begins: behind so many entries, of which the last ones tie with `last`."""

    passed: int
    ties: int
    last: Entry | None


BEGINNING = Place(0, 0, None)


def ranks(place: Place, entries: Sequence[Entry]) -> Iterator[int]:
    """Ranks in order: those who tie share one, and leave out as many after it (1, 2, 2, 4)."""
    before = place.last
    rank = place.passed - place.ties + 1
    for position, entry in enumerate(entries, place.passed + 1):
        if before is None or entry.value != before.value:
            rank = position
        yield rank
        before = entry


def overlaps(
    place: Place, entries: Sequence[Entry], following: Entry | None
) -> Iterator[tuple[bool | None, bool | None]]:
    """Of each entry, whether it overlaps the one before and the one after; None where none is."""
    neighbours = [place.last, *entries, following]
    met = [
        None if first is None or second is None else first.overlaps(second)
        for first, second in pairwise(neighbours)
    ]
    yield from pairwise(met)
