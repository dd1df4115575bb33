"""Cost of an answer against the size of the nation, as SVG."""

from collections.abc import Mapping, Sequence
from html import escape
from math import floor, log10
from statistics import median

from benchmarks.bench import HUGE, OURS, SMALL
from benchmarks.questions import QUESTIONS
from benchmarks.results import Results

WIDTH, HEIGHT = 860, 460
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 250, 40, 50
# Told apart by people who don't tell colours apart, too: Okabe and Ito.
_COLOURS = (
    "#0072b2", "#e69f00", "#009e73", "#d55e00", "#cc79a7",
    "#56b4e9", "#000000", "#7f7f7f", "#b8860b", "#4b0082",
)  # fmt: skip


def costs(results: Results, sizes: Mapping[str, int]) -> dict[str, list[tuple[int, float]]]:
    """By question: figures reported, and microseconds of the processor for an answer."""
    found: dict[str, list[tuple[int, float]]] = {}
    for question in QUESTIONS:
        points = [
            (size, 1e6 / median(paces))
            for contestant, size in sizes.items()
            if (paces := results.series.get(f"{question.name}/{contestant}/per_cpu_second"))
        ]
        if len(points) > 1:
            found[question.title] = sorted(points)
    return found


def sizes_of(run: Mapping[str, int]) -> dict[str, int]:
    """By contestant, how many figures it answers from."""
    named = {SMALL: "small_figures", OURS: "figures", HUGE: "huge_figures"}
    return {contestant: run[key] for contestant, key in named.items() if run.get(key)}


def as_svg(series: Mapping[str, Sequence[tuple[int, float]]]) -> str:
    """Both axes logarithmic; a flat line is a cost that doesn't grow."""
    points = [point for each in series.values() for point in each]
    if not points:
        return f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}"/>\n'
    across = _Axis([size for size, _ in points], _LEFT, WIDTH - _RIGHT)
    up = _Axis([cost for _, cost in points], HEIGHT - _BOTTOM, _TOP)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
        f'<text x="{_LEFT}" y="20" font-size="14">Processor time of an uncached answer (µs), '
        "by figures reported</text>",
    ]
    for decade in across.decades():
        x = across.place(decade)
        parts.append(f'<line x1="{x}" x2="{x}" y1="{_TOP}" y2="{HEIGHT - _BOTTOM}" stroke="#ddd"/>')
        parts.append(f'<text x="{x}" y="{HEIGHT - 25}" text-anchor="middle">{decade:,.0f}</text>')
    for decade in up.decades():
        y = up.place(decade)
        parts.append(f'<line x1="{_LEFT}" x2="{WIDTH - _RIGHT}" y1="{y}" y2="{y}" stroke="#ddd"/>')
        parts.append(f'<text x="{_LEFT - 8}" y="{y + 4}" text-anchor="end">{decade:,.0f}</text>')
    for number, (title, line) in enumerate(series.items()):
        colour = _COLOURS[number % len(_COLOURS)]
        places = [(across.place(size), up.place(cost)) for size, cost in line]
        drawn = " ".join(f"{x},{y}" for x, y in places)
        parts.append(f'<polyline points="{drawn}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x}" cy="{y}" r="3.5" fill="{colour}"/>' for x, y in places]
        y = _TOP + 14 + 20 * number
        x = WIDTH - _RIGHT + 20
        parts.append(f'<rect x="{x}" y="{y - 9}" width="12" height="10" fill="{colour}"/>')
        parts.append(f'<text x="{x + 18}" y="{y}">{escape(title)}</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


class _Axis:
    """A logarithmic scale over whole decades, from one place to another."""

    def __init__(self, numbers: Sequence[float], start: int, end: int) -> None:
        self._first = floor(log10(min(numbers)))
        self._last = max(floor(log10(max(numbers))) + 1, self._first + 1)
        self._start, self._end = start, end

    def place(self, number: float) -> float:
        share = (log10(number) - self._first) / (self._last - self._first)
        return round(self._start + share * (self._end - self._start), 1)

    def decades(self) -> list[float]:
        return [10.0**exponent for exponent in range(self._first, self._last + 1)]
