"""How much, in words that say no more than the published bounds do."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from app.catalog.catalog import Catalog
from app.catalog.indicators import Indicator
from app.values.bounds import Bounds
from app.values.printed import DecimalMark, group_digits
from app.values.qualifiers import Qualifier
from app.values.scaled import PLACES
from app.values.statuses import Derivation
from app.values.wording import LANGUAGES, Language, bounds_text, qualified_text

_MARKS = {"vi": DecimalMark.COMMA, "en": DecimalMark.POINT}
_POINTED = (Qualifier.EXACT, Qualifier.BETWEEN)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in words with its unit, by language; `is_between` where it is two ends."""

    words: Mapping[str, str]
    is_between: bool


def quantity_of(
    row: Mapping[str, Any], indicator: Indicator, catalog: Catalog, *, negated: bool = False
) -> Quantity | None:
    """The published number of a row; None where nothing is known of it.

    A print is told with its own decimals and qualifier. What is computed or summed is rounded to
    the decimals of its indicator: its ends outward, a value only where its ends agree with it.
    `negated` tells it with the opposite sign, as a fall is told.
    """
    bounds = published_bounds(row)
    bounds = -bounds if negated else bounds
    value = None if row["value"] is None else Decimal(row["value"]) * (-1 if negated else 1)
    qualifier = None if row["qualifier"] is None else Qualifier(row["qualifier"])
    is_print = row["derivation"] == Derivation.REPORTED
    words: dict[str, str] = {}
    for language in LANGUAGES:
        number = None
        if value is None or qualifier is None:
            pass
        elif is_print and qualifier is not Qualifier.BETWEEN:
            number = qualified_text(qualifier, Fraction(value), language)
        elif qualifier in _POINTED:
            number = _point(value, bounds, qualifier, indicator.display_decimals, language)
        words[language] = number or _ends(bounds, indicator, language, negated=negated)
        if not words[language]:
            return None
    unit = catalog.unit_by_code[indicator.unit]
    is_between = _is_between(words["en"])
    return Quantity(
        {
            language: f"{words[language]} {unit.symbol or getattr(unit.label, language)}"
            for language in LANGUAGES
        },
        is_between,
    )


def published_bounds(row: Mapping[str, Any]) -> Bounds:
    """The bounds of a row as they are published."""
    lower, upper = row["lower"], row["upper"]
    return Bounds(
        None if lower is None else Fraction(lower),
        None if upper is None else Fraction(upper),
        lower_closed=row["lower_closed"],
        upper_closed=row["upper_closed"],
    )


def _is_between(words: str) -> bool:
    return words.startswith("between ")


def _ends(bounds: Bounds, indicator: Indicator, language: Language, *, negated: bool) -> str:
    """What the bounds say; empty where they say nothing that the domain does not."""
    domain = indicator.domain.bounds
    domain = -domain if negated else domain
    if not (bounds.lower != domain.lower or bounds.upper != domain.upper):
        return ""
    decimals = _decimals_apart(bounds, indicator.display_decimals)
    return bounds_text(bounds, language, domain=domain, decimals=decimals)


def _decimals_apart(bounds: Bounds, decimals: int) -> int:
    """Decimals that leave a bound which is not zero from being told as zero."""
    ends = [end for end in (bounds.lower, bounds.upper) if end]
    for places in range(decimals, PLACES):
        if all(abs(end) * 10**places >= 1 for end in ends):
            return places
    return PLACES


def _point(
    value: Decimal, bounds: Bounds, qualifier: Qualifier, decimals: int, language: Language
) -> str | None:
    """The value rounded for people; None where its bounds round to something else.

    More decimals are shown where it would look like zero, and where it stands halfway: what was
    rounded away at publication decides such a number, and is not known here.
    """
    places = decimals
    while places < PLACES and (_rounded(value, places) == 0 != value or _is_halfway(value, places)):
        places += 1
    shown = _rounded(value, places)
    ends = [end for end in (bounds.lower, bounds.upper) if end is not None]
    if qualifier is not Qualifier.EXACT and not (
        len(ends) == 2 and all(_rounded_fraction(end, places) == shown for end in ends)
    ):
        return None
    return group_digits(shown, _MARKS[language])


def _rounded(value: Decimal, places: int) -> Decimal:
    return _rounded_fraction(Fraction(value), places)


def _rounded_fraction(value: Fraction, places: int) -> Decimal:
    return Decimal(round(value * 10**places)).scaleb(-places)


def _is_halfway(value: Decimal, places: int) -> bool:
    return bool((Fraction(value) * 10**places).denominator == 2)
