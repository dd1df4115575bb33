"""The marked place of docs/performance.md that holds the table of the last full run."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.reporting.report import goals_table

PLOT = "performance-cost.svg"
BEGIN, END = "<!-- goals: begin -->", "<!-- goals: end -->"


class NoPlaceError(ValueError):
    """The page has no marked place, or more than one."""


def with_table(page: str, document: Mapping[str, Any]) -> str:
    """The page with the run's table in its place. Raises NoPlaceError."""
    if page.count(BEGIN) != 1 or page.count(END) != 1:
        raise NoPlaceError(f"the table stands between {BEGIN} and {END}, once")
    before, _, rest = page.partition(BEGIN)
    after = rest.partition(END)[2]
    run, machine = document["run"], document["machine"]
    told = (
        f"{run['date']}, {run['figures']} figures against {run['small_figures']}, {run['rounds']} "
        f"rounds of {run['seconds']} s; {machine['processor']}, {machine['cores']} cores, Linux "
        f"{machine['kernel']}, Python {machine['python']}. {run['remark']}".strip()
    )
    table = goals_table(document["goals"])
    picture = f"![Processor time of an answer against the size of the nation]({PLOT})"
    return f"{before}{BEGIN}\n\n{told}\n\n{table}\n\n{picture}\n\n{END}{after}"


def write_documentation(page: Path, folder: Path) -> None:
    """Put the last report of the folder, and its plot, into the page and beside it."""
    document = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    page.write_text(with_table(page.read_text(encoding="utf-8"), document), encoding="utf-8")
    (page.parent / PLOT).write_bytes((folder / "cost.svg").read_bytes())
