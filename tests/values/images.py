"""What interval arithmetic ought to give, found by brute force and without `Bounds`' own methods.

An interval is stood for by a few numbers inside it: its closed ends, one just inside each end, one
far out where there is no end, its middle and 0. The images of all pairs must lie in the result and
come as near to each of its ends as the samples do to theirs.
"""

from collections.abc import Callable, Iterator
from fractions import Fraction

from app.values.bounds import Bounds

NEAR = Fraction(1, 10**12)
FAR = Fraction(10**12)
TOLERANCE = Fraction(1, 1_000)


def holds(interval: Bounds, number: Fraction) -> bool:
    """Whether the number lies inside, by comparing it with each end."""
    lower, upper = interval.lower, interval.upper
    above = lower is None or number > lower or (interval.lower_closed and number == lower)
    below = upper is None or number < upper or (interval.upper_closed and number == upper)
    return above and below


def samples(interval: Bounds) -> list[Fraction]:
    """Numbers inside that stand for the whole."""
    candidates = {Fraction(0), *_beside(interval)}
    return sorted(number for number in candidates if holds(interval, number))


def _beside(interval: Bounds) -> Iterator[Fraction]:
    lower, upper = interval.lower, interval.upper
    if lower is not None and upper is not None:
        step = min(NEAR, (upper - lower) / 4)
        yield from (lower, lower + step, (lower + upper) / 2, upper - step, upper)
    elif lower is not None:
        yield from (lower, lower + NEAR, lower + FAR)
    elif upper is not None:
        yield from (upper, upper - NEAR, upper - FAR)
    else:
        yield from (-FAR, FAR)


def assert_is_image(
    result: Bounds,
    operation: Callable[[Fraction, Fraction], Fraction],
    left: Bounds,
    right: Bounds,
) -> None:
    """The result holds every x ∘ y and is no wider than that."""
    divides = operation(Fraction(6), Fraction(2)) == 3
    images = [
        operation(x, y) for x in samples(left) for y in samples(right) if y != 0 or not divides
    ]
    said = f"{left} and {right} give {result}"
    assert all(holds(result, image) for image in images), said
    assert _reaches(min(images), result.lower, result.lower_closed, outward=-1), said
    assert _reaches(max(images), result.upper, result.upper_closed, outward=1), said


def _reaches(extreme: Fraction, end: Fraction | None, closed: bool, *, outward: int) -> bool:
    if end is None:
        return extreme * outward > 1 / TOLERANCE
    return extreme == end if closed else abs(extreme - end) < TOLERANCE
