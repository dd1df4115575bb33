"""How rankings are read: entries by the index, a page of them, and where it stands.

SQLite is kept to the plans meant here by outer joins, which it never turns around, and by `+ 0`,
which keeps a column from being looked for in an index; both mean the same to PostgreSQL.
"""

from collections.abc import Iterable
from enum import StrEnum
from functools import cache

from sqlalchemy import (
    BigInteger,
    BindParameter,
    SQLColumnExpression,
    Text,
    bindparam,
    case,
    cast,
    func,
    literal_column,
    or_,
    select,
    tuple_,
)
from sqlalchemy.sql import ColumnElement, Select, Subquery
from sqlmodel import col

from app.database import RELEASE, Statement, position_in
from app.observations.models import ObservationRow
from app.observations.queries import TABLE_COLUMNS
from app.organizations.models import Organization

_INDICATOR: BindParameter[int] = bindparam("indicator")
_LEVEL: BindParameter[int] = bindparam("level")
_PERIOD: BindParameter[int] = bindparam("period")
_NEAREST: BindParameter[str] = bindparam("nearest", type_=Text())
_ORDINAL_LENGTH = 9  # Of every period: YYYYMMDD and its rank.


class Order(StrEnum):
    """Which end of a ranking comes first."""

    DESCENDING = "value:desc"
    ASCENDING = "value:asc"


class Way(StrEnum):
    """How the entries of a ranking are come by."""

    LEVEL = "level"  # Along the index of the ranking.
    WALK = "walk"  # The same, passing by what lies outside a large subtree.
    RANGE = "range"  # A small subtree, sorted afterwards.
    NEAREST = "nearest"  # Each organization's nearest period, sorted afterwards.


def nearest_text(ordinals: Iterable[int]) -> str:
    """What `nearest` binds: periods, the most wanted first."""
    return " ".join(map(str, ordinals))


@cache
def page(way: Way, order: Order, *, after: bool) -> Statement:
    """Rows of a page, those behind `after_value` and `after_id` with `after`; in no order.

    Each has the number and the names of the organization, the period and the columns of the table.
    """
    entries = _entries(way).subquery("entries")
    key = (entries.c.value, entries.c.organization_id)
    chosen = select(entries)
    place = tuple_(bindparam("after_value"), bindparam("after_id"))
    match order:
        case Order.DESCENDING:
            chosen = chosen.order_by(*(column.desc() for column in key))
            behind = tuple_(*key) < place
        case Order.ASCENDING:
            chosen = chosen.order_by(*key)
            behind = tuple_(*key) > place
    if after:
        chosen = chosen.where(behind)
    ranked = chosen.limit(bindparam("limit")).subquery("ranked")
    return Statement(
        select(
            ranked.c.organization_id,
            col(Organization.code),
            col(Organization.name_vi),
            col(Organization.name_en),
            ranked.c.period,
            *(col(getattr(ObservationRow, name)) for name in TABLE_COLUMNS),
        )
        .select_from(ranked)
        .outerjoin(ObservationRow, _is_cell(ranked))
        .outerjoin(
            Organization,
            (col(Organization.release) == RELEASE)
            & (col(Organization.id) == ranked.c.organization_id),
        )
    )


@cache
def up_to(way: Way, order: Order) -> Statement:
    """How many entries come no later than `after_value` and `after_id`, and how many tie there."""
    entries = _entries(way).subquery("entries")
    key = tuple_(entries.c.value, entries.c.organization_id)
    place = tuple_(bindparam("after_value"), bindparam("after_id"))
    reached = key >= place if order is Order.DESCENDING else key <= place
    ties = func.count(case((entries.c.value == bindparam("after_value"), 1)))
    return Statement(select(func.count(), ties).select_from(entries).where(reached))


@cache
def total(way: Way) -> Statement:
    """How many entries there are."""
    return Statement(select(func.count()).select_from(_entries(way).subquery("entries")))


