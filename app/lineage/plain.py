"""Numbers as plain as most are: told from what a release holds, without deriving them again.

A number is plain when what a release holds of it leaves nothing open: one print, a formula over
numbers of the same period, the change since the number before, or a sum of parts, with no other
print or claim beside it. Of such a number the kernel would say the very same; a property test
holds both against each other. Every other number is the kernel's to tell.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from app.catalog.catalog import Catalog
from app.catalog.formulas import OperandBasis
from app.catalog.indicators import Indicator
from app.derivation.notices import Notice, incomplete_roll_up, since
from app.values.bounds import Bounds
from app.values.periods import Period
from app.values.printed import DecimalMark, group_digits
from app.values.qualifiers import Qualifier
from app.values.scaled import PLACES, SCALE
from app.values.statuses import Derivation, ObservationStatus
from app.values.wording import LANGUAGES, Language, bounds_text, qualified_text

Row = Mapping[str, Any]
Cell = tuple[str, str, str]
_MARKS = {"vi": DecimalMark.COMMA, "en": DecimalMark.POINT}


@dataclass(frozen=True, slots=True)
class PlainNumber:
    """A published row, the print it is where it is one, and the numbers it follows from by name."""

    row: Row
    figure: Row | None = None
    operands: tuple[tuple[str, "PlainNumber"], ...] = ()
    notices: tuple[Notice, ...] = ()

    def sources(self) -> Iterator[str]:
        """The source of every print beneath."""
        if self.figure is not None:
            yield self.row["source"]
        for _, operand in self.operands:
            yield from operand.sources()


class PlainCells:
    """Rows of observations and figures that were read, by cell.

    `figures` are all prints of the cells of `rows`. `whole` are indicators whose series were read
    for all periods, so that the number before another one is known.
    """

    def __init__(
        self,
        catalog: Catalog,
        rows: Iterable[Row],
        figures: Iterable[Row],
        *,
        whole: frozenset[str] = frozenset(),
    ) -> None:
        self._catalog = catalog
        self._whole = whole
        self._rows: dict[Cell, Row] = {_cell(row): row for row in rows}
        self._series: dict[tuple[str, str], list[Period]] = {}
        self._figures: dict[Cell, list[Row]] = {}
        for figure in figures:
            self._figures.setdefault(_cell(figure), []).append(figure)

    def find(self, organization: str, indicator: str, period: str) -> PlainNumber | None:
        """The number, where it is plain and so is all it follows from."""
        row = self._rows.get((organization, indicator, period))
        if row is None or row["status"] == ObservationStatus.SUPPRESSED or row["implied"]:
            return None
        found = self._catalog.by_code[indicator]
        figures = self._figures.get((organization, indicator, period), [])
        match row["derivation"]:
            case Derivation.REPORTED:
                return self._reported(row, found, figures)
            case Derivation.ROLLED_UP:
                return PlainNumber(row, notices=_coverage(row))
            case _:
                return None if figures else self._computed(row, found)

    def _reported(self, row: Row, indicator: Indicator, figures: list[Row]) -> PlainNumber | None:
        """A print stands alone where nothing else is printed, and nothing is computed beside it."""
        alone = indicator.formula is None and indicator.growth is None
        preferred = bool(indicator.partitions) and indicator.prefers_report
        if len(figures) != 1 or not (alone or preferred):
            return None
        if row["qualifier"] == Qualifier.BETWEEN:
            return None
        return PlainNumber(row, figures[0])

    def _computed(self, row: Row, indicator: Indicator) -> PlainNumber | None:
        if indicator.growth is not None:
            return self._grown(row, indicator.growth.of)
        if indicator.formula is None:
            return None
        operands = []
        for operand in indicator.formula.operands:
            if operand.basis is OperandBasis.REPORTED:
                return None
            found = self._operand(row["organization"], operand.indicator, row["period"])
            if found is None:
                return None
            operands.append((str(operand), found))
        return PlainNumber(row, operands=tuple(operands))

    def _grown(self, row: Row, of: str) -> PlainNumber | None:
        """The change since the number before, of the same frequency."""
        period = Period.parse(row["period"])
        later = self._operand(row["organization"], of, row["period"])
        if later is None or of not in self._whole:
            return None
        for candidate in self._before(row["organization"], of, period):
            earlier = self._operand(row["organization"], of, str(candidate))
            if earlier is None:
                return None
            return PlainNumber(
                row, operands=((of, later), (of, earlier)), notices=(since(candidate),)
            )
        return None

    def _before(self, organization: str, indicator: str, period: Period) -> list[Period]:
        """Earlier periods of the same frequency with a number to compute with, the latest first."""
        periods = [
            Period.parse(row["period"])
            for (whose, what, _), row in self._rows.items()
            if whose == organization and what == indicator and is_operand(row)
        ]
        earlier = (each for each in periods if each.frequency is period.frequency and each < period)
        return sorted(earlier, reverse=True)

    def _operand(self, organization: str, indicator: str, period: str) -> PlainNumber | None:
        found = self.find(organization, indicator, period)
        return found if found is not None and is_operand(found.row) else None


def _cell(row: Row) -> Cell:
    return row["organization"], row["indicator"], row["period"]


def is_operand(row: Row) -> bool:
    """As `Observation.is_operand` has it: limited, complete, and not implied."""
    suppressed = row["status"] == ObservationStatus.SUPPRESSED
    return not suppressed and row["parts_complete"] is not False and not row["implied"]


def _coverage(row: Row) -> tuple[Notice, ...]:
    if row["parts_complete"]:
        return ()
    return (incomplete_roll_up(row["parts_known"], row["parts_total"]),)


def plain_text(number: PlainNumber, catalog: Catalog, *, decimals: int | None) -> Row | None:
    """The number in words in both languages, as `quantity_text` has them.

    None where that takes more digits than are published.
    """
    indicator = catalog.by_code[number.row["indicator"]]
    unit = catalog.unit_by_code[indicator.unit]
    texts: dict[str, str] = {}
    for language in LANGUAGES:
        words = _words(number, indicator, language, decimals)
        if words is None:
            return None
        texts[language] = f"{words} {unit.symbol or getattr(unit.label, language)}"
    return texts


def _words(
    number: PlainNumber, indicator: Indicator, language: Language, decimals: int | None
) -> str | None:
    row = number.row
    value, qualifier = row["value"], row["qualifier"]
    if number.figure is not None:
        if qualifier == Qualifier.EXACT:
            return group_digits(value, _MARKS[language])
        return qualified_text(Qualifier(qualifier), Fraction(value), language)
    if qualifier == Qualifier.EXACT and value is not None:
        return _number_words(value, language, decimals)
    if row["derivation"] != Derivation.ROLLED_UP:
        return None
    return bounds_text(
        bounds_of_row(row),
        language,
        domain=indicator.domain.bounds,
        decimals=PLACES if decimals is None else decimals,
    )


def _number_words(value: int | Decimal, language: Language, decimals: int | None) -> str | None:
    """Rounded half-even; None where what was rounded away before may decide."""
    mark = _MARKS[language]
    if decimals is None:
        return group_digits(value, mark)
    step = 10 ** (PLACES - decimals)
    whole, rest = divmod(int(value * SCALE), step)
    if rest * 2 == step:
        return None
    return group_digits(Decimal(whole + (rest * 2 > step)).scaleb(-decimals), mark)


def bounds_of_row(row: Row) -> Bounds:
    """The bounds as published."""
    lower, upper = row["lower"], row["upper"]
    return Bounds(
        None if lower is None else Fraction(lower),
        None if upper is None else Fraction(upper),
        lower_closed=row["lower_closed"],
        upper_closed=row["upper_closed"],
    )
