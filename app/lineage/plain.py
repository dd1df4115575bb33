"""Numbers as plain as most are: told from what a release holds, without deriving them again.

A number is plain when what a release holds of it leaves nothing open: one print, a formula over
numbers of the same period, the change since the number before, or a sum of parts, with no other
print or claim beside it. Of such a number the kernel would say the very same; a property test
holds both against each other. Every other number is the kernel's to tell.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
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
_DECIMAL_COMMA = str.maketrans(",.", ".,")
# As rows have them: members of an enumeration compare by way of their text, which takes its time.
SUPPRESSED = ObservationStatus.SUPPRESSED.value
REPORTED, ROLLED_UP = Derivation.REPORTED.value, Derivation.ROLLED_UP.value
EXACT, BETWEEN = Qualifier.EXACT.value, Qualifier.BETWEEN.value


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
        self._found: dict[Cell, PlainNumber | None] = {}
        self._figures: dict[Cell, list[Row]] = {}
        for figure in figures:
            self._figures.setdefault(_cell(figure), []).append(figure)

    def find(self, organization: str, indicator: str, period: str) -> PlainNumber | None:
        """The number, where it is plain and so is all it follows from."""
        cell = (organization, indicator, period)
        if cell not in self._found:
            row = self._rows.get(cell)
            self._found[cell] = None if row is None else self._number(row, cell)
        return self._found[cell]

    def _number(self, row: Row, cell: Cell) -> PlainNumber | None:
        if row["status"] == SUPPRESSED or row["implied"]:
            return None
        indicator = self._catalog.by_code[cell[1]]
        derivation = row["derivation"]
        if derivation == REPORTED:
            return self._reported(row, indicator, self._figures.get(cell, ()))
        if derivation == ROLLED_UP:
            return PlainNumber(row, notices=_coverage(row))
        return None if cell in self._figures else self._computed(row, indicator)

    def _reported(
        self, row: Row, indicator: Indicator, figures: Sequence[Row]
    ) -> PlainNumber | None:
        """A print stands alone where nothing else is printed, and nothing is computed beside it."""
        alone = indicator.formula is None and indicator.growth is None
        preferred = bool(indicator.partitions) and indicator.prefers_report
        if len(figures) != 1 or not (alone or preferred):
            return None
        if row["qualifier"] == BETWEEN:
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
    return row["status"] != SUPPRESSED and row["parts_complete"] is not False and not row["implied"]


def _coverage(row: Row) -> tuple[Notice, ...]:
    if row["parts_complete"]:
        return ()
    return (incomplete_roll_up(row["parts_known"], row["parts_total"]),)


def plain_text(number: PlainNumber, catalog: Catalog, *, decimals: int | None) -> Row | None:
    """The number in words in both languages, as `quantity_text` has them.

    None where that takes more digits than are published.
    """
    digits = _digits(number, decimals)
    row = number.row
    is_open_sum = row["derivation"] == ROLLED_UP and row["qualifier"] != EXACT
    if digits is None and number.figure is None and not is_open_sum:
        return None
    indicator = catalog.by_code[row["indicator"]]
    unit = catalog.unit_by_code[indicator.unit]
    texts: dict[str, str] = {}
    for language in LANGUAGES:
        words = (
            _words(number, indicator, language, decimals)
            if digits is None
            else digits
            if language == "en"
            else digits.translate(_DECIMAL_COMMA)
        )
        texts[language] = f"{words} {unit.symbol or getattr(unit.label, language)}"
    return texts


def _digits(number: PlainNumber, decimals: int | None) -> str | None:
    """Of a number that is one point, grouped by commas; None of any other."""
    value = number.row["value"]
    if number.row["qualifier"] != EXACT or value is None:
        return None
    if number.figure is not None or decimals is None:
        return group_digits(value, DecimalMark.POINT)
    step = 10 ** (PLACES - decimals)
    whole, rest = divmod(int(value * SCALE), step)
    if rest * 2 == step:
        return None  # What was rounded away before may decide.
    return group_digits(Decimal(whole + (rest * 2 > step)).scaleb(-decimals), DecimalMark.POINT)


def _words(
    number: PlainNumber, indicator: Indicator, language: Language, decimals: int | None
) -> str:
    """Of a print with its qualifier, or of a sum with its bounds."""
    row = number.row
    if number.figure is not None:
        return qualified_text(Qualifier(row["qualifier"]), Fraction(row["value"]), language)
    return bounds_text(
        bounds_of_row(row),
        language,
        domain=indicator.domain.bounds,
        decimals=PLACES if decimals is None else decimals,
    )


def bounds_of_row(row: Row) -> Bounds:
    """The bounds as published."""
    lower, upper = row["lower"], row["upper"]
    return Bounds(
        None if lower is None else Fraction(lower),
        None if upper is None else Fraction(upper),
        lower_closed=row["lower_closed"],
        upper_closed=row["upper_closed"],
    )
