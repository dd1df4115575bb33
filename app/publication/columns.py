"""What one column of a package's table may hold."""

import re
from decimal import Decimal
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, PlainValidator, StringConstraints

from app.publication.texts import REFUSED_IN_A_LINE
from app.values.codes import CODE_LENGTH_MAX, CodeError, organization_code
from app.values.periods import EXPECTED as PERIODS
from app.values.periods import YEAR_MAX, YEAR_MIN, Period, PeriodError
from app.values.scaled import PLACES, VALUE_LIMIT

_NUMBER = re.compile(r"[0-9]{1,12}(?:\.[0-9]{1,6})?")
_ORDINAL = re.compile(r"[0-9]{1,6}")


def _plain_text(value: str) -> str:
    if REFUSED_IN_A_LINE.search(value):
        raise ValueError("text without control characters")
    return value


def _code(value: str) -> str:
    try:
        return organization_code(value)
    except CodeError as error:
        raise ValueError(
            "lower-case letters and digits joined by single hyphens, at most "
            f"{CODE_LENGTH_MAX} characters"
        ) from error


def _period(value: str) -> Period:
    try:
        return Period.parse(value)
    except PeriodError as error:
        raise ValueError(f"{PERIODS}, from {YEAR_MIN} to {YEAR_MAX}") from error


def _partial_date(value: str) -> str:
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", value):
        raise ValueError("a date as far as known: 2022, 2022-06 or 2022-06-30")
    return str(_period(value))


def _day(value: str) -> str:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise ValueError("a day: 2022-06-30")
    return str(_period(value))


def _number(value: object) -> Decimal:
    if not isinstance(value, str) or not _NUMBER.fullmatch(value):
        raise ValueError(f"digits with at most {PLACES} decimals after a point")
    number = Decimal(value)
    if number >= VALUE_LIMIT:
        raise ValueError(f"a number below {VALUE_LIMIT}")
    return number


def _ordinal(value: object) -> int:
    if not isinstance(value, str) or not _ORDINAL.fullmatch(value):
        raise ValueError("a whole number of at most 6 digits")
    return int(value)


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
Code = Annotated[str, AfterValidator(_code)]
PartialDate = Annotated[str, AfterValidator(_partial_date)]
Day = Annotated[str, AfterValidator(_day)]
Number = Annotated[Decimal, BeforeValidator(_number)]
Ordinal = Annotated[int, BeforeValidator(_ordinal)]
YesNo = Annotated[bool, BeforeValidator(_yes)]
CodeList = Annotated[tuple[Text, ...], BeforeValidator(_codes)]
PeriodText = Annotated[Period, PlainValidator(_period)]
