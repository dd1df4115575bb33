"""Observations: what is asked for, and how it is read."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import and_, bindparam, case, func, select
from sqlmodel import col

from app.cells.queries import (
    LED_BY_ORGANIZATIONS,
    cell_conditions,
    of_cells,
)
from app.database import RELEASE, Statement, in_cells, in_list, json_list
from app.indicators.models import IndicatorRow
from app.observations.comparing import comparison_conditions, names_of
from app.observations.models import ObservationRow
from app.observations.windows.queries import HAS_VALUE, WINDOWS, SeriesQuery
from app.organizations.models import Organization
from app.organizations.queries import find_places
from app.parameter_comparisons import Comparisons
from app.releases.reader import Reader
from app.releases.resource import STATEMENTS_MAX, Filters, Row, fetch_all
from app.sources.queries import fetch_sources
from app.values.codes import CellKey
from app.values.periods import period_text
from app.values.scaled import plain_number

SCANNED_MAX = 5_000
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


def take_labels(reader: Reader, rows: Sequence[Row]) -> Row:
    """Names, in both languages, of the organizations and indicators of rows; and their sources.

    The names of organizations came with the rows of `NAMED_OBSERVATIONS`, and leave them here.
    """
    catalog = reader.catalog.by_code
    indicators = {row["indicator"]: None for row in rows if row["indicator"] in catalog}
    sources = {row["source"] for row in rows if row.get("source") is not None}
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


_SELECTED = (
    col(Organization.code),
    col(IndicatorRow.code),
    col(IndicatorRow.unit),
    col(ObservationRow.period),
    *(col(getattr(ObservationRow, name)) for name in TABLE_COLUMNS),
)
_CELL = (
    col(ObservationRow.organization_id),
    col(ObservationRow.indicator_id),
    col(ObservationRow.period),
)
SORTABLE = {
    "organization": col(Organization.code),
    "indicator": col(IndicatorRow.code),
    "period": col(ObservationRow.period),
    "unit": col(IndicatorRow.unit),
    **{name: col(getattr(ObservationRow, name)) for name in TABLE_COLUMNS},
}
OBSERVATIONS = SeriesQuery(
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
        "ids": in_cells(_CELL, "ids"),
        HAS_VALUE: col(ObservationRow.value).is_not(None),
        **comparison_conditions(),
    },
    order=_CELL,
    row=observation_row,
    columns=COLUMNS,
    sortable=SORTABLE,
)
NAMES = (col(Organization.name_vi), col(Organization.name_en))
_NAMED = (*_SELECTED, *NAMES)
NAMED_OBSERVATIONS = replace(
    OBSERVATIONS,
    select=of_cells(_NAMED, ObservationRow, looked_up=True),
    led=of_cells(_NAMED, ObservationRow, looked_up=False),
    row=named_observation_row,
)


@lru_cache(STATEMENTS_MAX)
def _left_out(
    active: frozenset[str], certain: tuple[str, ...], possible: tuple[str, ...]
) -> Statement:
    """Of the first cells that pass the others, how many there are, and how many of them could."""
    filters = OBSERVATIONS.filters
    could = case(
        (and_(*(filters[name] for name in certain)), 0),
        (and_(*(filters[name] for name in possible)), 1),
        else_=0,
    )
    cells = OBSERVATIONS.alone(active, could.label("could")).limit(bindparam("scanned_max"))
    scanned = cells.subquery("scanned")
    return Statement(select(func.count(), func.sum(scanned.c.could)).select_from(scanned))


def count_left_out(reader: Reader, comparisons: Comparisons, filters: Filters) -> tuple[int, bool]:
    """How many cells the comparisons may hold for, uncertainly; whether all were looked at.

    Looks at SCANNED_MAX cells that pass the other filters, in order, and at no more; at whole
    series, whatever window is cut out of what matches.
    """
    active = filters.active(without="value") - WINDOWS
    statement = _left_out(active, names_of("value", comparisons), names_of("possible", comparisons))
    [(scanned, could)] = reader.fetch(statement, {**filters.values, "scanned_max": SCANNED_MAX})
    return int(could or 0), scanned < SCANNED_MAX


_THERE = Statement(
    select(*_CELL).where(col(ObservationRow.release) == RELEASE, in_cells(_CELL, "ids"))
)


def fetch_existing(
    reader: Reader, cells: Iterable[tuple[int, int, int]]
) -> set[tuple[int, int, int]]:
    """Those of the cells, by number, that have an observation."""
    return {(row[0], row[1], row[2]) for row in reader.fetch(_THERE, {"ids": json_list(cells)})}


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
