"""Organizations whose borders or places in the tree two releases tell differently."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from app.database import RELEASE, Statement
from app.events.models import Event, EventBreak, EventOrganization
from app.organizations.models import Organization
from app.releases.canonical import Rows

# Events that change what territory or which organizations a number is of.
BORDER_KINDS = ("merger", "boundary-change")

_BREAKING = Statement(
    select(
        col(Event.code),
        col(Event.kind),
        col(Event.effective),
        col(Event.scope),
        col(EventBreak.indicator),
        col(Organization.code),
        col(Organization.id),
        col(Organization.last),
    )
    .join(
        EventBreak,
        (col(EventBreak.release) == col(Event.release))
        & (col(EventBreak.event) == col(Event.code)),
    )
    .join(
        EventOrganization,
        (col(EventOrganization.release) == col(Event.release))
        & (col(EventOrganization.event) == col(Event.code)),
    )
    .join(
        Organization,
        (col(Organization.release) == col(Event.release))
        & (col(Organization.id) == col(EventOrganization.organization_id)),
    )
    .where(col(Event.release) == RELEASE)
    .order_by(col(Event.code), col(EventBreak.indicator), col(Organization.id))
)
_TREE = Statement(
    select(
        col(Organization.id),
        col(Organization.code),
        col(Organization.parent_id),
        col(Organization.valid_from),
        col(Organization.valid_to),
        col(Organization.all_listed),
    )
    .where(col(Organization.release) == RELEASE)
    .order_by(col(Organization.id))
)
_Place = tuple[str | None, str | None, str | None]


@dataclass(frozen=True, slots=True)
class Tree:
    """Organizations of a release: where each stands, and whose children are all listed."""

    codes: dict[int, str]
    places: dict[str, _Place]
    all_listed: dict[str, int]

    @classmethod
    def of(cls, rows: Rows) -> "Tree":
        codes: dict[int, str] = {}
        places: dict[str, _Place] = {}
        all_listed: dict[str, int] = {}
        for number, code, parent, valid_from, valid_to, listed in rows(_TREE):
            codes[number] = code
            # Parents come first.
            places[code] = (codes.get(parent), valid_from, valid_to)
            all_listed[code] = listed
        return cls(codes, places, all_listed)

    def parent(self, code: str) -> str | None:
        return self.places[code][0] if code in self.places else None


@dataclass(frozen=True, slots=True)
class Borders:
    """What of the borders is told differently.

    `broken`: organizations whose series a changed border event breaks, and no other changed event.
    `regrouped`: parents with a child in both releases that moved, or began or ended on another day.
    """

    broken: frozenset[str]
    regrouped: frozenset[str]
    _before: Tree
    _after: Tree

    @classmethod
    def between(cls, previous: Rows, current: Rows) -> "Borders":
        before, after = Tree.of(previous), Tree.of(current)
        parents: set[str | None] = set()
        for code, place in before.places.items():
            moved = after.places.get(code, place)
            if moved != place:
                parents |= {place[0], moved[0]}
        regrouped = frozenset(
            parent
            for parent in parents
            if parent is not None
            and before.all_listed.get(parent, 0) == after.all_listed.get(parent, 0)
        )
        return cls(_broken((previous, before), (current, after)), regrouped, before, after)

    def parents(self, code: str) -> Iterator[str]:
        """The regrouped organizations that it is directly below, in either release."""
        for tree in (self._before, self._after):
            parent = tree.parent(code)
            if parent in self.regrouped:
                yield str(parent)


def _broken(*sides: tuple[Rows, Tree]) -> frozenset[str]:
    told: list[set[tuple[Any, ...]]] = []
    reach: dict[tuple[Any, ...], set[str]] = {}
    for rows, tree in sides:
        lines = set()
        for event, kind, effective, scope, indicator, code, first, last in rows(_BREAKING):
            line = (event, kind, effective, scope, indicator, code)
            lines.add(line)
            numbers = range(first, last + 1) if scope == "subtree" else (first,)
            reach.setdefault(line, set()).update(tree.codes[number] for number in numbers)
        told.append(lines)
    touched: dict[bool, set[str]] = {True: set(), False: set()}
    for line in told[0] ^ told[1]:
        touched[line[1] in BORDER_KINDS] |= reach[line]
    return frozenset(touched[True] - touched[False])
