"""Bounded values: intervals with open and closed ends, and exact arithmetic on them.

An interval holds every number the evidence allows. Ends are fractions or missing (no limit);
a missing end is open. All operations enclose: the result holds x ∘ y for every x and y inside,
and is as narrow as that allows. Nothing here rounds, except `rounded_outward`.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor


class EmptyBoundsError(ValueError):
    """No number lies between the ends."""


@dataclass(frozen=True, slots=True)
class _End:
    """A point of the extended line: `infinity` is -1, 0 or 1; `value` counts only when it is 0."""

    infinity: int
    value: Fraction
    closed: bool

    @property
    def place(self) -> tuple[int, Fraction]:
        """Where it stands, whether or not it is closed; sorts as ends do."""
        return self.infinity, self.value

    def times(self, other: "_End") -> "_End":
        if self.is_zero or other.is_zero:
            # Zero times anything is zero, and a closed zero is reached whatever the other side.
            closed = (self.is_zero and self.closed) or (other.is_zero and other.closed)
            return _End(0, Fraction(0), closed)
        if self.infinity or other.infinity:
            return _End(self.sign * other.sign, Fraction(0), closed=False)
        return _End(0, self.value * other.value, self.closed and other.closed)

    @property
    def is_zero(self) -> bool:
        return not self.infinity and not self.value

    @property
    def sign(self) -> int:
        return self.infinity or (self.value > 0) - (self.value < 0)


def _at(place: tuple[int, Fraction], ends: list[_End]) -> _End:
    """The end at that place; a closed one where several share it."""
    return _End(*place, closed=any(end.closed for end in ends if end.place == place))


@dataclass(frozen=True, slots=True)
class Bounds:
    """Every number between two ends; `None` is no limit. Raises EmptyBoundsError when none is."""

    lower: Fraction | None = None
    upper: Fraction | None = None
    lower_closed: bool = False
    upper_closed: bool = False

    def __post_init__(self) -> None:
        if (self.lower is None and self.lower_closed) or (self.upper is None and self.upper_closed):
            raise EmptyBoundsError("a missing end is open")
        if self.lower is None or self.upper is None:
            return
        if self.lower is self.upper and self.both_closed:
            return  # A point, as nearly all are.
        if self.lower > self.upper or (self.lower == self.upper and not self.both_closed):
            raise EmptyBoundsError(f"no number lies in {self}")

    # Making them

    @classmethod
    def point(cls, value: Fraction | int) -> "Bounds":
        end = Fraction(value)
        return cls(end, end, lower_closed=True, upper_closed=True)

    @classmethod
    def above(cls, value: Fraction | int, *, closed: bool = False) -> "Bounds":
        return cls(lower=Fraction(value), lower_closed=closed)

    @classmethod
    def below(cls, value: Fraction | int, *, closed: bool = False) -> "Bounds":
        return cls(upper=Fraction(value), upper_closed=closed)

    @classmethod
    def closed(cls, lower: Fraction | int, upper: Fraction | int) -> "Bounds":
        return cls(Fraction(lower), Fraction(upper), lower_closed=True, upper_closed=True)

    # Asking them

    @property
    def both_closed(self) -> bool:
        return self.lower_closed and self.upper_closed

    @property
    def is_point(self) -> bool:
        return self.lower is not None and (self.lower is self.upper or self.lower == self.upper)

    @property
    def width(self) -> Fraction | None:
        """Upper minus lower; None when there is no limit on some side."""
        return None if self.lower is None or self.upper is None else self.upper - self.lower

    def contains(self, value: Fraction | int) -> bool:
        return self.meets(Bounds.point(value))

    def meets(self, other: "Bounds") -> bool:
        """Whether some number lies in both."""
        return self.intersection(other) is not None

    def lies_within(self, other: "Bounds") -> bool:
        """Whether every number in here lies in `other` too."""
        return self.intersection(other) == self

    def intersection(self, other: "Bounds") -> "Bounds | None":
        """The numbers in both; None when there are none."""
        lower, lower_closed = self.lower, self.lower_closed
        if lower is None or (other.lower is not None and other.lower > lower):
            lower, lower_closed = other.lower, other.lower_closed
        elif lower == other.lower:
            lower_closed = lower_closed and other.lower_closed
        upper, upper_closed = self.upper, self.upper_closed
        if upper is None or (other.upper is not None and other.upper < upper):
            upper, upper_closed = other.upper, other.upper_closed
        elif upper == other.upper:
            upper_closed = upper_closed and other.upper_closed
        try:
            return Bounds(lower, upper, lower_closed, upper_closed)
        except EmptyBoundsError:
            return None

    # Reckoning with them

    def __add__(self, other: "Bounds") -> "Bounds":
        lower = None if self.lower is None or other.lower is None else self.lower + other.lower
        upper = None if self.upper is None or other.upper is None else self.upper + other.upper
        return Bounds(
            lower,
            upper,
            lower_closed=self.lower_closed and other.lower_closed,
            upper_closed=self.upper_closed and other.upper_closed,
        )

    def __neg__(self) -> "Bounds":
        return Bounds(
            None if self.upper is None else -self.upper,
            None if self.lower is None else -self.lower,
            lower_closed=self.upper_closed,
            upper_closed=self.lower_closed,
        )

    def __sub__(self, other: "Bounds") -> "Bounds":
        return self + -other

    def __mul__(self, other: "Bounds") -> "Bounds":
        mine, theirs = self.lower, other.lower
        if mine is not None and theirs is not None and self.is_point and other.is_point:
            return Bounds.point(mine * theirs)
        corners = [
            mine.times(theirs)
            for mine in (self.lower_end, self.upper_end)
            for theirs in (other.lower_end, other.upper_end)
        ]
        places = [corner.place for corner in corners]
        return _between(_at(min(places), corners), _at(max(places), corners))

    def over(self, other: "Bounds") -> "Bounds | None":
        """The quotient; None when the divisor is 0 or has 0 inside.

        A 0 that is only an end of the divisor gives an end without limit.
        """
        if other.lower_end.sign < 0 < other.upper_end.sign or (other.is_point and other.lower == 0):
            return None
        lower, lower_closed = _one_over(other.upper, closed=other.upper_closed)
        upper, upper_closed = _one_over(other.lower, closed=other.lower_closed)
        return self * Bounds(lower, upper, lower_closed=lower_closed, upper_closed=upper_closed)

    def rounded_outward(self, places: int) -> "Bounds":
        """The narrowest interval around this one whose ends have at most `places` decimals.

        An end that moves is open: the numbers inside lie strictly beyond it.
        """
        unit = 10**places
        if _is_in(unit, self.lower) and _is_in(unit, self.upper):
            return self
        lower = None if self.lower is None else Fraction(floor(self.lower * unit), unit)
        upper = None if self.upper is None else Fraction(ceil(self.upper * unit), unit)
        return Bounds(
            lower,
            upper,
            lower_closed=self.lower_closed and lower == self.lower,
            upper_closed=self.upper_closed and upper == self.upper,
        )

    @property
    def lower_end(self) -> _End:
        if self.lower is None:
            return _End(-1, Fraction(0), closed=False)
        return _End(0, self.lower, self.lower_closed)

    @property
    def upper_end(self) -> _End:
        if self.upper is None:
            return _End(1, Fraction(0), closed=False)
        return _End(0, self.upper, self.upper_closed)

    def __str__(self) -> str:
        left = "[" if self.lower_closed else "("
        right = "]" if self.upper_closed else ")"
        lower = "-∞" if self.lower is None else str(self.lower)
        upper = "∞" if self.upper is None else str(self.upper)
        return f"{left}{lower}, {upper}{right}"


def _is_in(unit: int, end: Fraction | None) -> bool:
    """Whether the end is a whole number of that part of one, or there is none."""
    return end is None or unit % end.denominator == 0


def _between(lower: _End, upper: _End) -> Bounds:
    return Bounds(
        None if lower.infinity else lower.value,
        None if upper.infinity else upper.value,
        lower_closed=lower.closed,
        upper_closed=upper.closed,
    )


def _one_over(end: Fraction | None, *, closed: bool) -> tuple[Fraction | None, bool]:
    """The reciprocal's end there, and whether it is closed; zero and no limit change places."""
    if end is None:
        return Fraction(0), False
    return (1 / end, closed) if end else (None, False)


UNLIMITED = Bounds()
