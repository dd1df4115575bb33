"""The rules of a catalog for whole numbers: what the kernel's way of points needs, looked up once.

Indicators go by their place in the catalog, from 1, and periods by their ordinals.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from app.catalog.catalog import Catalog
from app.catalog.formulas import Constant, Formula, Node, Operand, OperandBasis, Operator
from app.catalog.indicators import GrowthMeasure, Indicator, IndicatorKind, RollUp
from app.derivation.guard import refuse_concepts

Quotient = tuple[int, int]
Reckoning = Callable[[Sequence[int]], Quotient | None]


@dataclass(frozen=True, slots=True)
class PlainIndicator:
    """One indicator. `reckon` takes the operands in the order of `operands`.

    `is_plain`: a formula or growth over published numbers of the same period that may be computed.
    `replaced`: operands for which the number of another period may stand.
    `is_single`: the domain is one number. `is_claimed`: what is printed is held against what
    formula or growth give; that of a whole is checked as its parts are.
    """

    number: int
    indicator: Indicator
    lower: Quotient | None
    upper: Quotient | None
    is_single: bool
    is_summed: bool
    is_average: bool
    prefers_report: bool
    is_claimed: bool
    is_plain: bool
    full_year_only: bool
    operands: tuple[int, ...]
    replaced: tuple[bool, ...]
    reckon: Reckoning | None
    grown: int | None
    measure: GrowthMeasure | None
    partitions: tuple[int, ...]
    wholes: tuple[tuple[int, str], ...]
    closure: tuple[int, ...]

    def holds(self, numerator: int, denominator: int = 1) -> bool:
        """Whether the quotient, of a denominator > 0, lies in the domain and is not all of it."""
        if self.is_single:
            return False
        lower, upper = self.lower, self.upper
        if upper is not None and numerator * upper[1] > upper[0] * denominator:
            return False
        return lower is None or numerator * lower[1] >= lower[0] * denominator


class PlainCatalog:
    """All indicators by number, in the order of the catalog."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self.numbers = {code: number for number, code in enumerate(catalog.by_code, 1)}
        self.indicators = {
            number: self._plain(catalog.by_code[code], number)
            for code, number in self.numbers.items()
        }
        self.direct_subordinates = (
            None
            if catalog.direct_subordinates is None
            else self.numbers[catalog.direct_subordinates]
        )

    def _plain(self, indicator: Indicator, number: int) -> PlainIndicator:
        formula = indicator.formula
        operands = () if formula is None else formula.operands
        growth = indicator.growth
        lower, upper = indicator.domain.bounds.lower, indicator.domain.bounds.upper
        return PlainIndicator(
            number,
            indicator,
            _quotient_of(lower),
            _quotient_of(upper),
            lower is not None and lower == upper,
            indicator.roll_up is RollUp.SUM and not indicator.implied,
            indicator.kind is IndicatorKind.AVERAGE,
            indicator.prefers_report,
            not indicator.partitions and (formula is not None or growth is not None),
            self._is_plain(indicator, formula),
            indicator.full_year_only,
            tuple(self.numbers[operand.indicator] for operand in operands),
            self._replaced(operands),
            None if formula is None else _reckoning(formula.tree, operands),
            None if growth is None else self.numbers[growth.of],
            None if growth is None else growth.measure,
            tuple(self.numbers[code] for code in indicator.partitions),
            tuple((self.numbers[code], code) for code in indicator.subset_of),
            tuple(self.numbers[code] for code in self.catalog.closure(indicator.code)),
        )

    def _replaced(self, operands: Sequence[Operand]) -> tuple[bool, ...]:
        """As `app.derivation.matching` does: years' averages for stocks, stocks beside flows."""
        kinds = [self.catalog.by_code[operand.indicator].kind for operand in operands]
        beside_flow = IndicatorKind.FLOW in kinds
        beside_stock = IndicatorKind.STOCK in kinds and not beside_flow
        return tuple(
            (kind is IndicatorKind.AVERAGE and beside_stock)
            or (kind is IndicatorKind.STOCK and beside_flow)
            for kind in kinds
        )

    def _is_plain(self, indicator: Indicator, formula: Formula | None) -> bool:
        if indicator.implied or indicator.latest:
            return False
        if formula is None:
            return True
        published = all(each.basis is OperandBasis.PUBLISHED for each in formula.operands)
        return published and refuse_concepts(self.catalog, formula) is None


def _quotient_of(end: Fraction | None) -> Quotient | None:
    return None if end is None else (end.numerator, end.denominator)


def _reckoning(node: Node, operands: Sequence[Operand]) -> Reckoning:
    """The formula over whole numbers; None where something is divided by 0."""
    if isinstance(node, Operand):
        place = operands.index(node)
        return lambda values: (values[place], 1)
    if isinstance(node, Constant):
        constant = node.value.numerator, node.value.denominator
        return lambda _: constant
    left, right = _reckoning(node.left, operands), _reckoning(node.right, operands)
    join = _JOINED[node.operator]

    def reckon(values: Sequence[int]) -> Quotient | None:
        first, second = left(values), right(values)
        return None if first is None or second is None else join(first, second)

    return reckon


def _sum(first: Quotient, second: Quotient) -> Quotient:
    return first[0] * second[1] + second[0] * first[1], first[1] * second[1]


def _difference(first: Quotient, second: Quotient) -> Quotient:
    return first[0] * second[1] - second[0] * first[1], first[1] * second[1]


def _product(first: Quotient, second: Quotient) -> Quotient:
    return first[0] * second[0], first[1] * second[1]


def _quotient(first: Quotient, second: Quotient) -> Quotient | None:
    if not second[0]:
        return None
    sign = 1 if second[0] > 0 else -1
    return sign * first[0] * second[1], sign * first[1] * second[0]


_JOINED: dict[Operator, Callable[[Quotient, Quotient], Quotient | None]] = {
    Operator.ADD: _sum,
    Operator.SUBTRACT: _difference,
    Operator.MULTIPLY: _product,
    Operator.DIVIDE: _quotient,
}
