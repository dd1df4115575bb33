"""Anonymous memory of a server that has answered every question, at two sizes."""

from benchmarks.bench import OURS, SHIPPED, SMALL, Bench
from benchmarks.contestants import UNCACHED, start_ours
from benchmarks.measuring.load import put_load
from benchmarks.questions import QUESTIONS

MEBIBYTE = 2**20


def measure_memory(bench: Bench) -> None:
    """New servers that are asked the same: as shipped, and at two sizes without encoded bodies.

    How full that cache is depends on how much was asked, and would hide what grows with size.
    """
    for name, prepared, settings in (
        (SHIPPED, bench.main, {}),
        (OURS, bench.main, UNCACHED),
        (SMALL, bench.small, UNCACHED),
    ):
        server = start_ours(bench.servers, f"memory {name}", prepared, settings)
        bench.results.add("memory", name, "idle_mib", server.anonymous_bytes() / MEBIBYTE)
        for question in QUESTIONS:
            paths = bench.paths(question, "ours", prepared, seed=9, count=20_000)
            if bench.is_answered("memory", server, paths[0]):
                put_load(server, paths, seconds=bench.seconds)
        found = server.anonymous_bytes() / MEBIBYTE
        bench.results.add("memory", name, "anonymous_mib", found)
        bench.tell(f"memory, {name}: {found:.0f} MiB")
        bench.servers.stop(server)
