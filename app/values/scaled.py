"""Numbers as they are kept and published: whole millionths, never float."""

from decimal import Decimal
from fractions import Fraction

PLACES = 6
SCALE: int = 10**PLACES
VALUE_LIMIT = 10**9  # A number this large or larger would not survive a client's float intact.


def to_millionths(value: Fraction) -> int:
    """Nearest whole number of millionths; halves to even."""
    return value.numerator * SCALE if value.denominator == 1 else round(value * SCALE)


def exact_millionths(value: Fraction) -> int:
    """The same where nothing may be lost. Raises ValueError for a finer value."""
    if SCALE % value.denominator:
        raise ValueError(f"more than {PLACES} decimals")
    return value.numerator * (SCALE // value.denominator)


def from_millionths(scaled: int) -> Fraction:
    return Fraction(scaled, SCALE)


def plain_number(scaled: int) -> int | Decimal:
    """Millionths as a number that is written without exponent or trailing zeros."""
    return plain_decimal(scaled) if scaled % SCALE else scaled // SCALE


def plain_decimal(scaled: int) -> Decimal:
    """Millionths as a plain decimal without exponent or trailing zeros: 6977381 is 6.977381."""
    if scaled % SCALE:
        return Decimal(scaled).scaleb(-PLACES).normalize()
    return Decimal(scaled // SCALE)  # Normalized, 100 would be 1E+2.
