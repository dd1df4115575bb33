"""Numbers in words for people, in Vietnamese and English style."""

from decimal import Decimal
from fractions import Fraction
from typing import Literal

from app.values.bounds import Bounds
from app.values.printed import DecimalMark, PrintedNumber, group_digits, print_number
from app.values.qualifiers import Qualifier
from app.values.scaled import PLACES, plain_decimal, to_millionths

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = ("vi", "en")
_MARKS = {"vi": DecimalMark.COMMA, "en": DecimalMark.POINT}
_BEFORE = {
    "vi": {"over": "hơn", "at_least": "ít nhất", "below": "dưới", "at_most": "tối đa"},
    "en": {"over": "over", "at_least": "at least", "below": "below", "at_most": "at most"},
}
_BETWEEN = {"vi": "từ {} đến {}", "en": "between {} and {}"}
_UNKNOWN = {"vi": "không rõ", "en": "unknown"}


def number_text(value: Fraction, language: Language, *, decimals: int | None = None) -> str:
    """53.767 or 53,767; `decimals` rounds half-even, None shows up to six as needed."""
    number = plain_decimal(to_millionths(value))
    if decimals is not None:
        unit = 10**decimals
        number = Decimal(round(value * unit)).scaleb(-decimals)
    return group_digits(number, _MARKS[language])


def qualified_text(qualifier: Qualifier, value: Fraction, language: Language) -> str:
    """A printed number with its qualifier in either language: gần 42, nearly 42."""
    number = plain_decimal(to_millionths(value))
    return print_number(PrintedNumber(qualifier, number, _MARKS[language]))


def bounds_text(bounds: Bounds | None, language: Language) -> str:
    """What the bounds say: a point as its number, one end as `hơn 74.000`, two as `từ … đến …`."""
    if bounds is None or (bounds.lower is None and bounds.upper is None):
        return _UNKNOWN[language]
    if bounds.lower is not None and bounds.is_point:
        return number_text(bounds.lower, language)
    bounds = bounds.rounded_outward(PLACES)
    before = _BEFORE[language]
    if bounds.lower is None or bounds.upper is None:
        end = bounds.upper if bounds.lower is None else bounds.lower
        closed = bounds.upper_closed or bounds.lower_closed
        words = ("at_most", "below") if bounds.lower is None else ("at_least", "over")
        word = before[words[0] if closed else words[1]]
        return f"{word} {number_text(end or Fraction(0), language)}"
    if not bounds.lower and bounds.lower_closed:
        word = before["at_most" if bounds.upper_closed else "below"]
        return f"{word} {number_text(bounds.upper, language)}"
    return _BETWEEN[language].format(
        number_text(bounds.lower, language), number_text(bounds.upper, language)
    )
