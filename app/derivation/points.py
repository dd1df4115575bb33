"""The kernel's way of points: whole numbers printed as they are, reckoned with as integers.

It goes as far as all that a cell rests on are such numbers, of an organization whose series nothing
breaks; every other cell, and every check that does not simply pass, goes to the general rules.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.catalog.indicators import GrowthMeasure
from app.derivation.plain import PlainCatalog, PlainIndicator, Quotient
from app.values.scaled import SCALE, VALUE_LIMIT
from app.values.statuses import Derivation

Cell = tuple[int, int]
_LIMIT = SCALE * VALUE_LIMIT - 1
_RANKS = 10  # The last digit of a period's ordinal tells how long it is.
_ANNUAL_RANK = 5


class PointFigure(NamedTuple):
    """The one figure of a cell: a whole number in units, exact, of normal status, all stated."""

    value: int
    source: str
    vintage: str | None
    as_reported: str
    reference_date: str | None


class Whole(NamedTuple):
    """A whole number of a cell, and what is beneath it; `parts` of a complete roll-up."""

    value: int
    derivation: Derivation
    sources: frozenset[str]
    vintages: frozenset[str | None]
    figure: PointFigure | None = None
    parts: tuple["Part", ...] = ()


class Part(NamedTuple):
    """What an organization below hands up."""

    organization: str
    value: int
    sources: frozenset[str]
    vintages: frozenset[str | None]


class Partial(NamedTuple):
    """Some of what is below: at least their sum, whatever the others are."""

    parts: tuple[Part, ...]
    total: int

    @property
    def value(self) -> int:
        return sum(part.value for part in self.parts)


class PlainNumber(NamedTuple):
    """An observation that is one number, in millionths: rounded half-even, ends outward."""

    indicator: int
    period: int
    value: int
    lower: int
    upper: int
    derivation: Derivation
    figure: PointFigure | None = None
    parts: int | None = None


class General:
    """A cell that the general rules must look at."""


GENERAL = General()
Found = Whole | General | None


def _together(own: Mapping[int, set[int]], indicators: Sequence[int]) -> Sequence[int]:
    found = [own[number] for number in indicators if number in own]
    return sorted(set[int]().union(*found)) if found else ()


def rounded(quotient: Quotient) -> tuple[int, int, int] | None:
    """Value half-even and ends outward, in millionths; None from 10⁹ on, for the general rules."""
    numerator, denominator = quotient
    whole, rest = divmod(numerator * SCALE, denominator)
    if not -_LIMIT < whole < _LIMIT:
        return None
    up = rest * 2 > denominator or (rest * 2 == denominator and whole % 2 == 1)
    return whole + up, whole, whole + (rest > 0)


@dataclass(frozen=True, slots=True)
class Given:
    """What is known of one organization before anything is computed: figures and sums by cell.

    `sums` are complete, `partial` are not; `others`: cells with figures or sums of another kind,
    `suppressed` those among them that are surely no number. Figures of `several` have rivals.
    """

    figures: Mapping[Cell, PointFigure]
    sums: Mapping[Cell, Whole]
    partial: Mapping[Cell, Partial]
    others: Collection[Cell]
    several: Collection[Cell] = ()
    suppressed: Collection[Cell] = ()

    def periods(self) -> dict[int, set[int]]:
        """Periods of each indicator."""
        own: dict[int, set[int]] = {}
        for cells in (self.figures, self.sums, self.partial, self.others):
            for indicator, period in cells:
                own.setdefault(indicator, set()).add(period)
        return own


class Points:
    """Whole numbers of one organization, each worked out once, when first asked for.

    `exists`: on the last day of a period, or for an average within it.
    """

    def __init__(
        self, plain: PlainCatalog, given: Given, exists: Callable[[PlainIndicator, int], bool]
    ) -> None:
        self.plain = plain
        self.figures, self.sums, self.partial = given.figures, given.sums, given.partial
        self.others, self.several, self.suppressed = given.others, given.several, given.suppressed
        self.exists = exists
        own = given.periods()
        self.periods: dict[int, Sequence[int]] = {
            number: _together(own, each.closure) for number, each in plain.indicators.items()
        }
        self._has_only_years = {
            number: all(period % _RANKS == _ANNUAL_RANK for period in periods)
            for number, periods in self.periods.items()
        }
        self._known: dict[Cell, Found] = {}

    def number(self, cell: Cell) -> Found:
        """The whole number of a cell; None where there is certainly no number."""
        try:
            return self._known[cell]
        except KeyError:
            found = self._known[cell] = self._number(cell)
            return found

    def _number(self, cell: Cell) -> Found:
        if cell in self.others:
            return None if cell in self.suppressed else GENERAL
        indicator = self.plain.indicators[cell[0]]
        figure = self.figures.get(cell)
        if figure is not None:
            if not indicator.prefers_report:
                return GENERAL
            return Whole(
                figure.value,
                Derivation.REPORTED,
                frozenset((figure.source,)),
                frozenset((figure.vintage,)),
                figure,
            )
        if indicator.reckon is not None or indicator.grown is not None:
            quotient = self._computed(indicator, cell[1])
            if isinstance(quotient, General) or (quotient is None and self.is_summed(cell)):
                return GENERAL
            return None if quotient is None else self._whole(indicator, cell[1], quotient)
        return GENERAL if cell in self.partial else self.sums.get(cell)

    def is_summed(self, cell: Cell) -> bool:
        return cell in self.sums or cell in self.partial

    def _whole(self, indicator: PlainIndicator, period: int, quotient: Quotient) -> Found:
        numerator, denominator = quotient
        if numerator % denominator or indicator.grown is not None:
            return GENERAL
        beneath = (self.number((operand, period)) for operand in indicator.operands)
        known = [each for each in beneath if isinstance(each, Whole)]
        return Whole(
            numerator // denominator,
            Derivation.COMPUTED,
            frozenset[str]().union(*(each.sources for each in known)),
            frozenset[str | None]().union(*(each.vintages for each in known)),
        )

    def _computed(self, indicator: PlainIndicator, period: int) -> Quotient | General | None:
        """The formula or growth over whole numbers; None where there is certainly none."""
        if not indicator.is_plain:
            return GENERAL
        if indicator.grown is not None:
            return self._growth(indicator, indicator.grown, period)
        if indicator.full_year_only and period % _RANKS != _ANNUAL_RANK:
            return None
        values = self._values(indicator, period)
        if values is None or isinstance(values, General):
            return values
        quotient = None if indicator.reckon is None else indicator.reckon(values)
        return None if quotient is None or not indicator.holds(*quotient) else quotient

    def _values(self, indicator: PlainIndicator, period: int) -> list[int] | General | None:
        """What the formula takes; None where some of it is surely not to be had."""
        values: list[int] = []
        for operand, is_replaced in zip(indicator.operands, indicator.replaced, strict=True):
            found = self.number((operand, period))
            if found is None:
                # Where years are all there are, nothing else may stand for that of a year.
                years = period % _RANKS == _ANNUAL_RANK and self._has_only_years[operand]
                return GENERAL if is_replaced and not years else None
            if isinstance(found, General):
                return GENERAL
            if not self.exists(self.plain.indicators[operand], period):
                return None
            values.append(found.value)
        return values

    def _growth(
        self, indicator: PlainIndicator, measured: int, period: int
    ) -> Quotient | General | None:
        later = self.number((measured, period))
        if not isinstance(later, Whole):
            return later
        earlier = self._previous(measured, period)
        if not isinstance(earlier, Whole):
            return earlier
        if indicator.measure is GrowthMeasure.COMPOUND_PER_YEAR:
            return GENERAL
        is_percent = indicator.measure is GrowthMeasure.PERCENT
        if earlier.vintages != later.vintages or (is_percent and earlier.value <= 0):
            return None
        change = later.value - earlier.value
        quotient = (change * 100, earlier.value) if is_percent else (change, 1)
        return quotient if indicator.holds(*quotient) else None

    def _previous(self, measured: int, period: int) -> Found:
        for candidate in reversed(self.periods[measured]):
            if candidate < period and candidate % _RANKS == period % _RANKS:
                found = self.number((measured, candidate))
                if found is not None:
                    return found
        return None

    # What is published

    def published(self, indicator: PlainIndicator, period: int) -> PlainNumber | General | None:
        """The observation of a cell; None where there is none."""
        cell = (indicator.number, period)
        if cell in self.others:
            return GENERAL
        if indicator.grown is None and (indicator.reckon is None or cell in self.figures):
            found = self.number(cell)
            return _of_whole(cell, found) if isinstance(found, Whole) else found
        if cell in self.figures:
            return GENERAL
        quotient = self._computed(indicator, period)
        if quotient is None:
            return GENERAL if self.is_summed(cell) else None
        ends = None if isinstance(quotient, General) else rounded(quotient)
        return GENERAL if ends is None else PlainNumber(*cell, *ends, Derivation.COMPUTED)


def _of_whole(cell: Cell, found: Whole) -> PlainNumber:
    """What is printed or summed; both are refused from 10⁹ on."""
    scaled = found.value * SCALE
    known = len(found.parts) if found.derivation is Derivation.ROLLED_UP else None
    return PlainNumber(*cell, scaled, scaled, scaled, found.derivation, found.figure, known)
