"""Cells that changed since an earlier release: as the list of observations has them, or gone."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Text, and_, bindparam, case, literal
from sqlalchemy.sql import ColumnElement
from sqlmodel import col

from app.cells.queries import cell_conditions, cell_id
from app.changes.queries import CELL, CHANGED, IS_THERE, SINCE, WAS_THERE
from app.database import in_cells, in_list, json_list
from app.indicators.models import IndicatorRow
from app.observations.models import ObservationRow
from app.observations.queries import (
    NAME,
    NAMES,
    OBSERVATIONS,
    SORTABLE,
    TABLE_COLUMNS,
    observation_row,
)
from app.organizations.models import Organization
from app.releases.resource import Filters, ResourceQuery, Row
from app.values.periods import Frequency, Period, period_text

APPEND, REPLACE, DELETE = "append", "replace", "delete"
ACTIONS = (APPEND, REPLACE, DELETE)
_ACTION = case(
    (~IS_THERE, literal(DELETE, Text())),
    (WAS_THERE, literal(REPLACE, Text())),
    else_=literal(APPEND, Text()),
)
_ORGANIZATION, _INDICATOR, _PERIOD = CELL
_SELECTED = (
    _ORGANIZATION,
    _INDICATOR,
    col(IndicatorRow.unit),
    _PERIOD,
    *(col(getattr(ObservationRow, name)) for name in TABLE_COLUMNS),
)
_OF_CELL = cell_conditions(col(Organization.id), col(IndicatorRow.id), _PERIOD)
_TIMES = {
    # Of periods that end on the day or later, those that contain it begin before.
    "startPeriod": and_(
        bindparam("startPeriod") <= _PERIOD, ~in_list(_PERIOD, "startPeriod_around")
    ),
    "endPeriod": bindparam("endPeriod") >= _PERIOD,
}


def _of_number(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Only of a cell that has one: what is withdrawn may not pass as unknown."""
    return and_(IS_THERE, condition)


def updated_row(row: tuple[Any, ...]) -> Row:
    """The observation with what a copy should do; of a withdrawn one no more than its name."""
    action, organization, indicator, unit, ordinal, *numbers = row
    if action == DELETE:
        return {
            "id": cell_id(organization, indicator, ordinal),
            "organization": organization,
            "indicator": indicator,
            "period": period_text(ordinal),
            "action": DELETE,
        }
    found = observation_row((organization, indicator, unit, ordinal, *numbers))
    return {**found, "action": action}


def _named(row: tuple[Any, ...]) -> Row:
    *cells, vi, en = row
    return {**updated_row(tuple(cells)), NAME: {"vi": vi, "en": en}}


UPDATES = ResourceQuery(
    select=CHANGED.with_only_columns(_ACTION, *_SELECTED, maintain_column_froms=True),
    filters={
        **{
            name: _of_number(condition)
            for name, condition in OBSERVATIONS.filters.items()
            if name not in _OF_CELL
        },
        **_OF_CELL,
        **_TIMES,
        **SINCE,
        "ids": in_cells((col(Organization.id), col(IndicatorRow.id), _PERIOD), "ids"),
    },
    order=CELL,
    row=updated_row,
    columns=(*OBSERVATIONS.columns, "action"),
    sortable={
        **SORTABLE,
        "organization": _ORGANIZATION,
        "indicator": _INDICATOR,
        "period": _PERIOD,
        "action": _ACTION,
    },
)
NAMED_UPDATES = replace(
    UPDATES,
    select=CHANGED.with_only_columns(_ACTION, *_SELECTED, *NAMES, maintain_column_froms=True),
    row=_named,
)


def update_filters(
    filters: Filters, *, since: int, first: Period | None, last: Period | None
) -> Filters:
    """Filters of observations as these rows take them; `first` and `last` bound the periods."""
    values: dict[str, Any] = {**filters.values, "since": since}
    if first is not None:
        values["startPeriod"] = first.ordinals_inside[0]
        values["startPeriod_around"] = json_list(_around(first))
    if last is not None:
        values["endPeriod"] = last.ordinal // 10 * 10 + 9
    return replace(filters, values=values, always=(*filters.always, "since"))


def _around(first: Period) -> list[int]:
    """Periods that contain its first day and begin before it."""
    day = Period(Frequency.DAILY, first.start)
    year = day.year
    return [each.ordinal for each in year.inside() if each.covers(day) and each.start < first.start]
