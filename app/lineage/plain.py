"""Numbers as plain as most are: told from what a release holds, without deriving them again.

A number is plain when what a release holds of it leaves nothing open: one print, a formula over
numbers of the same period, the change since the number before, or a sum of parts, with no other
print or claim beside it; numbers that others rest on may have such beside them. Of such a number
the kernel would say the very same; a property test holds both against each other. Every other
number is the kernel's to tell.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

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


class PlainNumber(NamedTuple):
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


class Rule(NamedTuple):
    """What the catalog says of an indicator, as far as its plain numbers need it.

    `is_printed`: nothing is computed that a print would stand instead of. `operands` are names in
    the formula with the indicators they stand for; None without a formula over published numbers.
    """

    is_printed: bool
    operands: tuple[tuple[str, str], ...] | None
    growth_of: str | None


def rules_of(catalog: Catalog) -> dict[str, Rule]:
    """One for each indicator, by its code."""
    return {each.code: _rule_of(each) for each in catalog.indicators}


def _rule_of(indicator: Indicator) -> Rule:
    operands = None if indicator.formula is None else indicator.formula.operands
    growth_of = None if indicator.growth is None else indicator.growth.of
    preferred = bool(indicator.partitions) and indicator.prefers_report
    if operands is not None and any(each.basis is OperandBasis.REPORTED for each in operands):
        return Rule(preferred, None, growth_of)
    named = None if operands is None else tuple((str(each), each.indicator) for each in operands)
    return Rule((named is None and growth_of is None) or preferred, named, growth_of)


class PlainCells:
    """Rows of observations and figures that were read, by cell.

    `figures` are all prints of the cells of `rows`. `whole` are indicators whose series were read
    for all periods, so that the number before another one is known.
    """

    def __init__(
        self,
        rules: Mapping[str, Rule],
        rows: Iterable[Row],
        figures: Iterable[Row],
        *,
        whole: frozenset[str] = frozenset(),
    ) -> None:
        self._rules = rules
        self._whole = whole
        self._rows: dict[Cell, Row] = {_cell(row): row for row in rows}
        self._found: dict[Cell, PlainNumber | None] = {}
        self._figures: dict[Cell, list[Row]] = {}
        for figure in figures:
            self._figures.setdefault(_cell(figure), []).append(figure)

    def find(self, organization: str, indicator: str, period: str) -> PlainNumber | None:
        """The number, where it is plain, all it follows from is, and nothing stands beside it."""
        cell = (organization, indicator, period)
        found = self._beneath(cell)
        if found is None:
            return None
        own = 0 if found.figure is None else 1
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
        rule = self._rules[cell[1]]
        derivation = row["derivation"]
        if derivation == REPORTED:
            return self._reported(row, rule, cell)
        if derivation == ROLLED_UP:
            return PlainNumber(row, notices=_coverage(row))
        if rule.growth_of is not None:
            return self._grown(row, rule.growth_of)
        return None if rule.operands is None else self._computed(row, rule.operands)

    def _reported(self, row: Row, rule: Rule, cell: Cell) -> PlainNumber | None:
        """The preferred print, where nothing was computed that it stands instead of."""
        if row["qualifier"] == BETWEEN or not rule.is_printed:
            return None
        source = row["source"]
        for figure in self._figures.get(cell, ()):
            if figure["source"] == source:
                return PlainNumber(row, figure)
        return None

    def _computed(self, row: Row, operands: Iterable[tuple[str, str]]) -> PlainNumber | None:
        used = []
        for name, indicator in operands:
            found = self._operand(row["organization"], indicator, row["period"])
            if found is None:
                return None
            used.append((name, found))
        return PlainNumber(row, operands=tuple(used))

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
