"""Periods of time as SDMX writes them, and the one order they are kept in."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import Literal, assert_type

from app.values.wording import UnfitError

YEAR_MIN = 1900
YEAR_MAX = 2199
PERIODS_KEPT = 4096  # A release has some hundreds, in millions of rows.


class PeriodError(UnfitError):
    """The text is no period; the message shows the forms that are."""


class Frequency(StrEnum):
    """SDMX code list CL_FREQ, the part we use; from the finest to the coarsest."""

    DAILY = "D"
    MONTHLY = "M"
    QUARTERLY = "Q"
    HALF_YEARLY = "S"
    ANNUAL = "A"

    @property
    def months(self) -> int:
        """Length in months; 0 for a day."""
        return _MONTHS[self]

    @property
    def rank(self) -> int:
        """1 for the finest, 5 for the coarsest."""
        return _RANKS[self]


_MONTHS = {
    Frequency.DAILY: 0,
    Frequency.MONTHLY: 1,
    Frequency.QUARTERLY: 3,
    Frequency.HALF_YEARLY: 6,
    Frequency.ANNUAL: 12,
}
_RANKS = {frequency: rank for rank, frequency in enumerate(Frequency, start=1)}
_OF_RANK = {rank: frequency for frequency, rank in _RANKS.items()}
_FORMS = re.compile(
    r"(?P<year>[0-9]{4})"
    r"(?:-(?:S(?P<half>[12])|Q(?P<quarter>[1-4])|(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?))?"
)
EXPECTED = "2022, 2022-S1, 2022-Q4, 2022-06 or 2022-06-30"
EXPECTED_VI = "2022, 2022-S1, 2022-Q4, 2022-06 hoặc 2022-06-30"


@dataclass(frozen=True)
class Period:
    """A year, half, quarter, month or day, from its first day.

    A stock of a period is what there was at its end; a flow what came during it. Years run from
    1900 to 2199. Periods sort by their last day, then from the finer to the coarser.
    """

    frequency: Frequency
    start: date

    def __post_init__(self) -> None:
        if not YEAR_MIN <= self.start.year <= YEAR_MAX:
            raise PeriodError(
                f"a year must lie between {YEAR_MIN} and {YEAR_MAX}",
                f"năm phải nằm trong khoảng từ {YEAR_MIN} đến {YEAR_MAX}",
            )
        months = self.frequency.months
        if months and (self.start.day != 1 or (self.start.month - 1) % months):
            raise PeriodError(f"{self.start} does not begin a period of frequency {self.frequency}")

    @classmethod
    @lru_cache(maxsize=PERIODS_KEPT)
    def parse(cls, text: str) -> "Period":
        """Read `2022`, `2022-S1`, `2022-Q4`, `2022-06` or `2022-06-30`. Raises PeriodError."""
        form = _FORMS.fullmatch(text)
        if form is None:
            raise PeriodError(
                f"{text[:40]!r} is no period: expected {EXPECTED}",
                f"{text[:40]!r} không phải là kỳ: cần {EXPECTED_VI}",
            )
        year = int(form["year"])
        try:
            if form["half"]:
                return cls(Frequency.HALF_YEARLY, date(year, 6 * int(form["half"]) - 5, 1))
            if form["quarter"]:
                return cls(Frequency.QUARTERLY, date(year, 3 * int(form["quarter"]) - 2, 1))
            if form["day"]:
                return cls(Frequency.DAILY, date(year, int(form["month"]), int(form["day"])))
            if form["month"]:
                return cls(Frequency.MONTHLY, date(year, int(form["month"]), 1))
            return cls(Frequency.ANNUAL, date(year, 1, 1))
        except ValueError as error:
            raise PeriodError(
                f"{text!r} is no period: {error}",
                f"{text!r} không phải là kỳ: cần {EXPECTED_VI}",
            ) from error

    @classmethod
    def of_year(cls, year: int) -> "Period":
        return cls(Frequency.ANNUAL, date(year, 1, 1))

    @classmethod
    @lru_cache(maxsize=PERIODS_KEPT)
    def from_ordinal(cls, ordinal: int) -> "Period":
        """The period that `ordinal` stands for; undoes the property of that name."""
        last, rank = divmod(ordinal, 10)
        end = date(last // 10_000, last // 100 % 100, last % 100)
        return cls._ending(_OF_RANK[rank], end)

    @classmethod
    def _ending(cls, frequency: Frequency, end: date) -> "Period":
        if frequency is Frequency.DAILY:
            return cls(frequency, end)
        return cls(frequency, date(end.year, end.month - frequency.months + 1, 1))

    @cached_property
    def end(self) -> date:
        """The last day."""
        if self.frequency is Frequency.DAILY:
            return self.start
        month = self.start.month + self.frequency.months - 1
        return date(self.start.year, month, monthrange(self.start.year, month)[1])

    @cached_property
    def ordinal(self) -> int:
        """A whole number that sorts as periods do: YYYYMMDD of the last day, then the rank."""
        end = self.end
        return (end.year * 10_000 + end.month * 100 + end.day) * 10 + self.frequency.rank

    @property
    def ordinals_inside(self) -> tuple[int, int]:
        """Ordinals of the first and the last period that lie in this one, which itself is the last.

        What lies between lies in it too: calendar periods contain each other, or do not meet.
        """
        start = self.start
        return (start.year * 10_000 + start.month * 100 + start.day) * 10, self.ordinal

    @property
    def year(self) -> "Period":
        """The calendar year the period lies in."""
        return Period.of_year(self.start.year)

    @property
    def is_annual(self) -> bool:
        return self.frequency is Frequency.ANNUAL

    def shifted(self, steps: int) -> "Period":
        """The period of the same frequency `steps` later (earlier when negative)."""
        if self.frequency is Frequency.DAILY:
            return Period(self.frequency, self.start + timedelta(days=steps))
        month = self.start.year * 12 + self.start.month - 1 + steps * self.frequency.months
        return Period(self.frequency, date(month // 12, month % 12 + 1, 1))

    def covers(self, other: "Period") -> bool:
        """Whether every day of `other` lies in this period."""
        return self.start <= other.start and other.end <= self.end

    def inside(self) -> Iterator["Period"]:
        """All periods that lie in this one, of every frequency, itself included."""
        for frequency in Frequency:
            if frequency.rank <= self.frequency.rank:
                period = Period(frequency, self.start)
                yield period
                while period.end < self.end:
                    period = period.shifted(1)
                    yield period

    def ending_periods(self) -> tuple["Period", ...]:
        """Shorter periods that end on the same day, the longest first."""
        return tuple(
            Period._ending(frequency, self.end)
            for frequency in reversed(Frequency)
            if frequency.rank < self.frequency.rank
        )

    def __hash__(self) -> int:
        return self.ordinal

    def __lt__(self, other: "Period") -> bool:
        return self.ordinal < other.ordinal

    def __str__(self) -> str:
        year = f"{self.start.year:04d}"
        match self.frequency:
            case Frequency.ANNUAL:
                return year
            case Frequency.HALF_YEARLY:
                return f"{year}-S{(self.start.month + 5) // 6}"
            case Frequency.QUARTERLY:
                return f"{year}-Q{(self.start.month + 2) // 3}"
            case Frequency.MONTHLY:
                return f"{year}-{self.start.month:02d}"
            case _:
                assert_type(self.frequency, Literal[Frequency.DAILY])
                return self.start.isoformat()


@lru_cache(maxsize=PERIODS_KEPT)
def period_text(ordinal: int) -> str:
    """The period of an ordinal, written."""
    return str(Period.from_ordinal(ordinal))
