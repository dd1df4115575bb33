"""Numbers that follow from others by a formula: value, bounds and what they rest on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from app.catalog.catalog import Catalog
from app.catalog.formulas import Formula, Operand
from app.catalog.indicators import Indicator
from app.derivation.guard import refuse_boundaries, refuse_concepts
from app.derivation.matching import Cells, match_operands
from app.derivation.notices import (
    Notice,
    Refusal,
    implied,
    outside_domain,
    part_year,
    unbounded_operands,
    zero_denominator,
)
from app.derivation.observations import Observation, OperandUse
from app.values.bounds import UNLIMITED, Bounds
from app.values.periods import Period
from app.values.qualifiers import is_tighter, qualifier_of
from app.values.statuses import Derivation, first_status


@dataclass(frozen=True, slots=True)
class Computation:
    """A formula with the rules of the number it gives: an indicator's, or a free ratio's."""

    code: str
    formula: Formula
    domain: Bounds
    latest: tuple[str, ...] = ()
    full_year_only: bool = False
    implied: bool = False

    @classmethod
    def of(cls, indicator: Indicator) -> "Computation | None":
        """What the catalog says of an indicator; None when it has no formula."""
        if indicator.formula is None:
            return None
        return cls(
            indicator.code,
            indicator.formula,
            indicator.domain.bounds,
            indicator.latest,
            indicator.full_year_only,
            indicator.implied,
        )

    @classmethod
    def free(
        cls, catalog: Catalog, numerator: str, denominator: str, scale: Decimal
    ) -> "Computation":
        """The formula `numerator / denominator * scale`, for two indicators of the catalog.

        Raises FormulaError when they are the same.
        """
        lowers = [catalog.by_code[code].domain.lower for code in (numerator, denominator)]
        non_negative = all(lower is not None and lower >= 0 for lower in lowers)
        return cls(
            f"{numerator}/{denominator}",
            Formula.parse(f"{numerator} / {denominator}{'' if scale == 1 else f' * {scale:f}'}"),
            Bounds.above(0, closed=True) if non_negative else UNLIMITED,
        )


def compute(cells: Cells, computation: Computation, period: Period) -> Observation | Refusal:
    """The number of the period, or the guard that refused it."""
    if computation.full_year_only and not period.is_annual:
        return part_year(period)
    refusal = refuse_concepts(cells.catalog, computation.formula)
    if refusal is not None:
        return refusal
    uses = match_operands(cells, computation.formula, period, latest=computation.latest)
    if isinstance(uses, Refusal):
        return uses
    refusal = refuse_boundaries(cells.catalog, cells.evidence, uses, period)
    if refusal is not None:
        return refusal
    return evaluate(cells.evidence.organization, computation, period, uses)


def evaluate(
    organization: str, computation: Computation, period: Period, uses: tuple[OperandUse, ...]
) -> Observation | Refusal:
    """The formula over these very numbers; a result that nothing limits is refused."""
    enclosed = computation.formula.enclose(_bounds(uses))
    if enclosed is None:
        return zero_denominator()
    bounds = enclosed.intersection(computation.domain)
    if bounds is None:
        return outside_domain(computation.code)
    if not is_tighter(bounds, computation.domain):
        return unbounded_operands()
    return Observation(
        organization,
        computation.code,
        period,
        Derivation.COMPUTED,
        value=_value(computation, uses),
        bounds=bounds,
        qualifier=qualifier_of(bounds, computation.domain),
        status=first_status(*(use.observation.status for use in uses)),
        operands=uses,
        implied=computation.implied,
        notices=tuple(_notices(computation, uses)),
    )


def _bounds(uses: Iterable[OperandUse]) -> Mapping[Operand, Bounds]:
    return {use.operand: use.observation.bounds or UNLIMITED for use in uses}


def _value(computation: Computation, uses: Iterable[OperandUse]) -> Fraction | None:
    """The formula over the printed numbers; None where one prints no single number."""
    values: dict[Operand, Fraction] = {}
    for use in uses:
        if use.observation.value is None:
            return None
        values[use.operand] = use.observation.value
    value = computation.formula.evaluate(values)
    return None if value is None or not _reaches(computation.domain, value) else value


def _reaches(domain: Bounds, value: Fraction) -> bool:
    return (domain.lower is None or domain.lower <= value) and (
        domain.upper is None or value <= domain.upper
    )


def _notices(computation: Computation, uses: Iterable[OperandUse]) -> Iterable[Notice]:
    if computation.implied:
        yield implied()
    for use in uses:
        if use.notice is not None:
            yield use.notice
