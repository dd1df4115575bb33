"""Numbers that add up: those of the nation, and how they are shared out below it."""

from collections.abc import Iterable, Mapping, Sequence
from random import Random

from benchmarks.nation.catalog import BY_CODE, COUNTS, PARTITIONS, Count
from benchmarks.nation.shape import HALF_YEARS, YEARS, apportioned

# Of each indicator one number a period, in the order of PERIODS; of half-years stocks alone.
Numbers = dict[str, list[int]]
_REMAINDERS = {parts[-1]: (whole, parts[0]) for whole, parts in PARTITIONS.items()}


def national_numbers(scale: float) -> Numbers:
    """The whole nation, `scale` times as large as the real one."""
    numbers: Numbers = {}
    for count in COUNTS:
        whole = None if count.whole is None else numbers[count.whole]
        numbers[count.code] = _of_each_period(count, whole, numbers, scale)
    return numbers


def shared_out(
    numbers: Numbers, codes: Iterable[str], weights: Sequence[int], draw: Random
) -> list[Numbers]:
    """The numbers of organizations that together make up one, parts within their wholes."""
    shared: list[Numbers] = [{} for _ in weights]
    for code in codes:
        for part, series in zip(shared, _shares(numbers, code, shared, weights, draw), strict=True):
            part[code] = series
    return shared


def _of_each_period(
    count: Count, whole: Sequence[int] | None, numbers: Mapping[str, list[int]], scale: float
) -> list[int]:
    if count.code in _REMAINDERS:
        of, but = _REMAINDERS[count.code]
        return [all_of - some for all_of, some in zip(numbers[of], numbers[but], strict=True)]
    if whole is not None:
        # A share that drifts slowly, so that ratios have a trend to show.
        last = len(whole) - 1
        return [int(w * count.share * (0.95 + 0.1 * at / last)) for at, w in enumerate(whole)]
    first = max(int(count.size * scale), 1)
    years = [first + first * count.growth * at // 1000 for at in range(len(YEARS))]
    halves = [(years[at - 1] + years[at]) // 2 for at in range(-len(HALF_YEARS), 0)]
    return years + halves


def _shares(
    numbers: Numbers,
    code: str,
    shared: Sequence[Numbers],
    weights: Sequence[int],
    draw: Random,
) -> Iterable[list[int]]:
    if code in _REMAINDERS:
        of, but = _REMAINDERS[code]
        return [
            [all_of - some for all_of, some in zip(part[of], part[but], strict=True)]
            for part in shared
        ]
    whole = BY_CODE[code].whole
    if whole is None:
        own = [weight * draw.randint(900, 1100) for weight in weights]
        return map(list, zip(*(apportioned(total, own) for total in numbers[code]), strict=True))
    leanings = [draw.randint(700, 1300) for _ in weights]
    wholes = zip(*(part[whole] for part in shared), strict=True)
    rows = [
        _within(total, limits, leanings)
        for total, limits in zip(numbers[code], wholes, strict=True)
    ]
    return map(list, zip(*rows, strict=True))


def _within(total: int, limits: Sequence[int], leanings: Sequence[int]) -> list[int]:
    """Parts of a total, none above its limit; the limits together are no less than the total."""
    pool = sum(limits) * 1000
    if not pool:
        return [0] * len(limits)
    parts = [
        min(limit, limit * total * leaning // pool)
        for limit, leaning in zip(limits, leanings, strict=True)
    ]
    left = total - sum(parts)
    while left:
        step = 1 if left > 0 else -1
        for at, limit in enumerate(limits):
            if left and 0 <= parts[at] + step <= limit:
                size = max(abs(left) // len(limits), 1)
                size = min(size, limit - parts[at] if step > 0 else parts[at])
                parts[at] += step * size
                left -= step * size
    return parts
