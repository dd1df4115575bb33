"""What observations, figures and checks share: selection by cell, and keys of pages."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import SQLColumnExpression, select
from sqlalchemy.sql import ColumnElement, Select
from sqlmodel import col

from app.cells.times import chosen_periods, period_conditions
from app.database import RELEASE, in_list, json_list
from app.errors import InvalidParameterError, UnknownCodeError
from app.identifiers.queries import holders_of_identifiers, identifier_values
from app.indicators.models import IndicatorRow
from app.indicators.queries import KINDS, codes_of, known_indicators, numbers_of_kinds
from app.organizations.models import Organization
from app.organizations.queries import (
    find_places,
    known_choices,
)
from app.organizations.selection import parents
from app.parameter_parsing import Several, choices
from app.parameter_selectors import IndicatorSelector, OrganizationSelector
from app.parameter_times import Frequencies, PeriodChoices
from app.parameters import (
    IdentifierParameter,
    IndicatorSelectors,
    Names,
    OnePeriod,
    OrganizationCodes,
    OrganizationSelectors,
    Parameters,
)
from app.releases.reader import Reader
from app.releases.resource import Filters, chosen, no_place, one_or_several
from app.selectors.conditions import LEADING, conditions_on
from app.selectors.queries import choose
from app.sources.queries import known_sources
from app.values.codes import CellKey, CodeError
from app.values.periods import Period, period_text
from app.values.wording import Words


class CellFilters(Parameters):
    """Which cells."""

    organization: OrganizationSelectors | None = Field(
        None,
        description="Organizations, separated by commas: codes, and what chooses several: `*`, "
        "`level:provincial`, `children:vn`, `descendants:vn`, `ancestors:vn`, each of the three "
        "also with `-or-self`. A code with a day is whoever bears that organization's name then: "
        "`lao-cai@2025-07-01` is `lao-cai-2025`.",
        examples=["lao-cai", "children-or-self:vn", "lao-cai@2025-07-01"],
    )
    level: Names | None = Field(
        None,
        description="Levels of organizations, separated by commas.",
        examples=["provincial"],
    )
    kind: Names | None = Field(
        None,
        description="Kinds of organizations, separated by commas.",
        examples=["party_organization"],
    )
    parent: OrganizationSelectors | None = Field(
        None,
        description="Organizations directly below these, chosen as in `organization`.",
        examples=["vn"],
    )
    identifier: IdentifierParameter | None = Field(
        None,
        description="Organizations by codes of another scheme, and the day they are meant on (by "
        "default the day the release was published).",
        examples=["gso-province:10,15@2022-12-31"],
    )
    indicator: IndicatorSelectors | None = Field(
        None,
        description="Indicators, separated by commas: codes, all of a group (`group:members`), all "
        "of a measure (`measure:members`), or `*`.",
        examples=["members,population", "group:members"],
    )
    indicator_kind: Annotated[Several[str], *choices(KINDS)] | None = Field(
        None, description="Kinds of indicators, separated by commas.", examples=["ratio"]
    )
    period: PeriodChoices | None = Field(
        None,
        description="Exactly these periods, separated by commas; with `in:` those that lie in one, "
        "of every frequency and itself included: `in:2022` has 2022, 2022-Q4 and 2022-06-30.",
        examples=["2022", "in:2022"],
    )
    frequency: Frequencies | None = Field(
        None,
        description="SDMX FREQ, separated by commas: A years, S halves, Q quarters, M months, "
        "D days.",
        examples=["A", "D,M"],
    )
    start_period: OnePeriod | None = Field(
        None,
        description="Periods of every frequency that begin on or after its first day.",
        examples=["2020"],
    )
    end_period: OnePeriod | None = Field(
        None,
        description="Periods of every frequency that end on or before its last day.",
        examples=["2022"],
    )
    source: OrganizationCodes | None = Field(
        None, description="Sources, separated by commas.", examples=["bao-lao-cai-2023"]
    )


def cell_conditions(
    organization_id: SQLColumnExpression[Any],
    indicator_id: SQLColumnExpression[Any],
    period: SQLColumnExpression[Any],
) -> dict[str, ColumnElement[bool]]:
    """Conditions on a table of cells, joined with organization; codes are bound as numbers."""
    return {
        **conditions_on(organization_id),
        **one_or_several("level", col(Organization.level)),
        "kind": in_list(col(Organization.kind), "kind"),
        **one_or_several("parent", col(Organization.parent_id)),
        "identifier": holders_of_identifiers(organization_id),
        **one_or_several("indicator", indicator_id),
        "indicatorKind": in_list(indicator_id, "indicatorKind"),
        **period_conditions(period),
    }


# Filters on organizations, of which there may be so few that a database should begin with them.
LED_BY_ORGANIZATIONS = LEADING | {
    "level", "level_is", "kind", "parent", "parent_is", "identifier",
}  # fmt: skip


def of_cells(
    columns: Iterable[Any],
    table: Any,  # noqa: ANN401 - a table of cells
    *,
    looked_up: bool,
) -> Select[*tuple[Any, ...]]:
    """Columns of a table of cells in :release, joined with organization and indicator.

    `looked_up`: by outer joins, though each row has both. SQLite would else put the keys of all
    organizations into a filter before it reads the first of a hundred rows.
    """
    organization = (col(Organization.release) == table.release) & (
        col(Organization.id) == table.organization_id
    )
    indicator = (col(IndicatorRow.release) == table.release) & (
        col(IndicatorRow.id) == table.indicator_id
    )
    return (
        select(*columns)
        .select_from(table)
        .join(Organization, organization, isouter=looked_up)
        .join(IndicatorRow, indicator, isouter=looked_up)
        .where(table.release == RELEASE)
    )


def cell_filters(reader: Reader, selection: CellFilters) -> Filters:
    """Filters in use. Raises UnknownCodeError."""
    refuse_reversed_range(selection.start_period, selection.end_period)
    filters = chosen_cells(reader, selection.organization, selection.indicator, None)
    of_periods, bound_by_them = chosen_periods(reader, selection.period, selection.frequency)
    conditions, values = {**filters.conditions, **of_periods}, {**filters.values, **bound_by_them}
    if selection.parent is not None:
        condition, values["parent"] = parents(reader, selection.parent)
        conditions["parent"] = (condition,)
    if selection.level is not None:
        levels = known_choices(reader, "level", selection.level)
        condition, values["level"] = chosen("level", levels)
        conditions["level"] = (condition,)
    for name, bound in _texts_chosen(reader, selection):
        conditions[name], values[name] = (name,), bound
    if selection.identifier is not None:
        conditions["identifier"] = ("identifier",)
        values |= identifier_values(reader, selection.identifier)
    return replace(filters, conditions=conditions, values=values)


def chosen_cells(
    reader: Reader,
    organizations: Several[OrganizationSelector] | None,
    indicators: Several[IndicatorSelector] | None,
    periods: Several[Period] | None,
) -> Filters:
    """Filters on the three that make a cell. Raises UnknownCodeError, AmbiguousNameError."""
    conditions: dict[str, tuple[str, ...]] = {}
    values: dict[str, Any] = {}
    understood: dict[str, str] = {}
    if organizations is not None:
        found = choose(reader, organizations, parameter="organization")
        conditions["organization"] = found.conditions
        values |= found.values
        if found.understood is not None:
            understood["organization"] = found.understood
    if indicators is not None:
        codes = codes_of(reader, indicators, parameter="indicator")
        if codes is not None:
            numbers = [reader.indicator_numbers[code] for code in codes]
            condition, values["indicator"] = chosen("indicator", numbers)
            conditions["indicator"] = (condition,)
            if not all(each.is_code for each in indicators):
                understood["indicator"] = ",".join(codes)
    if periods is not None:
        condition, values["period"] = chosen("period", [each.ordinal for each in periods])
        conditions["period"] = (condition,)
    return Filters(conditions, values, understood=understood)


def _texts_chosen(reader: Reader, selection: CellFilters) -> Iterator[tuple[str, str]]:
    """What the other parameters bind."""
    if selection.kind is not None:
        yield "kind", json_list(known_choices(reader, "kind", selection.kind))
    if selection.indicator_kind is not None:
        yield "indicatorKind", json_list(numbers_of_kinds(reader, selection.indicator_kind))
    if selection.source is not None:
        known_sources(reader, selection.source, parameter="source")
        yield "source", json_list(selection.source)
    if selection.start_period is not None:
        yield "startPeriod", selection.start_period.start.isoformat()
    if selection.end_period is not None:
        yield "endPeriod", selection.end_period.end.isoformat()


def refuse_reversed_range(first: Period | None, last: Period | None) -> None:
    """Raises InvalidParameterError for a range that ends before it begins."""
    if first is not None and last is not None and first.start > last.end:
        raise InvalidParameterError(
            Words(
                f"startPeriod {first} begins after endPeriod {last} ends.",
                f"startPeriod {first} bắt đầu sau khi endPeriod {last} kết thúc.",
            ),
            parameter="startPeriod",
            expected=Words(
                f"a period that begins by {last.end}",
                f"một kỳ bắt đầu không muộn hơn {last.end}",
            ),
        )


def cell_place(reader: Reader, text: str) -> Sequence[int]:
    """Numbers of organization, indicator and period of an id in `after`.

    Raises InvalidParameterError for what no page of this release gave.
    """
    try:
        key = CellKey.parse(text)
        known_indicators(reader, [key.indicator], parameter="after")
        first, _ = find_places(reader, [key.organization], parameter="after")[key.organization]
    except (CodeError, UnknownCodeError) as error:
        raise no_place(text) from error
    return first, reader.indicator_numbers[key.indicator], key.period.ordinal


def cell_id(organization: str, indicator: str, ordinal: int) -> str:
    """As `CellKey` writes it, of codes that are right."""
    return f"{organization}.{indicator}.{period_text(ordinal)}"
