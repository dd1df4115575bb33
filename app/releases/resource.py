"""The declarative query of a list: filters, order, row shape; a page of it by key."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import BindParameter, SQLColumnExpression, bindparam, func, tuple_
from sqlalchemy.sql import ColumnElement, Select

from app.database import Statement
from app.parameters import PageSelection
from app.releases.reader import Reader, Values

Row = dict[str, Any]


@dataclass(frozen=True, eq=False)
class ResourceQuery:
    """What a list is made of; statements are compiled once for each set of filters in use.

    `select` reads the row's columns of one release, `filters` are conditions by name, each with
    parameters of that name, `order` is a total order, `row` shapes what the driver returns.
    """

    select: Select[*tuple[Any, ...]]
    filters: Mapping[str, ColumnElement[bool]]
    order: Sequence[SQLColumnExpression[Any]]
    row: Callable[[tuple[Any, ...]], Row]
    columns: Sequence[str]
    _compiled: dict[tuple[str, frozenset[str]], Statement] = field(default_factory=dict, repr=False)

    def page(self, active: frozenset[str], *, after: bool) -> Statement:
        """Rows that pass the filters, in order; those behind the key `after_0` … with `after`."""
        kind = "after" if after else "first"
        if (kind, active) not in self._compiled:
            statement = self._filtered(self.select, active).order_by(*self.order)
            if after:
                keys: list[BindParameter[Any]] = [
                    bindparam(f"after_{place}") for place in range(len(self.order))
                ]
                statement = statement.where(tuple_(*self.order) > tuple_(*keys))
            self._compiled[kind, active] = Statement.of(statement.limit(bindparam("limit")))
        return self._compiled[kind, active]

    def count(self, active: frozenset[str]) -> Statement:
        """How many rows pass the filters."""
        if ("count", active) not in self._compiled:
            rows = self._filtered(self.select, active)
            counted = rows.with_only_columns(func.count(), maintain_column_froms=True)
            self._compiled["count", active] = Statement.of(counted)
        return self._compiled["count", active]

    def _filtered(
        self, statement: Select[*tuple[Any, ...]], active: frozenset[str]
    ) -> Select[*tuple[Any, ...]]:
        return statement.where(*(self.filters[name] for name in sorted(active)))


@dataclass(frozen=True, slots=True)
class Filters:
    """Filters in use, by the name of their parameter in the address, with what they bind.

    One parameter may use several conditions of the query; those in `always` belong to the path.
    """

    conditions: Mapping[str, tuple[str, ...]]
    values: Values
    always: tuple[str, ...] = ()

    def active(self, *, without: str | None = None) -> frozenset[str]:
        chosen = (
            condition
            for parameter, conditions in self.conditions.items()
            if parameter != without
            for condition in conditions
        )
        return frozenset((*self.always, *chosen))


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of one page; `after` is the key to continue behind, None on the last page.

    `without` counts, for an empty page, the rows there would be without each one filter.
    """

    rows: list[Row]
    has_more: bool
    total: int | None
    without: Mapping[str, int]


def fetch_page(
    reader: Reader,
    query: ResourceQuery,
    selection: PageSelection,
    filters: Filters,
    after: Sequence[Any] | None,
) -> Page:
    """One page of the list, with the total when it is asked for."""
    active = filters.active()
    values = {**filters.values, "limit": selection.limit + 1}
    values |= {f"after_{place}": key for place, key in enumerate(after or ())}
    raw = reader.fetch(query.page(active, after=after is not None), values)
    total = None
    if selection.total:
        total = int(reader.fetch(query.count(active), filters.values)[0][0])
    without: dict[str, int] = {}
    if not raw and after is None:
        for parameter in filters.conditions:
            rest = reader.fetch(query.count(filters.active(without=parameter)), filters.values)
            without[parameter] = int(rest[0][0])
    rows = [query.row(row) for row in raw[: selection.limit]]
    return Page(rows, len(raw) > selection.limit, total, without)
