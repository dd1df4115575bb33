"""Numbers as sources print them, in Vietnamese and English style.

`parse_printed` reads the print, `print_number` writes one; reading what was written gives the
same number back. Words that are not listed here are refused, never guessed at.
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache, lru_cache

from app.values.qualifiers import Qualifier
from app.values.statuses import ObservationStatus

PRINT_LENGTH_MAX = 80


class PrintedNumberError(ValueError):
    """The print cannot be read, or disagrees with what the row says of it."""


class DecimalMark(StrEnum):
    """The mark before the decimals; the other one groups digits by three."""

    COMMA = ","
    POINT = "."

    @property
    def grouping(self) -> str:
        return "." if self is DecimalMark.COMMA else ","


class PrintedUnit(StrEnum):
    """The unit a print counts in; a table may print thousands without saying so in each cell."""

    UNITS = "units"
    THOUSAND = "thousand"
    TEN_THOUSAND = "ten_thousand"
    MILLION = "million"
    PERCENT = "percent"

    @property
    def factor(self) -> int:
        """What one printed unit is in base units; percent figures are kept in percent."""
        return _FACTORS[self]


_FACTORS = {
    PrintedUnit.UNITS: 1,
    PrintedUnit.THOUSAND: 1_000,
    PrintedUnit.TEN_THOUSAND: 10_000,
    PrintedUnit.MILLION: 1_000_000,
    PrintedUnit.PERCENT: 1,
}
_UNIT_WORDS = {
    "nghìn": PrintedUnit.THOUSAND,
    "ngàn": PrintedUnit.THOUSAND,
    "thousand": PrintedUnit.THOUSAND,
    "vạn": PrintedUnit.TEN_THOUSAND,
    "triệu": PrintedUnit.MILLION,
    "million": PrintedUnit.MILLION,
    "%": PrintedUnit.PERCENT,
}
_UNIT_PRINT = {
    DecimalMark.COMMA: {
        PrintedUnit.THOUSAND: " nghìn",
        PrintedUnit.TEN_THOUSAND: " vạn",
        PrintedUnit.MILLION: " triệu",
        PrintedUnit.PERCENT: "%",
    },
    DecimalMark.POINT: {
        PrintedUnit.THOUSAND: " thousand",
        PrintedUnit.TEN_THOUSAND: " vạn",
        PrintedUnit.MILLION: " million",
        PrintedUnit.PERCENT: "%",
    },
}
# The first pair of each qualifier is the one `print_number` writes. Longer words come before
# their beginnings: "trên dưới" before "trên".
_WORDS: dict[Qualifier, dict[DecimalMark, tuple[tuple[str, str], ...]]] = {
    Qualifier.ABOUT: {
        DecimalMark.COMMA: (("khoảng", ""), ("chừng", ""), ("xấp xỉ", ""), ("trên dưới", "")),
        DecimalMark.POINT: (
            ("about", ""),
            ("around", ""),
            ("approximately", ""),
            ("roughly", ""),
            ("some", ""),
        ),
    },
    Qualifier.NEARLY: {
        DecimalMark.COMMA: (("gần", ""), ("ngót", ""), ("suýt soát", "")),
        DecimalMark.POINT: (("nearly", ""), ("almost", ""), ("just under", "")),
    },
    Qualifier.OVER: {
        DecimalMark.COMMA: (("hơn", ""), ("trên", ""), ("vượt", "")),
        DecimalMark.POINT: (("over", ""), ("more than", ""), ("above", "")),
    },
    Qualifier.BELOW: {
        DecimalMark.COMMA: (("dưới", ""), ("chưa đến", ""), ("kém", "")),
        DecimalMark.POINT: (("below", ""), ("under", ""), ("less than", ""), ("fewer than", "")),
    },
    Qualifier.AT_LEAST: {
        DecimalMark.COMMA: (
            ("ít nhất", ""),
            ("không dưới", ""),
            ("từ", "trở lên"),
            ("", "trở lên"),
        ),
        DecimalMark.POINT: (
            ("at least", ""),
            ("no fewer than", ""),
            ("no less than", ""),
            ("", "or more"),
        ),
    },
    Qualifier.AT_MOST: {
        DecimalMark.COMMA: (
            ("tối đa", ""),
            ("không quá", ""),
            ("từ", "trở xuống"),
            ("", "trở xuống"),
        ),
        DecimalMark.POINT: (
            ("at most", ""),
            ("no more than", ""),
            ("up to", ""),
            ("", "or less"),
            ("", "or fewer"),
        ),
    },
    Qualifier.BETWEEN: {
        DecimalMark.COMMA: (("từ", "đến"),),
        DecimalMark.POINT: (("between", "and"),),
    },
    Qualifier.EXACT: {DecimalMark.COMMA: (("", ""),), DecimalMark.POINT: (("", ""),)},
}
_STATUS_WORDS = {
    "ước": ObservationStatus.ESTIMATED,
    "ước tính": ObservationStatus.ESTIMATED,
    "estimated": ObservationStatus.ESTIMATED,
    "sơ bộ": ObservationStatus.PROVISIONAL,
    "preliminary": ObservationStatus.PROVISIONAL,
    "provisional": ObservationStatus.PROVISIONAL,
}
_STATUS_PRINT = {
    (ObservationStatus.ESTIMATED, DecimalMark.COMMA): "ước",
    (ObservationStatus.ESTIMATED, DecimalMark.POINT): "estimated",
    (ObservationStatus.PROVISIONAL, DecimalMark.COMMA): "sơ bộ",
    (ObservationStatus.PROVISIONAL, DecimalMark.POINT): "provisional",
}
_UNIT_PATTERN = "|".join(map(re.escape, _UNIT_WORDS))
_NUMBER = r"[0-9][0-9.,]*"
_BODY = re.compile(
    rf"(?P<number>{_NUMBER})"
    rf"(?:(?:\s+đến\s+|(?P<and>\s+and\s+)|\s*[–-]\s*)(?P<upper>{_NUMBER}))?"
    rf"\s?(?P<unit>{_UNIT_PATTERN})?"
)


@dataclass(frozen=True, slots=True)
class PrintedNumber:
    """What one print says, before any unit of its table is applied.

    `number` keeps its printed decimals; `upper` is the second number of `between`; `unit` is the
    word printed beside the number, None when there is none; `status` is E for ước, P for sơ bộ.
    """

    qualifier: Qualifier
    number: Decimal
    decimal_mark: DecimalMark
    upper: Decimal | None = None
    unit: PrintedUnit | None = None
    status: ObservationStatus = ObservationStatus.NORMAL

    def base_value(self, printed_unit: PrintedUnit) -> Fraction:
        """The number in base units. Raises PrintedNumberError when the print names another unit."""
        return self._in_base(self.number, printed_unit)

    def base_upper(self, printed_unit: PrintedUnit) -> Fraction | None:
        """The second number of `between` in base units; None for every other qualifier."""
        return None if self.upper is None else self._in_base(self.upper, printed_unit)

    def _in_base(self, number: Decimal, printed_unit: PrintedUnit) -> Fraction:
        if self.unit is not None and self.unit is not printed_unit:
            raise PrintedNumberError(f"the print counts in {self.unit}, the row in {printed_unit}")
        return Fraction(number) * printed_unit.factor


@lru_cache(maxsize=20_000)
def parse_printed(text: str, decimal_mark: DecimalMark) -> PrintedNumber:
    """Read a printed number. Raises PrintedNumberError for words or digits that are not known."""
    if len(text) > PRINT_LENGTH_MAX:
        raise PrintedNumberError(f"longer than {PRINT_LENGTH_MAX} characters")
    words = re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip().lower()
    status, words = _split_status(words)
    for qualifier, before, after in _forms():
        if not (words.startswith(before) and words.endswith(after)):
            continue
        body = _BODY.fullmatch(words[len(before) : len(words) - len(after)].strip())
        if body is None or (body["upper"] is not None) != (qualifier is Qualifier.BETWEEN):
            continue
        if body["and"] is not None and before != "between ":
            continue  # "5 and 6" are two numbers.
        return PrintedNumber(
            qualifier,
            _digits(body["number"], decimal_mark),
            decimal_mark,
            upper=None if body["upper"] is None else _digits(body["upper"], decimal_mark),
            unit=None if body["unit"] is None else _UNIT_WORDS[body["unit"]],
            status=status,
        )
    raise PrintedNumberError(f"{text!r} is no number with a known qualifier")


def print_number(printed: PrintedNumber) -> str:
    """The number as a source in that style would print it, grouped by three."""
    mark = printed.decimal_mark
    before, after = _WORDS[printed.qualifier][mark][0]
    number = group_digits(printed.number, mark)
    if printed.upper is not None:
        number, after = f"{number} {after} {group_digits(printed.upper, mark)}", ""
    unit = "" if printed.unit is None else _UNIT_PRINT[mark][printed.unit]
    words = (_STATUS_PRINT.get((printed.status, mark), ""), before, number + unit, after)
    return " ".join(word for word in words if word)


def group_digits(number: Decimal | int, mark: DecimalMark) -> str:
    """Plain digits with groups of three: 53767.5 is 53.767,5 with a decimal comma."""
    grouped = f"{number:,}" if isinstance(number, int) else f"{number:,f}"
    if mark is DecimalMark.POINT:
        return grouped
    return grouped.translate(str.maketrans(",.", ".,"))


def _split_status(words: str) -> tuple[ObservationStatus, str]:
    for word in sorted(_STATUS_WORDS, key=len, reverse=True):
        if words.startswith(f"{word} "):
            return _STATUS_WORDS[word], words[len(word) + 1 :]
    return ObservationStatus.NORMAL, words


@cache
def _forms() -> list[tuple[Qualifier, str, str]]:
    """Every pair of words around a number, those that say most first."""
    forms = [
        (qualifier, f"{before} " if before else "", "" if qualifier is Qualifier.BETWEEN else after)
        for qualifier, styles in _WORDS.items()
        for pairs in styles.values()
        for before, after in pairs
    ]
    forms.append((Qualifier.BETWEEN, "", ""))
    return sorted(forms, key=lambda form: len(form[1]) + len(form[2]), reverse=True)


def _digits(text: str, mark: DecimalMark) -> Decimal:
    whole, _, decimals = text.partition(mark.value)
    group = re.escape(mark.grouping)
    grouped = rf"[1-9][0-9]{{0,2}}(?:{group}[0-9]{{3}})+|[0-9]+"
    if not re.fullmatch(grouped, whole) or (mark.value in text and not decimals.isdigit()):
        raise PrintedNumberError(f"{text!r} is no number with decimal mark {mark.value!r}")
    plain = whole.replace(mark.grouping, "")
    return Decimal(f"{plain}.{decimals}" if decimals else plain)
