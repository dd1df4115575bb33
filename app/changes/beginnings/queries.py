"""What a release has, against nothing: every number is new."""

from typing import Any

from sqlalchemy import Text, func, literal, null, select
from sqlmodel import col

from app.cells.queries import of_cells
from app.changes.queries import COLUMNS, NUMBERS, ChangeSelection, change_row
from app.database import in_list, json_list
from app.indicators.models import IndicatorRow
from app.indicators.queries import known_indicators
from app.observations.models import ObservationRow, Revision
from app.organizations.models import Organization
from app.organizations.queries import find_places
from app.releases.reader import Reader
from app.releases.resource import Filters, ResourceQuery, chosen, one_or_several
from app.values.changes import Change

_NEW = literal(Change.NEW.value, Text())
_LAST = (
    select(func.max(col(Revision.changed_in)))
    .where(
        col(Revision.release) == col(ObservationRow.release),
        col(Revision.organization) == col(Organization.code),
        col(Revision.indicator) == col(IndicatorRow.code),
        col(Revision.period) == col(ObservationRow.period),
    )
    .scalar_subquery()
)
BEGINNINGS = ResourceQuery(
    select=of_cells(
        (
            col(Organization.code),
            col(IndicatorRow.code),
            col(ObservationRow.period),
            _NEW,
            _NEW,
            # What the first release brought is in no history.
            func.coalesce(_LAST, 1),
            *(null() for _ in NUMBERS),
            *(col(getattr(ObservationRow, name)) for name in NUMBERS),
        ),
        ObservationRow,
        looked_up=True,
    ),
    filters={
        **one_or_several("organization", col(ObservationRow.organization_id)),
        **one_or_several("indicator", col(ObservationRow.indicator_id)),
        **one_or_several("period", col(ObservationRow.period)),
        "change": in_list(_NEW, "change"),
        "reason": in_list(_NEW, "reason"),
    },
    order=(
        col(ObservationRow.organization_id),
        col(ObservationRow.indicator_id),
        col(ObservationRow.period),
    ),
    row=change_row,
    columns=COLUMNS,
)


def beginning_filters(reader: Reader, selection: ChangeSelection) -> Filters:
    """Filters in use. Raises UnknownCodeError."""
    conditions: dict[str, tuple[str, ...]] = {}
    values: dict[str, Any] = {}
    numbers: dict[str, list[int]] = {}
    if selection.organization is not None:
        places = find_places(reader, selection.organization, parameter="organization")
        numbers["organization"] = [places[code][0] for code in selection.organization]
    if selection.indicator is not None:
        known_indicators(reader, selection.indicator, parameter="indicator")
        numbers["indicator"] = [reader.indicator_numbers[code] for code in selection.indicator]
    if selection.period is not None:
        numbers["period"] = [period.ordinal for period in selection.period]
    for name, found in numbers.items():
        condition, values[name] = chosen(name, found)
        conditions[name] = (condition,)
    for name, words in (("change", selection.change), ("reason", selection.reason)):
        if words is not None:
            conditions[name], values[name] = (name,), json_list(words)
    return Filters(conditions, values)
