"""Texts in both languages, and numbers in words for people in the style of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from app.values.bounds import Bounds
from app.values.printed import DecimalMark, PrintedNumber, group_digits, print_number
from app.values.qualifiers import Qualifier
from app.values.scaled import PLACES, plain_decimal, to_millionths

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = ("vi", "en")


@dataclass(frozen=True, slots=True)
class Words:
    """One text in both languages; `vi` is None where it was only written in English."""

    en: str
    vi: str | None

    @classmethod
    def same(cls, text: str) -> "Words":
        """A text that is no language's: a code, a number, an address."""
        return cls(text, text)

    def told(self, language: Language) -> str:
        """In English where there is no other."""
        return self.en if language == "en" or self.vi is None else self.vi


class UnfitError(ValueError):
    """A text that cannot be what it should; says in both languages what could."""

    def __init__(self, en: str, vi: str | None = None) -> None:
        super().__init__(en)
        self.words = Words(en, vi)


def any_of(names: Iterable[str]) -> Words:
    """What would be right, where it is one of a few."""
    listed = ", ".join(names)
    return Words(f"one of: {listed}", f"một trong: {listed}")


def up_to(last: int) -> Words:
    """Numbers from 1."""
    return Words(f"1 to {last}", f"từ 1 đến {last}")


_MARKS = {"vi": DecimalMark.COMMA, "en": DecimalMark.POINT}
_BEFORE = {
    "vi": {"over": "hơn", "at_least": "ít nhất", "below": "dưới", "at_most": "tối đa"},
    "en": {"over": "over", "at_least": "at least", "below": "below", "at_most": "at most"},
}
_BETWEEN = {"vi": "từ {} đến {}", "en": "between {} and {}"}
_COUNTED = Bounds.above(0, closed=True)
_UNKNOWN = {"vi": "không rõ", "en": "unknown"}


def number_text(value: Fraction, language: Language, *, decimals: int | None = None) -> str:
    """53.767 or 53,767; `decimals` rounds half-even, None shows up to six as needed."""
    if value.denominator == 1 and not decimals:
        grouped = f"{value.numerator:,}"
        return grouped.replace(",", ".") if language == "vi" else grouped
    number = plain_decimal(to_millionths(value))
    if decimals is not None:
        unit = 10**decimals
        number = Decimal(round(value * unit)).scaleb(-decimals)
    return group_digits(number, _MARKS[language])


def qualified_text(qualifier: Qualifier, value: Fraction, language: Language) -> str:
    """A printed number with its qualifier in either language: gần 42, nearly 42."""
    number = plain_decimal(to_millionths(value))
    return print_number(PrintedNumber(qualifier, number, _MARKS[language]))


def bounds_text(
    bounds: Bounds | None,
    language: Language,
    *,
    domain: Bounds | None = None,
    decimals: int = PLACES,
) -> str:
    """What the bounds say: a point as its number, one end as `hơn 74.000`, two as `từ … đến …`.

    Ends are rounded outward to `decimals`. An end that stands where the domain's does is not told.
    """
    if bounds is None:
        return _UNKNOWN[language]
    if bounds.lower is not None and bounds.is_point:
        return number_text(bounds.lower, language)
    told = domain or _COUNTED
    shown = bounds.rounded_outward(decimals)
    lower = None if bounds.lower == told.lower else shown.lower
    upper = None if bounds.upper == told.upper else shown.upper
    if lower is not None and upper is not None:
        return _BETWEEN[language].format(number_text(lower, language), number_text(upper, language))
    if lower is not None:
        word = "at_least" if shown.lower_closed else "over"
        return f"{_BEFORE[language][word]} {number_text(lower, language)}"
    if upper is not None:
        word = "at_most" if shown.upper_closed else "below"
        return f"{_BEFORE[language][word]} {number_text(upper, language)}"
    return _UNKNOWN[language]
