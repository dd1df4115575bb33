"""Computed numbers, worked out by the kernel from what a release holds."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pydantic import Field

from app.cells.queries import cell_place, refuse_reversed_range
from app.derivation.cells import OrganizationCells
from app.derivation.growth import growth_from_predecessors
from app.derivation.notices import Refusal, missing_operand
from app.derivation.observations import Observation
from app.derivation.ratios import Computation
from app.errors import InvalidParameterError, NotFoundError
from app.evidence.queries import fetch_cells
from app.indicators.queries import find_indicator
from app.lineage.documents import Document, ratio_document
from app.lineage.gathering import fetch_plain_cells
from app.lineage.plain_documents import plain_ratio_document
from app.observations.queries import OBSERVATIONS
from app.observations.selection import ObservationSelection, observation_filters
from app.organizations.queries import find_places
from app.parameters import (
    Flag,
    OnePeriod,
    OrganizationCodes,
    PageSelection,
    Periods,
)
from app.releases.reader import Reader
from app.releases.resource import Page, Row, fetch_page
from app.values.codes import CellKey
from app.values.periods import Period
from app.values.wording import Words, any_of

CELLS_MAX = 400


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
        examples=[False],
    )


def find_computed(reader: Reader, code: str) -> None:
    """Raises NotFoundError unless the code names an indicator that is computed."""
    indicator = find_indicator(reader, code)
    if indicator.formula is None and indicator.growth is None:
        computed = [each.code for each in reader.catalog.computed]
        raise NotFoundError(
            Words(f"{code} is reported, not computed.", f"{code} được báo cáo, không được tính."),
            expected=any_of(computed),
        )


def fetch_ratio_page(reader: Reader, code: str, selection: RatioSelection) -> Page:
    """A page of the indicator's numbers, each with operands, claims and guards.

    Cells named by organization and period stand among them where they were refused.
    """
    if selection.organization is not None and selection.period is not None:
        page = _page_of(reader, _named_cells(code, selection), selection)
    else:
        chosen = ObservationSelection.model_validate({"indicator": code, **_shared(selection)})
        filters = observation_filters(reader, chosen)
        after = None if selection.after is None else cell_place(reader, selection.after)
        page = fetch_page(reader, OBSERVATIONS, chosen, filters, after)
    return replace(page, rows=_documents(reader, code, page.rows))


def _documents(reader: Reader, code: str, rows: Sequence[Row]) -> list[Document]:
    """Each number from what the release holds, where that says all; else from the kernel."""
    keys = [CellKey.parse(row["id"]) for row in rows]
    codes = {key.organization for key in keys}
    places = find_places(reader, codes, parameter="organization")
    owners = {first: organization for organization, (first, _) in places.items()}
    held = [{"indicator": code, "period": str(key.period)} for key in keys]
    plain = fetch_plain_cells(reader, owners, held)
    numbers = [plain.find(key.organization, code, str(key.period)) for key in keys]
    left = {key.organization for key, each in zip(keys, numbers, strict=True) if each is None}
    every = fetch_cells(reader, left, [code]) if left else {}
    documents = []
    for key, number in zip(keys, numbers, strict=True):
        if number is not None:
            documents.append(plain_ratio_document(number, reader.catalog))
        else:
            cells = every[key.organization]
            documents.append(_document(cells, key, cells.observe(code, key.period)))
    return documents


def _shared(selection: RatioSelection) -> dict[str, str]:
    """The parameters that choose observations, as they are written."""
    names = {"limit", "total", "after", "organization", "period", "startPeriod", "endPeriod"}
    return {name: text for name, text in selection.canonical().items() if name in names}


def _named_cells(code: str, selection: RatioSelection) -> list[Row]:
    """Cells named by organization and period, whether they have a number or not."""
    organizations = selection.organization or ()
    keys = [
        CellKey(organization, code, period)
        for organization in organizations
        for period in _within(selection.period or (), selection)
    ]
    refuse_too_many(len(keys))
    return [{"id": str(key)} for key in keys]


def _page_of(reader: Reader, rows: Sequence[Row], selection: RatioSelection) -> Page:
    """A page of rows that no table holds, in the order of organization and period."""
    places = find_places(reader, selection.organization or (), parameter="organization")

    def place(row: Row) -> tuple[int, int]:
        key = CellKey.parse(row["id"])
        return places[key.organization][0], key.period.ordinal

    left = sorted(rows, key=place)
    if selection.after is not None:
        organization, _, period = cell_place(reader, selection.after)
        left = [row for row in left if place(row) > (organization, period)]
    total = len(rows) if selection.total else None
    return Page(left[: selection.limit], len(left) > selection.limit, total, {})


def _within(periods: Iterable[Period], selection: RatioSelection) -> list[Period]:
    """Those of the range. Raises InvalidParameterError for a range that ends before it begins."""
    first, last = selection.start_period, selection.end_period
    refuse_reversed_range(first, last)
    return [
        period
        for period in sorted(periods)
        if (first is None or period.start >= first.start)
        and (last is None or period.end <= last.end)
    ]


def _document(
    cells: OrganizationCells, key: CellKey, found: Observation | Refusal | None
) -> Document:
    """The number, or why there is none and which cell of the series would do."""
    indicator = cells.catalog.by_code[key.indicator]
    computation = Computation.of(indicator)
    if found is None:  # Growth passes over what has no number; here it was asked for by name.
        missing = key.indicator if indicator.growth is None else indicator.growth.of
        found = missing_operand([missing], key.period)
    document = ratio_document(cells, key.indicator, key.period, found, computation)
    if isinstance(found, Refusal):
        others = (
            period
            for period in cells.periods(key.indicator)
            if isinstance(cells.resolve(key.indicator, period), Observation)
        )
        document["refusal"]["nearest"] = nearest_id(key, others)
    return document


def nearest_id(key: CellKey, periods: Iterable[Period]) -> str | None:
    """The cell of the same series, nearest in time, that does have a number."""
    ordered = sorted(periods, key=lambda period: (abs((period.end - key.period.end).days), period))
    return str(CellKey(key.organization, key.indicator, ordered[0])) if ordered else None


def fetch_across_breaks(reader: Reader, code: str, selection: RatioSelection) -> Page:
    """Growth of chosen organizations with breaks crossed, and marked; worked out now."""
    indicator = find_indicator(reader, code)
    if indicator.growth is None or selection.organization is None:
        raise InvalidParameterError(
            Words(
                "acrossBreaks is for growth of chosen organizations.",
                "acrossBreaks chỉ dùng cho mức tăng, giảm của các tổ chức được chọn.",
            ),
            parameter="acrossBreaks",
            expected=Words(
                "a growth indicator, and organization", "một chỉ tiêu tăng, giảm và organization"
            ),
        )
    every = fetch_cells(reader, selection.organization, [code])
    keys = [
        CellKey(organization, code, period)
        for organization, cells in every.items()
        for period in _within(selection.period or cells.periods(code), selection)
    ]
    refuse_too_many(len(keys))
    documents = []
    for key in keys:
        cells = every[key.organization]
        found = _growth_across(reader, cells, code, key.period)
        if isinstance(found, Observation) or selection.period is not None:
            documents.append(_document(cells, key, found))
    return _page_of(reader, documents, selection)


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
        growth_from_predecessors(cells, before, indicator, indicator.growth, period, merger=merger)
        or found
    )


def refuse_too_many(count: int) -> None:
    """Raises InvalidParameterError for more cells than are worked out in one answer."""
    if count > CELLS_MAX:
        raise InvalidParameterError(
            Words(
                f"The selection has {count} cells to work out.",
                f"Lựa chọn này có {count} ô phải tính.",
            ),
            parameter="organization",
            expected=Words(
                f"at most {CELLS_MAX} cells: fewer organizations or periods",
                f"tối đa {CELLS_MAX} ô: ít tổ chức hoặc ít kỳ hơn",
            ),
        )
