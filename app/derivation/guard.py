"""What must hold before numbers stand in one formula: boundary, concept (design, rule 6)."""

from collections.abc import Iterator, Sequence
from itertools import combinations

from app.catalog.catalog import Catalog
from app.catalog.formulas import Formula
from app.catalog.indicators import Indicator, IndicatorKind
from app.derivation.breaks import Break, breaks_between
from app.derivation.evidence import Evidence
from app.derivation.notices import Refusal, beyond_break, other_concept, outside_validity
from app.derivation.observations import Observation, OperandUse
from app.values.periods import Period


def refuse_concepts(catalog: Catalog, formula: Formula) -> Refusal | None:
    """Counts of two concepts make no ratio unless the catalog says they compare.

    Shares are free of concept: each is already a ratio within its own.
    """
    counts = [
        catalog.by_code[operand.indicator]
        for operand in formula.operands
        if catalog.by_code[operand.indicator].is_count
    ]
    for first, second in combinations(counts, 2):
        if not catalog.concepts_compare(first, second):
            return other_concept(first.code, second.code, list(_comparable(catalog, first, second)))
    return None


def _comparable(catalog: Catalog, first: Indicator, second: Indicator) -> Iterator[str]:
    """Indicators like the second, in unit and thing counted, that compare with the first."""
    for candidate in catalog.indicators:
        alike = candidate.unit == second.unit and candidate.measure == second.measure
        plain = candidate.is_count and not candidate.implied
        if alike and plain and catalog.concepts_compare(first, candidate):
            yield candidate.code


def refuse_boundaries(
    catalog: Catalog, evidence: Evidence, uses: Sequence[OperandUse], period: Period
) -> Refusal | None:
    """Each number must be of a time in which the organization, with its borders, exists.

    One that stands for another period may not lie beyond a break of its series.
    """
    for use in uses:
        observation = use.observation
        between = _between(catalog, evidence, observation, period)
        if between:
            return beyond_break(
                observation.indicator, observation.period, [each.event for each in between]
            )
        if catalog.by_code[observation.indicator].kind is IndicatorKind.AVERAGE:
            exists = evidence.exists_within(observation.period)
        else:
            exists = evidence.exists_on(observation.period.end)
        if not exists:
            return outside_validity(
                observation.indicator, observation.period, evidence.organization
            )
    return None


def _between(
    catalog: Catalog, evidence: Evidence, observation: Observation, period: Period
) -> tuple[Break, ...]:
    """Breaks of the number's own series between its period and the wanted one."""
    if observation.period == period:
        return ()
    beneath = catalog.closure(observation.indicator)
    breaks = [each for each in evidence.breaks if each.touches(beneath)]
    return breaks_between(breaks, *sorted((observation.period, period)))
