"""Starting on a release that is there: until it listens, and until all of it is verified."""

from pathlib import Path

from benchmarks.bench import Bench
from benchmarks.contestants import uvicorn_command
from benchmarks.prepared import PROGRAMS, PROJECT

MEBIBYTE = 2**20


def measure_start(bench: Bench) -> None:
    """Seconds of the clock, from the command to a connection and to readiness."""
    size = bench.main.build["release_bytes"] / MEBIBYTE
    answer = bench.folder / "start.answer"
    answer.write_bytes(b"{}\n")
    floor = {"BARE_ANSWER": str(answer), "PYTHONPATH": str(PROJECT)}
    bare: list[str | Path] = [
        *uvicorn_command("benchmarks.peers.bare:application"),
        "--lifespan",
        "off",
    ]
    ours: list[str | Path] = [PROGRAMS / "partystats", "serve", "--port", "{port}"]
    data = {"PARTYSTATS_DATA_DIR": str(bench.main.data)}
    for _ in range(bench.rounds):
        for name, command, environment in (("bare", bare, floor), ("ours", ours, data)):
            server = bench.servers.start(f"start {name}", command, environment)
            listening = server.wait_until_listening()
            bench.results.add("start", name, "listening_seconds", listening)
            if name == "ours":
                ready = server.wait_until_ready("/readyz")
                bench.results.add("start", name, "ready_seconds", ready)
                # Of all the time from the command on: what verifying alone takes is not told.
                bench.results.add("start", name, "verified_mib_per_second_at_least", size / ready)
            bench.servers.stop(server)
            bench.tell(f"start, {name}: listens after {listening:.2f} s")
