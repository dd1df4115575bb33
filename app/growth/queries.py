"""Growth between chosen periods, worked out by the kernel from what a release holds."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import product
from typing import Annotated, Any

from pydantic import Field

from app.boundaries.parameter import BoundariesName, Map
from app.boundaries.series import Series, fetch_series_on_map
from app.boundaries.territory import Territory
from app.catalog.indicators import GrowthMeasure, Indicator, IndicatorKind
from app.derivation.free_growth import FreeGrowth, Pace, growth_between, measures_of, pace_of
from app.derivation.growth import direction_of
from app.derivation.notices import Notice, Refusal
from app.derivation.observations import Observation
from app.derivation.publishing import PublishedBounds, published_value
from app.errors import InvalidParameterError, RefusedComputationError
from app.evidence.queries import fetch_cells
from app.indicators.queries import known_indicators
from app.lineage.documents import Document, notice_document, operand_document
from app.parameter_parsing import Several, choices
from app.parameters import (
    FieldsParameter,
    Flag,
    IndicatorCodes,
    OnePeriod,
    OrganizationCodes,
    Selection,
)
from app.ratios.queries import refuse_too_many
from app.releases.reader import Reader
from app.values.wording import Words

COLUMNS = (
    "organization",
    "indicator",
    "measure",
    "start_period",
    "end_period",
    "value",
    "lower",
    "lower_closed",
    "upper",
    "upper_closed",
    "qualifier",
    "unit",
    "direction",
    "status",
    "compared",
    "refusal.code",
    "refusal.guard",
)
_COMPARABLE = frozenset({GrowthMeasure.PERCENT, GrowthMeasure.COMPOUND_PER_YEAR})
Worked = tuple[FreeGrowth, Observation | Refusal]


class GrowthSelection(Selection):
    """Which series, between which two periods, and how the change is told."""

    organization: OrganizationCodes = Field(
        description="Organizations, separated by commas.", examples=["lao-cai"]
    )
    indicator: IndicatorCodes = Field(
        description="Indicators, separated by commas. Of several, each is told whether it grew "
        "faster than the others.",
        examples=["members,population"],
    )
    start_period: OnePeriod = Field(description="Since this period.", examples=["2010"])
    end_period: OnePeriod = Field(
        description="Up to this period, of the same frequency.", examples=["2022"]
    )
    measure: Annotated[Several[str], *choices(GrowthMeasure)] | None = Field(
        None,
        description="How the change is told, separated by commas: in units, percent, percent a "
        "year compounded, or, of shares, in percentage points. By default all that fit.",
        examples=["absolute,percent"],
    )
    across_breaks: Flag = Field(
        False,
        description="Compare across breaks too; such numbers are marked.",
        examples=[False],
    )
    boundaries: BoundariesName = Field(
        Map.AS_REPORTED.value,
        description="In whose borders, as in `/v1/observations`: with `current` the successor of "
        "what merged is told, from sums of its predecessors. A merger is still a break.",
        examples=["current"],
    )
    fields: FieldsParameter | None = Field(
        None,
        description="Only these fields of each row, in this order, separated by commas.",
        examples=[],
    )


def fetch_growth(reader: Reader, selection: GrowthSelection) -> list[Document]:
    """A row for each organization, indicator and measure; one that is refused says why.

    Raises InvalidParameterError, RefusedComputationError for what never grows, and
    UnknownCodeError.
    """
    start, end = selection.start_period, selection.end_period
    if start.end >= end.end:
        raise InvalidParameterError(
            Words(
                f"startPeriod {start} does not end before endPeriod {end}.",
                f"startPeriod {start} không kết thúc trước endPeriod {end}.",
            ),
            parameter="startPeriod",
            expected=Words(
                f"a period that ends before {end.end}", f"một kỳ kết thúc trước {end.end}"
            ),
        )
    indicators = known_indicators(reader, selection.indicator, parameter="indicator")
    wanted = [
        FreeGrowth.of(each, how)
        for each in indicators
        for how in _measures(each, selection.measure)
    ]
    refuse_too_many(len(selection.organization.items) * len(wanted))
    reader.leave_the_loop()
    codes = list(selection.indicator)
    every: dict[str, Series] = {}
    if selection.boundaries == Map.AS_REPORTED:
        every |= fetch_cells(reader, selection.organization, codes)
    else:
        every = fetch_series_on_map(reader, selection.organization, codes, selection.boundaries)
    return [
        document
        for _, cells in sorted(every.items())
        for document in _told(cells, wanted, selection)
    ]


def _measures(indicator: Indicator, chosen: Iterable[str] | None) -> Sequence[GrowthMeasure]:
    if indicator.kind is IndicatorKind.GROWTH or indicator.implied:
        raise RefusedComputationError(
            Words(
                f"{indicator.code} is {'implied' if indicator.implied else 'a growth'}, and its "
                "change is never computed.",
                f"{indicator.code} {'được suy ra từ tỷ lệ' if indicator.implied else 'đã là'} "
                f"{'đã công bố' if indicator.implied else 'mức tăng, giảm'}, nên không tính mức "
                "tăng, giảm của nó.",
            ),
            parameter="indicator",
            expected=Words(
                "indicators that are reported, or ratios of them",
                "các chỉ tiêu được báo cáo, hoặc tỷ lệ tính từ chúng",
            ),
        )
    fitting = measures_of(indicator)
    if chosen is None:
        return fitting
    found = [GrowthMeasure(each) for each in chosen]
    for each in found:
        if each not in fitting:
            raise InvalidParameterError(
                Words(
                    f"A change of {indicator.code} is not told as {each}.",
                    f"Mức tăng, giảm của {indicator.code} không đo bằng {each}.",
                ),
                parameter="measure",
                expected=Words(
                    f"for {indicator.code} one of: {', '.join(fitting)}",
                    f"với {indicator.code}, một trong: {', '.join(fitting)}",
                ),
            )
    return found


def _told(
    cells: Series, wanted: Iterable[FreeGrowth], selection: GrowthSelection
) -> Iterator[Document]:
    worked: list[Worked] = [
        (
            free,
            growth_between(
                cells,
                free,
                selection.start_period,
                selection.end_period,
                breaks=cells.breaks(free.measured.of),
                across_breaks=selection.across_breaks,
            ),
        )
        for free in wanted
    ]
    paces = dict(_paces(worked))
    for free, found in worked:
        yield {
            "organization": cells.evidence.organization,
            "indicator": free.measured.of,
            "measure": free.measured.measure.value,
            "start_period": str(selection.start_period),
            "end_period": str(selection.end_period),
            "unit": free.unit,
            **_number(cells, found),
            "notices": [notice_document(each) for each in _said(cells, free, found, selection)],
            "compared": paces.get(free.code, []),
        }


def _said(
    cells: Series, free: FreeGrowth, found: Observation | Refusal, selection: GrowthSelection
) -> Iterator[Notice | Refusal]:
    """Remarks on the number; where there is none, what a sum over borders lacks at either end."""
    if isinstance(found, Observation):
        yield from found.notices
    elif isinstance(cells, Territory):
        for period in (selection.start_period, selection.end_period):
            yield from cells.lacking(free.measured.of, period)


def _paces(worked: Sequence[Worked]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Of each relative growth, how it stands to those of the other indicators."""
    known = [
        (free, found)
        for free, found in worked
        if isinstance(found, Observation) and free.measured.measure in _COMPARABLE
    ]
    paces: dict[str, list[dict[str, Any]]] = {free.code: [] for free, _ in known}
    for (free, found), (other, beside) in product(known, known):
        alike = free.measured.measure is other.measured.measure
        if alike and free.measured.of != other.measured.of:
            pace: Pace = pace_of(found, beside)
            paces[free.code].append({"indicator": other.measured.of, "pace": pace.value})
    yield from paces.items()


def _number(cells: Series, found: Observation | Refusal) -> Document:
    if isinstance(found, Refusal):
        return {
            "value": None,
            **PublishedBounds.of(None).as_decimals(),
            "qualifier": None,
            "direction": None,
            "status": "M",
            "operands": [],
            "refusal": {"guard": found.guard.value, **notice_document(found)},
        }
    later, earlier = found.operands
    ends = (("earlier", earlier), ("later", later))
    return {
        "value": published_value(found),
        **PublishedBounds.of(found.bounds).as_decimals(),
        "qualifier": None if found.qualifier is None else found.qualifier.value,
        "direction": None if found.bounds is None else direction_of(found.bounds).value,
        "status": found.status.value,
        "operands": [
            {**operand_document(use, cells.catalog), "operand": name} for name, use in ends
        ],
        "refusal": None,
    }
