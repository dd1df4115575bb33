"""Pages of a list in an order of the client's: every row that is chosen is read and sorted.

So there may not be too many. The order is total: what a client sorts by, missing values last, then
the order of the list. A page begins behind the row that `after` names, whose values are looked up.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, SQLColumnExpression, and_, bindparam, or_, tuple_
from sqlalchemy.sql import ColumnElement

from app.database import Statement
from app.errors import InvalidParameterError, nearest_codes
from app.parameter_columns import Sort
from app.parameters import PageSelection, SortedSelection
from app.releases.reader import Reader
from app.releases.resource import (
    STATEMENTS_MAX,
    Filters,
    Page,
    ResourceQuery,
    fetch_page,
    no_place,
    page_of,
)
from app.values.wording import Words

ROWS_SORTED_MAX = 100_000
KEY_NAMES = ("id", "key", "code")
"""Fields that name a row: sorted by as the list is."""
Keys = tuple[tuple[str, bool], ...]
Term = tuple[SQLColumnExpression[Any], bool]


def fetch_chosen(
    reader: Reader,
    query: ResourceQuery,
    selection: PageSelection,
    filters: Filters,
    after: Sequence[Any] | None,
) -> Page:
    """One page of the list in the order that the selection wants; see `fetch_page`.

    Raises InvalidParameterError for a field there is not, and for too many rows.
    """
    if not isinstance(selection, SortedSelection) or selection.sort is None:
        return fetch_page(reader, query, selection, filters, after)
    keys = known_keys(query, selection.sort)
    active = filters.active()
    _refuse_many(reader, query, filters)
    bound: dict[str, Any] = {}
    absent: tuple[bool, ...] | None = None
    if after is not None:
        place = {f"after_{number}": key for number, key in enumerate(after)}
        found = reader.fetch(_place(query, keys), place)
        if not found:
            raise no_place(str(selection.after))
        bound = {f"sorted_{number}": value for number, value in enumerate(found[0])}
        absent = tuple(value is None for value in found[0])
    values = {**filters.values, **bound, "limit": selection.limit + 1}
    raw = reader.fetch(_page(query, active, keys, absent), values)
    return page_of(reader, query, selection, filters, raw)


def known_keys(query: ResourceQuery, sort: Sort) -> Keys:
    """What to sort by. Raises InvalidParameterError for a field there is not."""
    known = [*query.sortable]
    listed = ", ".join([*_names_of_rows(query), *known])
    for name, _ in sort.keys:
        if name not in query.sortable and name not in _names_of_rows(query):
            raise InvalidParameterError(
                Words(
                    f"There is no field {name} to sort by here.",
                    f"Ở đây không có trường {name} để sắp xếp.",
                ),
                parameter="sort",
                expected=Words(f"some of: {listed}", f"một số trong: {listed}"),
                nearest=nearest_codes(name, known),
            )
    return sort.keys


def _names_of_rows(query: ResourceQuery) -> list[str]:
    return [name for name in KEY_NAMES if name in query.columns and name not in query.sortable]


def _refuse_many(reader: Reader, query: ResourceQuery, filters: Filters) -> None:
    bound = {**filters.values, "counted_max": ROWS_SORTED_MAX + 1}
    [(count,)] = reader.fetch(query.count_some(filters.active()), bound)
    if count > ROWS_SORTED_MAX:
        size = f"more than {ROWS_SORTED_MAX}"
        raise InvalidParameterError(
            Words(
                f"The selection has {size} rows, which are too many to sort.",
                f"Lựa chọn này có hơn {ROWS_SORTED_MAX} dòng, quá nhiều để sắp xếp.",
            ),
            parameter="sort",
            expected=Words(
                f"at most {ROWS_SORTED_MAX} rows, or no sort",
                f"tối đa {ROWS_SORTED_MAX} dòng, hoặc không sắp xếp",
            ),
        )


def _terms(query: ResourceQuery, keys: Keys) -> Iterator[Term]:
    """Columns in order, each with whether it runs downwards; the key of the list at the end."""
    for name, descending in keys:
        if name in query.sortable:
            yield query.sortable[name], descending
        else:
            yield from ((column, descending) for column in query.order)
            return
    yield from ((column, False) for column in query.order)


@lru_cache(STATEMENTS_MAX)
def _place(query: ResourceQuery, keys: Keys) -> Statement:
    """What the row with the key `after_0` … is sorted by."""
    names: list[BindParameter[Any]] = [
        bindparam(f"after_{number}") for number in range(len(query.order))
    ]
    row = query.select.where(tuple_(*query.order) == tuple_(*names))
    columns = [column for column, _ in _terms(query, keys)]
    return Statement(row.with_only_columns(*columns, maintain_column_froms=True))


@lru_cache(STATEMENTS_MAX)
def _page(
    query: ResourceQuery, active: frozenset[str], keys: Keys, absent: tuple[bool, ...] | None
) -> Statement:
    """Rows behind `sorted_0` …; `absent` tells which of these are null, None where all begin."""
    terms = [*_terms(query, keys)]
    order: list[ColumnElement[Any]] = []
    for column, descending in terms:
        order += [column.is_(None), column.desc() if descending else column.asc()]
    rows = query.filtered(active).order_by(*order)
    if absent is not None:
        rows = rows.where(_behind(terms, absent))
    return Statement(rows.limit(bindparam("limit")))


def _behind(terms: Sequence[Term], absent: Sequence[bool]) -> ColumnElement[bool]:
    """Rows that differ first in a term in which they come later."""
    ways = []
    same: list[ColumnElement[bool]] = []
    for number, ((column, descending), is_absent) in enumerate(zip(terms, absent, strict=True)):
        place: BindParameter[Any] = bindparam(f"sorted_{number}")
        if is_absent:  # Nothing comes behind a missing value but another one.
            same.append(column.is_(None))
            continue
        beyond = column < place if descending else column > place
        ways.append(and_(*same, or_(beyond, column.is_(None))))
        same.append(column == place)
    return or_(*ways)
