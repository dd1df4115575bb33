"""What coverage is told from: a page of organizations, and what is published of their cells."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlalchemy.sql.functions import Function
from sqlmodel import col

from app.database import RELEASE, Statement, in_list, json_list
from app.indicators.models import IndicatorRow
from app.observations.models import ObservationRow
from app.organizations.models import Organization
from app.organizations.queries import ORGANIZATIONS
from app.releases.reader import Reader
from app.releases.resource import Row

_PLACED = (
    "number", "code", "level", "name_vi", "name_en", "valid_from", "valid_to",
)  # fmt: skip


def _placed(row: Sequence[Any]) -> Row:
    return dict(zip(_PLACED, row, strict=True))


COVERED = replace(
    ORGANIZATIONS,
    select=select(
        col(Organization.id), *(col(getattr(Organization, name)) for name in _PLACED[1:])
    ).where(col(Organization.release) == RELEASE),
    row=_placed,
    columns=_PLACED,
)
_CELLS = Statement(
    select(
        col(ObservationRow.organization_id),
        col(ObservationRow.indicator_id),
        col(ObservationRow.period),
        col(ObservationRow.derivation),
        col(ObservationRow.status),
        col(ObservationRow.value).is_not(None),
    )
    .where(
        col(ObservationRow.release) == RELEASE,
        in_list(col(ObservationRow.organization_id), "organizations"),
        in_list(col(ObservationRow.indicator_id), "indicators"),
        col(ObservationRow.period).between(bindparam("first"), bindparam("last")),
    )
    .order_by(
        col(ObservationRow.organization_id),
        col(ObservationRow.indicator_id),
        col(ObservationRow.period),
    )
)


def fetch_cells(
    reader: Reader,
    organizations: Sequence[int],
    indicators: Sequence[int],
    *,
    years: range,
) -> list[tuple[int, int, int, str, str, int]]:
    """Organization, indicator, period, derivation, status, whether there is a value; in order."""
    bound = {
        "organizations": json_list(organizations),
        "indicators": json_list(indicators),
        "first": years[0] * 100_000,
        "last": (years[-1] + 1) * 100_000,
    }
    return reader.fetch(_CELLS, bound)


def _last_period() -> Statement:
    """By one seek for each indicator."""
    latest: Function[int] = func.max(col(ObservationRow.period))
    own = (
        select(latest)
        .where(
            col(ObservationRow.release) == RELEASE,
            col(ObservationRow.indicator_id) == col(IndicatorRow.id),
        )
        .correlate(IndicatorRow)
        .scalar_subquery()
    )
    return Statement(
        select(func.max(own)).where(
            col(IndicatorRow.release) == RELEASE, in_list(col(IndicatorRow.id), "indicators")
        )
    )


_LAST_PERIOD = _last_period()


def fetch_last_period(reader: Reader, indicators: Sequence[int]) -> int | None:
    """The ordinal of the last period in which one of the indicators has anything."""
    [(ordinal,)] = reader.fetch(_LAST_PERIOD, {"indicators": json_list(indicators)})
    return None if ordinal is None else int(ordinal)
