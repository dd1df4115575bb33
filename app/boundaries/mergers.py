"""Who succeeded whom by merger, and which borders changed otherwise, as the events tell."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.derivation.breaks import ALL_INDICATORS, Break
from app.values.periods import Period

# A reorganization changes what is counted, and no border.
BORDERS_STAY = frozenset({"reorganization"})
# Border events that name no series break them all.
BORDERS_MOVE = frozenset({"merger", "boundary-change", "split"})
Event = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Place:
    """An organization by code and number, and the days between which it exists."""

    code: str
    number: int
    valid_from: date | None
    valid_to: date | None

    def exists_on(self, day: date) -> bool:
        return self.has_begun(day) and (self.valid_to is None or day <= self.valid_to)

    def has_begun(self, day: date) -> bool:
        return self.valid_from is None or self.valid_from <= day


@dataclass(frozen=True, slots=True)
class Merger:
    """A merger that ended all its predecessors and began its successor, on the day `effective`."""

    events: tuple[str, ...]
    effective: date
    successor: str
    predecessors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mergers:
    """All full mergers of a release.

    `places` are the organizations that its events name; `by_successor` and `by_predecessor` the
    mergers by the code of the one, and by the codes of the others.
    """

    places: Mapping[str, Place]
    by_successor: Mapping[str, Merger]
    by_predecessor: Mapping[str, Merger]
    events: frozenset[str]

    @classmethod
    def of(cls, events: Iterable[Event], places: Mapping[str, Place]) -> "Mergers":
        mergers = [each for each in events if each["kind"] == "merger" and each["effective"]]
        named = [code for event in mergers for code in event["related"]]
        full: dict[str, list[Event]] = {}
        for event in mergers:
            alone = all(named.count(code) == 1 for code in event["related"])
            if alone and is_full(event, places):
                full.setdefault(event["organization"], []).append(event)
        found = {code: _joined(places[code], group) for code, group in full.items()}
        return cls(
            places,
            found,
            {code: merger for merger in found.values() for code in merger.predecessors},
            frozenset(code for merger in found.values() for code in merger.events),
        )

    def standing_on(self, place: Place, day: date) -> Place | None:
        """Itself, or who succeeded it by the day; None where no merger tells."""
        seen: set[str] = set()
        while not place.exists_on(day):
            merger = self.by_predecessor.get(place.code)
            if merger is None or place.code in seen or not place.has_begun(day):
                return None
            seen.add(place.code)
            place = self.places[merger.successor]
        return place

    def family(self, code: str) -> list[str]:
        """All that came together in the organization, in any generation; not itself."""
        merger = self.by_successor.get(code)
        if merger is None:
            return []
        return [
            each
            for predecessor in merger.predecessors
            for each in (predecessor, *self.family(predecessor))
        ]

    def parts(self, code: str, period: Period, has_number: Callable[[str], bool]) -> list[str]:
        """Whose numbers of a period before its merger make up the organization's.

        One that came of a merger itself is asked for what came together in it, where it has none.
        """
        found: list[str] = []
        for predecessor in self.by_successor[code].predecessors:
            earlier = self.by_successor.get(predecessor)
            if earlier is None or period.end >= earlier.effective or has_number(predecessor):
                found.append(predecessor)
            else:
                found.extend(self.parts(predecessor, period, has_number))
        return sorted(found)

    def border_changes(self, events: Iterable[Event]) -> tuple[Break, ...]:
        """Events that move borders in any other way than by a full merger, in order of time."""
        found = [
            Break(
                event["code"],
                Period.parse(event["effective"]).start,
                frozenset(event["breaks"] or (ALL_INDICATORS,)),
            )
            for event in events
            if event["effective"] and event["code"] not in self.events and moves_borders(event)
        ]
        return tuple(sorted(found, key=lambda each: (each.effective, each.event)))


def moves_borders(event: Event) -> bool:
    """Whether numbers before and after the event are of other territories, for all we know."""
    return event["kind"] in BORDERS_MOVE or (
        bool(event["breaks"]) and event["kind"] not in BORDERS_STAY
    )


def is_full(event: Event, places: Mapping[str, Place]) -> bool:
    """Whether the merger ended all its predecessors, and began its successor, when it took effect.

    A date known to the month or year takes in every day of it.
    """
    effective = Period.parse(event["effective"])
    begun = places[event["organization"]].valid_from
    if begun is None or not effective.start <= begun <= effective.end:
        return False
    last = effective.start - timedelta(days=1)
    ends = [places[code].valid_to for code in event["related"]]
    return bool(ends) and all(end is not None and last <= end < begun for end in ends)


def _joined(successor: Place, events: Iterable[Event]) -> Merger:
    """One merger, which may be told in several events: one for each predecessor."""
    assert successor.valid_from is not None
    told = sorted(events, key=lambda event: str(event["code"]))
    return Merger(
        tuple(event["code"] for event in told),
        successor.valid_from,
        successor.code,
        tuple(sorted({code for event in told for code in event["related"]})),
    )
