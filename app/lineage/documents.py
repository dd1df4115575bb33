"""Numbers with all they rest on, down to the print, as plain documents."""

from typing import Any

from app.catalog.catalog import Catalog
from app.catalog.formulas import OperandBasis
from app.derivation.cells import OrganizationCells
from app.derivation.claims import Claim, Variation, claims_of
from app.derivation.figures import Figure
from app.derivation.growth import direction_of
from app.derivation.notices import Guard, Notice, Refusal
from app.derivation.observations import Observation, OperandUse
from app.derivation.publishing import PublishedBounds, published_value
from app.derivation.ratios import Computation
from app.derivation.verdicts import between_vintages, judge
from app.values.periods import Period
from app.values.scaled import exact_millionths, plain_decimal

Document = dict[str, Any]


def notice_document(notice: Notice | Refusal) -> Document:
    return {"code": notice.code, "vi": notice.vi, "en": notice.en}


def number_document(observation: Observation, catalog: Catalog) -> Document:
    """The fields of an observation in every answer that a kernel's number stands in."""
    figure = observation.figure
    coverage = observation.coverage
    indicator = catalog.by_code.get(observation.indicator)
    return {
        "id": str(observation.key),
        "organization": observation.organization,
        "indicator": observation.indicator,
        "period": str(observation.period),
        "reference_date": None if figure is None else figure.reference_date,
        "value": published_value(observation),
        **PublishedBounds.of(observation.bounds).as_decimals(),
        "qualifier": None if observation.qualifier is None else observation.qualifier.value,
        "unit": None if indicator is None else indicator.unit,
        "as_reported": None if figure is None else figure.as_reported,
        "derivation": observation.derivation.value,
        "status": observation.status.value,
        "confidentiality": observation.confidentiality.value,
        "source": None if figure is None else figure.source.code,
        "vintage": None if figure is None else figure.vintage,
        "parts_known": None if coverage is None else coverage.known,
        "parts_total": None if coverage is None else coverage.total,
        "parts_complete": None if coverage is None else coverage.is_complete,
        "implied": observation.implied,
    }


def figure_document(figure: Figure, catalog: Catalog) -> Document:
    """A printed number: enough to find it on its page and to read it again."""
    indicator = catalog.by_code[figure.indicator]
    bounds = figure.bounds(indicator, counted=catalog.counted(indicator))
    value = figure.published_value
    return {
        "key": str(figure.key),
        "as_reported": figure.as_reported,
        "printed_unit": figure.printed_unit.value,
        "decimal_mark": figure.decimal_mark.value,
        "qualifier": figure.qualifier.value,
        "value": None if value is None else plain_decimal(exact_millionths(value)),
        "resolution": plain_decimal(exact_millionths(figure.resolution)),
        **PublishedBounds.of(bounds).as_decimals(),
        "reference_date": figure.reference_date,
        "period_basis": figure.period_basis.value,
        "indicator_basis": figure.indicator_basis.value,
        "vintage": figure.vintage,
        "source": figure.source.code,
        "note": figure.note,
    }


def lineage_document(observation: Observation, catalog: Catalog) -> Document:
    """What the number follows from: a print, a formula over operands, or a sum of parts."""
    indicator = catalog.by_code.get(observation.indicator)
    formula = None if indicator is None or indicator.formula is None else indicator.formula.text
    growth = None if indicator is None or indicator.growth is None else indicator.growth
    return {
        "formula": formula if observation.operands else None,
        "growth": None if growth is None else growth.model_dump(mode="json"),
        "operands": [operand_document(use, catalog) for use in observation.operands],
        "figure": (
            None if observation.figure is None else figure_document(observation.figure, catalog)
        ),
        "parts": [part_document(part, catalog) for part in observation.parts],
    }


def part_document(part: Observation, catalog: Catalog) -> Document:
    """A number in a sum, with its own lineage."""
    return {**number_document(part, catalog), "lineage": lineage_document(part, catalog)}


def operand_document(use: OperandUse, catalog: Catalog) -> Document:
    """A number in a formula under the name it has there, with its own lineage."""
    return {
        "operand": str(use.operand),
        **number_document(use.observation, catalog),
        "id": _use_id(use),
        "notice": None if use.notice is None else notice_document(use.notice),
        "lineage": lineage_document(use.observation, catalog),
    }


def _use_id(use: OperandUse) -> str:
    """A printed share is not the published number of its cell, so it goes by its own key."""
    figure = use.observation.figure
    if use.operand.basis is OperandBasis.REPORTED and figure is not None:
        return str(figure.key)
    return str(use.observation.key)


