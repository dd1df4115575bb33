"""A whole release from its figures: organizations from the leaves to the root."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from app.catalog.catalog import Catalog
from app.derivation.breaks import Break
from app.derivation.checks import Check
from app.derivation.figures import Figure
from app.derivation.observations import Observation
from app.derivation.organizations import Below, Organization
from app.derivation.passing import PassedCheck
from app.derivation.plain import PlainCatalog
from app.derivation.points import PlainNumber
from app.derivation.printed import Printed


@dataclass(frozen=True, slots=True)
class OrganizationInput:
    """One organization of the tree, with its figures after suppression.

    `all_listed`: the package says that all its direct subordinates are listed. `printed` stands
    for `figures` where they are looked at by cell.
    """

    code: str
    parent: str | None
    valid_from: date | None
    valid_to: date | None
    all_listed: bool
    breaks: tuple[Break, ...]
    figures: tuple[Figure, ...]
    printed: Printed | None = None


@dataclass(frozen=True, slots=True)
class OrganizationResult:
    """All that is published of one organization, in the order of catalog and time."""

    code: str
    observations: tuple[Observation, ...]
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class PlainResult:
    """The same, whole numbers and checks that passed on them in their plain form."""

    code: str
    observations: tuple[Observation | PlainNumber, ...]
    checks: tuple[Check | PassedCheck, ...]


def derive(
    catalog: Catalog, organizations: Iterable[OrganizationInput]
) -> Iterator[OrganizationResult]:
    """Results of each organization after those below it, all by the general rules.

    `organizations` stand in pre-order.
    """
    plain = PlainCatalog(catalog)
    general = (_without_points(plain, each) for each in organizations)
    for result in derive_plain(plain, general):
        yield OrganizationResult(
            result.code,
            tuple(each for each in result.observations if isinstance(each, Observation)),
            tuple(each for each in result.checks if isinstance(each, Check)),
        )


def _without_points(plain: PlainCatalog, organization: OrganizationInput) -> OrganizationInput:
    printed = Printed({}, Printed.of(plain, organization.figures).figures)
    return OrganizationInput(
        organization.code,
        organization.parent,
        organization.valid_from,
        organization.valid_to,
        organization.all_listed,
        organization.breaks,
        (),
        printed,
    )


def derive_plain(
    plain: PlainCatalog,
    organizations: Iterable[OrganizationInput],
    *,
    above: Below | None = None,
    below: Below | None = None,
) -> Iterator[PlainResult]:
    """Results of each organization after those below it; `organizations` stand in pre-order.

    Held meanwhile are the organizations above the one at hand, and what was handed up to them.
    `above` takes what those without a parent here hand up; `below` is what the first is handed.
    """
    outside = Below() if above is None else above
    waiting: list[tuple[OrganizationInput, Below]] = []
    for organization in organizations:
        while waiting and waiting[-1][0].code != organization.parent:
            yield _derived(plain, waiting, outside)
        waiting.append((organization, Below() if below is None else below))
        below = None
    while waiting:
        yield _derived(plain, waiting, outside)


def _derived(
    plain: PlainCatalog, waiting: list[tuple[OrganizationInput, Below]], outside: Below
) -> PlainResult:
    """The last organization, with all below it known; its numbers are handed up."""
    given, below = waiting.pop()
    organization = Organization(
        plain,
        given.code,
        given.printed or Printed.of(plain, given.figures),
        below,
        valid=(given.valid_from, given.valid_to),
        breaks=given.breaks,
        all_listed=given.all_listed,
    )
    observations = tuple(organization.observations(waiting[-1][1] if waiting else outside))
    return PlainResult(given.code, observations, tuple(organization.checks()))
