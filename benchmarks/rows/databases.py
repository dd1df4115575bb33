"""The same on PostgreSQL: the build, and one observation uncached."""

from benchmarks.bench import OURS, Bench
from benchmarks.contestants import UNCACHED, start_ours
from benchmarks.measuring.accounting import cpu_seconds, tree
from benchmarks.measuring.postgresql import postgresql
from benchmarks.prepared import PROGRAMS, run_watched
from benchmarks.questions import BY_NAME
from benchmarks.rows.building import record_build

PORT_OFFSET = 19


def measure_postgresql(bench: Bench) -> None:
    """Our process alone (`per_cpu_second`), and with the server's (`per_whole_cpu_second`)."""
    port = bench.first_port + PORT_OFFSET
    try:
        with postgresql(port) as database:
            settings = {**UNCACHED, "PARTYSTATS_DATABASE_URL": database.address}
            data = bench.folder / "postgresql"
            settings["PARTYSTATS_DATA_DIR"] = str(data)
            assert bench.main.plan.known
            bench.tell("building the release on PostgreSQL")
            before = cpu_seconds(tree(database.process))
            ran = run_watched(
                [PROGRAMS / "partystats", "load", bench.main.packages],
                settings,
                bench.folder / "postgresql-build.log",
            )
            backends = cpu_seconds(tree(database.process)) - before
            build = {
                "figures": bench.main.reported,
                "cpu": ran.cpu + backends,
                "wall": ran.wall,
                "peak_resident": ran.peak_resident,
                "peak_anonymous": ran.peak_anonymous,
            }
            record_build(bench, "build-main", "postgresql", build)
            _read(bench, settings, database.process)
    except OSError as error:
        bench.results.skip("postgresql", str(error))


def _read(bench: Bench, settings: dict[str, str], process: int) -> None:
    question = BY_NAME["one-observation"]
    first = bench.first_path(question)
    server = start_ours(bench.servers, "ours, postgresql", bench.main, settings, helpers=(process,))
    if bench.is_answered("postgresql", server, first):
        bench.interleave(
            "postgresql",
            {
                "sqlite": bench.asking(bench.ours(OURS), question, "ours", bench.main),
                "postgresql": bench.asking(server, question, "ours", bench.main),
            },
        )
    bench.servers.stop(server)
