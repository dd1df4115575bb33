"""Exact numbers as they are published: whole millionths, rounded once."""

from dataclasses import dataclass
from decimal import Decimal

from app.derivation.observations import Observation
from app.values.bounds import Bounds
from app.values.scaled import (
    PLACES,
    SCALE,
    VALUE_LIMIT,
    exact_millionths,
    plain_decimal,
    to_millionths,
)


@dataclass(frozen=True, slots=True)
class PublishedBounds:
    """Ends in millionths, rounded outward; a missing end is no limit, and open."""

    lower: int | None
    upper: int | None
    lower_closed: bool
    upper_closed: bool

    @classmethod
    def of(cls, bounds: Bounds | None) -> "PublishedBounds":
        """An end beyond ±10⁹ is published as no limit; suppressed bounds say nothing.

        An end that rounding moves is closed: the value, rounded to the nearest, may fall on it.
        """
        exact = Bounds() if bounds is None else bounds
        rounded = exact.rounded_outward(PLACES)
        lower = None if rounded.lower is None else exact_millionths(rounded.lower)
        upper = None if rounded.upper is None else exact_millionths(rounded.upper)
        limit = VALUE_LIMIT * SCALE
        if lower is not None and abs(lower) >= limit:
            lower = None
        if upper is not None and abs(upper) >= limit:
            upper = None
        return cls(
            lower,
            upper,
            lower_closed=lower is not None
            and (rounded.lower_closed or rounded.lower != exact.lower),
            upper_closed=upper is not None
            and (rounded.upper_closed or rounded.upper != exact.upper),
        )

    def as_decimals(self) -> dict[str, Decimal | bool | None]:
        """The four fields every answer gives of bounds."""
        return {
            "lower": None if self.lower is None else plain_decimal(self.lower),
            "lower_closed": self.lower_closed,
            "upper": None if self.upper is None else plain_decimal(self.upper),
            "upper_closed": self.upper_closed,
        }


def published_millionths(observation: Observation) -> int | None:
    """The value rounded half-even; None where there is none, or it is 10⁹ or more."""
    scaled = None if observation.value is None else to_millionths(observation.value)
    return None if scaled is None or abs(scaled) >= VALUE_LIMIT * SCALE else scaled


def published_value(observation: Observation) -> Decimal | None:
    """The same as a plain decimal."""
    scaled = published_millionths(observation)
    return None if scaled is None else plain_decimal(scaled)
