"""Types of query parameters: parsed once at the edge, documented as the text they are."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta, timezone
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, PlainValidator, WithJsonSchema
from pydantic.alias_generators import to_camel

from app import parameter_patterns as patterns
from app.formats.registry import FORMATS
from app.values.codes import indicator_code, organization_code
from app.values.periods import Period
from app.values.scaled import exact_millionths, plain_decimal

LIST_MAX = patterns.LIST_MAX
MOMENT_EXPECTED = "a day (2026-11-23) or an instant with its offset (2026-11-23T08:00:00Z)"
VIET_NAM = timezone(timedelta(hours=7))
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Several(Generic[Item]):
    """The values of a comma-separated list, each once, in order."""

    items: tuple[Item, ...]

    def __iter__(self) -> Iterator[Item]:
        return iter(self.items)

    def __str__(self) -> str:
        return ",".join(map(str, self.items))


def several(parse: Callable[[str], Any]) -> Callable[[Any], Several[Any]]:
    """A parser of comma-separated lists from one of their items."""

    def parse_list(text: object) -> Several[Any]:
        parts = str(text).split(",")
        if len(parts) > LIST_MAX:
            raise ValueError(f"at most {LIST_MAX} values, separated by commas")
        items = {str(item): item for item in (parse(part) for part in parts)}
        return Several(tuple(items[name] for name in sorted(items)))

    return parse_list


def parsed(parse: Callable[[object], object], **schema: object) -> PlainValidator:
    """Parses what arrives as text; documented as this schema, beside what the field says of it.

    A schema given with WithJsonSchema alone would replace the field's description and examples.
    """
    documented = Annotated[str, WithJsonSchema({"type": "string", **schema})]
    return PlainValidator(parse, json_schema_input_type=documented)


def parameter(parse: Callable[[object], object], **schema: object) -> tuple[object, ...]:
    """Annotations of a type that is parsed once from text, and written as that text."""
    return parsed(parse, **schema), PlainSerializer(str, return_type=str)


def _one_of(codes: Iterable[str]) -> Callable[[str], str]:
    known = tuple(codes)

    def parse(text: str) -> str:
        if text not in known:
            raise ValueError(f"one of: {', '.join(known)}")
        return text

    return parse


def choices(codes: type[StrEnum] | Iterable[str]) -> tuple[object, ...]:
    """Annotations of a comma-separated list of members of a closed set."""
    names = [str(code) for code in codes]
    pattern = "|".join(map(re.escape, names))
    return parameter(several(_one_of(names)), pattern=patterns.listed(pattern))


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
Periods = Annotated[
    Several[Period], *parameter(several(_period), pattern=patterns.listed(patterns.PERIOD))
]
OnePeriod = Annotated[
    Period,
    *parameter(lambda text: Period.parse(str(text)), pattern=patterns.whole(patterns.PERIOD)),
]


class Comparison(StrEnum):
    """How a number is compared; true only when it is certain (design, rule 12)."""

    EQUAL = "eq"
    NOT_EQUAL = "ne"
    LESS = "lt"
    LESS_OR_EQUAL = "le"
    GREATER = "gt"
    GREATER_OR_EQUAL = "ge"


@dataclass(frozen=True, slots=True)
class ValueFilter:
    """A comparison with a number in millionths; written `lt:42`."""

    comparison: Comparison
    millionths: int

    @classmethod
    def parse(cls, text: object) -> "ValueFilter":
        if not re.fullmatch(patterns.COMPARISON, str(text)):
            raise ValueError(
                "an operator (eq, ne, lt, le, gt, ge), a colon, and a number of at most 12 digits "
                "and 6 decimals, such as lt:42"
            )
        comparison, _, number = str(text).partition(":")
        return cls(Comparison(comparison), exact_millionths(Fraction(number)))

    def __str__(self) -> str:
        return f"{self.comparison}:{plain_decimal(self.millionths)}"


@dataclass(frozen=True, slots=True)
class IdentifierFilter:
    """Codes of another scheme as of a day; written `gso-province:10,15@2022-12-31`."""

    scheme: str
    values: tuple[str, ...]
    day: str | None

    @classmethod
    def parse(cls, text: object) -> "IdentifierFilter":
        form = f"{patterns.CODE}:{patterns.IDENTIFIERS}(@{patterns.DAY})?"
        if not re.fullmatch(form, str(text)):
            raise ValueError("scheme:value,value@day, such as gso-province:10,15@2022-12-31")
        identifiers, at, day = str(text).partition("@")
        scheme, _, values = identifiers.partition(":")
        valid_on = str(Period.parse(day)) if at else None
        return cls(scheme, tuple(sorted(set(values.split(",")))), valid_on)

    def __str__(self) -> str:
        at = "" if self.day is None else f"@{self.day}"
        return f"{self.scheme}:{','.join(self.values)}{at}"


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
            raise ValueError(MOMENT_EXPECTED)
        try:
            if "T" in written:
                instant = datetime.fromisoformat(written)
                return cls(written, instant, instant)
            day = Period.parse(written).start
        except ValueError as error:
            raise ValueError(MOMENT_EXPECTED) from error
        begins = datetime.combine(day, time.min, VIET_NAM)
        return cls(written, begins, datetime.combine(day, time.max, VIET_NAM))

    def __str__(self) -> str:
        return self.text


def _release_number(text: object) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,8}", str(text)):
        raise ValueError("the number of a release, such as 1")
    return int(str(text))


def _whole(text: object) -> int:
    if not re.fullmatch(r"[1-9][0-9]{0,4}", str(text)):
        raise ValueError("a whole number from 1 to the limit that /v1/config shows")
    return int(str(text))


def _flag(text: object) -> bool:
    if str(text).lower() not in {"true", "false"}:
        raise ValueError("true or false")
    return str(text).lower() == "true"


def _place(text: object) -> str:
    if not re.fullmatch(patterns.PLACE, str(text)):
        raise ValueError("the value that links.next of the page before carries")
    return str(text)


ValueParameter = Annotated[
    ValueFilter, *parameter(ValueFilter.parse, pattern=patterns.whole(patterns.COMPARISON))
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
Place = Annotated[str, parsed(_place, pattern=patterns.whole(patterns.PLACE))]
Flag = Annotated[bool, parsed(_flag, type="boolean")]
ReleaseNumber = Annotated[
    int, parsed(_release_number, type="integer", minimum=1, maximum=999_999_999)
]
FormatName = Annotated[
    str,
    parsed(_one_of([each.name for each in FORMATS]), enum=[each.name for each in FORMATS]),
]
LanguageName = Annotated[str, parsed(_one_of(["vi", "en"]), enum=["vi", "en"])]
Limit = Annotated[int, parsed(_whole, type="integer", minimum=1, maximum=1000)]


class Selection(BaseModel):
    """Parameters of every read. Unknown ones are refused, not ignored."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        alias_generator=to_camel,
        arbitrary_types_allowed=True,
    )

    release: ReleaseNumber | None = Field(
        None, description="Answer from this release; the answer never changes.", examples=[1]
    )
    as_of: MomentParameter | None = Field(
        None,
        description="Answer as on this day (its end in Viet Nam) or instant: from the last release "
        "published by then. It is about when we published; a number's own date is its period.",
        examples=[],
    )
    format: FormatName | None = Field(
        None, description="Format of the answer; overrides `Accept`.", examples=["json", "csv"]
    )
    lang: LanguageName | None = Field(
        None,
        description="Language of texts that must be in one; overrides `Accept-Language`.",
        examples=["vi"],
    )

    def canonical(self) -> dict[str, str]:
        """What was selected, without defaults, under the names of the address; text for each."""
        chosen: dict[str, str] = {}
        for name, field in type(self).model_fields.items():
            value = getattr(self, name)
            if value is not None and value != field.default and name not in {"release", "as_of"}:
                text = str(value).lower() if isinstance(value, bool) else str(value)
                chosen[field.alias or name] = text
        return chosen


class PageSelection(Selection):
    """Parameters of every list."""

    limit: Limit = Field(100, description="Rows in one page.", examples=[10])
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
