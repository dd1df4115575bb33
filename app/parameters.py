"""Types of query parameters: parsed once at the edge, documented as the text they are."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta, timezone
from functools import cache
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from app import parameter_patterns as patterns
from app.formats.registry import FORMATS, KNOWN
from app.parameter_columns import COLUMN, FIELD, FIELDS_MAX, SORT_MAX, Fields, Sort
from app.parameter_comparisons import COMPARISONS_MAX, Comparisons, Match
from app.parameter_filters import IdentifierFilter
from app.parameter_parsing import Several, one_of, parameter, parsed, several, text_like, unfit
from app.parameter_selectors import (
    IndicatorSelector,
    OrganizationName,
    OrganizationSelector,
    organization_selector,
)
from app.values.codes import CellKey, indicator_code, organization_code
from app.values.periods import Period
from app.values.wording import UnfitError, Words

MOMENT_EXPECTED = Words(
    "a day (2026-11-23) or an instant with its offset (2026-11-23T08:00:00Z)",
    "một ngày (2026-11-23) hoặc một thời điểm kèm múi giờ (2026-11-23T08:00:00Z)",
)
VIET_NAM = timezone(timedelta(hours=7))
NEXT_PLACE = Words(
    "the value that links.next of the page before carries",
    "giá trị có trong links.next của trang trước",
)


def _period(text: str) -> Period:
    return Period.parse(text)


OrganizationCodes = Annotated[
    Several[str], *parameter(several(organization_code), pattern=patterns.listed(patterns.CODE))
]
IndicatorCodes = Annotated[
    Several[str], *parameter(several(indicator_code), pattern=patterns.listed(patterns.INDICATOR))
]
OrganizationCode = Annotated[
    str,
    *parameter(lambda text: organization_code(str(text)), pattern=patterns.whole(patterns.CODE)),
]
IndicatorCode = Annotated[
    str,
    *parameter(lambda text: indicator_code(str(text)), pattern=patterns.whole(patterns.INDICATOR)),
]
OrganizationSelectors = Annotated[
    Several[OrganizationSelector],
    *parameter(
        several(organization_selector), pattern=patterns.listed(patterns.ORGANIZATION_SELECTOR)
    ),
]
OrganizationNameParameter = Annotated[
    OrganizationName,
    *parameter(OrganizationName.parse, pattern=patterns.whole(patterns.ORGANIZATION_NAME)),
]
IndicatorSelectors = Annotated[
    Several[IndicatorSelector],
    *parameter(
        several(IndicatorSelector.parse), pattern=patterns.listed(patterns.INDICATOR_SELECTOR)
    ),
]
CellKeys = Annotated[
    Several[CellKey], *parameter(several(CellKey.parse), pattern=patterns.listed(patterns.CELL))
]
FieldsParameter = Annotated[
    Fields, *parameter(Fields.parse, pattern=patterns.listed(FIELD, FIELDS_MAX))
]
SortParameter = Annotated[
    Sort, *parameter(Sort.parse, pattern=patterns.listed(f"{COLUMN}(:(asc|desc))?", SORT_MAX))
]
MatchName = Annotated[str, parsed(one_of(list(Match)), enum=list(Match))]
Periods = Annotated[
    Several[Period], *parameter(several(_period), pattern=patterns.listed(patterns.PERIOD))
]
OnePeriod = Annotated[
    Period,
    *parameter(lambda text: Period.parse(str(text)), pattern=patterns.whole(patterns.PERIOD)),
]


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, meaning its end in Viet Nam, or an instant with its offset.

    `begins` is the start of that day, `instant` the moment meant; the same for an instant.
    """

    text: str
    begins: datetime
    instant: datetime

    @classmethod
    def parse(cls, text: object) -> "Moment":
        written = str(text)
        if not re.fullmatch(f"{patterns.DAY}|{patterns.INSTANT}", written):
            raise unfit(MOMENT_EXPECTED)
        try:
            if "T" in written:
                instant = datetime.fromisoformat(written)
                return cls(written, instant, instant)
            day = Period.parse(written).start
        except ValueError as error:
            raise unfit(MOMENT_EXPECTED) from error
        begins = datetime.combine(day, time.min, VIET_NAM)
        return cls(written, begins, datetime.combine(day, time.max, VIET_NAM))

    def __str__(self) -> str:
        return self.text


def _release_number(text: object) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,8}", str(text)):
        raise UnfitError("the number of a release, such as 1", "số của bản công bố, ví dụ 1")
    return int(str(text))


def _whole(text: object) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,4}", str(text)):
        raise UnfitError(
            "a whole number from 1 to the limit that /v1/config shows",
            "số nguyên từ 1 đến giới hạn nêu ở /v1/config",
        )
    return int(str(text))


def _flag(text: object) -> bool:
    if str(text).lower() not in {"true", "false"}:
        raise UnfitError("true or false", "true hoặc false")
    return str(text).lower() == "true"


