"""`python -m benchmarks`: measure, and write build/bench/report.md, report.json and cost.svg."""

import argparse
import shutil
import signal
import sys
import time
from pathlib import Path
from subprocess import SubprocessError
from typing import Any

from benchmarks.bench import Bench, write_json
from benchmarks.environments import Environments, machine
from benchmarks.measuring.load import LoadError
from benchmarks.measuring.processes import NotStartedError, Servers
from benchmarks.prepared import PROJECT, BuildError, Prepared
from benchmarks.reporting.documentation import write_documentation
from benchmarks.reporting.plot import as_svg, costs, sizes_of
from benchmarks.reporting.report import as_markdown, goal_documents
from benchmarks.results import Results
from benchmarks.rows.registry import ROWS, Row

NEEDED = ("wrk", "sqlite3", "taskset", "setpriv")
THIRTY_MILLION = 30_000_000


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--full", action="store_true", help="5 million figures against 0.5 million")
    parser.add_argument("--figures", type=int, help="figures of the large nation")
    parser.add_argument("--small", type=int, help="figures of the small one")
    parser.add_argument("--thirty-million", action="store_true", help="reads from 30 million too")
    parser.add_argument("--only", default="", help="rows to measure, separated by commas")
    parser.add_argument("--rounds", type=int, help="interleaved rounds; five or more, to compare")
    parser.add_argument("--seconds", type=float, help="of load in each round")
    parser.add_argument("--folder", type=Path, default=Path("build/bench"))
    parser.add_argument("--port", type=int, default=8700, help="twenty ports from here are used")
    parser.add_argument("--fresh", action="store_true", help="make all data anew")
    parser.add_argument("--remark", default="", help="a word on the machine, kept in the report")
    parser.add_argument(
        "--write-docs", action="store_true", help="measure nothing: put the last report in the docs"
    )
    chosen = parser.parse_args()
    full = chosen.full
    chosen.figures = chosen.figures or (5_000_000 if full else 500_000)
    chosen.small = chosen.small or (500_000 if full else 50_000)
    chosen.rounds = chosen.rounds or (5 if full else 3)
    chosen.seconds = chosen.seconds or (5 if full else 1)
    return chosen


def chosen_rows(chosen: argparse.Namespace) -> list[Row]:
    """Rows by name, or all that this run is long enough for. Exits on an unknown name."""
    names = [name for name in chosen.only.split(",") if name]
    unknown = set(names) - {row.name for row in ROWS}
    if unknown:
        known = ", ".join(row.name for row in ROWS)
        sys.exit(f"No row {', '.join(sorted(unknown))}; there are: {known}")
    return [row for row in ROWS if (row.name in names if names else chosen.full or not row.long)]


def measure(bench: Bench, rows: list[Row]) -> None:
    """Each row; one that fails is told of, and the others go on."""
    for row in rows:
        bench.tell(f"row {row.name}")
        try:
            row.measure(bench)
        except (LoadError, NotStartedError, BuildError, SubprocessError, OSError) as error:
            bench.tell(f"{row.name} failed: {error}")
            bench.results.skip(row.name, str(error).strip()[-600:])


def document_of(bench: Bench, chosen: argparse.Namespace, rows: list[Row]) -> dict[str, Any]:
    """All that report.json holds."""
    names = frozenset(row.name for row in rows)
    remarks = [chosen.remark]
    if not chosen.full:
        remarks.append("A short run: the goals are set for 5 million figures and five rounds.")
    run = {
        "date": time.strftime("%Y-%m-%d"),
        "figures": bench.main.reported,
        "small_figures": bench.small.reported,
        "huge_figures": bench.huge.reported if bench.huge else None,
        "rounds": bench.rounds,
        "seconds": bench.seconds,
        "remark": " ".join(filter(None, remarks)),
    }
    return {
        "run": run,
        "machine": machine(),
        "versions": bench.environments.versions(),
        "goals": goal_documents(bench.results, names),
        **bench.results.document(),
    }


def write_report(folder: Path, document: dict[str, Any]) -> None:
    write_json(folder / "report.json", document)
    (folder / "report.md").write_text(as_markdown(document), encoding="utf-8")
    results = Results.read(folder / "report.json")
    drawn = as_svg(costs(results, sizes_of(document["run"])))
    (folder / "cost.svg").write_text(drawn, encoding="utf-8")


def main() -> None:
    chosen = options()
    folder = chosen.folder.resolve()
    if chosen.write_docs:
        write_documentation(PROJECT / "docs" / "performance.md", folder)
        return
    missing = [program for program in NEEDED if shutil.which(program) is None]
    if missing:
        sys.exit(f"Not installed: {', '.join(missing)} (Debian: wrk, sqlite3, util-linux)")
    rows = chosen_rows(chosen)
    # Told to end, it leaves every block, and with them the servers that it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    if chosen.fresh:
        shutil.rmtree(folder / "sizes", ignore_errors=True)

    def prepared(figures: int) -> Prepared:
        return Prepared(folder / "sizes" / str(figures), figures)

    with Servers(folder / "logs", chosen.port) as servers:
        bench = Bench(
            chosen.rounds,
            chosen.seconds,
            prepared(chosen.figures),
            prepared(chosen.small),
            servers,
            Environments(folder / "peers"),
            Results(),
            folder / "work",
            chosen.port,
            prepared(THIRTY_MILLION) if chosen.thirty_million else None,
        )
        bench.folder.mkdir(parents=True, exist_ok=True)
        try:
            measure(bench, rows)
        finally:
            write_report(folder, document_of(bench, chosen, rows))
    sys.stdout.write((folder / "report.md").read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
