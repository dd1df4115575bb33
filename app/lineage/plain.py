"""Numbers as plain as most are: told from what a release holds, without deriving them again.

A number is plain when what a release holds of it leaves nothing open: one print, a formula over
numbers of the same period, the change since the number before, or a sum of parts, with no other
print or claim beside it; numbers that others rest on may have such beside them. Of such a number
the kernel would say the very same; a property test holds both against each other. Every other
number is the kernel's to tell.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.catalog.catalog import Catalog
from app.catalog.formulas import OperandBasis
from app.catalog.indicators import Indicator
from app.derivation.notices import Notice, incomplete_roll_up, since
from app.values.periods import Period
from app.values.qualifiers import Qualifier
from app.values.statuses import Derivation, ObservationStatus

Row = Mapping[str, Any]
Cell = tuple[str, str, str]
# As rows have them: members of an enumeration compare by way of their text, which takes its time.
SUPPRESSED = ObservationStatus.SUPPRESSED.value
REPORTED, ROLLED_UP = Derivation.REPORTED.value, Derivation.ROLLED_UP.value
BETWEEN = Qualifier.BETWEEN.value


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
        """The number, where it is plain, all it follows from is, and nothing stands beside it."""
        cell = (organization, indicator, period)
        found = self._beneath(cell)
        own = 0 if found is None or found.figure is None else 1
        return found if len(self._figures.get(cell, ())) == own else None

    def find_among_others(
        self, organization: str, indicator: str, period: str
    ) -> PlainNumber | None:
        """A print that is plain but for the other prints of its cell."""
        found = self._beneath((organization, indicator, period))
        return None if found is None or found.figure is None else found

    def _beneath(self, cell: Cell) -> PlainNumber | None:
        """The number as others rest on it: other prints of it, and claims, are not theirs."""
        if cell not in self._found:
            row = self._rows.get(cell)
            self._found[cell] = None if row is None else self._number(row, cell)
        return self._found[cell]

    def _number(self, row: Row, cell: Cell) -> PlainNumber | None:
        if row["implied"]:
            return None
        indicator = self._catalog.by_code[cell[1]]
        derivation = row["derivation"]
        if derivation == REPORTED:
            return self._reported(row, indicator, self._figures.get(cell, ()))
        if derivation == ROLLED_UP:
            return PlainNumber(row, notices=_coverage(row))
        return self._computed(row, indicator)

    def _reported(
        self, row: Row, indicator: Indicator, figures: Sequence[Row]
    ) -> PlainNumber | None:
        """The preferred print, where nothing was computed that it stands instead of."""
        alone = indicator.formula is None and indicator.growth is None
        preferred = bool(indicator.partitions) and indicator.prefers_report
        if row["qualifier"] == BETWEEN or not (alone or preferred):
            return None
        source = row["source"]
        return next((PlainNumber(row, each) for each in figures if each["source"] == source), None)

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
        found = self._beneath((organization, indicator, period))
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
