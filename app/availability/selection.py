"""Availability: what is asked for, and the counts put together."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import Field

from app.availability import queries
from app.availability.components import ALL, EVERY, MARKS, Component, names_of
from app.errors import InvalidParameterError
from app.observations.queries import OBSERVATIONS
from app.observations.selection import ObservationFilters
from app.organizations.queries import organization_place
from app.parameter_parsing import Several, choices
from app.parameters import CellKeys, Limit, PageSelection
from app.releases.reader import Reader
from app.releases.resource import Filters, Page, Row, page_of
from app.values.periods import Period, period_text
from app.values.wording import Words

COLUMNS = ("component", "code", "name.vi", "name.en", "count", "first_period", "last_period")
MARKED_MAX = 1_000_000
"""Observations whose marks are counted: reading their rows takes seconds."""
FEW = 10
"""A subtree of less than one part in so many is read by itself."""


class AvailabilitySelection(ObservationFilters, PageSelection):
    """Among which observations, and what is told of them."""

    component: Annotated[Several[str], *choices(Component)] | None = Field(
        None,
        description="What to count by, separated by commas; by default everything, but `source`, "
        "`status` and `derivation` only of at most 1,000,000 observations.",
        examples=["indicator,period"],
    )
    ids: CellKeys | None = Field(
        None,
        description="Among these cells, by their ids, separated by commas.",
        examples=["lao-cai.members.2022,yen-bai.members.2022"],
    )
    limit: Limit = Field(
        100,
        description="Organizations in one page. All other codes stand on the first page.",
        examples=[10],
    )


@dataclass(slots=True)
class Amount:
    """How many observations, and the ordinals of their first and last period."""

    count: int = 0
    periods: set[int] = field(default_factory=set)

    def add(self, count: int, *periods: int) -> None:
        self.count += count
        self.periods.update(periods)


Amounts = dict[str, Amount]


@dataclass(frozen=True, slots=True)
class Available:
    """A page of rows; `types` counts the codes of each component, on the first page."""

    page: Page
    types: dict[str, int] | None
    notices: tuple[Row, ...] = ()


def find_available(reader: Reader, selection: AvailabilitySelection, filters: Filters) -> Available:
    """Raises InvalidParameterError for marks of too much, and `after` without organizations."""
    chosen = [Component(each) for each in selection.component or Component]
    if selection.after is not None and Component.ORGANIZATION not in chosen:
        raise _nothing_to_continue()
    if filters.active().isdisjoint({"organization_is", "ids"}):
        reader.leave_the_loop()
    if selection.after is not None and not selection.total:
        rows, has_more = _organizations(reader, selection, filters)
        return Available(Page(rows, has_more, None, {}), None)
    return _first_page(reader, selection, filters, chosen)


def _first_page(
    reader: Reader, selection: AvailabilitySelection, filters: Filters, chosen: list[Component]
) -> Available:
    counted = _cells(reader, filters)
    every = counted[ALL]["*"]
    if not every.count:
        return Available(page_of(reader, OBSERVATIONS, selection, filters, []), None)
    notices: tuple[Row, ...] = ()
    if every.count <= MARKED_MAX:
        counted |= _marks(reader, filters) if {*chosen} & {*MARKS} else {}
    elif selection.component is None:
        notices = (_left_out(every.count),)
        chosen = [each for each in chosen if each not in MARKS]
    elif {*chosen} & {*MARKS}:
        raise _too_many(every.count)
    types: dict[str, int] = {}
    if {*chosen} & {Component.ORGANIZATION, Component.LEVEL}:
        types[Component.ORGANIZATION], counted[Component.LEVEL] = _levels(reader, filters)
    types |= {name: len(amounts) for name, amounts in counted.items()}
    types = {each.value: types[each] for each in chosen}
    rows: list[Row] = []
    has_more = False
    if Component.ORGANIZATION in chosen:
        rows, has_more = _organizations(reader, selection, filters)
    if selection.after is None:
        others = [each for each in chosen if each is not Component.ORGANIZATION]
        told = (_told(reader, each, counted[each]) for each in others)
        rows = [_row(ALL, "*", every, EVERY), *rows, *(row for each in told for row in each)]
    total = 1 + sum(types.values()) if selection.total else None
    return Available(
        Page(rows, has_more, total, {}), types if selection.after is None else None, notices
    )


def _cells(reader: Reader, filters: Filters) -> dict[str, Amounts]:
    """All that is told of by indicators and periods."""
    found: dict[str, Amounts] = {
        name: defaultdict(Amount)
        for name in (ALL, Component.INDICATOR, Component.PERIOD, Component.FREQUENCY)
    }
    indicators = reader.indicator_codes
    statement = queries.cells(filters.active(), few=_are_few(reader, filters))
    for number, ordinal, count in reader.fetch(statement, filters.values):
        found[ALL]["*"].add(count, ordinal)
        found[Component.INDICATOR][indicators[number - 1]].add(count, ordinal)
        found[Component.PERIOD][period_text(ordinal)].add(count, ordinal)
        found[Component.FREQUENCY][Period.from_ordinal(ordinal).frequency].add(count, ordinal)
    return found


def _are_few(reader: Reader, filters: Filters) -> bool:
    """Not so the subtree of nearly everyone."""
    first, last = (int(filters.values.get(f"organization_{end}", 0)) for end in ("first", "last"))
    return (last - first) * FEW < reader.release.counts["organization"]


def _marks(reader: Reader, filters: Filters) -> dict[str, Amounts]:
    found: dict[str, Amounts] = {name: defaultdict(Amount) for name in MARKS}
    for *codes, count, first, last in reader.fetch(queries.marks(filters.active()), filters.values):
        for component, code in zip(MARKS, codes, strict=True):
            if code is not None:  # What is computed has no source of its own.
                found[component][code].add(count, first, last)
    return found


def _levels(reader: Reader, filters: Filters) -> tuple[int, Amounts]:
    """How many organizations there are, and the levels."""
    found: Amounts = defaultdict(Amount)
    organizations = 0
    rows = reader.fetch(queries.levels(filters.active()), filters.values)
    for level, number, count, first, last in rows:
        organizations += number
        found[level].add(int(count), first, last)
    return organizations, found


def _organizations(
    reader: Reader, selection: AvailabilitySelection, filters: Filters
) -> tuple[list[Row], bool]:
    """The page, and whether there are more."""
    values = {**filters.values, "limit": selection.limit + 1}
    if selection.after is not None:
        [values["after_0"]] = organization_place(reader, selection.after)
    statement = queries.organizations(filters.active(), after=selection.after is not None)
    rows = []
    for code, count, first, last, vi, en in reader.fetch(statement, values):
        amount = Amount(count, {first, last})
        rows.append(_row(Component.ORGANIZATION, code, amount, {"vi": vi, "en": en}))
    return rows[: selection.limit], len(rows) > selection.limit


def _told(reader: Reader, component: Component, amounts: Amounts) -> Iterator[Row]:
    """A row for each code that has observations, in the order of its list."""
    if component is Component.PERIOD:
        for code, amount in sorted(amounts.items(), key=lambda each: max(each[1].periods)):
            yield _row(component, code, amount, None)
        return
    for code, name in names_of(reader, component).items():
        if code in amounts:
            yield _row(component, code, amounts[code], name)


def _row(component: str, code: str, amount: Amount, name: object) -> Row:
    return {
        "component": str(component),
        "code": code,
        "name": name,
        "count": amount.count,
        "first_period": period_text(min(amount.periods)),
        "last_period": period_text(max(amount.periods)),
    }


def _listed(components: Iterable[Component]) -> str:
    return ", ".join(components)


def _left_out(count: int) -> Row:
    return {
        "code": "marks_left_out",
        "vi": f"Không đếm theo {_listed(MARKS)}: có {count} số liệu, chỉ đếm khi không quá "
        f"{MARKED_MAX}. Hãy chọn hẹp hơn theo tổ chức, chỉ tiêu hoặc kỳ.",
        "en": f"Not counted by {_listed(MARKS)}: there are {count} observations, and at most "
        f"{MARKED_MAX} are counted so. Choose fewer by organization, indicator or period.",
    }


def _too_many(count: int) -> InvalidParameterError:
    return InvalidParameterError(
        Words(
            f"The selection has {count} observations; by {_listed(MARKS)} at most {MARKED_MAX} "
            "are counted.",
            f"Lựa chọn này có {count} số liệu; chỉ đếm theo {_listed(MARKS)} khi không quá "
            f"{MARKED_MAX} số liệu.",
        ),
        parameter="component",
        expected=Words(
            "fewer observations, by organization, indicator or period; or other components",
            "ít số liệu hơn, chọn theo tổ chức, chỉ tiêu hoặc kỳ; hoặc các thành phần khác",
        ),
    )


def _nothing_to_continue() -> InvalidParameterError:
    return InvalidParameterError(
        Words(
            "after continues the list of organizations, which component leaves out.",
            "after dùng để đọc tiếp danh sách tổ chức, nhưng component không có tổ chức.",
        ),
        parameter="after",
        expected=Words(
            "no after, or component with organization",
            "không có after, hoặc component có organization",
        ),
    )
