"""Load from wrk, on a core of its own, and what a server used to answer it."""

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.measuring.processes import HOST, LOAD_CORE, Server, pinned

SCRIPT = Path(__file__).with_name("replay.lua")


# A round with fewer answers says nothing: it is repeated, four times as long, up to the longest.
FEWEST = 30
LONGEST = 20.0


class LoadError(Exception):
    """The load generator did not run, or requests failed."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One round: seconds of the processor in the server and in its helpers, latencies in ms."""

    requests: int
    wall: float
    cpu: float
    helpers_cpu: float
    failed: int
    p50: float
    p99: float
    slowest: float

    @property
    def per_cpu_second(self) -> float:
        """Answers for each second of the server's processor time."""
        return self.requests / max(self.cpu, 0.01)

    @property
    def per_whole_cpu_second(self) -> float:
        """As `per_cpu_second`, the time of its helpers included."""
        return self.requests / max(self.cpu + self.helpers_cpu, 0.01)

    def document(self) -> dict[str, Any]:
        return asdict(self) | {"per_cpu_second": round(self.per_cpu_second, 1)}


def wrk_command(
    server: Server,
    urls: Path,
    *,
    connections: int,
    seconds: float,
    headers: Mapping[str, str] | None = None,
) -> list[str]:
    named = [part for item in (headers or {}).items() for part in ("-H", ": ".join(item))]
    lasting = ["-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", "--timeout", "30s"]
    target: list[str | Path] = [f"http://{HOST}:{server.port}", "--", urls]
    options = [*lasting, "--latency", *named]
    return pinned(LOAD_CORE, ["wrk", *options, "-s", SCRIPT, *target])


def read_report(text: str) -> dict[str, int]:
    """The line of JSON that the script writes at the end. Raises LoadError."""
    for line in reversed(text.splitlines()):
        if line.startswith('{"requests"'):
            return {name: int(value) for name, value in json.loads(line).items()}
    raise LoadError(f"wrk told nothing: {text[-500:]}")


def put_load(
    server: Server,
    paths: Sequence[str],
    *,
    connections: int = 8,
    seconds: float = 3,
    headers: Mapping[str, str] | None = None,
) -> Sample:
    """Ask the paths in turn for so long. Raises LoadError."""
    with TemporaryDirectory() as folder:
        urls = Path(folder) / "urls"
        urls.write_text("".join(f"{path}\n" for path in paths), encoding="utf-8")
        command = wrk_command(
            server, urls, connections=connections, seconds=seconds, headers=headers
        )
        cpu, helpers = server.cpu(), server.helpers_cpu()
        ran = subprocess.run(
            command, capture_output=True, text=True, timeout=seconds + 60, check=False,
            env={**os.environ, "LC_ALL": "C"},
        )  # fmt: skip
        cpu, helpers = server.cpu() - cpu, server.helpers_cpu() - helpers
    if ran.returncode:
        raise LoadError(f"wrk: {ran.stderr[-500:] or ran.stdout[-500:]}")
    found = read_report(ran.stdout)
    if found["requests"] < FEWEST and seconds < LONGEST:
        longer = min(4 * seconds, LONGEST)
        return put_load(server, paths, connections=connections, seconds=longer, headers=headers)
    if not found["requests"]:
        raise LoadError(f"{server.name} answered nothing within {seconds} s")
    return Sample(
        found["requests"],
        found["microseconds"] / 1e6,
        cpu,
        helpers,
        found["failed"],
        found["p50"] / 1e3,
        found["p99"] / 1e3,
        found["max"] / 1e3,
    )
