"""Reading what numbers on another map are told from: who was chosen, who merged, what is there."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from functools import lru_cache

from sqlalchemy import bindparam, func, select
from sqlmodel import col

from app.boundaries.mergers import Mergers, Place, moves_borders
from app.database import RELEASE, Statement, json_list
from app.derivation.breaks import Break
from app.errors import InvalidParameterError
from app.events.models import EventOrganization
from app.events.queries import fetch_happenings
from app.evidence.queries import fetch_breaks
from app.observations.queries import OBSERVATIONS
from app.organizations.models import Organization
from app.organizations.queries import ORGANIZATIONS
from app.releases.reader import Reader
from app.releases.resource import STATEMENTS_MAX, Filters, Row
from app.values.periods import Period
from app.values.wording import Words

ORGANIZATIONS_MAX = 10_000
ROWS_MAX = 20_000
# Parameters that choose organizations; the list of organizations has the same conditions.
OF_ORGANIZATIONS = frozenset({"organization", "level", "kind", "parent", "identifier"})
# Parameters that the database sees to, of numbers that are published and of those that are not.
OF_CELLS = frozenset(
    {"indicator", "indicatorKind", "period", "frequency", "startPeriod", "endPeriod"}
)

_COLUMNS = (
    col(Organization.code),
    col(Organization.id),
    col(Organization.valid_from),
    col(Organization.valid_to),
)
_NAMED = Statement(
    select(*_COLUMNS)
    .join(
        EventOrganization,
        (col(EventOrganization.release) == col(Organization.release))
        & (col(EventOrganization.organization_id) == col(Organization.id)),
    )
    .where(col(Organization.release) == RELEASE)
    .distinct()
)
_FIRST_DAY = Statement(
    select(func.min(col(Organization.valid_from))).where(col(Organization.release) == RELEASE)
)


@lru_cache(STATEMENTS_MAX)
def _chosen(active: frozenset[str]) -> Statement:
    rows = ORGANIZATIONS.filtered(active).with_only_columns(*_COLUMNS, maintain_column_froms=True)
    return Statement(rows.order_by(col(Organization.id)).limit(bindparam("limit")))


def _place(code: str, number: int, first: str | None, last: str | None) -> Place:
    return Place(
        code,
        number,
        None if first is None else date.fromisoformat(first),
        None if last is None else date.fromisoformat(last),
    )


def fetch_chosen_places(reader: Reader, filters: Filters) -> list[Place]:
    """The organizations that the filters choose, in order.

    Raises InvalidParameterError beyond ORGANIZATIONS_MAX.
    """
    bound = {**filters.values, "limit": ORGANIZATIONS_MAX + 1}
    rows = reader.fetch(_chosen(_active(filters, OF_ORGANIZATIONS)), bound)
    if len(rows) > ORGANIZATIONS_MAX:
        raise _too_much("organizations", "tổ chức", ORGANIZATIONS_MAX)
    return [_place(*row) for row in rows]


def _active(filters: Filters, parameters: Collection[str]) -> frozenset[str]:
    return frozenset(
        condition
        for parameter, conditions in filters.conditions.items()
        if parameter in parameters
        for condition in conditions
    )


def fetch_mergers(reader: Reader) -> Mergers:
    """Read once for a release."""
    return reader.gathered("mergers", _gather_mergers)


def _gather_mergers(reader: Reader) -> Mergers:
    places = {row[0]: _place(*row) for row in reader.fetch(_NAMED)}
    return Mergers.of(fetch_happenings(reader).events.values(), places)


def first_day(reader: Reader) -> date | None:
    """The first day of which the release says who existed, or what changed; None for none."""
    [(begun,)] = reader.fetch_once(_FIRST_DAY)
    days = [
        Period.parse(event["effective"]).start
        for event in fetch_happenings(reader).events.values()
        if event["effective"] is not None and moves_borders(event)
    ]
    return min([*days, *([] if begun is None else [date.fromisoformat(begun)])], default=None)


def fetch_published(reader: Reader, places: Iterable[Place], filters: Filters) -> list[Row]:
    """Published rows of the organizations that pass what the filters say of cells.

    Raises InvalidParameterError beyond ROWS_MAX.
    """
    numbers = [place.number for place in places]
    active = _active(filters, OF_CELLS) | {"organization"}
    bound = {**filters.values, "organization": json_list(numbers)}
    return _fetch_rows(reader, active, bound) if numbers else []


def fetch_series(reader: Reader, places: Iterable[Place], indicators: Iterable[str]) -> list[Row]:
    """All that the organizations have of the indicators. Raises as `fetch_published` does."""
    numbers = [place.number for place in places]
    codes = sorted(reader.indicator_numbers[code] for code in indicators)
    bound = {"organization": json_list(numbers), "indicator": json_list(codes)}
    if not numbers or not codes:
        return []
    return _fetch_rows(reader, frozenset({"organization", "indicator"}), bound)


def _fetch_rows(
    reader: Reader, active: frozenset[str], bound: Mapping[str, str | int]
) -> list[Row]:
    [(count,)] = reader.fetch(
        OBSERVATIONS.count_some(active), {**bound, "counted_max": ROWS_MAX + 1}
    )
    if count > ROWS_MAX:
        raise _too_much("published numbers", "số đã công bố", ROWS_MAX)
    rows = reader.fetch(OBSERVATIONS.page(active, after=False), {**bound, "limit": ROWS_MAX})
    return [OBSERVATIONS.row(row) for row in rows]


def fetch_changes(
    reader: Reader, places: Iterable[Place]
) -> tuple[dict[str, tuple[Break, ...]], dict[str, tuple[Break, ...]]]:
    """By code: events that moved borders other than by full mergers; all breaks of the series."""
    wanted = [*places]
    happenings, mergers = fetch_happenings(reader), fetch_mergers(reader)
    changes = {place.code: mergers.border_changes(happenings.of(place.number)) for place in wanted}
    return changes, fetch_breaks(reader, {place.number: place.code for place in wanted})


def _too_much(what: str, what_vi: str, most: int) -> InvalidParameterError:
    return InvalidParameterError(
        Words(
            f"Another map would need more than {most} {what} to be read.",
            f"Tính theo địa giới ngày khác cần đọc hơn {most} {what_vi}.",
        ),
        parameter="boundaries",
        expected=Words(
            f"a selection of at most {most} {what}, or boundaries=as-reported",
            f"một lựa chọn có tối đa {most} {what_vi}, hoặc boundaries=as-reported",
        ),
    )
