"""A page of observations, however it was asked for."""

from dataclasses import replace

from app.boundaries.finding import find_on_map
from app.boundaries.parameter import Map
from app.cells.queries import cell_place
from app.observations.queries import NAMED_OBSERVATIONS, OBSERVATIONS, take_labels
from app.observations.selection import (
    ObservationSelection,
    columns_of,
    marked,
    observation_filters,
    remarks,
)
from app.releases.reader import Reader
from app.web.found import Found, find_page


def find_observations(selection: ObservationSelection, reader: Reader) -> Found:
    """The page, with what is left out and why. Raises UnknownCodeError for unknown codes."""
    if selection.boundaries != Map.AS_REPORTED:
        return find_on_map(selection, reader)
    filters = observation_filters(reader, selection)
    query, label = (NAMED_OBSERVATIONS, take_labels) if selection.labels else (OBSERVATIONS, None)
    found = find_page(reader, query, selection, filters, key="id", place=cell_place, label=label)
    told = [*found.notices, *remarks(reader, selection, filters)]
    return replace(
        found, columns=columns_of(selection), rows=marked(selection, found.rows), notices=told
    )
