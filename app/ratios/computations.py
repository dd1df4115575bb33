"""Free ratios: any two indicators, worked out by the kernel within what the guard allows."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated

from pydantic import Field

from app.catalog.formulas import FormulaError
from app.derivation.guard import refuse_concepts
from app.derivation.notices import Refusal, other_organization
from app.derivation.observations import Observation
from app.derivation.ratios import Computation, compute
from app.errors import InvalidParameterError, RefusedComputationError
from app.evidence.queries import fetch_cells
from app.indicators.queries import known_indicators
from app.lineage.documents import Document, ratio_document
from app.organizations.queries import find_places
from app.parameter_parsing import parsed, unfit
from app.parameters import IndicatorCode, OrganizationCode, OrganizationCodes, Periods, Selection
from app.ratios.queries import nearest_id, refuse_too_many
from app.releases.reader import Reader
from app.values.codes import CellKey
from app.values.wording import Words, any_of

SCALES = ("1", "100", "1000", "10000", "100000")


def _scale(text: object) -> int:
    if str(text) not in SCALES:
        raise unfit(any_of(SCALES))
    return int(str(text))


Scale = Annotated[int, parsed(_scale, type="integer", enum=[int(each) for each in SCALES])]


class ComputationSelection(Selection):
    """A free ratio: any two indicators of the catalog, within what the guard allows."""

    numerator: IndicatorCode = Field(description="What is divided.", examples=["members"])
    denominator: IndicatorCode = Field(
        description="What it is divided by.", examples=["population"]
    )
    scale: Scale = Field(
        1,
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
        examples=["lao-cai"],
    )
    period: Periods | None = Field(
        None,
        description="Exactly these periods; without it, all that give a number.",
        examples=["2022"],
    )


def fetch_computations(reader: Reader, selection: ComputationSelection) -> list[Document]:
    """The free ratio for each organization and period.

    Raises RefusedComputationError where the guard refuses the pair whatever the period.
    """
    pair = (selection.numerator, selection.denominator)
    for name, code in zip(("numerator", "denominator"), pair, strict=True):
        _refuse_implied(reader, name, code)
    try:
        computation = Computation.free(reader.catalog, *pair, Decimal(selection.scale))
    except FormulaError as error:
        raise InvalidParameterError(
            Words("numerator and denominator are the same.", "Tử số và mẫu số trùng nhau."),
            parameter="denominator",
            expected=Words("another indicator than the numerator", "một chỉ tiêu khác với tử số"),
        ) from error
    _refuse_guard(refuse_concepts(reader.catalog, computation.formula), "denominator")
    other = selection.denominator_organization
    if other is not None:
        find_places(reader, [other], parameter="denominatorOrganization")
        for organization in selection.organization:
            if other != organization:
                _refuse_guard(other_organization(organization, other), "denominatorOrganization")
    return list(_computed(reader, computation, selection, pair))


def _computed(
    reader: Reader, computation: Computation, selection: ComputationSelection, pair: tuple[str, str]
) -> Iterator[Document]:
    every = fetch_cells(reader, selection.organization, pair)
    candidates = {
        organization: cells.periods(pair[0]) | cells.periods(pair[1])
        for organization, cells in every.items()
    }
    chosen = len(every) * len(selection.period.items) if selection.period else 0
    refuse_too_many(max(chosen, sum(map(len, candidates.values()))))
    for organization, cells in sorted(every.items()):
        results = {
            period: compute(cells, computation, period) for period in candidates[organization]
        }
        numbers = [period for period, found in results.items() if isinstance(found, Observation)]
        for period in sorted(selection.period.items if selection.period else numbers):
            found = results.get(period) or compute(cells, computation, period)
            document = ratio_document(
                cells, computation.code, period, found, computation, scale=selection.scale
            )
            if isinstance(found, Refusal):
                key = CellKey(organization, computation.code, period)
                document["refusal"]["nearest"] = nearest_id(key, numbers)
            yield document


def _refuse_implied(reader: Reader, parameter: str, code: str) -> None:
    if known_indicators(reader, [code], parameter=parameter)[0].implied:
        raise RefusedComputationError(
            Words(
                f"{code} is implied by a printed share, and never computed with.",
                f"{code} được suy ra từ một tỷ lệ đã công bố nên không dùng để tính tiếp.",
            ),
            parameter=parameter,
            expected=Words(
                "an indicator that is reported or computed from reports",
                "một chỉ tiêu được báo cáo hoặc tính từ báo cáo",
            ),
        )


def _refuse_guard(refusal: Refusal | None, parameter: str) -> None:
    if refusal is not None:
        raise RefusedComputationError(
            Words(
                f"The {refusal.guard} guard refuses: {refusal.en}",
                f"Không đạt điều kiện {refusal.guard}: {refusal.vi}",
            ),
            parameter=parameter,
            expected=Words(
                f"operands that pass the {refusal.guard} guard",
                f"các số đạt điều kiện {refusal.guard}",
            ),
        )
