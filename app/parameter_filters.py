"""Parameters with a grammar of their own: comparisons of values, codes of other schemes."""

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from app import parameter_patterns as patterns
from app.values.periods import Period
from app.values.scaled import exact_millionths, plain_decimal
from app.values.wording import UnfitError


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
            raise UnfitError(
                "an operator (eq, ne, lt, le, gt, ge), a colon, and a number of at most 12 digits "
                "and 6 decimals, such as lt:42",
                "một toán tử (eq, ne, lt, le, gt, ge), dấu hai chấm, rồi một số có tối đa 12 "
                "chữ số và 6 chữ số thập phân, ví dụ lt:42",
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
            raise UnfitError(
                "scheme:value,value@day, such as gso-province:10,15@2022-12-31",
                "hệ mã:giá trị,giá trị@ngày, ví dụ gso-province:10,15@2022-12-31",
            )
        identifiers, at, day = str(text).partition("@")
        scheme, _, values = identifiers.partition(":")
        valid_on = str(Period.parse(day)) if at else None
        return cls(scheme, tuple(sorted(set(values.split(",")))), valid_on)

    def __str__(self) -> str:
        at = "" if self.day is None else f"@{self.day}"
        return f"{self.scheme}:{','.join(self.values)}{at}"
