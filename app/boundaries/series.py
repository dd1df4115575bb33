"""Series of organizations on a map, as the kernel computes with them."""

from collections.abc import Collection, Iterable, Mapping

from app.boundaries.choosing import absent, day_of_map, standing
from app.boundaries.queries import fetch_changes, fetch_chosen_places, fetch_mergers
from app.boundaries.territory import Cell, Territory, World
from app.database import json_list
from app.derivation.cells import OrganizationCells
from app.derivation.observations import Observation
from app.evidence.queries import fetch_cells
from app.organizations.queries import find_places
from app.releases.reader import Reader
from app.releases.resource import Filters

Series = OrganizationCells | Territory


def fetch_series_on_map(
    reader: Reader, codes: Iterable[str], indicators: Collection[str], boundaries: str
) -> dict[str, Series]:
    """Cells of who stands on the map for each of these codes, by code.

    Raises InvalidParameterError for what is not on the map, and UnknownCodeError.
    """
    reader.leave_the_loop()
    day = day_of_map(reader, boundaries)
    mergers = fetch_mergers(reader)
    found = find_places(reader, codes, parameter="organization")
    numbers = json_list(number for number, _ in found.values())
    asked = Filters({"organization": ("organization",)}, {"organization": numbers})
    chosen = standing(mergers, fetch_chosen_places(reader, asked), day)
    for place in chosen.absent:
        raise absent(reader, place, day)
    family = {
        each: mergers.places[each]
        for place in chosen.places
        if place.code in mergers.by_successor
        for each in (place.code, *mergers.family(place.code))
    }
    places = {place.code: place for place in chosen.places} | family
    every = fetch_cells(reader, places, indicators)
    changes, breaks = fetch_changes(reader, places.values())
    published = {code: _published(every[code], indicators) for code in family}
    world = World(reader.catalog, mergers, published, changes, breaks, day)
    return {
        place.code: Territory(world, place.code) if place.code in family else every[place.code]
        for place in chosen.places
    }


def _published(cells: OrganizationCells, indicators: Iterable[str]) -> Mapping[Cell, Observation]:
    """All numbers of one organization that these indicators rest on."""
    beneath = frozenset[str]().union(*map(cells.catalog.closure, indicators))
    found: dict[Cell, Observation] = {}
    for code in sorted(beneath):
        for period in cells.periods(code):
            number = cells.resolve(code, period)
            if isinstance(number, Observation):
                found[code, period] = number
    return found
