"""Observations: what is asked for, and how it is read."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import BindParameter, and_, bindparam, or_, select
from sqlmodel import col

from app.cells.queries import (
    LED_BY_ORGANIZATIONS,
    CellFilters,
    cell_conditions,
    cell_values,
    of_cells,
)
from app.database import RELEASE, Statement, in_list, json_list
from app.indicators.models import IndicatorRow
from app.observations.models import ObservationRow, Revision
from app.organizations.models import Organization
from app.organizations.queries import find_places
from app.parameter_filters import Comparison
from app.parameters import Flag, PageSelection, Several, ValueParameter, choices
from app.releases.reader import Reader
from app.releases.resource import Filters, ResourceQuery, Row, fetch_all
from app.sources.queries import fetch_sources
from app.values.codes import CellKey
from app.values.periods import period_text
from app.values.scaled import plain_number
from app.values.statuses import Derivation, ObservationStatus

COLUMNS = (
    "id",
    "organization",
    "indicator",
    "period",
    "reference_date",
    "value",
    "lower",
    "lower_closed",
    "upper",
    "upper_closed",
    "qualifier",
    "unit",
    "as_reported",
    "derivation",
    "status",
    "confidentiality",
    "source",
    "vintage",
    "parts_known",
    "parts_total",
    "parts_complete",
    "implied",
)
NAME = "organization_name"  # Of a row whose labels are asked for, until they are taken.
TABLE_COLUMNS = (
    "value",
    "lower",
    "upper",
    "lower_closed",
    "upper_closed",
    "qualifier",
    "derivation",
    "status",
    "confidentiality",
    "as_reported",
    "reference_date",
    "vintage",
    "source",
    "parts_known",
    "parts_total",
    "parts_complete",
    "implied",
)


class ObservationFilters(CellFilters):
    """Which observations."""

    derivation: Annotated[Several[str], *choices(Derivation)] | None = Field(
        None, description="How the numbers came about, separated by commas.", examples=["computed"]
    )
    status: Annotated[Several[str], *choices(ObservationStatus)] | None = Field(
        None, description="SDMX OBS_STATUS, separated by commas.", examples=["B"]
    )
    value: ValueParameter | None = Field(
        None,
        description="A comparison that must be certain: true for every number within the bounds. "
        "So `lt:42` finds *gần 42 %*, and `eq:42` does not.",
        examples=["lt:42", "ge:50000"],
    )


class ObservationSelection(ObservationFilters, PageSelection):
    """Which observations, a page at a time."""

    labels: Flag = Field(
        False,
        description="Also name the organizations, indicators and sources of the rows, as "
        "`meta.labels`; for formats with an envelope.",
        examples=[True],
    )


def take_labels(reader: Reader, rows: Sequence[Row]) -> Row:
    """Names, in both languages, of the organizations and indicators of rows; and their sources.

    The names of organizations came with the rows of `NAMED_OBSERVATIONS`, and leave them here.
    """
    catalog = reader.catalog.by_code
    indicators = {row["indicator"]: None for row in rows}
    sources = {row["source"] for row in rows if row["source"] is not None}
    names = {row["organization"]: row.pop(NAME) for row in rows}
    return {
        "organizations": dict(sorted(names.items())),
        "indicators": {
            code: {"vi": catalog[code].label.vi, "en": catalog[code].label.en}
            for code in indicators
        },
        "sources": fetch_sources(reader, sources),
    }


def observation_row(row: Sequence[Any]) -> Row:
    """Numbers as plain decimals; a missing bound is no limit, or suppressed where status is Q."""
    (
        organization, indicator, unit, ordinal, value, lower, upper, lower_closed, upper_closed,
        qualifier, derivation, status, confidentiality, as_reported, reference_date, vintage,
        source, parts_known, parts_total, parts_complete, implied,
    ) = row  # fmt: skip
    period = period_text(ordinal)
    number = None if value is None else plain_number(value)
    return {
        "id": f"{organization}.{indicator}.{period}",
        "organization": organization,
        "indicator": indicator,
        "period": period,
        "reference_date": reference_date,
        "value": number,
        # Most numbers are points: their ends are the number itself.
        "lower": number if lower == value else _end(lower),
        "lower_closed": lower_closed == 1,
        "upper": number if upper == value else _end(upper),
        "upper_closed": upper_closed == 1,
        "qualifier": qualifier,
        "unit": unit,
        "as_reported": as_reported,
        "derivation": derivation,
        "status": status,
        "confidentiality": confidentiality,
        "source": source,
        "vintage": vintage,
        "parts_known": parts_known,
        "parts_total": parts_total,
        "parts_complete": None if parts_complete is None else parts_complete == 1,
        "implied": implied == 1,
    }


def named_observation_row(row: tuple[Any, ...]) -> Row:
    """The same with the organization's names."""
    *cells, vi, en = row
    return {**observation_row(cells), NAME: {"vi": vi, "en": en}}


def _end(millionths: int | None) -> int | Decimal | None:
    return None if millionths is None else plain_number(millionths)


