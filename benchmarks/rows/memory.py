"""Anonymous memory of a server that has answered every question, at two sizes."""

from benchmarks.bench import OURS, SHIPPED, Bench
from benchmarks.contestants import start_ours
from benchmarks.measuring.load import put_load
from benchmarks.questions import QUESTIONS

MEBIBYTE = 2**20


def measure_memory(bench: Bench) -> None:
    """New servers as shipped, both asked the same; and the one that all rows were asked of."""
    for name, prepared in (
        (f"{SHIPPED}, memory, main", bench.main),
        (f"{SHIPPED}, memory, small", bench.small),
    ):
        server = start_ours(bench.servers, name, prepared)
        bench.results.add("memory", name, "idle_mib", server.anonymous_bytes() / MEBIBYTE)
        for question in QUESTIONS:
            paths = bench.paths(question, "ours", prepared, seed=9, count=20_000)
            if bench.is_answered("memory", server, paths[0]):
                put_load(server, paths, seconds=max(1, bench.seconds / 2))
        found = server.anonymous_bytes() / MEBIBYTE
        bench.results.add("memory", name, "anonymous_mib", found)
        bench.tell(f"memory, {name}: {found:.0f} MiB")
        bench.servers.stop(server)
    if OURS in bench.running:
        found = bench.ours().anonymous_bytes() / MEBIBYTE
        bench.results.add("memory", OURS, "anonymous_mib", found)
