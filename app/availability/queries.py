"""Counts of observations by what they may be chosen by; each scan is along one index.

SQLite groups along an index where it can, and would pass by few rows on the way through all of
them: `+ 0` keeps it from that where filters lead to the rows sooner. PostgreSQL does not mind.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import Integer, Label, SQLColumnExpression, bindparam, func, literal_column, select
from sqlalchemy.sql import ColumnElement, Select
from sqlmodel import col

from app.cells.queries import LED_BY_ORGANIZATIONS
from app.database import RELEASE, Statement
from app.observations.models import ObservationRow
from app.observations.queries import OBSERVATIONS
from app.organizations.models import Organization
from app.releases.resource import STATEMENTS_MAX

Active = frozenset[str]
_NUMBER: SQLColumnExpression[int] = col(ObservationRow.organization_id)
_INDICATOR = col(ObservationRow.indicator_id)
_PERIOD = col(ObservationRow.period)
_AMOUNT = (
    func.count().label("amount"),
    func.min(_PERIOD).label("first"),
    func.max(_PERIOD).label("last"),
)
_OF_INDICATORS = ("indicator", "period")
_OF_ORGANIZATIONS = ("organization", "level", "kind", "parent", "identifier", "ids")

# A range of nearly all organizations: each is told from the index, and none is sought.
_WIDE = {
    "organizationWithin": (_NUMBER + literal_column("0", Integer())).between(
        bindparam("organization_first"), bindparam("organization_last")
    )
}


@lru_cache(STATEMENTS_MAX)
def cells(active: Active, *, few: bool) -> Statement:
    """Indicator, period, and how many observations of both pass the filters.

    `few`: the organizations lead to them sooner than the index by indicator.
    """
    led = few and _is_narrowed(active, _OF_ORGANIZATIONS)
    filters = OBSERVATIONS.filters if few else {**OBSERVATIONS.filters, **_WIDE}
    indicator, period = _grouped(_INDICATOR, led=led), _grouped(_PERIOD, led=led)
    rows = _passing(active, indicator, period, func.count(), filters=filters)
    return Statement(rows.group_by(indicator, period))


@lru_cache(STATEMENTS_MAX)
def levels(active: Active) -> Statement:
    """Level, how many of its organizations have observations, how many these are, first, last."""
    number = _numbered(active)
    each = _passing(active, number, *_AMOUNT).group_by(number).subquery("each")
    return Statement(
        select(
            col(Organization.level),
            func.count(),
            func.sum(each.c.amount),
            func.min(each.c.first),
            func.max(each.c.last),
        )
        .select_from(each)
        .outerjoin(Organization, _is_organization(each.c.number))
        .group_by(col(Organization.level))
    )


@lru_cache(STATEMENTS_MAX)
def organizations(active: Active, *, after: bool) -> Statement:
    """Code, observations, first and last period, and names of `limit` organizations in order.

    Those behind `after_0` with `after`.
    """
    number = _numbered(active)
    rows = _passing(active, number, *_AMOUNT)
    if after:
        rows = rows.where(bindparam("after_0") < _NUMBER)
    each = rows.group_by(number).order_by(number).limit(bindparam("limit")).subquery("each")
    return Statement(
        select(
            col(Organization.code),
            each.c.amount,
            each.c.first,
            each.c.last,
            col(Organization.name_vi),
            col(Organization.name_en),
        )
        .select_from(each)
        .outerjoin(Organization, _is_organization(each.c.number))
        .order_by(each.c.number)
    )


@lru_cache(STATEMENTS_MAX)
def marks(active: Active) -> Statement:
    """Source, status, derivation, and how many have the three, first and last; reads every row."""
    marked = tuple(
        col(getattr(ObservationRow, name)) for name in ("source", "status", "derivation")
    )
    return Statement(_passing(active, *marked, *_AMOUNT).group_by(*marked))


def _passing(
    active: Active,
    *columns: SQLColumnExpression[Any],
    filters: Mapping[str, ColumnElement[bool]] = OBSERVATIONS.filters,
) -> Select[*tuple[Any, ...]]:
    """Columns of the observations that pass; joined with organizations only if a filter asks."""
    rows = select(*columns).select_from(ObservationRow)
    if not active.isdisjoint(LED_BY_ORGANIZATIONS):
        rows = rows.join(Organization, _is_organization(_NUMBER))
    passed = (filters[name] for name in sorted(active))
    return rows.where(col(ObservationRow.release) == RELEASE, *passed)


def _is_organization(number: SQLColumnExpression[int]) -> Any:  # noqa: ANN401 - a condition
    return (col(Organization.release) == RELEASE) & (col(Organization.id) == number)


def _is_narrowed(active: Active, prefixes: tuple[str, ...]) -> bool:
    """Whether some filter is on what the names begin with."""
    return any(name.startswith(prefixes) for name in active)


def _numbered(active: Active) -> Label[int]:
    led = _is_narrowed(active, _OF_INDICATORS) or not active.isdisjoint(LED_BY_ORGANIZATIONS)
    return _grouped(_NUMBER, led=led).label("number")


def _grouped(column: SQLColumnExpression[int], *, led: bool) -> SQLColumnExpression[int]:
    return column + literal_column("0", Integer()) if led else column