def claim_document(claim: Claim, catalog: Catalog) -> Document:
    """What a source printed, what we compute, the verdict, and how it would fare otherwise."""
    return {
        **figure_document(claim.figure, catalog),
        "verdict": claim.verdict.value,
        "computed": number_document(claim.computed, catalog),
        "assumes": [use_document(use) for use in claim.assumes],
        "sensitivity": [_variation(each) for each in claim.sensitivity],
    }


def use_document(use: OperandUse) -> Document:
    """A number in a formula, named and no more."""
    figure = use.observation.figure
    return {
        "operand": str(use.operand),
        "id": _use_id(use),
        "value": published_value(use.observation),
        "source": None if figure is None else figure.source.code,
    }


def _variation(variation: Variation) -> Document:
    return {
        "denominator": str(variation.denominator.key),
        "denominator_value": published_value(variation.denominator),
        "value": published_value(variation.computed),
        **PublishedBounds.of(variation.computed.bounds).as_decimals(),
        "verdict": variation.verdict.value,
    }


def claim_documents(cells: OrganizationCells, indicator: str, period: Period) -> list[Document]:
    return [claim_document(claim, cells.catalog) for claim in claims_of(cells, indicator, period)]


def alternative_documents(
    cells: OrganizationCells, indicator: str, period: Period
) -> list[Document]:
    """Other printed numbers of the cell, each with its verdict against the preferred one."""
    preferred, *others = cells.figures(indicator, period) or (None,)
    if preferred is None:
        return []
    found = cells.catalog.by_code[indicator]
    counted = cells.catalog.counted(found)
    documents = []
    for other in others:
        verdict = judge(
            preferred.bounds(found, counted=counted),
            preferred.reading(found, counted=counted),
            other.bounds(found, counted=counted),
            other.reading(found, counted=counted),
        )
        documents.append(
            {
                **figure_document(other, cells.catalog),
                "verdict": between_vintages(verdict, preferred, other).value,
            }
        )
    return documents


def ratio_document(
    cells: OrganizationCells,
    code: str,
    period: Period,
    found: Observation | Refusal,
    computation: Computation | None,
    *,
    scale: int | None = None,
) -> Document:
    """A computed number with operands, claims and guards; or the guard that refused it."""
    catalog = cells.catalog
    formula = None if computation is None else computation.formula.text
    if isinstance(found, Refusal):
        nothing = _nothing(cells.evidence.organization, code, period)
        return {**nothing, "formula": formula, "scale": scale, **_refused(found)}
    lineage = lineage_document(found, catalog)
    indicator = catalog.by_code.get(code)
    growth = indicator is not None and indicator.growth is not None
    return {
        **number_document(found, catalog),
        "formula": formula,
        "scale": scale,
        "direction": direction_of(found.bounds).value if growth and found.bounds else None,
        "operands": lineage["operands"],
        "figure": lineage["figure"],
        "claims": claim_documents(cells, code, period) if indicator is not None else [],
        "guards": guards_passed(growth=growth) if found.operands else [],
        "notices": [notice_document(notice) for notice in found.notices],
        "refusal": None,
    }


def _refused(refusal: Refusal) -> Document:
    """What stands where a computed number would have its direction, operands and guards."""
    return {
        "direction": None,
        "operands": [],
        "figure": None,
        "claims": [],
        "guards": [{"guard": refusal.guard.value, "passed": False}],
        "notices": [],
        "refusal": {"guard": refusal.guard.value, **notice_document(refusal)},
    }


def guards_passed(*, growth: bool) -> list[Document]:
    """What a computed number had to pass."""
    of_growth = (Guard.OPERANDS, Guard.BREAK, Guard.VINTAGE, Guard.BASE)
    of_formula = (Guard.CONCEPT, Guard.PERIOD, Guard.OPERANDS, Guard.BOUNDARY, Guard.DOMAIN)
    return [
        {"guard": guard.value, "passed": True} for guard in (of_growth if growth else of_formula)
    ]


def _nothing(organization: str, code: str, period: Period) -> Document:
    return {
        "id": f"{organization}.{code}.{period}",
        "organization": organization,
        "indicator": code,
        "period": str(period),
        "reference_date": None,
        "value": None,
        "lower": None,
        "lower_closed": False,
        "upper": None,
        "upper_closed": False,
        "qualifier": None,
        "unit": None,
        "as_reported": None,
        "derivation": "computed",
        "status": "M",
        "confidentiality": "F",
        "source": None,
        "vintage": None,
        "parts_known": None,
        "parts_total": None,
        "parts_complete": None,
        "implied": False,
    }


def sources_beneath(document: object) -> set[str]:
    """Codes of every source that a document names, at any depth."""
    if isinstance(document, dict):
        own = {document["source"]} if isinstance(document.get("source"), str) else set()
        return own.union(*(sources_beneath(value) for value in document.values()))
    if isinstance(document, list):
        return set[str]().union(*(sources_beneath(each) for each in document))
    return set()
