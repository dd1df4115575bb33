"""The goals, each a ratio of what was measured in one run, or a number of its own."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.bench import LOGGED, OURS, SHIPPED, SHIPPED_LOGGED, SMALL
from benchmarks.questions import QUESTIONS
from benchmarks.results import Results
from benchmarks.rows.exporting import SHELL

Numbers = list[float] | None


@dataclass(frozen=True, slots=True)
class Goal:
    """`found` takes the ratio of each round from the results, None where it was not measured."""

    row: str
    text: str
    target: float
    found: Callable[[Results], Numbers]
    at_most: bool = False
    unit: str = "×"

    @property
    def sign(self) -> str:
        return "≤" if self.at_most else "≥"

    def verdict(self, numbers: Numbers) -> str:
        if not numbers:
            return "not measured"
        told = self.settled(numbers)
        reached = told <= self.target if self.at_most else told >= self.target
        return "pass" if reached else "short"

    def settled(self, numbers: list[float]) -> float:
        """The number that is compared: the median, and of failures the most."""
        return max(numbers) if self.target == 0 else median(numbers)


def compared(one: str, other: str) -> Callable[[Results], Numbers]:
    """The first over the second, round by round."""
    return lambda results: results.ratios(one, other)


def number(key: str) -> Callable[[Results], Numbers]:
    return lambda results: results.series.get(key) or None


def _pace(row: str, peer: str, *, ours: str = OURS) -> Callable[[Results], Numbers]:
    return compared(f"{row}/{ours}/per_cpu_second", f"{row}/{peer}/per_cpu_second")


def _cost(row: str, other: str) -> Callable[[Results], Numbers]:
    """Processor time of one answer, over that of another question's."""
    return compared(f"{other}/{OURS}/per_cpu_second", f"{row}/{OURS}/per_cpu_second")


_SCALING = [
    goal
    for question in QUESTIONS
    for goal in (
        Goal(
            question.name,
            f"{question.title}: throughput, large over small",
            0.9,
            _pace(question.name, SMALL),
        ),
        Goal(
            question.name,
            f"{question.title}: p50, large over small",
            1.15,
            compared(f"{question.name}/{OURS}/p50", f"{question.name}/{SMALL}/p50"),
            at_most=True,
        ),
        Goal(
            question.name,
            f"{question.title}: p99, large over small",
            1.3,
            compared(f"{question.name}/{OURS}/p99", f"{question.name}/{SMALL}/p99"),
            at_most=True,
        ),
    )
]
_DATASETTE = {"profile": 4, "series": 4, "ratio": 4, "children": 4, "province-roll-up": 16}
_TITLES = {question.name: question.title for question in QUESTIONS}

GOALS: Sequence[Goal] = (
    Goal("encoded-body", "answer from encoded bodies, of bare", 0.85,
         _pace("encoded-body", "bare", ours=SHIPPED)),
    Goal("encoded-body", "the same with the access log on, of bare", 0.85,
         _pace("encoded-body", "bare", ours=SHIPPED_LOGGED)),
    Goal("not-modified", "304, of bare", 0.95, _pace("not-modified", "bare", ours=SHIPPED)),
    Goal("one-observation", "one observation uncached, of bare", 0.18,
         _pace("one-observation", "bare")),
    Goal("one-observation", "the same with the access log on, of bare", 0.18,
         _pace("one-observation", "bare", ours=LOGGED)),
    Goal("one-observation", "the same as shipped, every request a miss, of bare", 0.18,
         _pace("one-observation", "bare", ours=SHIPPED)),
    Goal("one-observation", "one observation, over textbook FastAPI + SQLModel", 9,
         _pace("one-observation", "textbook")),
    Goal("one-observation", "one observation, over Datasette", 6,
         _pace("one-observation", "datasette")),
    Goal("one-observation", "one observation, over ROAPI", 100, _pace("one-observation", "roapi")),
    *(
        Goal(name, f"{_TITLES[name]}, over Datasette", target, _pace(name, "datasette"))
        for name, target in _DATASETTE.items()
    ),
    Goal("nation-roll-up", "roll-up of the nation, cost of one observation's", 1.2,
         _cost("nation-roll-up", "one-observation"), at_most=True),
    Goal("ranking", "ranking of the provinces, over Datasette", 4, _pace("ranking", "datasette")),
    Goal("top-fifty", "top 50 by a ratio, cost of the ranking's", 1.5,
         _cost("top-fifty", "ranking"), at_most=True),
    *_SCALING,
    Goal("sixteen", "16 connections, all misses: p99 over p50 of one connection", 10,
         compared("sixteen/sixteen/p99", "sixteen/one/p50"), at_most=True),
    Goal("isolation", "beside a scan: p99 over idle", 10,
         compared("isolation/beside a scan/p99", "isolation/idle/p99"), at_most=True),
    Goal("export", "export as CSV, rows a CPU second over sqlite3 -csv", 0.5,
         _pace("export", SHELL)),
    Goal("export", "export as CSV, over Datasette", 8, _pace("export", "datasette")),
    Goal("export", "export: first byte", 50, number(f"export/{OURS}/first_byte_ms"),
         at_most=True, unit="ms"),
    Goal("export", "export: growth of memory", 16, number(f"export/{OURS}/growth_mib"),
         at_most=True, unit="MiB"),
    Goal("build", "build, of bare executemany", 0.10,
         compared("build-main/ours/figures_per_cpu_second",
                  "build-main/executemany/figures_per_cpu_second")),
    Goal("build", "build: memory of the process tree", 512,
         number("build-main/ours/peak_resident_mib"), at_most=True, unit="MiB"),
    Goal("build", "build on PostgreSQL, of SQLite", 0.5,
         compared("build-main/postgresql/figures_per_cpu_second",
                  "build-main/ours/figures_per_cpu_second")),
    Goal("swap", "reading while a release is built and swapped in: p99 over idle", 1.5,
         compared("swap/while building/p99", "swap/idle/p99"), at_most=True),
    Goal("swap", "failed requests meanwhile", 0, number("swap/while building/failed"),
         at_most=True, unit=""),
    Goal("memory", "anonymous memory", 256, number(f"memory/{SHIPPED}/anonymous_mib"),
         at_most=True, unit="MiB"),
    Goal("memory", "growth of memory with size", 1.05,
         compared(f"memory/{OURS}/anonymous_mib", f"memory/{SMALL}/anonymous_mib"), at_most=True),
    Goal("start", "start until listening, over bare uvicorn", 3.5,
         compared("start/ours/listening_seconds", "start/bare/listening_seconds"), at_most=True),
    Goal("postgresql", "PostgreSQL: one observation, of SQLite", 0.6,
         compared("postgresql/postgresql/per_cpu_second", "postgresql/sqlite/per_cpu_second")),
    Goal("postgresql", "the same with the backends' processor time", 0.6,
         compared("postgresql/postgresql/per_whole_cpu_second",
                  "postgresql/sqlite/per_cpu_second")),
)  # fmt: skip
