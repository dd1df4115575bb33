"""Several packages as one whole: every code named once, every reference kept, one tree."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from app.catalog.catalog import Catalog
from app.publication.catalogs import Stanzas
from app.publication.compact import InOrder
from app.publication.figure_checks import figure_problems
from app.publication.figures import Figures
from app.publication.gathering import Gathered
from app.publication.lines import (
    ErratumLine,
    EventLine,
    IdentifierLine,
    OrganizationLine,
    SourceLine,
    TermLine,
    VintageLine,
)
from app.publication.package import Package
from app.publication.problems import PROBLEMS_MAX, PackageError
from app.publication.staging import Numbers


@dataclass(frozen=True, slots=True)
class Content:
    """All that packages say, checked: what a release is derived from.

    Lines stand by key, whatever their order in the files; `organizations` in pre-order, those of
    one parent by code; stanzas of the catalog as written.
    """

    catalog: Catalog
    stanzas: dict[str, Any]
    sources: tuple[SourceLine, ...]
    vintages: tuple[VintageLine, ...]
    terms: tuple[TermLine, ...]
    errata: tuple[ErratumLine, ...]
    organizations: Sequence[OrganizationLine]
    identifiers: tuple[IdentifierLine, ...]
    events: tuple[EventLine, ...]
    figures: Figures
    numbers: Numbers


def assemble(packages: Sequence[Package]) -> Content:
    """Put packages together.

    Raises PackageError for duplicates, dangling codes and rows that cannot be.
    """
    stanzas = Stanzas.of(packages)
    catalog = stanzas.read()
    gathered = Gathered(packages, catalog)
    problems = list(islice(gathered.problems(), PROBLEMS_MAX))
    if problems:
        raise PackageError(problems)
    figures = gathered.figures.known_by(gathered.known())
    problems = list(islice(figure_problems(figures, catalog), PROBLEMS_MAX))
    if problems:
        raise PackageError(problems)
    return Content(
        catalog,
        stanzas.merged,
        tuple(sorted(gathered.sources.each(), key=lambda line: line.code)),
        tuple(sorted(gathered.vintages.each(), key=lambda line: line.ordinal)),
        tuple(sorted(gathered.terms.each(), key=lambda line: line.code)),
        tuple(sorted(gathered.errata.each(), key=lambda line: (line.found, line.code))),
        InOrder(gathered.organizations, gathered.tree()),
        tuple(sorted(gathered.identifiers.each(), key=lambda line: line.key)),
        tuple(sorted(gathered.events.each(), key=lambda line: line.code)),
        figures,
        gathered.numbers,
    )