@cache
def entry(way: Way) -> Statement:
    """The entry of the organization `after_id` in the period `after_period`; none where none is."""
    entries = _entries(way).subquery("entries")
    return Statement(
        select(
            entries.c.value,
            *(
                col(getattr(ObservationRow, name))
                for name in ("lower", "upper", "lower_closed", "upper_closed")
            ),
        )
        .select_from(entries)
        .outerjoin(ObservationRow, _is_cell(entries))
        .where(
            entries.c.organization_id == bindparam("after_id"),
            entries.c.period == bindparam("after_period"),
        )
    )


def _is_cell(entries: Subquery) -> ColumnElement[bool]:
    return (
        (col(ObservationRow.release) == RELEASE)
        & (col(ObservationRow.organization_id) == entries.c.organization_id)
        & (col(ObservationRow.indicator_id) == _INDICATOR)
        & (col(ObservationRow.period) == entries.c.period)
    )


def _entries(way: Way) -> Select[int, int, int | None]:
    """Organization, period and value of all that is ranked."""
    number = col(ObservationRow.organization_id)
    level = col(ObservationRow.ranked_level)
    found = select(number, col(ObservationRow.period), col(ObservationRow.value)).where(
        col(ObservationRow.release) == RELEASE,
        col(ObservationRow.indicator_id) == _INDICATOR,
        col(ObservationRow.period) == _PERIOD,
    )
    match way:
        case Way.LEVEL:
            return found.where(level == _LEVEL)
        case Way.WALK:
            return found.where(level == _LEVEL, _is_below(number + 0))
        case Way.RANGE:
            return found.where(level + 0 == _LEVEL, _is_below(number))
        case Way.NEAREST:
            return _nearest_entries()


def _nearest_entries() -> Select[int, int, int | None]:
    """Of each organization of the subtree its entry in the period that stands first.

    One that is gone on the day asked about, or not there yet, has no other period's.
    """
    number = col(ObservationRow.organization_id)
    place = position_in(col(ObservationRow.period), _NEAREST)
    # Grouped by what no index is in the order of: the clustered one would lead past everything.
    grouped = (number + literal_column("0")).label("organization_id")
    nearest = (
        select(grouped, func.min(place).label("place"))
        .where(
            col(ObservationRow.release) == RELEASE,
            col(ObservationRow.indicator_id) == _INDICATOR,
            col(ObservationRow.ranked_level) == _LEVEL,
            _is_below(number + 0),
            place > 0,
        )
        .group_by(grouped)
        .subquery("nearest")
    )
    digits = func.substr(_NEAREST, nearest.c.place, _ORDINAL_LENGTH)
    return (
        select(number, col(ObservationRow.period), col(ObservationRow.value))
        .select_from(nearest)
        .outerjoin(
            ObservationRow,
            (col(ObservationRow.release) == RELEASE)
            & (number == nearest.c.organization_id)
            & (col(ObservationRow.indicator_id) == _INDICATOR)
            & (col(ObservationRow.period) == cast(digits, BigInteger())),
        )
        .outerjoin(
            Organization,
            (col(Organization.release) == RELEASE)
            & (col(Organization.id) == nearest.c.organization_id),
        )
        .where(or_(col(ObservationRow.period) == _PERIOD, _is_there()))
    )


def _is_there() -> ColumnElement[bool]:
    day: BindParameter[str] = bindparam("day", type_=Text())
    first, last = col(Organization.valid_from), col(Organization.valid_to)
    return or_(first.is_(None), first <= day) & or_(last.is_(None), last >= day)


def _is_below(number: SQLColumnExpression[int]) -> ColumnElement[bool]:
    return number.between(bindparam("within_first"), bindparam("within_last"))


def _periods() -> Statement:
    """Every period with numbers that are ranked, by one seek for each."""

    def first(*later: ColumnElement[bool]) -> Select[int | None]:
        return select(func.min(col(ObservationRow.period))).where(
            col(ObservationRow.release) == RELEASE,
            col(ObservationRow.indicator_id) == _INDICATOR,
            col(ObservationRow.ranked_level) == _LEVEL,
            *later,
        )

    known = first().cte("known", recursive=True)
    period = known.c[0]
    following = first(col(ObservationRow.period) > period).correlate(known).scalar_subquery()
    known = known.union_all(select(following).where(period.is_not(None)))
    return Statement(select(known.c[0]).where(known.c[0].is_not(None)))


PERIODS = _periods()