def _comparisons() -> dict[str, Any]:
    """Each comparison as a condition that is true for every number within the bounds."""
    number: BindParameter[int] = bindparam("value")
    lower, upper = col(ObservationRow.lower), col(ObservationRow.upper)
    below = or_(upper < number, and_(upper == number, col(ObservationRow.upper_closed) == 0))
    above = or_(lower > number, and_(lower == number, col(ObservationRow.lower_closed) == 0))
    # An unqualified figure is found by the number that is printed, whatever its resolution.
    printed = and_(
        col(ObservationRow.derivation) == Derivation.REPORTED.value,
        col(ObservationRow.qualifier) == "exact",
        col(ObservationRow.value) == number,
    )
    return {
        Comparison.EQUAL: or_(and_(lower == number, upper == number), printed),
        Comparison.NOT_EQUAL: or_(below, above),
        Comparison.LESS: below,
        Comparison.LESS_OR_EQUAL: upper <= number,
        Comparison.GREATER: above,
        Comparison.GREATER_OR_EQUAL: lower >= number,
    }


_SELECTED = (
    col(Organization.code),
    col(IndicatorRow.code),
    col(IndicatorRow.unit),
    col(ObservationRow.period),
    *(col(getattr(ObservationRow, name)) for name in TABLE_COLUMNS),
)
OBSERVATIONS = ResourceQuery(
    select=of_cells(_SELECTED, ObservationRow, looked_up=True),
    led=of_cells(_SELECTED, ObservationRow, looked_up=False),
    leading=LED_BY_ORGANIZATIONS,
    filters={
        **cell_conditions(
            col(ObservationRow.organization_id),
            col(ObservationRow.indicator_id),
            col(ObservationRow.period),
        ),
        "startPeriod": col(ObservationRow.period_start) >= bindparam("startPeriod"),
        "endPeriod": col(ObservationRow.period_end) <= bindparam("endPeriod"),
        "source": in_list(col(ObservationRow.source), "source"),
        "derivation": in_list(col(ObservationRow.derivation), "derivation"),
        "status": in_list(col(ObservationRow.status), "status"),
        **{f"value_{name}": condition for name, condition in _comparisons().items()},
    },
    order=(
        col(ObservationRow.organization_id),
        col(ObservationRow.indicator_id),
        col(ObservationRow.period),
    ),
    row=observation_row,
    columns=COLUMNS,
)
_NAMES = (col(Organization.name_vi), col(Organization.name_en))
_NAMED = (*_SELECTED, *_NAMES)
NAMED_OBSERVATIONS = replace(
    OBSERVATIONS,
    select=of_cells(_NAMED, ObservationRow, looked_up=True),
    led=of_cells(_NAMED, ObservationRow, looked_up=False),
    row=named_observation_row,
)


def observation_filters(reader: Reader, selection: ObservationFilters) -> Filters:
    """Filters in use. Raises UnknownCodeError."""
    conditions, values = cell_values(reader, selection)
    for name in ("derivation", "status"):
        if (names := getattr(selection, name)) is not None:
            conditions[name], values[name] = (name,), json_list(names)
    if selection.value is not None:
        conditions["value"] = (f"value_{selection.value.comparison}",)
        values["value"] = selection.value.millionths
    return Filters(conditions, values)


def fetch_observations(reader: Reader, **numbers: list[int]) -> list[Row]:
    """All observations of organizations, parents, indicators or periods by number, in order."""
    return fetch_all(reader, OBSERVATIONS, numbers)


def find_observation(reader: Reader, key: CellKey) -> Row | None:
    """The published observation of a cell whose codes exist; None where there is none."""
    places = find_places(reader, [key.organization], parameter="organization")
    rows = fetch_observations(
        reader,
        organization=[places[key.organization][0]],
        indicator=[reader.indicator_numbers[key.indicator]],
        period=[key.period.ordinal],
    )
    return rows[0] if rows else None


_REVISION_COLUMNS = (
    "changed_in",
    "change",
    "value",
    "lower",
    "upper",
    "lower_closed",
    "upper_closed",
    "qualifier",
    "status",
)
_REVISIONS = Statement(
    select(*(col(getattr(Revision, name)) for name in _REVISION_COLUMNS))
    .where(
        col(Revision.release) == RELEASE,
        col(Revision.organization) == bindparam("organization"),
        col(Revision.indicator) == bindparam("indicator"),
        col(Revision.period) == bindparam("period"),
    )
    .order_by(col(Revision.changed_in))
)


def fetch_history(reader: Reader, key: CellKey) -> list[Row]:
    """What became of the cell, release by release; numbers are those it had before each change."""
    rows = reader.fetch(
        _REVISIONS,
        {
            "organization": key.organization,
            "indicator": key.indicator,
            "period": key.period.ordinal,
        },
    )
    history = []
    for row in rows:
        cells = dict(zip(_REVISION_COLUMNS, row, strict=True))
        for name in ("value", "lower", "upper"):
            cells[name] = None if cells[name] is None else plain_number(cells[name])
        for name in ("lower_closed", "upper_closed"):
            cells[name] = bool(cells[name])
        release, change = cells.pop("changed_in"), cells.pop("change")
        before = None if change == "new" else cells
        history.append({"release": release, "change": change, "before": before})
    return history
