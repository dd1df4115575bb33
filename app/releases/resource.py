"""The declarative query of a list: filters, order, row shape; a page of it by key."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    BindParameter,
    SQLColumnExpression,
    bindparam,
    func,
    literal,
    tuple_,
)
from sqlalchemy.sql import ColumnElement, Select

from app.database import ALL_ROWS, Statement, in_list, json_list
from app.errors import InvalidParameterError
from app.parameters import NEXT_PLACE, PageSelection
from app.releases.reader import Reader
from app.releases.storage import Values
from app.values.wording import Words

Row = dict[str, Any]
STATEMENTS_MAX = 500
COUNTED_MAX = 10_000


def one_or_several(name: str, column: SQLColumnExpression[Any]) -> dict[str, ColumnElement[bool]]:
    """Conditions that the column is what is bound, or in a JSON array of it, under both names.

    One value leads to a seek, which the expansion of an array would cost as much again.
    """
    return {name: in_list(column, name), f"{name}_is": column == bindparam(name)}


def chosen(name: str, values: Iterable[Any]) -> tuple[str, Any]:
    """Which of the two conditions the values need, and what it binds."""
    several = [*values]
    return (f"{name}_is", several[0]) if len(several) == 1 else (name, json_list(several))


@dataclass(frozen=True, eq=False)
class ResourceQuery:
    """What a list is made of; statements are compiled once for each set of filters in use.

    `select` reads the row's columns of one release, `filters` are conditions by name, each with
    parameters of that name, `order` is a total order, `row` shapes what the driver returns.
    `sortable` are the columns of fields that a client may sort by.
    `led` reads the same rows with joins that a database may begin with: for the `leading` filters.
    """

    select: Select[*tuple[Any, ...]]
    filters: Mapping[str, ColumnElement[bool]]
    order: Sequence[SQLColumnExpression[Any]]
    row: Callable[[tuple[Any, ...]], Row]
    columns: Sequence[str]
    led: Select[*tuple[Any, ...]] | None = None
    leading: frozenset[str] = frozenset()
    sortable: Mapping[str, SQLColumnExpression[Any]] = field(default_factory=dict)
    _compiled: dict[tuple[str, frozenset[str]], Statement] = field(
        default_factory=dict, init=False, repr=False
    )

    def page(self, active: frozenset[str], *, after: bool) -> Statement:
        """Rows that pass the filters, in order; those behind the key `after_0` … with `after`."""
        kind = "after" if after else "first"
        compiled = self._compiled.get((kind, active))
        if compiled is None:
            statement = self.filtered(active).order_by(*self.order)
            if after:
                statement = statement.where(tuple_(*self.order) > tuple_(*self._keys()))
            compiled = self._keep(kind, active, statement.limit(bindparam("limit")))
        return compiled

    def alone(
        self, active: frozenset[str], column: SQLColumnExpression[Any]
    ) -> Select[*tuple[Any, ...]]:
        """One column of all rows that pass the filters, in order."""
        rows = self.filtered(active).order_by(*self.order)
        return rows.with_only_columns(column, maintain_column_froms=True)

    def count(self, active: frozenset[str]) -> Statement:
        """How many rows pass the filters."""
        compiled = self._compiled.get(("count", active))
        if compiled is None:
            rows = self.filtered(active)
            counted = rows.with_only_columns(func.count(), maintain_column_froms=True)
            compiled = self._keep("count", active, counted)
        return compiled

    def count_some(self, active: frozenset[str]) -> Statement:
        """The same, but of no more rows than `counted_max`: for who need not know how many more."""
        compiled = self._compiled.get(("some", active))
        if compiled is None:
            rows = self.filtered(active)
            some = rows.with_only_columns(literal(1), maintain_column_froms=True)
            some = some.limit(bindparam("counted_max"))
            compiled = self._keep(
                "some", active, func.count().select().select_from(some.subquery())
            )
        return compiled

    def place(self) -> Statement:
        """Whether there is a row with the key `after_0`, `after_1` and so on."""
        none = frozenset[str]()
        compiled = self._compiled.get(("place", none))
        if compiled is None:
            statement = self.select.where(tuple_(*self.order) == tuple_(*self._keys()))
            found = statement.with_only_columns(func.count(), maintain_column_froms=True)
            compiled = self._keep("place", none, found)
        return compiled

    def _keys(self) -> list[BindParameter[Any]]:
        return [bindparam(f"after_{place}") for place in range(len(self.order))]

    def _keep(
        self, kind: str, active: frozenset[str], statement: Select[*tuple[Any, ...]]
    ) -> Statement:
        """Compile once. Filters combine in more ways than memory should hold: start anew then."""
        if len(self._compiled) >= STATEMENTS_MAX:
            self._compiled.clear()
        compiled = self._compiled[kind, active] = Statement(statement)
        return compiled

    def filtered(self, active: frozenset[str]) -> Select[*tuple[Any, ...]]:
        """Rows that pass the filters, in no order."""
        rows = self.select if self.led is None or active.isdisjoint(self.leading) else self.led
        return rows.where(*(self.filters[name] for name in sorted(active)))


@dataclass(frozen=True, slots=True)
class Filters:
    """Filters in use, by the name of their parameter in the address, with what they bind.

    One parameter may use several conditions of the query; those in `always` belong to the path.
    `understood` are parameters with what they come to, where that is short and not what was asked.
    """

    conditions: Mapping[str, tuple[str, ...]]
    values: Values
    always: tuple[str, ...] = ()
    understood: Mapping[str, str] = field(default_factory=dict)

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

    `without` counts, for an empty page, the rows there would be without each one filter, as far as
    COUNTED_MAX.
    """

    rows: list[Row]
    has_more: bool
    total: int | None
    without: Mapping[str, int]


