"""Which observations a list has, and what is said of those that it has not."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any

from pydantic import Field

from app.boundaries.parameter import BoundariesName, Map
from app.cells.batches import missing_cells, numbers_of_cells
from app.cells.queries import CellFilters, cell_filters
from app.database import json_list
from app.errors import InvalidParameterError
from app.observations.comparing import names_of, numbers_of, surely_passes
from app.observations.queries import COLUMNS, SCANNED_MAX, count_left_out, fetch_existing
from app.observations.windows.queries import FIRST, HAS_VALUE, LAST
from app.parameter_comparisons import Match
from app.parameter_parsing import Several, choices
from app.parameter_times import CountOfSeries
from app.parameters import (
    CellKeys,
    ComparisonsParameter,
    Flag,
    MatchName,
    MomentParameter,
    SortedSelection,
)
from app.releases.reader import Reader
from app.releases.resource import Filters, Row
from app.values.statuses import Derivation, ObservationStatus
from app.values.wording import Words


class ObservationFilters(CellFilters):
    """Which observations."""

    derivation: Annotated[Several[str], *choices(Derivation)] | None = Field(
        None, description="How the numbers came about, separated by commas.", examples=["computed"]
    )
    status: Annotated[Several[str], *choices(ObservationStatus)] | None = Field(
        None, description="SDMX OBS_STATUS, separated by commas.", examples=["B"]
    )
    ids: CellKeys | None = Field(
        None,
        description="These cells, by their ids, separated by commas; the answer is in the order of "
        "the list, and a notice names those that there are not.",
        examples=["lao-cai.members.2022,yen-bai.members.2022"],
    )
    value: ComparisonsParameter | None = Field(
        None,
        description="Comparisons, separated by commas, that must all be certain: true for every "
        "number within the bounds. So `lt:42` finds *gần 42 %*, and `eq:42` does not.",
        examples=["lt:42", "ge:50000", "ge:10,lt:20"],
    )
    lower: ComparisonsParameter | None = Field(
        None,
        description="Comparisons of the published lower bound; one that is null passes none.",
        examples=["ge:50000"],
    )
    upper: ComparisonsParameter | None = Field(
        None,
        description="Comparisons of the published upper bound; one that is null passes none.",
        examples=["lt:42"],
    )


class ObservationSelection(ObservationFilters, SortedSelection):
    """Which observations, a page at a time."""

    match: MatchName = Field(
        Match.CERTAIN.value,
        description="`possible`: also what `value` may hold for, as the bounds allow it, or as "
        "nothing is published of it; each row is then marked `certain` or `possible`.",
        examples=["possible"],
    )

    boundaries: BoundariesName = Field(
        Map.AS_REPORTED.value,
        description="In whose borders: `as-reported`, each number in those of its own time; "
        "`current`, those of the day the release was published; `at:2025-07-01`, those of a day. "
        "What merged by then is told under its successor: numbers that add up as sums, marked "
        "`boundary_sum`, with their `parts`; ratios from such sums. With a part missing there is "
        "no value, and `notices` name it. Published numbers stand as they are.",
        examples=["current", "at:2025-07-01"],
    )
    first_n_observations: CountOfSeries | None = Field(
        None,
        description="The first so many of each series, which is an organization's numbers of one "
        "indicator. Observations are counted that there are and that pass all other filters, also "
        "those that have a status and no value. With `lastNObservations`: both ends.",
        examples=[1],
    )
    last_n_observations: CountOfSeries | None = Field(
        None,
        description="The last so many of each series, counted as in `firstNObservations`. The last "
        "is the one whose period ends last; of several, the longest.",
        examples=[2],
    )
    latest: Flag = Field(
        False,
        description="Of each series the last observation that has a value, whatever its period; a "
        "notice tells how far the periods lie apart.",
        examples=[True],
    )
    updated_after: MomentParameter | None = Field(
        None,
        description="Only cells whose number (value, bounds, qualifier or status) differs from the "
        "one published by then; a day counts to its end in Viet Nam. Each has the `action` for a "
        "copy of that time: `append`, `replace`, or `delete` for a cell that was withdrawn and has "
        "no more than its name here. In the order of codes.",
        examples=["2026-01-01"],
    )
    include_history: Flag = Field(
        False,
        description="Also tell what became of each cell in earlier releases, as `history`.",
        examples=[True],
    )

    labels: Flag = Field(
        False,
        description="Also name the organizations, indicators and sources of the rows, as "
        "`meta.labels`; for formats with an envelope.",
        examples=[True],
    )


def observation_filters(reader: Reader, selection: ObservationFilters) -> Filters:
    """Filters in use. Raises UnknownCodeError."""
    filters = cell_filters(reader, selection)
    conditions, values = {**filters.conditions}, {**filters.values}
    for name in ("derivation", "status"):
        if (names := getattr(selection, name)) is not None:
            conditions[name], values[name] = (name,), json_list(names)
    if selection.ids is not None:
        cells = numbers_of_cells(reader, selection.ids)
        conditions["ids"], values["ids"] = ("ids",), json_list(cells.values())
    for name in ("value", "lower", "upper"):
        if (comparisons := getattr(selection, name)) is not None:
            conditions[name] = names_of(name, comparisons)
            values |= numbers_of(name, comparisons)
    if _allows_possible(selection):
        assert selection.value is not None
        conditions["value"] = names_of("possible", selection.value)
    if isinstance(selection, ObservationSelection):
        refuse_contradictions(selection)
        conditions |= windows_of(selection)
        values |= numbers_of_windows(selection)
    return replace(filters, conditions=conditions, values=values)


def refuse_contradictions(selection: ObservationSelection) -> None:
    """Raises InvalidParameterError for windows of which only one can be meant."""
    names = [*_counts(selection)]
    for name, is_asked in (("latest", selection.latest), ("updatedAfter", selection.updated_after)):
        if is_asked and names:
            raise _either(name, names[0])
    if selection.latest and selection.updated_after is not None:
        raise _either("updatedAfter", "latest")


def _either(name: str, other: str) -> InvalidParameterError:
    return InvalidParameterError(
        Words(
            f"{name} and {other} each choose observations; only one of them can.",
            f"{name} và {other} đều chọn số liệu; chỉ được dùng một trong hai.",
        ),
        parameter=name,
        expected=Words(f"either {name} or {other}", f"{name} hoặc {other}"),
    )


def windows_of(selection: ObservationSelection) -> dict[str, tuple[str, ...]]:
    """Conditions of the windows in use, by parameter."""
    if selection.latest:
        return {"latest": (HAS_VALUE, LAST)}
    return {name: (name,) for name in _counts(selection)}


def numbers_of_windows(selection: ObservationSelection) -> dict[str, int]:
    """What these bind: the offset of the first row that is too many."""
    if selection.latest:
        return {LAST: 0}
    return {name: count - 1 for name, count in _counts(selection).items()}


def _counts(selection: ObservationSelection) -> dict[str, int]:
    """How many of each series are asked for, by parameter."""
    asked = {FIRST: selection.first_n_observations, LAST: selection.last_n_observations}
    return {name: count for name, count in asked.items() if count is not None}


def _allows_possible(selection: ObservationFilters) -> bool:
    return (
        isinstance(selection, ObservationSelection)
        and selection.match == Match.POSSIBLE
        and selection.value is not None
    )


def columns_of(selection: ObservationSelection) -> Sequence[str]:
    """The columns of rows, with what the selection asks for beside the number."""
    asked = {
        "match": selection.match == Match.POSSIBLE,
        "action": selection.updated_after is not None,
        "history": selection.include_history,
    }
    return (*COLUMNS, *(name for name, is_asked in asked.items() if is_asked))


def marked(
    selection: ObservationSelection, rows: Sequence[Mapping[str, Any]]
) -> Sequence[Mapping[str, Any]]:
    """Rows with how they match, where that may differ from one to the next."""
    if selection.match != Match.POSSIBLE:
        return rows
    held = () if selection.value is None else selection.value.held
    return [
        {
            **row,
            "match": Match.CERTAIN.value if surely_passes(row, held) else Match.POSSIBLE.value,
        }
        for row in rows
    ]


def remarks(reader: Reader, selection: ObservationSelection, filters: Filters) -> list[Row]:
    """What the first page says of rows that it has not: uncertain ones, and ids there are not."""
    found: list[Row] = []
    if selection.after is not None:
        return found
    if selection.ids is not None:
        numbers = numbers_of_cells(reader, selection.ids)
        existing = fetch_existing(reader, numbers.values())
        found += missing_cells(reader, selection.ids, numbers, existing)
    if selection.value is not None and selection.match == Match.CERTAIN:
        count, is_all = count_left_out(reader, selection.value, filters)
        if count:
            found.append(could_match(count, is_all=is_all))
    return found


def could_match(count: int, *, is_all: bool) -> Row:
    """How many rows certain matching left out, of the first ones unless `is_all`."""
    vi = "" if is_all else f" trong {SCANNED_MAX} ô đầu tiên"
    en = "" if is_all else f" among the first {SCANNED_MAX} cells"
    return {
        "code": "possible_matches",
        "vi": f"Còn {count} số{vi} có thể thỏa mãn nhưng không chắc chắn: match=possible.",
        "en": f"{count} more{en} could match, though not for certain: match=possible.",
    }
