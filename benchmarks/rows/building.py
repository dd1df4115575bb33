"""From package to published: time, memory, and the floor of inserting the same figures."""

import json
import subprocess
import sys
from typing import Any

from benchmarks.bench import Bench
from benchmarks.prepared import PROJECT, Prepared

MEBIBYTE = 2**20


def measure_build(bench: Bench) -> None:
    """Both sizes; a build that was made by this code before is reported again, with its time."""
    for name, prepared in (("main", bench.main), ("small", bench.small)):
        bench.tell(f"building a release of {prepared.figures} figures, unless it is there")
        record_build(bench, f"build-{name}", "ours", prepared.build)
    bench.results.notes.append(f"build: the release was finished {bench.main.build['finished']}")
    floor = _executemany(bench, bench.main)
    for quantity in ("cpu", "wall"):
        pace = floor["rows"] / floor[quantity]
        bench.results.add("build-main", "executemany", f"figures_per_{quantity}_second", pace)


def record_build(bench: Bench, row: str, contestant: str, build: dict[str, Any]) -> None:
    """Figures a second, and peaks of memory of the process tree."""
    results = bench.results
    results.add(row, contestant, "figures_per_cpu_second", build["figures"] / build["cpu"])
    results.add(row, contestant, "figures_per_wall_second", build["figures"] / build["wall"])
    results.add(row, contestant, "peak_resident_mib", build["peak_resident"] / MEBIBYTE)
    results.add(row, contestant, "peak_anonymous_mib", build["peak_anonymous"] / MEBIBYTE)


def _executemany(bench: Bench, prepared: Prepared) -> dict[str, float]:
    assert prepared.plan.known
    target = prepared.folder / "executemany.db"
    target.unlink(missing_ok=True)
    ran = subprocess.run(
        [sys.executable, "-m", "benchmarks.peers.executemany", prepared.packages, target],
        cwd=PROJECT, capture_output=True, text=True, check=True, timeout=1_800,
    )  # fmt: skip
    target.unlink()
    found: dict[str, float] = json.loads(ran.stdout)
    bench.tell(f"executemany: {found['rows'] / found['cpu']:.0f} figures a CPU second")
    return found
