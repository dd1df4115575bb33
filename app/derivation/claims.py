"""What sources print for a cell that we also compute, and how each fares (design, rule 4)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from app.catalog.formulas import OperandBasis
from app.derivation.figures import Figure
from app.derivation.matching import Cells
from app.derivation.notices import Refusal
from app.derivation.observations import Observation, OperandUse
from app.derivation.ratios import Computation, evaluate
from app.derivation.verdicts import Verdict, judge
from app.values.bounds import Bounds
from app.values.periods import Period, PeriodError


class ClaimCells(Cells, Protocol):
    """Cells that also tell printed and computed numbers apart."""

    def figures(self, indicator: str, period: Period) -> tuple[Figure, ...]:
        """Printed numbers of a cell, the preferred one first."""

    def computed(self, indicator: str, period: Period) -> Observation | Refusal | None:
        """What the formula or the growth gives, whatever is published."""


@dataclass(frozen=True, slots=True)
class Variation:
    """The computed number with one denominator of a neighbouring period, and the verdict then."""

    denominator: Observation
    computed: Observation
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Claim:
    """A printed number beside the computed one.

    `assumes` are the numbers our computation takes for what the source does not name.
    """

    figure: Figure
    bounds: Bounds | None
    computed: Observation
    verdict: Verdict
    assumes: tuple[OperandUse, ...]
    sensitivity: tuple[Variation, ...]


def claims_of(cells: ClaimCells, indicator: str, period: Period) -> Iterator[Claim]:
    """Claims of a cell, the preferred figure's first; none where nothing is computed.

    A suppressed cell has none: what we compute would tell the number that is kept back.
    """
    found = cells.catalog.by_code[indicator]
    figures = cells.figures(indicator, period)
    if not figures or found.partitions or any(figure.is_suppressed for figure in figures):
        return
    computed = cells.computed(indicator, period)
    if not isinstance(computed, Observation):
        return
    computation = Computation.of(found)
    counted = cells.catalog.counted(found)
    for figure in figures:
        bounds = figure.bounds(found, counted=counted)
        reading = figure.reading(found, counted=counted)
        yield Claim(
            figure,
            bounds,
            computed,
            judge(bounds, reading, computed.bounds, computed.bounds),
            assumes=_assumed(computation, computed),
            sensitivity=tuple(_sensitivity(cells, computation, computed, bounds, reading)),
        )


def _assumed(computation: Computation | None, computed: Observation) -> tuple[OperandUse, ...]:
    """What is divided by; for a growth the earlier end."""
    if computation is None:
        return computed.operands[1:]
    return tuple(
        use for use in computed.operands if use.operand in computation.formula.denominators
    )


def _sensitivity(
    cells: Cells,
    computation: Computation | None,
    computed: Observation,
    bounds: Bounds | None,
    reading: Bounds | None,
) -> Iterator[Variation]:
    """Each denominator one period earlier, as it is, and one later, where there is a number."""
    if computation is None:
        return
    for place, use in enumerate(computed.operands):
        if (
            use.operand not in computation.formula.denominators
            or use.operand.basis is OperandBasis.REPORTED
        ):
            continue
        for period in _around(use.observation.period):
            neighbour = cells.resolve(use.operand.indicator, period)
            if not isinstance(neighbour, Observation) or not neighbour.is_operand:
                continue
            uses = (
                *computed.operands[:place],
                replace(use, observation=neighbour),
                *computed.operands[place + 1 :],
            )
            varied = evaluate(computed.organization, computation, computed.period, uses)
            if isinstance(varied, Observation):
                yield Variation(
                    neighbour, varied, judge(bounds, reading, varied.bounds, varied.bounds)
                )


def _around(period: Period) -> Iterator[Period]:
    """The one before, itself, the one after; fewer where the years that are known end."""
    for steps in (-1, 0, 1):
        try:
            neighbour = period.shifted(steps)
        except PeriodError:
            continue
        yield neighbour
