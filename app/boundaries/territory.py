"""An organization's numbers in its borders of one day: published, summed, computed from sums.

Pure: the kernel's rules over published numbers, so that whoever has those can do it again.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.boundaries import notices
from app.boundaries.mergers import Mergers
from app.catalog.catalog import Catalog
from app.catalog.indicators import Indicator, IndicatorKind, RollUp
from app.derivation.breaks import Break
from app.derivation.evidence import Evidence
from app.derivation.notices import Notice, Refusal
from app.derivation.observations import Coverage, Observation
from app.derivation.ratios import Computation, compute
from app.derivation.rollup import roll_up
from app.values.bounds import UNLIMITED
from app.values.codes import CellKey
from app.values.periods import Period
from app.values.statuses import Derivation, ObservationStatus

Cell = tuple[str, Period]
Numbers = Mapping[str, Mapping[Cell, Observation]]


@dataclass(frozen=True, slots=True)
class World:
    """What organizations have published, how they merged, and the day of the map.

    `numbers` are by code and cell, `changes` the border events of each that are no full merger.
    """

    catalog: Catalog
    mergers: Mergers
    numbers: Numbers
    changes: Mapping[str, Sequence[Break]]
    breaks: Mapping[str, Sequence[Break]]
    day: date

    def number(self, code: str, cell: Cell) -> Observation | None:
        return self.numbers.get(code, {}).get(cell)

    def moved(self, codes: Iterable[str], indicators: Iterable[str], period: Period) -> list[str]:
        """Border events between the end of the period and the day of the map, either way round."""
        wanted = frozenset(indicators)
        return sorted(
            {
                change.event
                for code in codes
                for change in self.changes.get(code, ())
                if change.touches(wanted)
                and min(period.end, self.day) < change.effective <= max(period.end, self.day)
            }
        )


class Territory:
    """One organization that came of a merger, with the numbers of those it came of."""

    def __init__(self, world: World, code: str) -> None:
        self.catalog = world.catalog
        self._world = world
        self._code = code
        self._merger = world.mergers.by_successor[code]
        self._family = world.mergers.family(code)
        self._told: dict[Cell, Observation | Refusal | None] = {}
        self.evidence = self._evidence()

    def _evidence(self) -> Evidence:
        """It exists as long as all its parts do, up to the oldest of which they are known."""
        places = [self._world.mergers.places[code] for code in (self._code, *self._family)]
        begun = [
            each.valid_from
            for each in places
            if each.valid_from is not None and each.code not in self._world.mergers.by_successor
        ]
        breaks = {
            each.event: each for place in places for each in self._world.breaks.get(place.code, ())
        }
        return Evidence(
            self._code,
            {},
            breaks=tuple(sorted(breaks.values(), key=lambda each: (each.effective, each.event))),
            valid_from=max(begun, default=None),
            valid_to=places[0].valid_to,
        )

    # As the kernel asks

    def resolve(self, indicator: str, period: Period) -> Observation | Refusal | None:
        """The published number; before the merger what the predecessors' make together."""
        cell = (indicator, period)
        if cell not in self._told:
            self._told[cell] = self._resolve(self.catalog.by_code[indicator], period)
        return self._told[cell]

    def report(self, indicator: str, period: Period) -> Observation | None:
        """None: nobody printed what is summed."""
        del indicator, period
        return None

    def periods(self, indicator: str) -> frozenset[Period]:
        """Periods in which any of the family has a number of it."""
        beneath = self.catalog.closure(indicator)
        return frozenset(
            period
            for code in (self._code, *self._family)
            for known, period in self._world.numbers.get(code, {})
            if known in beneath
        )

    def breaks(self, indicator: str) -> tuple[Break, ...]:
        """Events that part the series of any of the family, or of what it is computed from."""
        beneath = self.catalog.closure(indicator)
        return tuple(each for each in self.evidence.breaks if each.touches(beneath))

    # What the map adds

    def cells(self, indicators: Iterable[str]) -> list[Cell]:
        """Cells before the merger in which a predecessor has a number, and itself none."""
        wanted = frozenset(indicators)
        own = self._world.numbers.get(self._code, {})
        return sorted(
            {
                cell
                for code in self._family
                for cell in self._world.numbers.get(code, {})
                if cell[0] in wanted and cell not in own and self.is_before(cell[1])
            },
            key=lambda cell: (cell[0], cell[1].ordinal),
        )

    def late_cells(self, indicators: Iterable[str]) -> list[CellKey]:
        """Predecessors' numbers for periods that end once they had merged."""
        wanted = frozenset(indicators)
        ends = {code: self._world.mergers.by_predecessor[code].effective for code in self._family}
        return [
            number.key
            for code in sorted(self._family)
            for number in self._world.numbers.get(code, {}).values()
            if number.indicator in wanted and number.period.end >= ends[code]
        ]

    def lacking_operands(self, cell: Cell) -> Iterator[Notice | Refusal]:
        """Why what a formula needs for the cell is not told."""
        formula = self.catalog.by_code[cell[0]].formula
        for operand in sorted({each.indicator for each in formula.operands} if formula else ()):
            yield from self.lacking(operand, cell[1])

    def lacking(self, indicator: str, period: Period) -> Iterator[Notice | Refusal]:
        """Why there is no number: a border that moved, or parts that are missing."""
        number = self.resolve(indicator, period)
        if isinstance(number, Refusal):
            yield number
        elif number is not None and number.derivation is Derivation.BOUNDARY_SUM:
            yield from (each for each in number.notices if each.code == notices.MISSING_PARTS)

    def is_before(self, period: Period) -> bool:
        """Whether the period ends before the merger."""
        return period.end < self._merger.effective

    def _resolve(self, indicator: Indicator, period: Period) -> Observation | Refusal | None:
        published = self._world.number(self._code, (indicator.code, period))
        if published is not None or not self.is_before(period):
            return published
        if indicator.is_count and indicator.roll_up is RollUp.SUM:
            return self._sum(indicator, period)
        computation = Computation.of(indicator)
        if computation is None:
            return notices.not_additive(indicator)
        found = compute(self, computation, period)
        if isinstance(found, Refusal):
            return found
        return replace(
            found,
            notices=(notices.computed_on_the_map(computation.formula.text), *found.notices),
        )

    def _sum(self, indicator: Indicator, period: Period) -> Observation | Refusal | None:
        cell = (indicator.code, period)
        codes = self._world.mergers.parts(
            self._code, period, lambda code: self._world.number(code, cell) is not None
        )
        numbers = {code: self._world.number(code, cell) for code in codes}
        if not any(numbers.values()):
            return None
        moved = self._world.moved(
            (self._code, *self._family), self.catalog.closure(indicator.code), period
        )
        if moved:
            return notices.border_changed(moved, period, self._world.day)
        parts, missing = [], []
        for code, number in numbers.items():
            reason = self._unfit(code, number, indicator, period)
            if reason is None and number is not None:
                parts.append(number)
            else:
                missing.append((f"{code}.{indicator.code}.{period}", reason or notices.NO_NUMBER))
        return self._summed(indicator, period, parts, missing)

    def _unfit(
        self, code: str, number: Observation | None, indicator: Indicator, period: Period
    ) -> tuple[str, str] | None:
        """Why a number is no part of a sum; as in roll-ups (design, rule 10)."""
        place = self._world.mergers.places[code]
        days = [period.end] if indicator.kind is IndicatorKind.STOCK else [period.start, period.end]
        if not all(place.exists_on(day) for day in days):
            return notices.NOT_THERE
        if number is None:
            return notices.NO_NUMBER
        if number.status is ObservationStatus.SUPPRESSED:
            return notices.SUPPRESSED
        return None if number.is_operand else notices.ONLY_A_BOUND

    def _summed(
        self,
        indicator: Indicator,
        period: Period,
        parts: Sequence[Observation],
        missing: Sequence[tuple[str, tuple[str, str]]],
    ) -> Observation:
        """A sum; with a part missing no value, and what is known as a lower bound."""
        total = len(parts) + len(missing)
        rolled = (
            roll_up(self._code, indicator, period, parts, total=total, all_listed=True)
            if parts
            else None
        )
        if rolled is None:
            rolled = Observation(
                self._code,
                indicator.code,
                period,
                Derivation.BOUNDARY_SUM,
                value=None,
                bounds=UNLIMITED,  # None would mean that it is suppressed.
                qualifier=None,
                status=ObservationStatus.MISSING,
                coverage=Coverage(len(parts), total, all_listed=True),
            )
        told: list[Notice] = [
            notices.missing_parts(missing)
            if missing
            else notices.sum_of_predecessors(
                [part.organization for part in parts], self._merger.events
            )
        ]
        vintages = sorted(rolled.vintages, key=str)
        if len(vintages) > 1:
            told.append(notices.different_vintages([each or "" for each in vintages]))
        return replace(
            rolled, derivation=Derivation.BOUNDARY_SUM, parts=tuple(parts), notices=tuple(told)
        )


def published_parts(observation: Observation) -> list[Observation]:
    """The published numbers that a sum, or what is computed from sums, follows from."""
    if observation.derivation is Derivation.BOUNDARY_SUM:
        return list(observation.parts)
    beneath = [part for use in observation.operands for part in published_parts(use.observation)]
    return beneath or [observation]
