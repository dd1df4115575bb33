"""Plain numbers in words: the same as `citation` says of what the kernel derives."""

from decimal import Decimal
from fractions import Fraction

from app.catalog.catalog import Catalog
from app.catalog.indicators import Indicator
from app.lineage.citation import SUPPRESSED_TEXT
from app.lineage.plain import BETWEEN, ROLLED_UP, SUPPRESSED, PlainNumber, Row
from app.values.bounds import UNLIMITED, Bounds
from app.values.qualifiers import Qualifier
from app.values.scaled import PLACES, SCALE
from app.values.wording import LANGUAGES, bounds_text, qualified_text

_DECIMAL_COMMA = str.maketrans(",.", ".,")
EXACT = Qualifier.EXACT.value
# The end that a computed number is told by; its other end stands where the domain's does.
_LOWER = {Qualifier.AT_LEAST.value, Qualifier.OVER.value}
_UPPER = {Qualifier.AT_MOST.value, Qualifier.BELOW.value}
_CLOSED = {Qualifier.AT_LEAST.value, Qualifier.AT_MOST.value}


def plain_text(number: PlainNumber, catalog: Catalog, *, decimals: int | None) -> Row | None:
    """The number in words in both languages, as `quantity_text` has them.

    None where that takes more digits than are published.
    """
    row = number.row
    if row["status"] == SUPPRESSED:
        return SUPPRESSED_TEXT
    indicator = catalog.by_code[row["indicator"]]
    words = _words(number, indicator, decimals)
    if words is None:
        return None
    vi, en = words
    unit = catalog.unit_by_code[indicator.unit]
    return {
        "vi": f"{vi} {unit.symbol or unit.label.vi}",
        "en": f"{en} {unit.symbol or unit.label.en}",
    }


def _words(
    number: PlainNumber, indicator: Indicator, decimals: int | None
) -> tuple[str, ...] | None:
    """Without the unit, in each language: a print with its qualifier, a sum with its bounds."""
    row = number.row
    if number.figure is not None:
        return _printed_words(row)
    if row["qualifier"] == EXACT:
        return None if row["value"] is None else _rounded(row["value"], decimals)
    if row["derivation"] == ROLLED_UP:
        domain, places = indicator.domain.bounds, PLACES if decimals is None else decimals
        return _of_bounds(bounds_of_row(row), domain=domain, places=places)
    return _computed_words(row, decimals)


def _printed_words(row: Row) -> tuple[str, ...] | None:
    value = row["value"]
    if value is None:
        return None
    if row["qualifier"] == EXACT:
        return _grouped(value)
    qualifier, printed = Qualifier(row["qualifier"]), Fraction(value)
    return tuple(qualified_text(qualifier, printed, language) for language in LANGUAGES)


def _computed_words(row: Row, decimals: int | None) -> tuple[str, ...] | None:
    """A number that is no point: as far as its ends agree, else by those that say something."""
    if row["qualifier"] == BETWEEN and row["value"] is not None:
        if decimals is None or row["lower"] is None or row["upper"] is None:
            return None
        texts = [_rounded(row[name], decimals) for name in ("lower", "upper", "value")]
        if None in texts:
            return None
        if texts[0] == texts[1] == texts[2]:
            return texts[0]
    return _told_by_ends(row, PLACES if decimals is None else decimals)


def _told_by_ends(row: Row, places: int) -> tuple[str, ...] | None:
    """By one end or both, moved outward; None where it is not known whether the end moves.

    The published end has moved outward already, which changes nothing but that.
    """
    qualifier = row["qualifier"]
    lower = row["lower"] if qualifier == BETWEEN or qualifier in _LOWER else None
    upper = row["upper"] if qualifier == BETWEEN or qualifier in _UPPER else None
    ends = [end for end in (lower, upper) if end is not None]
    is_settled = qualifier not in _CLOSED or any(_is_finer(end, places) for end in ends)
    if len(ends) != (2 if qualifier == BETWEEN else 1) or not is_settled:
        return None
    told = Bounds(
        None if lower is None else Fraction(lower), None if upper is None else Fraction(upper)
    )
    return _of_bounds(told, domain=UNLIMITED, places=places)


def _of_bounds(bounds: Bounds, *, domain: Bounds, places: int) -> tuple[str, ...]:
    return tuple(
        bounds_text(bounds, language, domain=domain, decimals=places) for language in LANGUAGES
    )


def _is_finer(value: Decimal | int, places: int) -> bool:
    return bool(int(value * SCALE) % 10 ** (PLACES - places))


def _rounded(value: Decimal | int, decimals: int | None) -> tuple[str, ...] | None:
    """To `decimals`; None where what was rounded away before may decide."""
    if decimals is None:
        return _grouped(value)
    step = 10 ** (PLACES - decimals)
    whole, rest = divmod(int(value * SCALE), step)
    if rest * 2 == step:
        return None
    return _grouped(Decimal(whole + (rest * 2 > step)).scaleb(-decimals))


def _grouped(value: Decimal | int) -> tuple[str, ...]:
    digits = f"{value:,}"
    return digits.translate(_DECIMAL_COMMA), digits


def bounds_of_row(row: Row) -> Bounds:
    """The bounds as published."""
    lower, upper = row["lower"], row["upper"]
    return Bounds(
        None if lower is None else Fraction(lower),
        None if upper is None else Fraction(upper),
        lower_closed=row["lower_closed"],
        upper_closed=row["upper_closed"],
    )
