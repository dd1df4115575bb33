"""The kernel's cells of organizations: their figures, roll-ups, breaks and time of existence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from app.database import RELEASE, Statement, in_list, json_list
from app.derivation.breaks import Break
from app.derivation.cells import OrganizationCells
from app.derivation.evidence import Cell, Evidence
from app.derivation.figures import Figure
from app.derivation.notices import incomplete_roll_up
from app.derivation.observations import Coverage, Observation
from app.events.models import Event, EventBreak, EventOrganization
from app.figures.queries import fetch_figures
from app.indicators.models import IndicatorRow
from app.observations.models import ObservationRow
from app.organizations.models import Organization
from app.organizations.queries import find_places
from app.releases.reader import Reader
from app.values.bounds import Bounds
from app.values.periods import Period
from app.values.qualifiers import Qualifier
from app.values.scaled import SCALE
from app.values.statuses import Derivation, ObservationStatus

_Subject = aliased(Organization, name="subject")
_ORGANIZATIONS = Statement(
    select(
        col(Organization.code),
        col(Organization.id),
        col(Organization.valid_from),
        col(Organization.valid_to),
    ).where(col(Organization.release) == RELEASE, in_list(col(Organization.code), "codes"))
)
_ROLL_UPS = Statement(
    select(
        col(ObservationRow.organization_id),
        col(IndicatorRow.code),
        col(ObservationRow.period),
        col(ObservationRow.value),
        col(ObservationRow.lower),
        col(ObservationRow.upper),
        col(ObservationRow.lower_closed),
        col(ObservationRow.upper_closed),
        col(ObservationRow.qualifier),
        col(ObservationRow.status),
        col(ObservationRow.parts_known),
        col(ObservationRow.parts_total),
        col(ObservationRow.parts_complete),
    )
    .join(
        IndicatorRow,
        (col(IndicatorRow.release) == col(ObservationRow.release))
        & (col(IndicatorRow.id) == col(ObservationRow.indicator_id)),
    )
    .where(
        col(ObservationRow.release) == RELEASE,
        in_list(col(ObservationRow.organization_id), "organizations"),
        in_list(col(ObservationRow.indicator_id), "indicators"),
        col(ObservationRow.derivation) == Derivation.ROLLED_UP.value,
    )
)
# An event breaks the series of the organizations it names, and of all below where it says so.
_BREAKS = Statement(
    select(
        col(Organization.code),
        col(Event.code),
        col(Event.kind),
        col(Event.effective),
        col(EventBreak.indicator),
        col(Event.organization_id) == col(Organization.id),
    )
    .select_from(Event)
    .join(
        EventBreak,
        (col(EventBreak.release) == col(Event.release))
        & (col(EventBreak.event) == col(Event.code)),
    )
    .join(
        EventOrganization,
        (col(EventOrganization.release) == col(Event.release))
        & (col(EventOrganization.event) == col(Event.code)),
    )
    .join(
        _Subject,
        (col(_Subject.release) == col(Event.release))
        & (col(_Subject.id) == col(EventOrganization.organization_id)),
    )
    .join(
        Organization,
        (col(Organization.release) == col(Event.release))
        & or_(
            col(Organization.id) == col(_Subject.id),
            (col(Event.scope) == "subtree")
            & (col(Organization.id) > col(_Subject.id))
            & (col(Organization.id) <= col(_Subject.last)),
        ),
    )
    .where(
        col(Event.release) == RELEASE,
        col(Event.effective).is_not(None),
        in_list(col(Organization.code), "codes"),
    )
    .distinct()
    .order_by(
        col(Organization.code), col(Event.effective), col(Event.code), col(EventBreak.indicator)
    )
)
_RELATED = Statement(
    select(col(EventOrganization.event), col(Organization.code))
    .join(
        Organization,
        (col(Organization.release) == col(EventOrganization.release))
        & (col(Organization.id) == col(EventOrganization.organization_id)),
    )
    .where(
        col(EventOrganization.release) == RELEASE,
        in_list(col(EventOrganization.event), "events"),
        col(EventOrganization.role) == "related",
    )
    .order_by(col(EventOrganization.event), col(Organization.id))
)


def fetch_cells(
    reader: Reader,
    codes: Iterable[str],
    indicators: Iterable[str],
    *,
    parameter: str = "organization",
) -> dict[str, OrganizationCells]:
    """Cells of each organization, with all that these indicators rest on.

    Raises UnknownCodeError for an organization the release does not have.
    """
    wanted = list(codes)
    find_places(reader, wanted, parameter=parameter)
    catalog = reader.catalog
    beneath = frozenset[str]().union(*(catalog.closure(code) for code in indicators))
    if catalog.direct_subordinates is not None:
        beneath |= {catalog.direct_subordinates}
    numbers = [number for number, code in enumerate(catalog.by_code, 1) if code in beneath]
    rows = reader.fetch(_ORGANIZATIONS, {"codes": json_list(wanted)})
    ids = {number: code for code, number, _, _ in rows}
    figures: dict[str, dict[Cell, list[Figure]]] = {code: {} for code in wanted}
    for figure in fetch_figures(reader, ids, numbers):
        cell = (figure.indicator, figure.period)
        figures[figure.organization].setdefault(cell, []).append(figure)
    rolled = _fetch_roll_ups(reader, ids, numbers)
    breaks = fetch_breaks(reader, wanted)
    return {
        code: OrganizationCells(
            catalog,
            Evidence(
                code,
                figures[code],
                rolled.get(code, {}),
                breaks.get(code, ()),
                None if first is None else date.fromisoformat(first),
                None if last is None else date.fromisoformat(last),
            ),
        )
        for code, _, first, last in rows
    }


def _fetch_roll_ups(
    reader: Reader, ids: Mapping[int, str], indicators: Sequence[int]
) -> dict[str, dict[Cell, Observation]]:
    found: dict[str, dict[Cell, Observation]] = {}
    bound = {"organizations": json_list(ids), "indicators": json_list(indicators)}
    for organization, indicator, ordinal, *rest in reader.fetch(_ROLL_UPS, bound):
        period = Period.from_ordinal(ordinal)
        observation = _rolled_up(ids[organization], indicator, period, rest)
        found.setdefault(ids[organization], {})[indicator, period] = observation
    return found


def _rolled_up(
    organization: str, indicator: str, period: Period, row: Sequence[Any]
) -> Observation:
    value, lower, upper, lower_closed, upper_closed, qualifier, status, known, total, complete = row
    return Observation(
        organization,
        indicator,
        period,
        Derivation.ROLLED_UP,
        value=None if value is None else Fraction(value, SCALE),
        bounds=Bounds(
            None if lower is None else Fraction(lower, SCALE),
            None if upper is None else Fraction(upper, SCALE),
            lower_closed=bool(lower_closed),
            upper_closed=bool(upper_closed),
        ),
        qualifier=Qualifier(qualifier),
        status=ObservationStatus(status),
        coverage=Coverage(known, total, all_listed=bool(complete)),
        notices=() if complete else (incomplete_roll_up(known, total),),
    )


def fetch_breaks(reader: Reader, codes: Iterable[str]) -> dict[str, tuple[Break, ...]]:
    """Breaks of each organization's series, in order of time."""
    rows = reader.fetch(_BREAKS, {"codes": json_list(codes)})
    related: dict[str, list[str]] = {}
    for event, code in reader.fetch(_RELATED, {"events": json_list({row[1] for row in rows})}):
        related.setdefault(event, []).append(code)
    found: dict[tuple[str, str], _Gathered] = {}
    for code, event, kind, effective, indicator, is_subject in rows:
        gathered = found.setdefault((code, event), _Gathered(effective, set()))
        gathered.indicators.add(indicator)
        if is_subject and kind == "merger":
            gathered.predecessors = tuple(related.get(event, ()))
    breaks: dict[str, tuple[Break, ...]] = {}
    for (code, event), gathered in found.items():
        made = Break(
            event,
            Period.parse(gathered.effective).start,
            frozenset(gathered.indicators),
            gathered.predecessors,
        )
        breaks[code] = (*breaks.get(code, ()), made)
    return breaks


@dataclass(slots=True)
class _Gathered:
    """A break while its rows are read."""

    effective: str
    indicators: set[str]
    predecessors: tuple[str, ...] = ()
