"""What observations, figures and checks share: selection by cell, and keys of pages."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import SQLColumnExpression
from sqlalchemy.sql import ColumnElement
from sqlmodel import col

from app.database import in_list, json_list
from app.errors import InvalidParameterError, UnknownCodeError
from app.identifiers.queries import holders_of_identifiers, identifier_values
from app.indicators.queries import KINDS, known_indicators, numbers_of_kinds
from app.organizations.models import Organization
from app.organizations.queries import (
    find_places,
    known_choices,
)
from app.parameters import (
    IdentifierParameter,
    IndicatorCodes,
    Names,
    OnePeriod,
    OrganizationCodes,
    Parameters,
    Periods,
    Several,
    choices,
)
from app.releases.reader import Reader
from app.releases.resource import chosen, no_place, one_or_several
from app.sources.queries import known_sources
from app.values.codes import CellKey, CodeError
from app.values.periods import Period, period_text


class CellFilters(Parameters):
    """Which cells."""

    organization: OrganizationCodes | None = Field(
        None, description="Organizations, separated by commas.", examples=["lao-cai"]
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
    parent: OrganizationCodes | None = Field(
        None, description="Organizations directly below these.", examples=["vn"]
    )
    identifier: IdentifierParameter | None = Field(
        None,
        description="Organizations by codes of another scheme, and the day they are meant on (by "
        "default the day the release was published).",
        examples=["gso-province:10,15@2022-12-31"],
    )
    indicator: IndicatorCodes | None = Field(
        None, description="Indicators, separated by commas.", examples=["members,population"]
    )
    indicator_kind: Annotated[Several[str], *choices(KINDS)] | None = Field(
        None, description="Kinds of indicators, separated by commas.", examples=["ratio"]
    )
    period: Periods | None = Field(
        None, description="Exactly these periods, separated by commas.", examples=["2022"]
    )
    start_period: OnePeriod | None = Field(
        None, description="Periods that begin on or after its first day.", examples=["2020"]
    )
    end_period: OnePeriod | None = Field(
        None, description="Periods that end on or before its last day.", examples=["2022"]
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
        **one_or_several("organization", organization_id),
        "level": in_list(col(Organization.level), "level"),
        "kind": in_list(col(Organization.kind), "kind"),
        **one_or_several("parent", col(Organization.parent_id)),
        "identifier": holders_of_identifiers(organization_id),
        **one_or_several("indicator", indicator_id),
        "indicatorKind": in_list(indicator_id, "indicatorKind"),
        **one_or_several("period", period),
    }


def cell_values(
    reader: Reader, selection: CellFilters
) -> tuple[dict[str, tuple[str, ...]], dict[str, Any]]:
    """Conditions in use by parameter, and what they bind. Raises UnknownCodeError."""
    refuse_reversed_range(selection.start_period, selection.end_period)
    conditions: dict[str, tuple[str, ...]] = {}
    values: dict[str, Any] = {}
    for name, found in _numbers_chosen(reader, selection):
        condition, values[name] = chosen(name, found)
        conditions[name] = (condition,)
    for name, bound in _texts_chosen(reader, selection):
        conditions[name], values[name] = (name,), bound
    if selection.identifier is not None:
        conditions["identifier"] = ("identifier",)
        values |= identifier_values(reader, selection.identifier)
    return conditions, values


def _numbers_chosen(reader: Reader, selection: CellFilters) -> Iterator[tuple[str, Iterable[int]]]:
    """Organizations, indicators and periods by their numbers in the tables."""
    for name, codes in (("organization", selection.organization), ("parent", selection.parent)):
        if codes is not None:
            places = find_places(reader, codes, parameter=name)
            yield name, [places[code][0] for code in codes]
    if selection.indicator is not None:
        known_indicators(reader, selection.indicator, parameter="indicator")
        yield "indicator", [reader.indicator_numbers[code] for code in selection.indicator]
    if selection.period is not None:
        yield "period", [period.ordinal for period in selection.period]


def _texts_chosen(reader: Reader, selection: CellFilters) -> Iterator[tuple[str, str]]:
    """What the other parameters bind."""
    for name, names in (("level", selection.level), ("kind", selection.kind)):
        if names is not None:
            yield name, json_list(known_choices(reader, name, names))
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
            f"startPeriod {first} begins after endPeriod {last} ends.",
            parameter="startPeriod",
            expected=f"a period that begins by {last.end}",
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
