"""A whole release from its figures: organizations from the leaves to the root."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from app.catalog.catalog import Catalog
from app.catalog.indicators import Indicator, IndicatorKind, RollUp
from app.derivation.breaks import Break
from app.derivation.cells import OrganizationCells
from app.derivation.checks import Check
from app.derivation.evidence import Cell, Evidence
from app.derivation.figures import Figure
from app.derivation.observations import Observation
from app.derivation.rollup import roll_up
from app.derivation.rules import check_organization
from app.values.periods import Period


@dataclass(frozen=True, slots=True)
class OrganizationInput:
    """One organization of the tree, with its figures after suppression.

    `all_listed`: the package says that all its direct subordinates are listed.
    """

    code: str
    parent: str | None
    valid_from: date | None
    valid_to: date | None
    all_listed: bool
    breaks: tuple[Break, ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class OrganizationResult:
    """All that is published of one organization, in the order of catalog and time."""

    code: str
    observations: tuple[Observation, ...]
    checks: tuple[Check, ...]


@dataclass(slots=True)
class _Below:
    """What the organizations directly below a parent hand up."""

    children: list[Evidence] = field(default_factory=list)
    numbers: dict[Cell, dict[str, Observation]] = field(default_factory=dict)


def derive(
    catalog: Catalog, organizations: Iterable[OrganizationInput]
) -> Iterator[OrganizationResult]:
    """Results of each organization after those below it; `organizations` stand in pre-order.

    Held meanwhile are the organizations above the one at hand, and what was handed up to them.
    """
    above: list[tuple[OrganizationInput, _Below]] = []
    for organization in organizations:
        while above and above[-1][0].code != organization.parent:
            yield _derived(catalog, above)
        above.append((organization, _Below()))
    while above:
        yield _derived(catalog, above)


def _derived(catalog: Catalog, above: list[tuple[OrganizationInput, _Below]]) -> OrganizationResult:
    """The last organization, with all below it known; its numbers are handed up."""
    organization, below = above.pop()
    evidence = _evidence(catalog, organization, below)
    cells = OrganizationCells(catalog, evidence)
    observations = tuple(_observations(cells))
    if above:
        _, handed = above[-1]
        handed.children.append(
            Evidence(
                organization.code,
                {},
                valid_from=organization.valid_from,
                valid_to=organization.valid_to,
            )
        )
        for observation in observations:
            if _is_summed(catalog.by_code[observation.indicator]) and observation.is_operand:
                cell = (observation.indicator, observation.period)
                handed.numbers.setdefault(cell, {})[organization.code] = observation.handed_up()
    return OrganizationResult(organization.code, observations, tuple(check_organization(cells)))


def _observations(cells: OrganizationCells) -> Iterator[Observation]:
    for indicator in cells.catalog.indicators:
        for period in sorted(cells.periods(indicator.code)):
            found = cells.observe(indicator.code, period)
            if isinstance(found, Observation):
                yield found


def _evidence(catalog: Catalog, organization: OrganizationInput, below: _Below) -> Evidence:
    figures: dict[Cell, list[Figure]] = {}
    for figure in organization.figures:
        figures.setdefault((figure.indicator, figure.period), []).append(figure)
    evidence = Evidence(
        organization.code,
        figures,
        breaks=organization.breaks,
        valid_from=organization.valid_from,
        valid_to=organization.valid_to,
    )
    rolled = dict(_roll_ups(catalog, organization, below, OrganizationCells(catalog, evidence)))
    return Evidence(
        organization.code,
        figures,
        rolled,
        organization.breaks,
        organization.valid_from,
        organization.valid_to,
    )


def _roll_ups(
    catalog: Catalog, organization: OrganizationInput, below: _Below, cells: OrganizationCells
) -> Iterator[tuple[Cell, Observation]]:
    for (code, period), numbers in below.numbers.items():
        indicator = catalog.by_code[code]
        valid = [child for child in below.children if _is_valid(indicator, period, child)]
        parts = [numbers[child.organization] for child in valid if child.organization in numbers]
        reported = _reported_subordinates(catalog, cells, period)
        rolled = roll_up(
            organization.code,
            indicator,
            period,
            sorted(parts, key=lambda part: part.organization),
            total=max(len(valid), reported or 0),
            all_listed=organization.all_listed or reported == len(valid),
        )
        if rolled is not None and parts:
            yield (code, period), rolled


def _reported_subordinates(
    catalog: Catalog, cells: OrganizationCells, period: Period
) -> int | None:
    """How many organizations directly below were reported for the period; None if not exactly."""
    if catalog.direct_subordinates is None:
        return None
    found = cells.report(catalog.direct_subordinates, period)
    if found is None or found.bounds is None or not found.bounds.is_point or found.value is None:
        return None
    return int(found.value)


def _is_summed(indicator: Indicator) -> bool:
    return indicator.roll_up is RollUp.SUM and not indicator.implied


def _is_valid(indicator: Indicator, period: Period, child: Evidence) -> bool:
    """A stock counts who exists on its day, a flow or average who exists throughout."""
    if indicator.kind is IndicatorKind.STOCK:
        return child.exists_on(period.end)
    return child.exists_throughout(period)
