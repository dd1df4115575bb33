"""Rankings: what is asked for, and how it is read."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field

from app.errors import UnknownCodeError, nearest_codes
from app.indicators.queries import known_indicators
from app.names.queries import named_organization
from app.observations.queries import COLUMNS as OBSERVATION_COLUMNS
from app.observations.queries import observation_row
from app.organizations.queries import find_places
from app.parameter_parsing import parsed, unfit
from app.parameters import (
    Flag,
    IndicatorCode,
    Names,
    OnePeriod,
    OrganizationNameParameter,
    PageSelection,
)
from app.rankings import queries
from app.rankings.queries import Order, Way
from app.rankings.ranking import BEGINNING, Entry, Place, overlaps, ranks
from app.releases.reader import Reader
from app.releases.resource import Page, Row, no_place
from app.values.codes import CellKey, CodeError
from app.values.periods import Frequency, Period
from app.values.wording import Words, any_of

COLUMNS = (
    "rank",
    *OBSERVATION_COLUMNS,
    "name.vi",
    "name.en",
    "nearest",
    "overlaps_previous",
    "overlaps_next",
)
PERIODS_TOLD = 5


def _order(text: object) -> Order:
    if text not in list(Order):
        raise unfit(any_of(Order))
    return Order(str(text))


class RankingSelection(PageSelection):
    """Which organizations, by which number."""

    indicator: IndicatorCode = Field(
        description="What they are ranked by.", examples=["population"]
    )
    level: Names = Field(description="The level they are of.", examples=["provincial"])
    period: OnePeriod = Field(description="The period of the numbers.", examples=["2022"])
    sort: Annotated[Order, parsed(_order, enum=list(Order))] = Field(
        Order.DESCENDING, description="Which end comes first.", examples=["value:asc"]
    )
    within: OrganizationNameParameter | None = Field(
        None,
        description="Only organizations of this one's subtree, itself included; a code with a day "
        "is whoever bears that organization's name then.",
        examples=["vn"],
    )
    nearest: Flag = Field(
        False,
        description="An organization without a number that can be ranked in the period is ranked "
        "by that of its nearest period of the same frequency, which its row names; the earlier "
        "one where two are as near. Not so one that is not there on the period's last day.",
        examples=[True],
    )


@dataclass(frozen=True, slots=True)
class Chosen:
    """How a ranking is come by, and what its statements bind."""

    way: Way
    order: Order
    values: dict[str, Any]


def chosen_ranking(reader: Reader, selection: RankingSelection) -> Chosen:
    """Raises UnknownCodeError for an indicator, a level or an organization there is not."""
    known_indicators(reader, [selection.indicator], parameter="indicator")
    values: dict[str, Any] = {
        "indicator": reader.indicator_numbers[selection.indicator],
        "level": level_number(reader, selection.level),
        "period": selection.period.ordinal,
    }
    way = Way.LEVEL
    organizations = reader.release.counts["organization"]
    first, last = 1, organizations
    if selection.within is not None:
        _, first, last = named_organization(reader, selection.within, parameter="within")
        inside = last - first + 1
        # A walk passes by all that lies outside until the page is full, a range reads all inside.
        is_small = inside * inside <= selection.limit * organizations
        way = Way.RANGE if is_small else Way.WALK
    if selection.nearest:
        way = Way.NEAREST
        ordered = nearest_first(selection.period, ranked_periods(reader, values))
        values["day"] = selection.period.end.isoformat()
        values["nearest"] = queries.nearest_text(period.ordinal for period in ordered)
    if way is not Way.LEVEL:
        values |= {"within_first": first, "within_last": last}
    return Chosen(way, selection.sort, values)


def level_number(reader: Reader, level: str) -> int:
    """The place of a level in the catalog's list, from 1. Raises UnknownCodeError."""
    known = [each.code for each in reader.catalog.levels]
    if level not in known:
        raise UnknownCodeError(
            Words(f"There is no level {level!r}.", f"Không có cấp {level!r}."),
            parameter="level",
            expected=any_of(known),
            nearest=nearest_codes(level, known),
        )
    return known.index(level) + 1


def ranked_periods(reader: Reader, values: dict[str, Any]) -> list[Period]:
    """Periods in which the indicator has numbers that are ranked at the level, in order."""
    bound = {name: values[name] for name in ("indicator", "level")}
    return [Period.from_ordinal(period) for (period,) in reader.fetch(queries.PERIODS, bound)]


