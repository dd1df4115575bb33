"""Which number of an operand belongs to a period (design, rule 5)."""

from collections.abc import Collection, Iterable, Iterator
from typing import Protocol

from app.catalog.catalog import Catalog
from app.catalog.formulas import Formula, Operand, OperandBasis
from app.catalog.indicators import IndicatorKind
from app.derivation.evidence import Evidence
from app.derivation.notices import (
    Notice,
    Refusal,
    latest_available,
    missing_operand,
    stock_at_end,
    suppressed_operand,
    year_average,
)
from app.derivation.observations import Observation, OperandUse
from app.values.periods import Period


class Cells(Protocol):
    """The numbers of one organization, computed where needed."""

    @property
    def catalog(self) -> Catalog:
        """The indicators, and what each is computed from."""

    @property
    def evidence(self) -> Evidence:
        """What was printed of the organization, and when it exists."""

    def resolve(self, indicator: str, period: Period) -> Observation | Refusal | None:
        """The observation of a cell, why there is none, or None where nothing is known."""

    def report(self, indicator: str, period: Period) -> Observation | None:
        """The preferred printed number of a cell, whatever is published for it."""

    def periods(self, indicator: str) -> frozenset[Period]:
        """Periods that may have a number."""


def match_operands(
    cells: Cells, formula: Formula, period: Period, *, latest: Iterable[str] = ()
) -> tuple[OperandUse, ...] | Refusal:
    """The number of each operand for the period, or the operands that have none."""
    uses: list[OperandUse] = []
    missing: list[str] = []
    suppressed: list[str] = []
    kinds = {cells.catalog.by_code[operand.indicator].kind for operand in formula.operands}
    for operand in formula.operands:
        found = _first_number(
            cells,
            operand,
            _alternatives(
                cells,
                operand,
                period,
                beside=kinds,
                latest=operand.indicator in set(latest),
            ),
        )
        if isinstance(found, OperandUse):
            uses.append(found)
        else:
            (suppressed if found else missing).append(str(operand))
    if suppressed:
        return suppressed_operand(suppressed)
    return missing_operand(missing, period) if missing else tuple(uses)


def _first_number(
    cells: Cells, operand: Operand, alternatives: Iterable[tuple[Period, Notice | None]]
) -> OperandUse | bool:
    """The first usable number; else whether one is there but suppressed."""
    suppressed = False
    for candidate, notice in alternatives:
        observation = _lookup(cells, operand, candidate)
        if not isinstance(observation, Observation):
            continue
        if observation.is_operand:
            return OperandUse(operand, observation, notice)
        suppressed = suppressed or observation.bounds is None
    return suppressed


def _alternatives(
    cells: Cells,
    operand: Operand,
    period: Period,
    *,
    beside: Collection[IndicatorKind],
    latest: bool,
) -> Iterator[tuple[Period, Notice | None]]:
    """Periods whose number may stand for the wanted one, the best first.

    `beside` are the kinds in the formula: a year's average serves stocks, and no part-year flow.
    """
    yield period, None
    kind = cells.catalog.by_code[operand.indicator].kind
    beside_flow = IndicatorKind.FLOW in beside
    beside_stock = IndicatorKind.STOCK in beside and not beside_flow
    if kind is IndicatorKind.AVERAGE and beside_stock and not period.is_annual:
        yield period.year, year_average(operand.indicator, period.year)
    if kind is IndicatorKind.STOCK and beside_flow:
        for candidate in period.ending_periods():
            yield candidate, stock_at_end(operand.indicator, candidate)
    if latest:
        earlier = (each for each in cells.periods(operand.indicator) if each.end <= period.end)
        for candidate in sorted(earlier, reverse=True):
            yield candidate, latest_available(operand.indicator, candidate, period)


def _lookup(cells: Cells, operand: Operand, period: Period) -> Observation | Refusal | None:
    if operand.basis is OperandBasis.REPORTED:
        return cells.report(operand.indicator, period)
    return cells.resolve(operand.indicator, period)
