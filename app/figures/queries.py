"""Figures: what is asked for, how it is read, and figures as the kernel takes them."""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import col

from app.cells.queries import (
    LED_BY_ORGANIZATIONS,
    CellFilters,
    cell_conditions,
    cell_filters,
    cell_id,
    cell_place,
    of_cells,
)
from app.database import RELEASE, Statement, in_list, json_list
from app.derivation.figures import Figure, Source
from app.figures.models import FigureRow
from app.indicators.models import IndicatorRow
from app.organizations.models import Organization
from app.parameters import SortedSelection
from app.releases.reader import Reader
from app.releases.resource import Filters, ResourceQuery, Row, fetch_all, no_place
from app.sources.models import SourceRow
from app.values.periods import Period, period_text
from app.values.printed import DecimalMark, PrintedUnit
from app.values.qualifiers import Qualifier
from app.values.scaled import SCALE, plain_decimal
from app.values.statuses import Authority, Basis, ObservationStatus

COLUMNS = (
    "key",
    "organization",
    "indicator",
    "period",
    "reference_date",
    "as_reported",
    "printed_unit",
    "decimal_mark",
    "qualifier",
    "value",
    "upper_value",
    "resolution",
    "lower",
    "lower_closed",
    "upper",
    "upper_closed",
    "source",
    "vintage",
    "period_basis",
    "indicator_basis",
    "status",
    "confidentiality",
    "preferred",
    "note",
)
_TABLE_COLUMNS = COLUMNS[4:]
_NUMBERS = {"value", "upper_value", "resolution", "lower", "upper"}
_FLAGS = {"lower_closed", "upper_closed", "preferred"}


class FigureSelection(CellFilters, SortedSelection):
    """Which figures."""


def figure_row(row: tuple[Any, ...]) -> Row:
    """As printed, with value and bounds in base units; nothing of a suppressed number."""
    organization, indicator, ordinal, *rest = row
    cells = dict(zip(_TABLE_COLUMNS, rest, strict=True))
    for name in _NUMBERS:
        cells[name] = None if cells[name] is None else plain_decimal(cells[name])
    for name in _FLAGS:
        cells[name] = bool(cells[name])
    cell = cell_id(organization, indicator, ordinal)
    return {
        "key": f"{cell}@{cells['source']}",
        "organization": organization,
        "indicator": indicator,
        "period": str(Period.from_ordinal(ordinal)),
        **cells,
    }


_SELECTED = (
    col(Organization.code),
    col(IndicatorRow.code),
    col(FigureRow.period),
    *(col(getattr(FigureRow, name)) for name in _TABLE_COLUMNS),
)
SORTABLE = {
    "organization": col(Organization.code),
    "indicator": col(IndicatorRow.code),
    "period": col(FigureRow.period),
    **{name: col(getattr(FigureRow, name)) for name in _TABLE_COLUMNS},
}
FIGURES = ResourceQuery(
    select=of_cells(_SELECTED, FigureRow, looked_up=True),
    led=of_cells(_SELECTED, FigureRow, looked_up=False),
    leading=LED_BY_ORGANIZATIONS,
    filters={
        **cell_conditions(
            col(FigureRow.organization_id), col(FigureRow.indicator_id), col(FigureRow.period)
        ),
        "startPeriod": col(FigureRow.period_start) >= bindparam("startPeriod"),
        "endPeriod": col(FigureRow.period_end) <= bindparam("endPeriod"),
        "source": in_list(col(FigureRow.source), "source"),
    },
    order=(
        col(FigureRow.organization_id),
        col(FigureRow.indicator_id),
        col(FigureRow.period),
        col(FigureRow.source),
    ),
    row=figure_row,
    columns=COLUMNS,
    sortable=SORTABLE,
)


def figure_filters(reader: Reader, selection: FigureSelection) -> Filters:
    """Filters in use. Raises UnknownCodeError."""
    return cell_filters(reader, selection)


def figure_place(reader: Reader, text: str) -> tuple[Any, ...]:
    """The key of a page's last figure. Raises InvalidParameterError."""
    cell, at, source = text.partition("@")
    if not at:
        raise no_place(text)
    return (*cell_place(reader, cell), source)


def fetch_figure_rows(reader: Reader, **numbers: list[int]) -> list[Row]:
    """All figures of organizations, indicators or periods by number, in order."""
    return fetch_all(reader, FIGURES, numbers)