def fetch_all(
    reader: Reader, query: ResourceQuery, numbers: Mapping[str, Sequence[int]]
) -> list[Row]:
    """Every row that these conditions of `one_or_several` let through, in order."""
    conditions = {name: chosen(name, values) for name, values in numbers.items()}
    active = frozenset(condition for condition, _ in conditions.values())
    bound = {name: value for name, (_, value) in conditions.items()}
    rows = reader.fetch(query.page(active, after=False), {**bound, "limit": ALL_ROWS})
    return [query.row(row) for row in rows]


def no_place(text: str) -> InvalidParameterError:
    """For an `after` that no page of the release gave."""
    return InvalidParameterError(
        Words(
            f"{text[:160]!r} is no place to continue from.",
            f"{text[:160]!r} không phải là chỗ để đọc tiếp.",
        ),
        parameter="after",
        expected=NEXT_PLACE,
    )


def fetch_page(
    reader: Reader,
    query: ResourceQuery,
    selection: PageSelection,
    filters: Filters,
    after: Sequence[Any] | None,
) -> Page:
    """One page of the list, with the total when it is asked for.

    Raises InvalidParameterError where `after` is the key of no row.
    """
    active = filters.active()
    keys = {f"after_{place}": key for place, key in enumerate(after or ())}
    if keys and not reader.fetch(query.place(), keys)[0][0]:
        raise no_place(str(selection.after))
    values = {**filters.values, **keys, "limit": selection.limit + 1}
    raw = reader.fetch(query.page(active, after=after is not None), values)
    return page_of(reader, query, selection, filters, raw)


def page_of(
    reader: Reader,
    query: ResourceQuery,
    selection: PageSelection,
    filters: Filters,
    raw: Sequence[tuple[Any, ...]],
) -> Page:
    """The page of what was read, one row more than it shows; counts what is to be told with it."""
    total = None
    if selection.total:
        total = int(reader.fetch(query.count(filters.active()), filters.values)[0][0])
    without: dict[str, int] = {}
    if not raw and selection.after is None:
        for parameter in filters.conditions:
            statement = query.count_some(filters.active(without=parameter))
            rest = reader.fetch(statement, {**filters.values, "counted_max": COUNTED_MAX})
            without[parameter] = int(rest[0][0])
    rows = [query.row(row) for row in raw[: selection.limit]]
    return Page(rows, len(raw) > selection.limit, total, without)