def nearest_first(wanted: Period, periods: Iterable[Period]) -> list[Period]:
    """Periods of the frequency wanted, by their distance in time, the earlier one first."""
    alike = [period for period in periods if period.frequency is wanted.frequency]
    return sorted(alike, key=lambda period: (_distance(wanted, period), period.start))


def _distance(first: Period, second: Period) -> int:
    """In months, or in days where the periods are days."""
    if first.frequency is Frequency.DAILY:
        return abs(first.start.toordinal() - second.start.toordinal())
    months = 12 * (first.start.year - second.start.year) + first.start.month - second.start.month
    return abs(months)


def fetch_ranking(reader: Reader, selection: RankingSelection, ranking: Chosen) -> Page:
    """A page of the ranking. Raises InvalidParameterError where `after` is none of its rows."""
    values = dict(ranking.values)
    place = BEGINNING
    if selection.after is not None:
        values |= _cursor(reader, selection)
        place = _place(reader, selection, ranking, values)
    statement = queries.page(ranking.way, ranking.order, after=selection.after is not None)
    raw = reader.fetch(statement, {**values, "limit": selection.limit + 1})
    downward = ranking.order is Order.DESCENDING
    raw.sort(key=lambda row: (row[VALUE], row[0]), reverse=downward)
    total = None
    if selection.total:
        total = int(reader.fetch(queries.total(ranking.way), ranking.values)[0][0])
    unit = reader.catalog.by_code[selection.indicator].unit
    rows = list(_rows(selection, unit, place, raw))
    return Page(rows, len(raw) > selection.limit, total, {})


VALUE = 5
"""Where the value stands in a row, after number, code, names and period of its organization."""


def _rows(
    selection: RankingSelection, unit: str, place: Place, raw: list[tuple[Any, ...]]
) -> Iterable[Row]:
    entries = [_entry(row[VALUE : VALUE + 5]) for row in raw]
    following = entries[selection.limit] if len(entries) > selection.limit else None
    entries = entries[: selection.limit]
    wanted = selection.period.ordinal
    for row, rank, (previous, following_one) in zip(
        raw, ranks(place, entries), overlaps(place, entries, following), strict=False
    ):
        _, code, vi, en, period, *columns = row
        yield {
            "rank": rank,
            **observation_row((code, selection.indicator, unit, period, *columns)),
            "name": {"vi": vi, "en": en},
            "nearest": period != wanted,
            "overlaps_previous": previous,
            "overlaps_next": following_one,
        }


def _entry(cells: tuple[Any, ...]) -> Entry:
    value, lower, upper, lower_closed, upper_closed = cells
    return Entry(value, lower, upper, lower_closed == 1, upper_closed == 1)


def _cursor(reader: Reader, selection: RankingSelection) -> dict[str, Any]:
    """Organization and period of the id in `after`. Raises InvalidParameterError."""
    text = str(selection.after)
    try:
        key = CellKey.parse(text)
        first, _ = find_places(reader, [key.organization], parameter="after")[key.organization]
    except (CodeError, UnknownCodeError) as error:
        raise no_place(text) from error
    if key.indicator != selection.indicator:
        raise no_place(text)
    return {"after_id": first, "after_period": key.period.ordinal}


def _place(
    reader: Reader, selection: RankingSelection, ranking: Chosen, values: dict[str, Any]
) -> Place:
    """Where the page begins; adds the value there to what is bound."""
    found = reader.fetch(queries.entry(ranking.way), values)
    if not found:
        raise no_place(str(selection.after))
    last = _entry(found[0])
    values["after_value"] = last.value
    counted = reader.fetch(queries.up_to(ranking.way, ranking.order), values)
    passed, ties = counted[0]
    return Place(passed, ties, last)


def why_empty(reader: Reader, selection: RankingSelection, ranking: Chosen) -> list[Row]:
    """Why nothing is ranked, and the nearest periods in which something is."""
    nearest = nearest_first(selection.period, ranked_periods(reader, ranking.values))[:PERIODS_TOLD]
    periods = ", ".join(map(str, sorted(nearest)))
    number, place = reader.release.number, f"{selection.indicator}, {selection.level}"
    vi = f"Bản công bố {number} không có số nào xếp hạng được: {place}, {selection.period}."
    en = f"Release {number} has no number to rank: {place}, {selection.period}."
    if periods:
        vi += f" Những kỳ gần nhất có số ở cấp này: {periods}."
        en += f" The nearest periods with numbers at this level: {periods}."
    return [{"code": "empty", "vi": vi, "en": en}]
