"""Coverage: what is asked for, within how many cells may be told at once."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from app.catalog.indicators import Indicator
from app.coverage.queries import fetch_last_period
from app.coverage.states import State
from app.errors import InvalidParameterError
from app.indicators.queries import codes_of
from app.organizations.selection import filters_by_name
from app.parameter_parsing import Several, choices, one_of, parsed
from app.parameters import (
    Flag,
    IdentifierParameter,
    IndicatorSelectors,
    Limit,
    Names,
    OrganizationSelectors,
    PageSelection,
)
from app.releases.reader import Reader
from app.releases.resource import Filters
from app.values.periods import YEAR_MAX, YEAR_MIN, Period
from app.values.wording import UnfitError, Words

CELLS_MAX = 20_000
YEARS_SHOWN = 10


class Grain(StrEnum):
    """What a row is of."""

    YEAR = "year"
    SERIES = "series"


def _year(text: object) -> int:
    if not re.fullmatch("(19|20|21)[0-9]{2}", str(text)):
        raise UnfitError(
            f"a year from {YEAR_MIN} to {YEAR_MAX}", f"năm từ {YEAR_MIN} đến {YEAR_MAX}"
        )
    return int(str(text))


Year = Annotated[int, parsed(_year, type="integer", minimum=YEAR_MIN, maximum=YEAR_MAX)]


class CoverageSelection(PageSelection):
    """Which organizations, indicators and years."""

    organization: OrganizationSelectors | None = Field(
        None,
        description="Organizations, separated by commas: codes, and what chooses several, as in "
        "/v1/observations. By default all, in the order of the tree.",
        examples=["lao-cai", "children-or-self:vn"],
    )
    level: Names | None = Field(
        None,
        description="Levels of organizations, separated by commas.",
        examples=["provincial"],
    )
    kind: Names | None = Field(
        None,
        description="Kinds of organizations, separated by commas.",
        examples=["party_organization"],
    )
    parent: OrganizationSelectors | None = Field(
        None,
        description="Organizations directly below these, chosen as in `organization`.",
        examples=["vn"],
    )
    identifier: IdentifierParameter | None = Field(
        None,
        description="Organizations by codes of another scheme, and the day they are meant on (by "
        "default the day the release was published).",
        examples=["gso-province:10,15@2022-12-31"],
    )
    indicator: IndicatorSelectors | None = Field(
        None,
        description="Indicators, separated by commas: codes, all of a group (`group:members`), all "
        "of a measure (`measure:members`), or `*`. By default what is counted, not computed: "
        "stocks, flows and averages.",
        examples=["members,population", "group:members"],
    )
    start_period: Year | None = Field(
        None, description="The first year; by default nine years before the last.", examples=[2020]
    )
    end_period: Year | None = Field(
        None,
        description="The last year; by default the last in which one of the indicators has a "
        "number.",
        examples=[2022],
    )
    state: Annotated[Several[str], *choices(State)] | None = Field(
        None,
        description="Only what is in one of these states, separated by commas; of series, those "
        "that are so in some year.",
        examples=["missing"],
    )
    by: Annotated[str, parsed(one_of(list(Grain)), enum=list(Grain))] = Field(
        Grain.YEAR.value,
        description="What a row is of: one year, or the whole series with the state of each year.",
        examples=["series"],
    )
    limit: Limit = Field(
        100,
        description="Organizations in one page; fewer where they would have more than 20,000 cells "
        "(organizations × indicators × years), which `meta.query` then tells.",
        examples=[10],
    )
    total: Flag = Field(
        False,
        description="Also count the organizations of all pages, as `meta.total`.",
        examples=[True],
    )


@dataclass(frozen=True, slots=True)
class Extent:
    """The indicators and years that coverage is told of, and how many organizations at once."""

    indicators: Sequence[Indicator]
    years: range
    limit: int

    @property
    def cells(self) -> int:
        return self.limit * len(self.indicators) * len(self.years)


def extent_of(reader: Reader, selection: CoverageSelection) -> Extent:
    """Raises InvalidParameterError for years that end before they begin, and for too many cells."""
    indicators = _indicators(reader, selection)
    years = _years(reader, selection, indicators)
    cells = len(indicators) * len(years)
    if cells > CELLS_MAX:
        raise _too_many(len(indicators), len(years))
    limit = min(selection.limit, CELLS_MAX // max(1, cells))
    return Extent(indicators, years, limit)


def organization_filters(reader: Reader, selection: CoverageSelection) -> Filters:
    """Filters in use. Raises UnknownCodeError, AmbiguousNameError."""
    return filters_by_name(reader, selection, selection.organization, parameter="organization")


def _indicators(reader: Reader, selection: CoverageSelection) -> list[Indicator]:
    every = reader.catalog.indicators
    if selection.indicator is None:
        return [each for each in every if each.is_count]
    codes = codes_of(reader, selection.indicator, parameter="indicator")
    return [each for each in every if codes is None or each.code in codes]


def _years(reader: Reader, selection: CoverageSelection, indicators: Sequence[Indicator]) -> range:
    first, last = selection.start_period, selection.end_period
    if last is None:
        numbers = [reader.indicator_numbers[each.code] for each in indicators]
        latest = fetch_last_period(reader, numbers)
        today = reader.release.published_at[:4]
        last = int(today) if latest is None else Period.from_ordinal(latest).end.year
        last = max(last, first or last)
    if first is None:
        first = max(last - YEARS_SHOWN + 1, YEAR_MIN)
    if first > last:
        raise InvalidParameterError(
            Words(
                f"startPeriod {first} begins after endPeriod {last} ends.",
                f"startPeriod {first} bắt đầu sau khi endPeriod {last} kết thúc.",
            ),
            parameter="startPeriod",
            expected=Words(f"a year up to {last}", f"năm không muộn hơn {last}"),
        )
    return range(first, last + 1)


def _too_many(indicators: int, years: int) -> InvalidParameterError:
    cells = indicators * years
    return InvalidParameterError(
        Words(
            f"The selection has {cells} cells for each organization ({indicators} indicators × "
            f"{years} years), where at most {CELLS_MAX} are told at once.",
            f"Lựa chọn này có {cells} ô cho mỗi tổ chức ({indicators} chỉ tiêu × {years} năm), "
            f"trong khi mỗi lần chỉ trả lời tối đa {CELLS_MAX} ô.",
        ),
        parameter="indicator",
        expected=Words("fewer indicators or years", "ít chỉ tiêu hay ít năm hơn"),
    )
