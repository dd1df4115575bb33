"""The release that follows from the seeds, derived once for all tests."""

from functools import cache
from pathlib import Path

from app.derivation.cells import OrganizationCells
from app.derivation.checks import Check
from app.derivation.derive import OrganizationInput, OrganizationResult, derive
from app.derivation.disclosure import suppress
from app.derivation.evidence import Evidence
from app.derivation.observations import Observation
from app.derivation.publishing import PublishedBounds, published_value
from app.publication.content import Content, assemble
from app.publication.inputs import organization_inputs
from app.publication.package import read_folder, read_package

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
THRESHOLD = 5


@cache
def content() -> Content:
    folders = [SEEDS / name for name in ("founding", "provinces")]
    return assemble([read_package(read_folder(folder)) for folder in folders])


@cache
def inputs() -> dict[str, OrganizationInput]:
    figures = suppress(content().figures, content().catalog, threshold=THRESHOLD)
    return {each.code: each for each in organization_inputs(content(), figures)}


@cache
def results() -> dict[str, OrganizationResult]:
    found = derive(content().catalog, tuple(inputs().values()))
    return {result.code: result for result in found}


@cache
def cells(code: str) -> OrganizationCells:
    """What is known of one organization, without sums of those below."""
    each = inputs()[code]
    figures: dict = {}
    for figure in each.figures:
        figures.setdefault((figure.indicator, figure.period), []).append(figure)
    evidence = Evidence(code, figures, {}, each.breaks, each.valid_from, each.valid_to)
    return OrganizationCells(content().catalog, evidence)


@cache
def observations() -> dict[str, Observation]:
    return {str(each.key): each for result in results().values() for each in result.observations}


@cache
def checks() -> dict[str, Check]:
    return {check.code: check for result in results().values() for check in result.checks}


def published(key: str) -> tuple[str | None, str | None, str | None]:
    """Value, lower and upper end as they are published."""
    found = observations()[key]
    value, ends = published_value(found), PublishedBounds.of(found.bounds).as_decimals()
    return tuple(
        None if each is None else str(each) for each in (value, ends["lower"], ends["upper"])
    )
