"""Coverage put together: the state of each organization's indicators, year by year."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.catalog.indicators import Indicator
from app.cells.queries import cell_id
from app.coverage.queries import COVERED, fetch_cells
from app.coverage.selection import (
    CoverageSelection,
    Extent,
    Grain,
    extent_of,
    organization_filters,
)
from app.coverage.states import YARDSTICK, State, better, state_of, without_numbers
from app.organizations.queries import organization_place
from app.rankings.selection import ranked_periods
from app.releases.reader import Reader
from app.values.wording import Words
from app.web.found import Found, find_page

_SERIES = ("organization", "name.vi", "name.en", "level", "indicator")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    Grain.YEAR: (*_SERIES, "year", "state", "observations"),
    Grain.SERIES: (*_SERIES, "states", "missing"),
}
AT_ONCE_MAX = 1_000
"""Cells that are told on the event loop."""
NOTHING_HERE = Words(
    "None of the cells of these organizations is in one of these states.",
    "Không có ô nào của các tổ chức này thuộc các tình trạng đã chọn.",
)
Row = Mapping[str, Any]
Told = dict[tuple[int, int, int], tuple[State, list[str]]]


@dataclass(frozen=True, slots=True)
class Series:
    """One organization's indicator; of each year the state and the ids of what there is."""

    organization: Row
    indicator: Indicator
    years: Mapping[int, tuple[State, list[str]]]


def find_coverage(selection: CoverageSelection, reader: Reader) -> Found:
    """A page of organizations with all their rows. Raises as its parts do."""
    extent = extent_of(reader, selection)
    filters = organization_filters(reader, selection)
    if extent.cells > AT_ONCE_MAX:
        reader.leave_the_loop()
    paged = selection.model_copy(update={"limit": extent.limit})
    found = find_page(reader, COVERED, paged, filters, key="code", place=organization_place)
    every = list(_series(reader, extent, found.rows))
    wanted = frozenset(selection.state or State)
    is_by_year = selection.by == Grain.YEAR
    rows = [*(_by_year(every, wanted) if is_by_year else _by_series(every, wanted))]
    return replace(
        found,
        columns=COLUMNS[selection.by],
        rows=rows,
        notices=[*found.notices, *_remarks(empty=bool(found.rows) and not rows)],
        understood={**found.understood, **_understood(extent)},
    )


def _remarks(*, empty: bool) -> Iterator[Row]:
    if empty:
        yield _remark("empty", NOTHING_HERE)
    yield _remark("yardstick", YARDSTICK)


def _remark(code: str, words: Words) -> Row:
    return {"code": code, "vi": words.vi, "en": words.en}


def _series(reader: Reader, extent: Extent, organizations: Sequence[Row]) -> Iterator[Series]:
    numbers = {each.code: reader.indicator_numbers[each.code] for each in extent.indicators}
    told = _told(reader, extent, organizations, numbers)
    for organization in organizations:
        for indicator in extent.indicators:
            place = organization["number"], numbers[indicator.code]
            having = _years_of_peers(reader, place[1], str(organization["level"]))
            years = {}
            for year in extent.years:
                known = told.get((*place, year))
                years[year] = known or (_absent(organization, indicator, year, having), [])
            yield Series(organization, indicator, years)


def _absent(organization: Row, indicator: Indicator, year: int, having: frozenset[int]) -> State:
    return without_numbers(
        indicator,
        year,
        valid_from=organization["valid_from"],
        valid_to=organization["valid_to"],
        peers_have=year in having,
    )


def _told(
    reader: Reader, extent: Extent, organizations: Sequence[Row], numbers: Mapping[str, int]
) -> Told:
    """The state of what there is, by organization, indicator and year, with its ids."""
    if not organizations or not numbers:
        return {}
    codes = {each["number"]: each["code"] for each in organizations}
    indicators = {number: code for code, number in numbers.items()}
    found: Told = {}
    cells = fetch_cells(reader, [*codes], [*indicators], years=extent.years)
    for number, indicator, ordinal, derivation, status, has_value in cells:
        state = state_of(derivation, status, has_value=bool(has_value))
        key = number, indicator, ordinal // 100_000
        before, ids = found.get(key, (state, []))
        ids.append(cell_id(codes[number], indicators[indicator], ordinal))
        found[key] = better(before, state), ids
    return found


def _years_of_peers(reader: Reader, indicator: int, level: str) -> frozenset[int]:
    """Years in which some organization of the level has a number that may be ranked."""
    ordinal = [each.code for each in reader.catalog.levels].index(level) + 1
    values = {"indicator": indicator, "level": ordinal}
    return reader.gathered(
        f"years of {indicator} at {ordinal}",
        lambda reader: frozenset(each.end.year for each in ranked_periods(reader, values)),
    )


def _by_year(every: list[Series], wanted: frozenset[str]) -> Iterator[Row]:
    for each in every:
        for year, (state, ids) in each.years.items():
            if state in wanted:
                yield {**_head(each), "year": year, "state": state.value, "observations": ids}


def _by_series(every: list[Series], wanted: frozenset[str]) -> Iterator[Row]:
    for each in every:
        states = {str(year): state.value for year, (state, _) in each.years.items()}
        if not wanted.isdisjoint(states.values()):
            missing = [year for year, state in states.items() if state == State.MISSING]
            yield {**_head(each), "states": states, "missing": missing}


def _head(series: Series) -> Row:
    organization = series.organization
    return {
        "organization": organization["code"],
        "name": {"vi": organization["name_vi"], "en": organization["name_en"]},
        "level": organization["level"],
        "indicator": series.indicator.code,
    }


def _understood(extent: Extent) -> Row:
    return {
        "indicator": ",".join(each.code for each in extent.indicators),
        "startPeriod": str(extent.years[0]),
        "endPeriod": str(extent.years[-1]),
        "limit": extent.limit,
    }
