"""Computed numbers, worked out by the kernel from what a release holds."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Annotated

from pydantic import Field, PlainValidator, WithJsonSchema

from app.catalog.formulas import FormulaError
from app.cells.queries import cell_place
from app.derivation.cells import OrganizationCells
from app.derivation.growth import growth_from_predecessors
from app.derivation.guard import refuse_concepts
from app.derivation.notices import Refusal, other_organization
from app.derivation.observations import Observation
from app.derivation.ratios import Computation, compute
from app.errors import InvalidParameterError, NotFoundError, RefusedComputationError
from app.evidence.queries import fetch_cells
from app.indicators.queries import find_indicator, known_indicators
from app.lineage.documents import Document, ratio_document
from app.observations.queries import OBSERVATIONS, ObservationSelection, observation_filters
from app.parameters import (
    Flag,
    IndicatorCode,
    OnePeriod,
    OrganizationCode,
    OrganizationCodes,
    PageSelection,
    Periods,
    Selection,
)
from app.releases.reader import Reader
from app.releases.resource import Page, fetch_page
from app.values.codes import CellKey
from app.values.periods import Period

CELLS_MAX = 400
SCALES = ("1", "100", "1000", "10000", "100000")


def _scale(text: object) -> Decimal:
    if str(text) not in SCALES:
        raise ValueError(f"one of: {', '.join(SCALES)}")
    return Decimal(str(text))


Scale = Annotated[
    Decimal,
    PlainValidator(_scale),
    WithJsonSchema({"type": "integer", "enum": [int(each) for each in SCALES]}),
]


class RatioSelection(PageSelection):
    """Which cells of one computed indicator."""

    organization: OrganizationCodes | None = Field(
        None,
        description="Organizations, separated by commas. With periods, cells that were refused are "
        "shown too, with the guard and the reason.",
        examples=["lao-cai"],
    )
    period: Periods | None = Field(
        None, description="Exactly these periods, separated by commas.", examples=["2022"]
    )
    start_period: OnePeriod | None = Field(
        None, description="Periods that begin on or after its first day.", examples=["2020"]
    )
    end_period: OnePeriod | None = Field(
        None, description="Periods that end on or before its last day.", examples=["2022"]
    )
    across_breaks: Flag = Field(
        False,
        description="Growth: compare across breaks too; such numbers are marked. Needs "
        "`organization`.",
        examples=[],
    )


class ComputationSelection(Selection):
    """A free ratio: any two indicators of the catalog, within what the guard allows."""

    numerator: IndicatorCode = Field(description="What is divided.", examples=["members"])
    denominator: IndicatorCode = Field(
        description="What it is divided by.", examples=["population"]
    )
    scale: Scale = Field(
        Decimal(1),
        description="The quotient is multiplied by it: 100 gives percent.",
        examples=[100],
    )
    organization: OrganizationCodes = Field(
        description="Organizations, separated by commas.", examples=["lao-cai"]
    )
    denominator_organization: OrganizationCode | None = Field(
        None,
        description="Take the denominator from this organization; refused when it is another one, "
        "since its borders differ.",
        examples=[],
    )
    period: Periods | None = Field(
        None,
        description="Exactly these periods; without it, all that give a number.",
        examples=["2022"],
    )


def find_computed(reader: Reader, code: str) -> None:
    """Raises NotFoundError unless the code names an indicator that is computed."""
    indicator = find_indicator(reader, code)
    if indicator.formula is None and indicator.growth is None:
        computed = [each.code for each in reader.catalog.computed]
        raise NotFoundError(
            f"{code} is reported, not computed.", expected=f"one of: {', '.join(computed)}"
        )


def fetch_ratio_page(
    reader: Reader, code: str, selection: RatioSelection
) -> tuple[Page, list[Document]]:
    """A page of published numbers of the indicator, each with operands, claims and guards.

    Behind the last page stand the chosen cells that were refused, with their reasons.
    """
    chosen = ObservationSelection.model_validate({"indicator": code, **_shared(selection)})
    filters = observation_filters(reader, chosen)
    after = None if selection.after is None else cell_place(reader, selection.after)
    page = fetch_page(reader, OBSERVATIONS, chosen, filters, after)
    keys = [CellKey.parse(row["id"]) for row in page.rows]
    if not page.has_more:
        keys.extend(_not_published(code, selection, keys))
    cells = fetch_cells(reader, {key.organization for key in keys}, [code])
    documents = [_document(cells[key.organization], key) for key in keys]
    return page, [document for document in documents if document is not None]


def _shared(selection: RatioSelection) -> dict[str, str]:
    """The parameters that choose observations, as they are written."""
    names = {"limit", "total", "after", "organization", "period", "startPeriod", "endPeriod"}
    return {name: text for name, text in selection.canonical().items() if name in names}


def _not_published(code: str, selection: RatioSelection, published: list[CellKey]) -> list[CellKey]:
    """Cells named by organization and period that have no number."""
    if selection.organization is None or selection.period is None or selection.after is not None:
        return []
    named = [
        CellKey(organization, code, period)
        for organization in selection.organization
        for period in selection.period
    ]
    _refuse_too_many(len(named))
    return [key for key in named if key not in published]


def _document(cells: OrganizationCells, key: CellKey) -> Document | None:
    found = cells.observe(key.indicator, key.period)
    if found is None:
        found = cells.computed(key.indicator, key.period)
    return None if found is None else _with_nearest(cells, key, found)


def _with_nearest(cells: OrganizationCells, key: CellKey, found: Observation | Refusal) -> Document:
    computation = Computation.of(cells.catalog.by_code[key.indicator])
    document = ratio_document(cells, key.indicator, key.period, found, computation)
    if isinstance(found, Refusal):
        others = (
            period
            for period in cells.periods(key.indicator)
            if isinstance(cells.resolve(key.indicator, period), Observation)
        )
        document["refusal"]["nearest"] = _nearest_id(key, others)
    return document


def _nearest_id(key: CellKey, periods: Iterable[Period]) -> str | None:
    """The cell of the same series, nearest in time, that does have a number."""
    ordered = sorted(periods, key=lambda period: (abs((period.end - key.period.end).days), period))
    return str(CellKey(key.organization, key.indicator, ordered[0])) if ordered else None


def fetch_across_breaks(reader: Reader, code: str, selection: RatioSelection) -> list[Document]:
    """Growth of chosen organizations with breaks crossed, and marked; worked out now."""
    indicator = find_indicator(reader, code)
    if indicator.growth is None or selection.organization is None:
        raise InvalidParameterError(
            "acrossBreaks is for growth of chosen organizations.",
            parameter="acrossBreaks",
            expected="a growth indicator, and organization",
        )
    documents = []
    every = fetch_cells(reader, selection.organization, [code])
    for organization, cells in sorted(every.items()):
        for period in sorted(_chosen_periods(cells, code, selection)):
            found = _growth_across(reader, cells, code, period)
            if isinstance(found, Observation) or (found is not None and selection.period):
                key = CellKey(organization, code, period)
                documents.append(_with_nearest(cells, key, found))
    _refuse_too_many(len(documents))
    return documents


def _growth_across(
    reader: Reader, cells: OrganizationCells, code: str, period: Period
) -> Observation | Refusal | None:
    """Across breaks of the own series; where a merger begins it, from the predecessors together."""
    found = cells.growth(code, period, across_breaks=True)
    if isinstance(found, Observation):
        return found
    indicator = cells.catalog.by_code[code]
    merger = next(
        (each for each in cells.breaks(code) if each.predecessors and each.effective <= period.end),
        None,
    )
    if indicator.growth is None or merger is None:
        return found
    before = fetch_cells(reader, merger.predecessors, [code])
    return (
        growth_from_predecessors(cells, before, indicator, indicator.growth, period, merger)
        or found
    )


def _chosen_periods(cells: OrganizationCells, code: str, selection: RatioSelection) -> set[Period]:
    first, last = selection.start_period, selection.end_period
    return {
        period
        for period in cells.periods(code)
        if (selection.period is None or period in selection.period.items)
        and (first is None or period.start >= first.start)
        and (last is None or period.end <= last.end)
    }


def fetch_computations(reader: Reader, selection: ComputationSelection) -> list[Document]:
    """The free ratio for each organization and period.

    Raises RefusedComputationError where the guard refuses the pair whatever the period.
    """
    pair = (selection.numerator, selection.denominator)
    for name, code in zip(("numerator", "denominator"), pair, strict=True):
        _refuse_implied(reader, name, code)
    try:
        computation = Computation.free(reader.catalog, *pair, selection.scale)
    except FormulaError as error:
        raise InvalidParameterError(
            "numerator and denominator are the same.",
            parameter="denominator",
            expected="another indicator than the numerator",
        ) from error
    _refuse_guard(refuse_concepts(reader.catalog, computation.formula), "denominator")
    for organization in selection.organization:
        other = selection.denominator_organization
        if other is not None and other != organization:
            _refuse_guard(other_organization(organization, other), "denominatorOrganization")
    return list(_computed(reader, computation, selection, pair))


def _computed(
    reader: Reader, computation: Computation, selection: ComputationSelection, pair: tuple[str, str]
) -> Iterator[Document]:
    every = fetch_cells(reader, selection.organization, pair)
    for organization, cells in sorted(every.items()):
        candidates = cells.periods(pair[0]) | cells.periods(pair[1])
        results = {period: compute(cells, computation, period) for period in candidates}
        numbers = [period for period, found in results.items() if isinstance(found, Observation)]
        for period in sorted(selection.period.items if selection.period else numbers):
            found = results.get(period) or compute(cells, computation, period)
            document = ratio_document(cells, computation.code, period, found, computation)
            if isinstance(found, Refusal):
                key = CellKey(organization, computation.code, period)
                document["refusal"]["nearest"] = _nearest_id(key, numbers)
            yield document


def _refuse_implied(reader: Reader, parameter: str, code: str) -> None:
    if known_indicators(reader, [code], parameter=parameter)[0].implied:
        raise RefusedComputationError(
            f"{code} is implied by a printed share, and never computed with.",
            parameter=parameter,
            expected="an indicator that is reported or computed from reports",
        )


def _refuse_guard(refusal: Refusal | None, parameter: str) -> None:
    if refusal is not None:
        raise RefusedComputationError(
            f"The {refusal.guard} guard refuses: {refusal.en}",
            parameter=parameter,
            expected=f"operands that pass the {refusal.guard} guard",
        )


def _refuse_too_many(count: int) -> None:
    if count > CELLS_MAX:
        raise InvalidParameterError(
            f"The selection has {count} cells to work out.",
            parameter="organization",
            expected=f"at most {CELLS_MAX} cells: fewer organizations or periods",
        )
