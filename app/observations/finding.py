"""A page of observations, however it was asked for."""

from dataclasses import replace

from app.boundaries.finding import find_on_map
from app.boundaries.parameter import Map
from app.cells.queries import cell_place
from app.changes.updates.finding import find_updates
from app.observations.history.queries import fetch_histories
from app.observations.queries import NAMED_OBSERVATIONS, OBSERVATIONS, take_labels
from app.observations.selection import (
    ObservationSelection,
    columns_of,
    marked,
    observation_filters,
    remarks,
)
from app.observations.windows.spread import spread_of
from app.releases.reader import Reader
from app.releases.registry import PublishedRelease
from app.releases.resource import Filters
from app.web.found import Found, find_page


def find_observations(
    selection: ObservationSelection, published: tuple[PublishedRelease, ...], reader: Reader
) -> Found:
    """The page, with what is left out and why. Raises UnknownCodeError for unknown codes.

    `published` are the releases there are, for what is told of the time before this one.
    """
    if selection.boundaries != Map.AS_REPORTED:
        return find_on_map(selection, reader)
    filters = observation_filters(reader, selection)
    if selection.updated_after is None:
        found = _find_listed(selection, reader, filters)
    else:
        found = find_updates(selection, selection.updated_after, reader, filters, published)
    told = [*found.notices, *remarks(reader, selection, filters)]
    rows = marked(selection, found.rows)
    if selection.include_history:
        rows = fetch_histories(reader, rows, published)
    return replace(found, columns=columns_of(selection), rows=rows, notices=told)


def _find_listed(selection: ObservationSelection, reader: Reader, filters: Filters) -> Found:
    query, label = (NAMED_OBSERVATIONS, take_labels) if selection.labels else (OBSERVATIONS, None)
    found = find_page(reader, query, selection, filters, key="id", place=cell_place, label=label)
    if not selection.latest or selection.after is not None or not found.rows:
        return found
    return replace(found, notices=[*found.notices, spread_of(reader, found, filters)])
