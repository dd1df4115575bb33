"""The kernel's cells of organizations: their figures, roll-ups, breaks and time of existence."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from app.database import RELEASE, Statement, in_list, json_list
from app.derivation.breaks import Break
from app.derivation.cells import OrganizationCells
from app.derivation.evidence import Cell, Evidence
from app.derivation.figures import Figure
from app.derivation.notices import incomplete_roll_up
from app.derivation.observations import Coverage, Observation
from app.events.queries import fetch_happenings
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

DERIVED_AT_ONCE_MAX = 4  # Series of numbers; the kernel takes up to a millisecond for each.
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
    wanted, derived = list(codes), list(indicators)
    if len(wanted) * len(derived) > DERIVED_AT_ONCE_MAX:
        reader.leave_the_loop()
    find_places(reader, wanted, parameter=parameter)
    catalog = reader.catalog
    beneath = frozenset[str]().union(*(catalog.closure(code) for code in derived))
    if catalog.direct_subordinates is not None:
        beneath |= {catalog.direct_subordinates}
    numbers = [reader.indicator_numbers[code] for code in sorted(beneath)]
    rows = reader.fetch(_ORGANIZATIONS, {"codes": json_list(wanted)})
    ids = {number: code for code, number, _, _ in rows}
    figures = _by_cell(fetch_figures(reader, ids, numbers))
    rolled = _fetch_roll_ups(reader, ids, numbers)
    breaks = fetch_breaks(reader, ids)
    return {
        code: OrganizationCells(
            catalog,
            Evidence(
                code,
                figures.get(code, {}),
                rolled.get(code, {}),
                breaks.get(code, ()),
                None if first is None else date.fromisoformat(first),
                None if last is None else date.fromisoformat(last),
            ),
        )
        for code, _, first, last in rows
    }


def fetch_printed(
    reader: Reader, code: str, number: int, indicators: Iterable[str], periods: Iterable[int]
) -> OrganizationCells:
    """One organization with what is printed of these indicators in these periods alone."""
    numbers = [reader.indicator_numbers[each] for each in indicators]
    figures = _by_cell(fetch_figures(reader, [number], numbers, periods=periods))
    return OrganizationCells(reader.catalog, Evidence(code, figures.get(code, {})))


def _by_cell(figures: Iterable[Figure]) -> dict[str, dict[Cell, list[Figure]]]:
    """By organization, then by indicator and period."""
    found: dict[str, dict[Cell, list[Figure]]] = {}
    for figure in figures:
        cells = found.setdefault(figure.organization, {})
        cells.setdefault((figure.indicator, figure.period), []).append(figure)
    return found


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


def fetch_breaks(reader: Reader, organizations: Mapping[int, str]) -> dict[str, tuple[Break, ...]]:
    """Breaks of the series of organizations, by number, in order of time.

    An event breaks the series of those it names, and of all below where it says so.
    """
    happenings = fetch_happenings(reader)
    return {
        code: tuple(
            sorted(
                (
                    _break(event, is_subject=event["organization"] == code)
                    for event in happenings.of(number)
                    if event["effective"] is not None and event["breaks"]
                ),
                key=lambda each: (each.effective, each.event),
            )
        )
        for number, code in organizations.items()
    }


def _break(event: Mapping[str, Any], *, is_subject: bool) -> Break:
    return Break(
        event["code"],
        Period.parse(event["effective"]).start,
        frozenset(event["breaks"]),
        tuple(event["related"]) if is_subject and event["kind"] == "merger" else (),
    )
