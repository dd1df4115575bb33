"""A page of observations on the map of one day."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.boundaries import notices
from app.boundaries.choosing import (
    NAMED_MAX,
    Chosen,
    day_of_map,
    refuse_absent,
    refuse_published_alone,
    standing,
)
from app.boundaries.listing import Told, filtered, page_of
from app.boundaries.mergers import Place
from app.boundaries.parameter import Map
from app.boundaries.queries import (
    fetch_changes,
    fetch_chosen_places,
    fetch_mergers,
    fetch_published,
    fetch_series,
)
from app.boundaries.rows import cell_of, observed, published_row, refused_row, told_row
from app.boundaries.territory import Cell, Territory, World
from app.derivation.breaks import Break, first_after
from app.derivation.notices import Notice
from app.derivation.observations import Observation
from app.indicators.queries import codes_of
from app.lineage.documents import notice_document
from app.observations.queries import NAME, take_labels
from app.observations.selection import (
    ObservationSelection,
    columns_of,
    marked,
    observation_filters,
)
from app.observations.windows.spread import spread_told
from app.organizations.queries import fetch_names
from app.parameter_times import PeriodChoice
from app.releases.reader import Reader
from app.releases.resource import Filters, Page
from app.sources.queries import fetch_sources
from app.values.periods import Period
from app.values.statuses import ObservationStatus, first_status
from app.web.found import Found, found_page

UNDERSTOOD_MAX = 20
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Telling:
    """All that a map tells from: `rows` are published ones, of those chosen and of their parts."""

    reader: Reader
    selection: ObservationSelection
    indicators: frozenset[str]
    world: World
    rows: Mapping[str, Row]

    def wants(self, cell: Cell) -> bool:
        indicator, period = cell
        chosen = self.selection
        return (
            indicator in self.indicators
            and (chosen.period is None or any(_has(each, period) for each in chosen.period))
            and (chosen.frequency is None or period.frequency in chosen.frequency.items)
            and (chosen.start_period is None or period.start >= chosen.start_period.start)
            and (chosen.end_period is None or period.end <= chosen.end_period.end)
        )

    def told(self, place: Place, cell: Cell, row: Row) -> Told:
        indicator, period = cell
        number = self.reader.indicator_numbers[indicator]
        return Told((place.number, number, period.ordinal), row)

    def published(self, place: Place, row: Row) -> Told:
        """As published; marked where a border moved between its period and the map."""
        indicator, period = cell_of(row)
        beneath = self.world.catalog.closure(indicator)
        moved = self.world.moved([place.code], beneath, period)
        said = [notices.in_other_borders(moved, period, self.world.day)] if moved else []
        status = ObservationStatus(row["status"])
        if period in self._first_after_merger(place.code, indicator):
            status = first_status(status, ObservationStatus.BREAK)
        return self.told(place, (indicator, period), published_row(row, status, said))

    def _first_after_merger(self, code: str, indicator: str) -> frozenset[Period]:
        """The sums before the merger give every series something that this one is no part of."""
        merger = self.world.mergers.by_successor.get(code)
        if merger is None:
            return frozenset()
        own = [period for known, period in self.world.numbers.get(code, {}) if known == indicator]
        events = Break(merger.events[0], merger.effective, frozenset((indicator,)))
        return first_after([events], own)

    def summed(self, place: Place) -> Iterator[Told]:
        """What the map adds for an organization that came of a merger."""
        territory = Territory(self.world, place.code)
        for cell in territory.cells(self.indicators):
            if self.wants(cell):
                found = territory.resolve(*cell)
                if isinstance(found, Observation):
                    row = told_row(found, self.rows, self.world.catalog)
                else:
                    why = [] if found is None else [found, *territory.lacking_operands(cell)]
                    row = refused_row(place.code, cell, why, self.world.catalog)
                yield self.told(place, cell, row)

    def late(self, merged: Iterable[Place]) -> list[str]:
        """Ids of wanted numbers that predecessors have for periods which end after the merger."""
        return [
            str(key)
            for place in merged
            for key in Territory(self.world, place.code).late_cells(self.indicators)
            if self.wants((key.indicator, key.period))
        ]


def _has(choice: PeriodChoice, period: Period) -> bool:
    return choice.period.covers(period) if choice.inside else choice.period == period


def find_on_map(selection: ObservationSelection, reader: Reader) -> Found:
    """The page on the map that `boundaries` names.

    Raises InvalidParameterError for a day of which no map is known, for what cannot be told on
    the map, and for too much; UnknownCodeError.
    """
    reader.leave_the_loop()
    refuse_published_alone(selection)
    day = day_of_map(reader, selection.boundaries)
    filters = observation_filters(reader, selection)
    chosen = standing(fetch_mergers(reader), fetch_chosen_places(reader, filters), day)
    refuse_absent(reader, selection, chosen, day)
    published = fetch_published(reader, chosen.places, filters)
    merged = [each for each in chosen.places if each.code in fetch_mergers(reader).by_successor]
    telling = _gathered(reader, selection, chosen, merged, published)
    by_code = {place.code: place for place in chosen.places}
    told = [telling.published(by_code[row["organization"]], row) for row in published]
    told += [each for place in merged for each in telling.summed(place)]
    kept, left_out = filtered(told, selection)
    found = _page(reader, selection, page_of(kept, selection))
    if selection.latest and selection.after is None and kept:
        left_out.append(spread_told(Counter(each.order[2] for each in kept)))
    said: list[Notice] = [
        notices.map_of(day, published=selection.boundaries == Map.CURRENT),
        *chosen.notices(day),
    ]
    if late := telling.late(merged):
        said.append(notices.after_the_merger(late[:NAMED_MAX], max(0, len(late) - NAMED_MAX)))
    return replace(
        found,
        notices=[*found.notices, *map(notice_document, said), *left_out],
        understood=_understood(filters, chosen),
    )


def _gathered(
    reader: Reader,
    selection: ObservationSelection,
    chosen: Chosen,
    merged: Sequence[Place],
    published: Sequence[Row],
) -> Telling:
    """With every number of those that merged, and of whatever the wanted ones follow from."""
    mergers, catalog = fetch_mergers(reader), reader.catalog
    indicators = _indicators(reader, selection)
    family = {
        code: mergers.places[code]
        for place in merged
        for code in (place.code, *mergers.family(place.code))
    }
    beneath = frozenset[str]().union(*map(catalog.closure, indicators))
    series = fetch_series(reader, family.values(), beneath)
    numbers: dict[str, dict[Cell, Observation]] = defaultdict(dict)
    for row in series:
        numbers[row["organization"]][cell_of(row)] = observed(row)
    places = {place.code: place for place in chosen.places} | family
    changes, breaks = fetch_changes(reader, places.values())
    world = World(
        catalog,
        mergers,
        numbers,
        changes,
        breaks,
        day_of_map(reader, selection.boundaries),
    )
    rows = {row["id"]: row for row in (*series, *published)}
    return Telling(reader, selection, indicators, world, rows)


def _indicators(reader: Reader, selection: ObservationSelection) -> frozenset[str]:
    """Codes of those that are wanted."""
    every = reader.catalog.by_code
    codes = (
        None
        if selection.indicator is None
        else codes_of(reader, selection.indicator, parameter="indicator")
    )
    kinds = None if selection.indicator_kind is None else {*selection.indicator_kind}
    return frozenset(
        code
        for code in (every if codes is None else codes)
        if kinds is None or every[code].kind.value in kinds
    )


def _understood(filters: Filters, chosen: Chosen) -> Mapping[str, str]:
    """The organizations on the map, where they are few and others than those asked for."""
    if not chosen.succeeded or len(chosen.places) > UNDERSTOOD_MAX:
        return filters.understood
    return {**filters.understood, "organization": ",".join(each.code for each in chosen.places)}


def _page(reader: Reader, selection: ObservationSelection, page: Page) -> Found:
    columns = (*columns_of(selection), "parts", "notices")
    labels = None
    if selection.labels and page.rows:
        names = fetch_names(reader, {row["organization"] for row in page.rows})
        named = [{**row, NAME: names[row["organization"]]} for row in page.rows]
        sources = {part["source"] for row in page.rows for part in row["parts"]}
        labels = take_labels(reader, named)
        labels["sources"] |= fetch_sources(reader, sources - {None})
    found = found_page(page, reader, columns, key="id", labels=labels)
    return replace(found, rows=marked(selection, found.rows))
