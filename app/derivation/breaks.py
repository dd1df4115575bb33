"""Breaks in series: which events part a series, and what comes first after each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.values.periods import Period

ALL_INDICATORS = "*"


@dataclass(frozen=True, slots=True)
class Break:
    """From `effective` on, the series of these indicators cannot be compared with before.

    `indicators` holds codes, or `*` for all. `predecessors` are the organizations a merger ended.
    """

    event: str
    effective: date
    indicators: frozenset[str]
    predecessors: tuple[str, ...] = ()

    def touches(self, indicators: Iterable[str]) -> bool:
        return ALL_INDICATORS in self.indicators or not self.indicators.isdisjoint(indicators)

    def parts(self, earlier: Period, later: Period) -> bool:
        """Whether it lies between the two; a period that ends on or after it belongs to the new."""
        return earlier.end < self.effective <= later.end


def breaks_between(breaks: Sequence[Break], earlier: Period, later: Period) -> tuple[Break, ...]:
    return tuple(each for each in breaks if each.parts(earlier, later))


def first_after(breaks: Sequence[Break], periods: Iterable[Period]) -> frozenset[Period]:
    """For each break the earliest of the periods that comes after it: these carry status B."""
    ordered = sorted(periods)
    return frozenset(
        next(period for period in ordered if period.end >= each.effective)
        for each in breaks
        if ordered and ordered[-1].end >= each.effective
    )
