"""Events: what is asked for, and how it is read."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import Field
from sqlalchemy import bindparam, select
from sqlalchemy.orm import aliased
from sqlalchemy.sql import ColumnElement
from sqlmodel import col

from app.cells.queries import refuse_reversed_range
from app.database import ALL_ROWS, RELEASE, Statement, in_list, json_array, json_list
from app.events.models import Event, EventBreak, EventOrganization
from app.organizations.models import Organization
from app.organizations.queries import find_places
from app.parameters import OnePeriod, OrganizationCodes, PageSelection
from app.releases.reader import Reader
from app.releases.resource import Filters, ResourceQuery, Row
from app.values.periods import Frequency, Period

COLUMNS = (
    "code",
    "kind",
    "ordinal",
    "decided",
    "effective",
    "organization",
    "related",
    "breaks",
    "scope",
    "title.vi",
    "title.en",
    "legal_basis",
    "refers_to",
    "source",
)


class EventSelection(PageSelection):
    """Which events."""

    code: OrganizationCodes | None = Field(
        None, description="Codes, separated by commas.", examples=["merger-2025"]
    )
    kind: OrganizationCodes | None = Field(
        None, description="Kinds, separated by commas.", examples=["merger,boundary-change", "task"]
    )
    organization: OrganizationCodes | None = Field(
        None, description="Events that touch these organizations.", examples=["yen-bai"]
    )
    start_period: OnePeriod | None = Field(
        None, description="In effect on or after the first day of this period.", examples=["2025"]
    )
    end_period: OnePeriod | None = Field(
        None,
        description="In effect on or before the last day of this period.",
        examples=["2025-12"],
    )


_related = (
    select(col(Organization.code).label("code"))
    .join(
        EventOrganization,
        (col(EventOrganization.release) == col(Organization.release))
        & (col(EventOrganization.organization_id) == col(Organization.id)),
    )
    .where(
        col(EventOrganization.release) == RELEASE,
        col(EventOrganization.event) == col(Event.code),
        col(EventOrganization.role) == "related",
    )
    .order_by(col(Organization.id))
    .correlate(Event)
    .subquery()
)
_breaks = (
    select(col(EventBreak.indicator).label("code"))
    .where(col(EventBreak.release) == RELEASE, col(EventBreak.event) == col(Event.code))
    .order_by(col(EventBreak.indicator))
    .correlate(Event)
    .subquery()
)


def _touches_organization() -> ColumnElement[bool]:
    """Events that name a wanted organization, or reach down to it from one above."""
    wanted = aliased(Organization, name="wanted")
    touched = (
        select(col(EventOrganization.event))
        .join(
            Organization,
            (col(Organization.release) == col(EventOrganization.release))
            & (col(Organization.id) == col(EventOrganization.organization_id)),
        )
        .join(
            wanted,
            (col(wanted.release) == col(EventOrganization.release))
            & (
                (col(wanted.id) == col(Organization.id))
                | (
                    (col(Event.scope) == "subtree")
                    & (col(wanted.id) > col(Organization.id))
                    & (col(wanted.id) <= col(Organization.last))
                )
            ),
        )
        .where(col(EventOrganization.release) == RELEASE, in_list(col(wanted.code), "organization"))
        .correlate(Event)
    )
    return col(Event.code).in_(touched)


def event_row(row: tuple[Any, ...]) -> Row:
    """Dates as far as known; `breaks` holds indicator codes, or `*` for all."""
    (
        code, kind, ordinal, decided, effective, organization, related, breaks, scope,
        vi, en, legal_basis, refers_to, source,
    ) = row  # fmt: skip
    return {
        "code": code,
        "kind": kind,
        "ordinal": ordinal,
        "decided": decided,
        "effective": effective,
        "organization": organization,
        "related": json.loads(related),
        "breaks": json.loads(breaks),
        "scope": scope,
        "title": {"vi": vi, "en": en},
        "legal_basis": legal_basis,
        "refers_to": refers_to,
        "source": source,
    }


EVENTS = ResourceQuery(
    select=select(
        col(Event.code),
        col(Event.kind),
        col(Event.ordinal),
        col(Event.decided),
        col(Event.effective),
        col(Organization.code),
        select(json_array(_related.c.code)).scalar_subquery(),
        select(json_array(_breaks.c.code)).scalar_subquery(),
        col(Event.scope),
        col(Event.title_vi),
        col(Event.title_en),
        col(Event.legal_basis),
        col(Event.refers_to),
        col(Event.source),
    )
    .join(
        Organization,
        (col(Organization.release) == col(Event.release))
        & (col(Organization.id) == col(Event.organization_id)),
    )
    .where(col(Event.release) == RELEASE),
    filters={
        "code": in_list(col(Event.code), "code"),
        "kind": in_list(col(Event.kind), "kind"),
        "organization": _touches_organization(),
        # A date known to the year sorts before all its days: the year it names takes it in.
        "startPeriod": col(Event.effective) >= bindparam("start"),
        "endPeriod": col(Event.effective) <= bindparam("end"),
    },
    order=(col(Event.code),),
    row=event_row,
    columns=COLUMNS,
)


def event_filters(reader: Reader, selection: EventSelection) -> Filters:
    """Filters in use. Raises UnknownCodeError for an organization the release does not have."""
    conditions: dict[str, tuple[str, ...]] = {}
    values: dict[str, Any] = {}
    if selection.organization is not None:
        find_places(reader, selection.organization, parameter="organization")
    for name in ("code", "kind", "organization"):
        chosen = getattr(selection, name)
        if chosen is not None:
            conditions[name], values[name] = (name,), json_list(chosen)
    refuse_reversed_range(selection.start_period, selection.end_period)
    if selection.start_period is not None:
        conditions["startPeriod"] = ("startPeriod",)
        values["start"] = _first_date(selection.start_period)
    if selection.end_period is not None:
        conditions["endPeriod"] = ("endPeriod",)
        values["end"] = selection.end_period.end.isoformat()
    return Filters(conditions, values)


def _first_date(period: Period) -> str:
    """Where dates within the period begin; a date may be known to the year or the month."""
    if period.frequency is Frequency.DAILY:
        return str(period)
    return str(period.year) if period.is_annual else period.start.isoformat()[:7]


@dataclass(frozen=True, slots=True)
class Happenings:
    """All events of a release, which are few, and whom each touches.

    `named` are the events of each organization that is named, `below` those that reach down from
    one: the numbers of the organizations beneath it, first and last.
    """

    events: Mapping[str, Row]
    named: Mapping[int, frozenset[str]]
    below: tuple[tuple[int, int, str], ...]

    def of(self, number: int) -> list[Row]:
        """Every event that touches the organization, in the order of their codes."""
        codes = {event for first, last, event in self.below if first < number <= last}
        return [self.events[code] for code in sorted(codes | self.named.get(number, frozenset()))]


_NAMED = Statement(
    select(col(EventOrganization.event), col(Organization.id), col(Organization.last))
    .join(
        Organization,
        (col(Organization.release) == col(EventOrganization.release))
        & (col(Organization.id) == col(EventOrganization.organization_id)),
    )
    .where(col(EventOrganization.release) == RELEASE)
)


def fetch_happenings(reader: Reader) -> Happenings:
    """Read once for a release."""
    return reader.gathered("events", _gather_happenings)


def _gather_happenings(reader: Reader) -> Happenings:
    rows = reader.fetch(EVENTS.page(frozenset(), after=False), {"limit": ALL_ROWS})
    events = {row["code"]: row for row in map(event_row, rows)}
    named: dict[int, set[str]] = {}
    below = []
    for event, number, last in reader.fetch(_NAMED):
        named.setdefault(number, set()).add(event)
        if events[event]["scope"] == "subtree":
            below.append((number, last, event))
    return Happenings(
        events, {number: frozenset(codes) for number, codes in named.items()}, tuple(below)
    )


def fetch_events_of(reader: Reader, number: int) -> list[Row]:
    """Every event that touches the organization, in the order of their codes."""
    return fetch_happenings(reader).of(number)
