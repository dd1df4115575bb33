"""The report: a table of goals, what each contestant did, and what was skipped and why."""

from collections.abc import Iterator, Mapping
from statistics import median
from typing import Any

from benchmarks.goals import GOALS
from benchmarks.questions import QUESTIONS
from benchmarks.results import Results

_SHOWN = {
    "per_cpu_second": "a CPU second",
    "per_whole_cpu_second": "a CPU second, helpers too",
    "p50": "p50 ms",
    "p99": "p99 ms",
}


def goal_documents(results: Results, chosen: frozenset[str]) -> list[dict[str, Any]]:
    """Each goal of the rows that were chosen, with what was found."""
    found = []
    for goal in GOALS:
        if goal.row not in chosen:
            continue
        numbers = goal.found(results)
        found.append(
            {
                "row": goal.row,
                "goal": f"{goal.text}: {goal.sign} {_short(goal.target)} {goal.unit}".strip(),
                "found": None if not numbers else goal.settled(numbers),
                "least": None if not numbers else min(numbers),
                "most": None if not numbers else max(numbers),
                "rounds": len(numbers or ()),
                "verdict": goal.verdict(numbers),
            }
        )
    return found


def goals_table(documents: list[dict[str, Any]]) -> str:
    """Markdown; what falls short is as plain to see as what passes."""
    lines = ["| goal | found | range | |", "|---|---|---|---|"]
    for each in documents:
        if each["found"] is None:
            lines.append(f"| {each['goal']} | – | – | not measured |")
            continue
        verdict = "**falls short**" if each["verdict"] == "short" else "pass"
        span = f"{_short(each['least'])}–{_short(each['most'])}"
        lines.append(f"| {each['goal']} | {_short(each['found'])} | {span} | {verdict} |")
    return "\n".join(lines)


def as_markdown(document: Mapping[str, Any]) -> str:
    """The whole report, from what report.json holds."""
    results = Results(document["rounds"], document["skipped"], document["notes"])
    machine, versions, run = document["machine"], document["versions"], document["run"]
    parts = [
        "# How fast the service is",
        "",
        f"{run['date']}: {run['figures']} synthetic figures, compared with {run['small_figures']}. "
        f"{run['rounds']} interleaved rounds of {run['seconds']} s. {run['remark']}".strip(),
        "",
        ", ".join(f"{name.replace('_', ' ')}: {value}" for name, value in machine.items()) + ".",
        "",
        ", ".join(f"{name} {value}" for name, value in versions.items()) + ".",
        "",
        "## Goals",
        "",
        goals_table(document["goals"]),
        "",
        "## Contestants",
        "",
        *_contestants(results),
        "",
        "## Other numbers",
        "",
        *_others(results),
    ]
    if results.skipped or results.notes:
        parts += ["", "## Skipped, and notes", ""]
        parts += [f"- {what}: {why}" for what, why in results.skipped.items()]
        parts += [f"- {note}" for note in results.notes]
    return "\n".join(parts) + "\n"


def _contestants(results: Results) -> Iterator[str]:
    """One line for each contestant of each row that load was put on."""
    yield f"| row | contestant | {' | '.join(_SHOWN.values())} | failed |"
    yield "|---|---|" + "---|" * (len(_SHOWN) + 1)
    titles = {question.name: question.title for question in QUESTIONS}
    for row, contestant in _pairs(results, "p50"):
        cells = [_range(results, f"{row}/{contestant}/{name}") for name in _SHOWN]
        failed = sum(results.series.get(f"{row}/{contestant}/failed", []))
        yield f"| {titles.get(row, row)} | {contestant} | {' | '.join(cells)} | {failed:.0f} |"


def _others(results: Results) -> Iterator[str]:
    """What is no answer to a request: builds, starts, memory, exports."""
    loaded = {*_pairs(results, "p50")}
    yield "| row | contestant | what | median (range) |"
    yield "|---|---|---|---|"
    for key in results.series:
        row, contestant, quantity = key.split("/", 2)
        if (row, contestant) not in loaded:
            what = quantity.replace("_", " ")
            yield f"| {row} | {contestant} | {what} | {_range(results, key)} |"


def _pairs(results: Results, quantity: str) -> Iterator[tuple[str, str]]:
    for key in results.series:
        row, contestant, found = key.split("/", 2)
        if found == quantity:
            yield row, contestant


def _range(results: Results, key: str) -> str:
    numbers = results.series.get(key)
    if not numbers:
        return "–"
    if len(numbers) == 1:
        return _short(numbers[0])
    return f"{_short(median(numbers))} ({_short(min(numbers))}–{_short(max(numbers))})"


def _short(number: float) -> str:
    """Three figures that count, and no exponent."""
    if number == 0 or abs(number) >= 100:
        return f"{number:.0f}"
    return f"{number:.3g}" if abs(number) >= 0.001 else f"{number:.5f}"
