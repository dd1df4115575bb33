"""Series, each an organization's numbers of one indicator, and some of their observations."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnClause, ColumnElement, bindparam, func, or_, select
from sqlalchemy.sql import Select, visitors
from sqlalchemy.sql.util import ClauseAdapter
from sqlmodel import col

from app.database import Statement
from app.observations.models import ObservationRow
from app.releases.reader import Reader
from app.releases.resource import STATEMENTS_MAX, Filters, ResourceQuery

FIRST, LAST, HAS_VALUE = "firstNObservations", "lastNObservations", "hasValue"
WINDOWS = frozenset({FIRST, LAST})
SPREAD_MAX = 5_000
_TABLE = ObservationRow.metadata.tables["observation"]
_OTHER = _TABLE.alias("other")
# What all observations of a series have in common.
_OF_SERIES = {"release", "organization_id", "indicator_id"}


@dataclass(frozen=True, eq=False)
class SeriesQuery(ResourceQuery):
    """A list of observations that also takes windows: how many of each series, from its ends.

    What is counted passes all other filters. A row is in a window unless as many lie beyond it: a
    seek along the key for each row, so that a page reads no more rows than it would without.
    """

    def filtered(self, active: frozenset[str]) -> Select[*tuple[Any, ...]]:
        windows, others = active & WINDOWS, active - WINDOWS
        rows = super().filtered(others)
        if not windows:
            return rows
        passing = [self.filters[name] for name in sorted(others)]
        return rows.where(or_(*(_is_within(name, passing) for name in sorted(windows))))


def _is_within(window: str, conditions: Iterable[ColumnElement[bool]]) -> ColumnElement[bool]:
    """Whether the window's number of observations that pass the conditions is not beyond a row.

    It is bound less one, as the offset of the one that would be too many.
    """
    period = col(ObservationRow.period)
    beyond, order = _OTHER.c.period < period, _OTHER.c.period.desc()
    if window == LAST:
        beyond, order = _OTHER.c.period > period, _OTHER.c.period.asc()
    adapted = ClauseAdapter(_OTHER)
    one_too_many = (
        select(_OTHER.c.period)
        .where(
            _OTHER.c.release == col(ObservationRow.release),
            _OTHER.c.organization_id == col(ObservationRow.organization_id),
            _OTHER.c.indicator_id == col(ObservationRow.indicator_id),
            beyond,
            *(adapted.traverse(each) for each in conditions if _is_of_rows(each)),
        )
        .order_by(order)
        .limit(1)
        .offset(bindparam(window))
        .correlate_except(_OTHER)
        .scalar_subquery()
    )
    return one_too_many.is_(None)


def _is_of_rows(condition: ColumnElement[bool]) -> bool:
    """Whether one observation of a series may pass it, and another not."""
    return any(
        isinstance(each, ColumnClause)
        and _TABLE.is_derived_from(each.table)
        and each.name not in _OF_SERIES
        for each in visitors.iterate(condition)
    )


@lru_cache(STATEMENTS_MAX)
def _spread(query: SeriesQuery, active: frozenset[str]) -> Statement:
    periods = query.alone(active, col(ObservationRow.period)).limit(bindparam("spread_max"))
    found = periods.subquery("found")
    return Statement(select(found.c.period, func.count()).group_by(found.c.period))


def fetch_spread(reader: Reader, query: SeriesQuery, filters: Filters) -> dict[int, int]:
    """How many rows of the selection, of its first SPREAD_MAX, are of each period by ordinal."""
    rows = reader.fetch(
        _spread(query, filters.active()), {**filters.values, "spread_max": SPREAD_MAX}
    )
    return dict(sorted((period, count) for period, count in rows))