ComparisonsParameter = Annotated[
    Comparisons,
    *parameter(Comparisons.parse, pattern=patterns.listed(patterns.COMPARISON, COMPARISONS_MAX)),
]
IdentifierParameter = Annotated[
    IdentifierFilter,
    *parameter(
        IdentifierFilter.parse,
        pattern=patterns.whole(f"{patterns.CODE}:{patterns.IDENTIFIERS}(@{patterns.DAY})?"),
    ),
]
MomentParameter = Annotated[
    Moment, *parameter(Moment.parse, pattern=patterns.whole(f"{patterns.DAY}|{patterns.INSTANT}"))
]
Names = Annotated[
    str,
    text_like(
        patterns.NAMES,
        Words(
            "names separated by commas, at most 200 characters together",
            "các tên cách nhau bằng dấu phẩy, tổng cộng tối đa 200 ký tự",
        ),
    ),
]
Place = Annotated[str, text_like(patterns.PLACE, NEXT_PLACE)]
Flag = Annotated[bool, parsed(_flag, type="boolean")]
ReleaseNumber = Annotated[
    int, parsed(_release_number, type="integer", minimum=1, maximum=999_999_999)
]
FormatName = Annotated[
    str,
    # One that is not installed is known, so that it can be said what it needs.
    parsed(one_of([each.name for each in KNOWN]), enum=[each.name for each in FORMATS]),
]
LanguageName = Annotated[str, parsed(one_of(["vi", "en"]), enum=["vi", "en"])]
Limit = Annotated[int, parsed(_whole, type="integer", minimum=1, maximum=1000)]


class Parameters(BaseModel):
    """What may be asked. Unknown parameters are refused, not ignored."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        alias_generator=to_camel,
        arbitrary_types_allowed=True,
    )

    def canonical(self) -> dict[str, str]:
        """What was selected, without defaults, under the names of the address; text for each."""
        chosen: dict[str, str] = {}
        given = self.__dict__
        set_here = self.model_fields_set
        for name, alias, default in _canonical_fields(type(self)):
            if name in set_here:
                value = given[name]
                if value is not None and value != default:
                    chosen[alias] = str(value).lower() if isinstance(value, bool) else str(value)
        return chosen

    def resolved(self) -> dict[str, Any]:
        """Everything selected, defaults included, as it is written in an address."""
        given = self.__dict__
        return {
            alias: value if isinstance(value, bool | int) else str(value)
            for name, alias, _ in _resolved_fields(type(self))
            if (value := given[name]) is not None
        }


Aliases = tuple[tuple[str, str, Any], ...]
_OF_THE_RELEASE = frozenset({"release", "as_of", "min_release"})
_OF_THE_FORM = frozenset({"lang", "format"})


@cache
def _canonical_fields(selection: type[Parameters]) -> Aliases:
    """Name, name in the address, and default of each parameter of an address, in order."""
    return tuple(
        (name, field.alias or name, field.get_default())
        for name, field in selection.model_fields.items()
        if name not in _OF_THE_RELEASE
    )


@cache
def _resolved_fields(selection: type[Parameters]) -> Aliases:
    """The same of those that decide what is found."""
    return tuple(each for each in _canonical_fields(selection) if each[0] not in _OF_THE_FORM)


class Selection(Parameters):
    """Parameters of every read."""

    release: ReleaseNumber | None = Field(
        None, description="Answer from this release; the answer never changes.", examples=[1]
    )
    as_of: MomentParameter | None = Field(
        None,
        description="Answer as on this day (its end in Viet Nam) or instant: from the last release "
        "published by then. It is about when we published; a number's own date is its period.",
        examples=[],
    )
    min_release: ReleaseNumber | None = Field(
        None,
        description="Answer from this release or a later one, such as the one you saw last: who "
        "does not have it yet answers 503 with `Retry-After`. The answer is the same as without.",
        examples=[1],
    )
    format: FormatName | None = Field(
        None, description="Format of the answer; overrides `Accept`.", examples=["json", "csv"]
    )
    lang: LanguageName | None = Field(
        None,
        description="Language of texts that must be in one; overrides `Accept-Language`.",
        examples=["vi"],
    )


class PageSelection(Selection):
    """Parameters of every list."""

    limit: Limit = Field(100, description="Rows in one page.", examples=[10])
    fields: FieldsParameter | None = Field(
        None,
        description="Only these fields of each row, in this order, separated by commas.",
        examples=[],
    )
    after: Place | None = Field(
        None,
        description="Continue behind this row: take it from `links.next`.",
        examples=[],
    )
    total: Flag = Field(
        False,
        description="Also count all rows the selection has, as `meta.total`.",
        examples=[True],
    )


class SortedSelection(PageSelection):
    """Parameters of lists in an order that may be chosen."""

    sort: SortParameter | None = Field(
        None,
        description="Fields to sort by, each with `:desc` to begin with the greatest; missing "
        "values come last either way, and rows that are equal stay in the order of the list.",
        examples=[],
    )
