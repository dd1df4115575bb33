"""An export of about a million observations, against the `sqlite3` shell and Datasette's CSV."""

import http.client
import os
import subprocess
import time
from dataclasses import dataclass

from benchmarks.bench import OURS, Bench
from benchmarks.measuring.accounting import Watch
from benchmarks.measuring.processes import HOST, SERVER_CORE, Server, pinned

ROWS = 1_000_000
SHELL = "sqlite3 -csv"
# As many columns as a reader of ours gets that the peers' tables have.
_SHELL = """
SELECT o.code || '.' || i.code || '.' || c.period AS id, o.code AS organization,
       i.code AS indicator, c.period, c.value, c.lower, c.upper, c.qualifier, c.as_reported,
       s.code AS source, s.url, o.name_vi, o.name_en
FROM organization o
JOIN observation c ON c.organization_id = o.id
JOIN indicator i ON i.id = c.indicator_id
JOIN source s ON s.id = c.source_id
LIMIT {rows}
"""


@dataclass(frozen=True, slots=True)
class Export:
    """One download: rows, seconds of the server's processor, first byte, memory that it took."""

    rows: int
    size: int
    cpu: float
    first_byte: float
    growth: int


def measure_export(bench: Bench) -> None:
    """Rows for each second of the processor."""
    ours = bench.ours()
    path = "/v1/releases/1/observations.csv"
    status = _status(ours, path)
    if status != 200:
        bench.results.skip("export", f"{path} is answered {status}")
    rows = min(ROWS, bench.main.reported)
    datasette = bench.server("datasette")
    for _ in range(min(bench.rounds, 5)):
        if status == 200:
            _add(bench, OURS, _download(ours, path, rows))
        _add_shell(bench, rows)
        if datasette is not None:
            few = max(rows // 10, 1)  # It takes minutes for a million; its pace does not change.
            # The table as it is, numbers for names: looking these up takes it ten times longer.
            table = "/peers/observation.csv?_stream=on&_size=max"
            _add(bench, "datasette", _download(datasette, table, few))


def _add(bench: Bench, contestant: str, export: Export) -> None:
    results = bench.results
    cpu = max(export.cpu, 0.01)
    results.add("export", contestant, "per_cpu_second", export.rows / cpu)
    results.add("export", contestant, "bytes_per_cpu_second", export.size / cpu)
    results.add("export", contestant, "rows", export.rows)
    if contestant != SHELL:
        results.add("export", contestant, "first_byte_ms", export.first_byte * 1_000)
        results.add("export", contestant, "growth_mib", export.growth / 2**20)
    bench.tell(f"export, {contestant}: {export.rows / cpu:.0f} rows a CPU second")


def _add_shell(bench: Bench, rows: int) -> None:
    before = os.times()
    ran = subprocess.run(
        pinned(
            SERVER_CORE,
            ["sqlite3", "-csv", "-header", bench.main.peers_database, _SHELL.format(rows=rows)],
        ),
        stdout=subprocess.PIPE, check=True, timeout=600,
    )  # fmt: skip
    after = os.times()
    cpu = after.children_user + after.children_system
    cpu -= before.children_user + before.children_system
    found = Export(ran.stdout.count(b"\n") - 1, len(ran.stdout), cpu, 0, 0)
    _add(bench, SHELL, found)


def _status(server: Server, path: str) -> int:
    """What it answers, without reading the body."""
    connection = http.client.HTTPConnection(HOST, server.port, timeout=120)
    connection.request("GET", path)
    status = connection.getresponse().status
    connection.close()
    return status


def _download(server: Server, path: str, rows: int) -> Export:
    """Read until so many rows have come, or all; the growth is that of anonymous memory."""
    before, cpu = server.anonymous_bytes(), server.cpu()
    connection = http.client.HTTPConnection(HOST, server.port, timeout=300)
    lines = size = 0
    with Watch(server.process.pid, seconds=0.02) as watch:
        began = time.perf_counter()
        connection.request("GET", path)
        answer = connection.getresponse()
        first = answer.read1(1)
        first_byte = time.perf_counter() - began
        lines, size = first.count(b"\n"), len(first)
        while lines <= rows and (chunk := answer.read1(1 << 16)):
            lines += chunk.count(b"\n")
            size += len(chunk)
        cpu = server.cpu() - cpu
    connection.close()
    return Export(lines - 1, size, cpu, first_byte, max(watch.peak_anonymous - before, 0))