_CELLS = Statement(
    select(col(FigureRow.indicator_id), col(FigureRow.period), col(FigureRow.source)).where(
        col(FigureRow.release) == RELEASE,
        col(FigureRow.organization_id) == bindparam("organization"),
        (col(FigureRow.period) == bindparam("period"))
        | (
            (col(FigureRow.period) == bindparam("before"))
            & in_list(col(FigureRow.indicator_id), "indicators")
        ),
    )
)


def fetch_printed_cells(
    reader: Reader, number: int, period: int, *, before: int, indicators: str
) -> list[tuple[str, str, str]]:
    """Indicator, period and source of each figure of the organization in a period.

    Of the period `before` too, for the numbers of `indicators` (`json_list`).
    """
    bound = {"organization": number, "period": period, "before": before, "indicators": indicators}
    codes = reader.indicator_codes
    return [
        (codes[indicator - 1], period_text(ordinal), source)
        for indicator, ordinal, source in reader.fetch(_CELLS, bound)
    ]


_KERNEL_COLUMNS = (
    "as_reported",
    "printed_unit",
    "decimal_mark",
    "qualifier",
    "value",
    "resolution",
    "upper_value",
    "reference_date",
    "vintage",
    "period_basis",
    "indicator_basis",
    "status",
    "preferred",
    "note",
)
_SELECTED_FOR_KERNEL = (
    select(
        col(Organization.code),
        col(IndicatorRow.code),
        col(FigureRow.period),
        col(SourceRow.code),
        col(SourceRow.authority),
        col(SourceRow.published),
        *(col(getattr(FigureRow, name)) for name in _KERNEL_COLUMNS),
    )
    .select_from(FigureRow)
    .join(
        Organization,
        (col(Organization.release) == col(FigureRow.release))
        & (col(Organization.id) == col(FigureRow.organization_id)),
    )
    .join(
        IndicatorRow,
        (col(IndicatorRow.release) == col(FigureRow.release))
        & (col(IndicatorRow.id) == col(FigureRow.indicator_id)),
    )
    .join(
        SourceRow,
        (col(SourceRow.release) == col(FigureRow.release))
        & (col(SourceRow.code) == col(FigureRow.source)),
    )
    .where(
        col(FigureRow.release) == RELEASE,
        in_list(col(FigureRow.organization_id), "organizations"),
        in_list(col(FigureRow.indicator_id), "indicators"),
    )
)
_OF_ORGANIZATIONS = Statement(_SELECTED_FOR_KERNEL)
_OF_PERIODS = Statement(_SELECTED_FOR_KERNEL.where(in_list(col(FigureRow.period), "periods")))


def fetch_figures(
    reader: Reader,
    organizations: Iterable[int],
    indicators: Iterable[int],
    *,
    periods: Iterable[int] | None = None,
) -> list[Figure]:
    """Printed numbers of these organizations and indicators, as the kernel takes them.

    Of all periods, or of these by their ordinals.
    """
    bound = {"organizations": json_list(organizations), "indicators": json_list(indicators)}
    if periods is None:
        rows = reader.fetch(_OF_ORGANIZATIONS, bound)
    else:
        rows = reader.fetch(_OF_PERIODS, {**bound, "periods": json_list(periods)})
    return [_figure(row, reader.vintages) for row in rows]


def _figure(row: tuple[Any, ...], vintages: dict[str, int]) -> Figure:
    organization, indicator, ordinal, source, authority, published, *rest = row
    cells = dict(zip(_KERNEL_COLUMNS, rest, strict=True))
    return Figure(
        organization,
        indicator,
        Period.from_ordinal(ordinal),
        Source(source, Authority(authority), published),
        cells["as_reported"],
        PrintedUnit(cells["printed_unit"]),
        DecimalMark(cells["decimal_mark"]),
        Qualifier(cells["qualifier"]),
        value=_fraction(cells["value"]),
        resolution=Fraction(cells["resolution"], SCALE),
        upper_value=_fraction(cells["upper_value"]),
        reference_date=cells["reference_date"],
        vintage=cells["vintage"],
        vintage_ordinal=vintages.get(cells["vintage"], 0),
        period_basis=Basis(cells["period_basis"]),
        indicator_basis=Basis(cells["indicator_basis"]),
        status=ObservationStatus(cells["status"]),
        preferred=bool(cells["preferred"]),
        note=cells["note"],
    )


def _fraction(millionths: int | None) -> Fraction | None:
    return None if millionths is None else Fraction(millionths, SCALE)
