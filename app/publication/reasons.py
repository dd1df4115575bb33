"""Why a cell changed: what is certain is told, and nothing else is guessed."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from sqlalchemy import select
from sqlmodel import col

from app.database import RELEASE, Statement
from app.indicators.models import IndicatorRow
from app.publication.borders import Borders
from app.releases.canonical import Rows
from app.values.changes import Change, Reason
from app.values.statuses import Derivation, ObservationStatus

Key = tuple[str, str, int]
"""Organization, indicator, and the ordinal of the period."""

_STANZAS = Statement(
    select(col(IndicatorRow.code), col(IndicatorRow.stanza)).where(
        col(IndicatorRow.release) == RELEASE
    )
)


class Numbers(NamedTuple):
    """What a published number is: it changes when any of these does. Millionths."""

    value: int | None
    lower: int | None
    upper: int | None
    lower_closed: int
    upper_closed: int
    qualifier: str | None
    status: str | None


class Side(NamedTuple):
    """A cell in one release; source and print are a reported number's."""

    numbers: Numbers
    derivation: str
    source: str | None
    as_reported: str | None


@dataclass(frozen=True, slots=True)
class Changed:
    """A cell that is not what it was; a side is None where there was no number."""

    key: Key
    before: Side | None
    after: Side | None

    @property
    def change(self) -> Change:
        if self.before is None:
            return Change.NEW
        return Change.WITHDRAWN if self.after is None else Change.REVISED


@dataclass(slots=True)
class Reasons:
    """Finds reasons, one changed cell after the other.

    `same_packages`: then rules alone differ. A sum over organizations that were regrouped is held
    back until all cells have passed: it is explained by that if none of its parts changed.
    """

    same_packages: bool
    borders: Borders
    redefined: Collection[str]
    _stirred: set[Key] = field(default_factory=set)
    _held: list[Changed] = field(default_factory=list)

    @classmethod
    def between(cls, previous: Rows, current: Rows, *, same_packages: bool) -> "Reasons":
        before, after = _stanzas(previous), _stanzas(current)
        redefined = {
            code for code in before.keys() | after.keys() if before.get(code) != after.get(code)
        }
        return cls(same_packages, Borders.between(previous, current), redefined)

    def reason(self, changed: Changed) -> Reason | None:
        """None where the cell is held back for `rest`."""
        organization, indicator, period = changed.key
        for parent in self.borders.parents(organization):
            self._stirred.add((parent, indicator, period))
        if self.same_packages:
            return Reason.RULES_CHANGED
        if self._may_be_regrouped(changed):
            self._held.append(changed)
            return None
        if changed.before is not None and changed.after is not None:
            return self._reason_revised(organization, changed.before, changed.after)
        return Reason(changed.change)

    def rest(self) -> Iterator[tuple[Changed, Reason]]:
        """What was held back."""
        for changed in self._held:
            is_stirred = changed.key in self._stirred
            yield changed, Reason(changed.change) if is_stirred else Reason.BORDER_CHANGED

    def _reason_revised(self, organization: str, before: Side, after: Side) -> Reason:
        if _is_corrected(before, after):
            return Reason.SOURCE_CORRECTED
        marks = (before.numbers.status, after.numbers.status)
        only_mark = before.numbers._replace(status=None) == after.numbers._replace(status=None)
        if only_mark and ObservationStatus.BREAK in marks and organization in self.borders.broken:
            return Reason.BORDER_CHANGED
        return Reason.REVISED

    def _may_be_regrouped(self, changed: Changed) -> bool:
        organization, indicator, _ = changed.key
        return (
            organization in self.borders.regrouped
            and indicator not in self.redefined
            and all(
                side.derivation == Derivation.ROLLED_UP
                for side in (changed.before, changed.after)
                if side is not None
            )
        )


def _is_corrected(before: Side, after: Side) -> bool:
    """Whether the same source is now read to print another number."""
    if before.source is None or before.source != after.source:
        return False
    if before.as_reported is None or after.as_reported is None:
        return False  # Suppressed on one side: what it was is not told.
    return _print(before) != _print(after)


def _print(side: Side) -> tuple[str | None, int | None, str | None]:
    return side.as_reported, side.numbers.value, side.numbers.qualifier


def _stanzas(rows: Rows) -> dict[str, str]:
    """The catalog's indicators by code, as they were written."""
    found: Iterable[tuple[str, str]] = ((code, stanza) for code, stanza in rows(_STANZAS))
    return dict(found)
