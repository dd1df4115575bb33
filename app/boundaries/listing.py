"""Rows that no database holds, filtered, sorted and paged as the list of observations is.

Tests hold it against the list: on the map as reported both give the same rows.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.observations.comparing import could_pass, passes_ends, surely_passes
from app.observations.queries import OBSERVATIONS
from app.observations.selection import ObservationSelection, could_match
from app.parameter_comparisons import Match
from app.releases.resource import Page, no_place
from app.releases.sorting import known_keys
from app.values.periods import Period

Order = tuple[int, int, int]
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """A row with its place in the list: organization, indicator and period by number."""

    order: Order
    row: Row


def filtered(
    told: Iterable[Told], selection: ObservationSelection
) -> tuple[list[Told], list[Mapping[str, str]]]:
    """What passes filters and windows, and a notice of what certain matching left out."""
    found, left_out = _compared([each for each in told if _passes(each.row, selection)], selection)
    return _within_windows(found, selection), left_out


def _compared(
    found: list[Told], selection: ObservationSelection
) -> tuple[list[Told], list[Mapping[str, str]]]:
    if selection.value is None:
        return found, []
    held = selection.value.held
    possible = [each for each in found if could_pass(each.row, held)]
    if selection.match == Match.POSSIBLE:
        return possible, []
    certain = [each for each in found if surely_passes(each.row, held)]
    if selection.after is not None:
        return certain, []  # Said once, beside the first page.
    left_out = len({each.order for each in possible} - {each.order for each in certain})
    return certain, [could_match(left_out, is_all=True)] if left_out else []


def _passes(row: Row, selection: ObservationSelection) -> bool:
    for name in ("source", "derivation", "status"):
        wanted = getattr(selection, name)
        if wanted is not None and row[name] not in wanted.items:
            return False
    return all(
        comparisons is None or passes_ends(row[name], comparisons.held)
        for name, comparisons in (("lower", selection.lower), ("upper", selection.upper))
    )


def _within_windows(found: list[Told], selection: ObservationSelection) -> list[Told]:
    """The first and the last of each series, where so many are asked for, of what is left."""
    first, last = selection.first_n_observations, selection.last_n_observations
    if selection.latest:
        found, last = [each for each in found if each.row["value"] is not None], 1
    if first is None and last is None:
        return found
    series: dict[tuple[int, int], list[Told]] = {}
    for each in sorted(found, key=lambda each: each.order):
        series.setdefault(each.order[:2], []).append(each)
    return [
        each
        for rows in series.values()
        for place, each in enumerate(rows)
        if place < (first or 0) or place >= len(rows) - (last or 0)
    ]


def page_of(told: Sequence[Told], selection: ObservationSelection) -> Page:
    """The page behind `after`. Raises InvalidParameterError where `after` names no row."""
    ordered = sorted(told, key=lambda each: each.order)
    if selection.sort is not None:
        for name, descending in reversed([*_keys(selection)]):
            ordered = _sorted(ordered, name, descending=descending)
    start = 0
    if selection.after is not None:
        ids = {each.row["id"]: number for number, each in enumerate(ordered, 1)}
        if selection.after not in ids:
            raise no_place(selection.after)
        start = ids[selection.after]
    stop = start + selection.limit
    return Page(
        [each.row for each in ordered[start:stop]],
        has_more=stop < len(ordered),
        total=len(ordered) if selection.total else None,
        without={},
    )


def _keys(selection: ObservationSelection) -> Iterator[tuple[str, bool]]:
    """What comes behind the id sorts nothing."""
    assert selection.sort is not None
    for name, descending in known_keys(OBSERVATIONS, selection.sort):
        yield name, descending
        if name not in OBSERVATIONS.sortable:
            return


def _sorted(told: Sequence[Told], name: str, *, descending: bool) -> list[Told]:
    """Missing values come last either way; rows that are equal stay in their order."""
    known = [each for each in told if _value(each, name) is not None]
    missing = [each for each in told if _value(each, name) is None]
    known.sort(key=lambda each: _value(each, name), reverse=descending)
    return [*known, *missing]


def _value(told: Told, name: str) -> Any:  # noqa: ANN401 - whatever the column holds
    if name == "id":
        return told.order
    value = told.row[name]
    return Period.parse(value).ordinal if name == "period" else value
