"""The tables of a package, a model per line: what each column may hold."""

import re
from decimal import Decimal
from typing import Annotated, ClassVar, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    PlainValidator,
    StringConstraints,
    model_validator,
)

from app.values.codes import organization_code
from app.values.periods import Period
from app.values.printed import DecimalMark, PrintedNumber, PrintedUnit, parse_printed
from app.values.qualifiers import Qualifier
from app.values.scaled import PLACES, VALUE_LIMIT
from app.values.statuses import Authority, Basis

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_NUMBER = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,6})?")


def _plain_text(value: str) -> str:
    if _CONTROL.search(value):
        raise ValueError("text without control characters")
    return value


def _partial_date(value: str) -> str:
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", value):
        raise ValueError("a date as far as known: 2022, 2022-06 or 2022-06-30")
    return str(Period.parse(value))


def _day(value: str) -> str:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise ValueError("a day: 2022-06-30")
    return str(Period.parse(value))


def _number(value: object) -> Decimal:
    if not isinstance(value, str) or not _NUMBER.fullmatch(value):
        raise ValueError(f"digits with at most {PLACES} decimals after a point")
    number = Decimal(value)
    if number >= VALUE_LIMIT:
        raise ValueError(f"a number below {VALUE_LIMIT}")
    return number


def _yes(value: object) -> bool:
    match value:
        case "yes" | True:
            return True
        case "no" | False:
            return False
        case _:
            raise ValueError("yes or no")


def _codes(value: object) -> tuple[str, ...]:
    return tuple(str(value).split(";")) if value else ()


Text = Annotated[str, StringConstraints(min_length=1, max_length=2000), AfterValidator(_plain_text)]
Code = Annotated[str, AfterValidator(organization_code)]
PartialDate = Annotated[str, AfterValidator(_partial_date)]
Day = Annotated[str, AfterValidator(_day)]
Number = Annotated[Decimal, BeforeValidator(_number)]
YesNo = Annotated[bool, BeforeValidator(_yes)]
CodeList = Annotated[tuple[Text, ...], BeforeValidator(_codes)]
PeriodText = Annotated[Period, PlainValidator(Period.parse)]


class Line(BaseModel):
    """A row of a table. Empty cells are missing, unknown columns are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)
    file: ClassVar[str]

    @property
    def key(self) -> str:
        """What no second row of the table may share."""
        raise TypeError(f"{type(self).__name__} has no key")


class OrganizationLine(Line):
    file: ClassVar[str] = "organizations.csv"
    code: Code
    level: Text
    kind: Text
    territorial: YesNo
    parent: Code | None = None
    name_vi: Text
    name_en: Text
    valid_from: Day | None = None
    valid_to: Day | None = None
    children_complete: YesNo = False
    note: Text | None = None

    @property
    def key(self) -> str:
        return self.code

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> Self:
        if self.valid_from and self.valid_to and self.valid_from > self.valid_to:
            raise ValueError("valid_from not after valid_to")
        return self


class IdentifierLine(Line):
    file: ClassVar[str] = "identifiers.csv"
    organization: Code
    scheme: Code
    value: Text
    valid_from: Day | None = None
    valid_to: Day | None = None
    source: Code
    note: Text | None = None

    @property
    def key(self) -> str:
        return f"{self.scheme}:{self.value} {self.organization}"


class EventLine(Line):
    file: ClassVar[str] = "events.csv"
    code: Code
    kind: Code
    ordinal: int | None = None
    decided: PartialDate | None = None
    effective: PartialDate | None = None
    organization: Code
    related: CodeList = ()
    breaks: CodeList = ()
    scope: Literal["organization", "subtree"] = "organization"
    title_vi: Text
    title_en: Text
    legal_basis: Text | None = None
    refers_to: Text | None = None
    source: Code

    @property
    def key(self) -> str:
        return self.code

    @model_validator(mode="after")
    def _breaks_at_a_date(self) -> Self:
        if self.breaks and self.effective is None:
            raise ValueError("an effective date for an event that breaks a series")
        return self


class SourceLine(Line):
    file: ClassVar[str] = "sources.csv"
    code: Code
    authority: Authority
    origin: Text | None = None
    publisher: Text
    title: Text | None = None
    url: Text
    published: PartialDate | None = None
    accessed: Day
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
    note: Text | None = None

    @property
    def key(self) -> str:
        return self.code


class VintageLine(Line):
    file: ClassVar[str] = "vintages.csv"
    code: Code
    ordinal: int
    title_vi: Text
    title_en: Text

    @property
    def key(self) -> str:
        return self.code


class TermLine(Line):
    file: ClassVar[str] = "terms.csv"
    vi: Text
    en: Text
    code: Text
    note: Text | None = None

    @property
    def key(self) -> str:
        return self.code


class FigureLine(Line):
    """One printed number; the print must say what the other columns say."""

    file: ClassVar[str] = "figures.csv"
    organization: Code
    indicator: Text
    period: PeriodText
    reference_date: PartialDate | None = None
    as_reported: Text | None = None
    printed_unit: PrintedUnit
    decimal_mark: DecimalMark
    qualifier: Qualifier
    value: Number | None = None
    resolution: Number
    source: Code
    vintage: Code | None = None
    period_basis: Basis
    indicator_basis: Basis
    preferred: YesNo = False
    suppressed: YesNo = False
    note: Text | None = None

    @property
    def key(self) -> str:
        return f"{self.organization}.{self.indicator}.{self.period}@{self.source}"

    @property
    def printed(self) -> PrintedNumber | None:
        """The print as read; None where it is suppressed."""
        if self.as_reported is None:
            return None
        return parse_printed(self.as_reported, self.decimal_mark)

    @model_validator(mode="after")
    def _agrees_with_its_print(self) -> Self:
        if self.suppressed != (self.as_reported is None) or self.suppressed != (self.value is None):
            raise ValueError("a print and a value, or neither and suppressed")
        printed = self.printed
        if printed is None or self.value is None:
            return self
        if printed.qualifier is not self.qualifier:
            raise ValueError(f"qualifier {printed.qualifier}, as {self.as_reported!r} prints it")
        if printed.base_value(self.printed_unit) != self.value:
            found = printed.base_value(self.printed_unit)
            raise ValueError(f"value {found}, as {self.as_reported!r} prints it")
        if self.resolution and self.value % self.resolution:
            raise ValueError(f"a value in steps of its resolution {self.resolution}")
        return self


LINES: tuple[type[Line], ...] = (
    SourceLine,
    VintageLine,
    TermLine,
    OrganizationLine,
    IdentifierLine,
    EventLine,
    FigureLine,
)
