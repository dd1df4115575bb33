"""How long one client waits while others ask: many misses, a scan, a release being built."""

import http.client
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from pathlib import Path
from threading import Event, Thread

from benchmarks.bench import OURS, Bench
from benchmarks.contestants import UNCACHED, start_ours
from benchmarks.measuring.load import Sample, put_load
from benchmarks.measuring.processes import LOAD_CORE, Server, end_group, pinned
from benchmarks.prepared import PROGRAMS, Prepared
from benchmarks.questions import BY_NAME

SCAN_SECONDS = 0.05
LONGEST_BUILD_SECONDS = 1_800
_SCANS = (
    "/v1/observations?value=lt:5&total=true&limit=1&indicator={indicator}",
    "/v1/observations?value=lt:5&total=true&limit=1&indicator={indicator}&period={year}",
    "/v1/observations?value=lt:5&total=true&limit=1&indicator={indicator},members_women,members_men",
    "/v1/observations?value=lt:5&total=true&limit=1&period={year}",
    "/v1/observations?value=lt:5&total=true&limit=1",
)


def measure_sixteen(bench: Bench) -> None:
    """16 connections, every request a miss, against one connection."""
    question = BY_NAME["one-observation"]
    if not _is_asked(bench, "sixteen"):
        return
    bench.interleave(
        "sixteen",
        {
            "one": bench.asking(bench.ours(), question, "ours", bench.main, connections=1),
            "sixteen": bench.asking(bench.ours(), question, "ours", bench.main, connections=16),
        },
    )


def measure_isolation(bench: Bench) -> None:
    """One connection asks for observations while another client loops a scan of some 50 ms."""
    if not _is_asked(bench, "isolation"):
        return
    server = bench.ours()
    scan, seconds = _scan_of_about(bench, server)
    bench.results.notes.append(f"isolation: the scan is {scan}, {seconds * 1000:.0f} ms alone")
    question = BY_NAME["one-observation"]
    idle = bench.asking(server, question, "ours", bench.main, connections=1)

    def beside(seed: int) -> Sample:
        with _looping(server, scan):
            return idle(seed)

    bench.interleave("isolation", {"idle": idle, "beside a scan": beside})


def measure_swap(bench: Bench) -> None:
    """Reading while another release of the small size is built and swapped in.

    The loader runs on the generator's core, as the least important process there.
    """
    if not _is_asked(bench, "swap"):
        return
    copy = Prepared(bench.folder / "swapped", bench.small.figures)
    shutil.rmtree(copy.folder, ignore_errors=True)
    shutil.copytree(bench.small.data, copy.data)
    brought = bench.folder / "another-package"
    _write_package(brought)
    settings = {**UNCACHED, "PARTYSTATS_DATA_DIR": str(copy.data)}
    server = start_ours(bench.servers, "ours, swapping", bench.small, settings)
    question = BY_NAME["one-observation"]
    paths = bench.paths(question, "ours", bench.small, seed=5, count=40_000)
    put_load(server, paths, connections=1, seconds=1)
    for _ in range(bench.rounds):
        sample = put_load(server, paths, connections=1, seconds=bench.seconds)
        bench.results.add_sample("swap", "idle", sample)
    loader = subprocess.Popen(
        pinned(LOAD_CORE, ["nice", "-n", "19", PROGRAMS / "partystats", "load", brought]),
        env={**os.environ, **settings}, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT,
        start_new_session=True,
    )  # fmt: skip
    try:
        end = time.monotonic() + LONGEST_BUILD_SECONDS
        while loader.poll() is None and time.monotonic() < end:
            sample = put_load(server, paths, connections=1, seconds=bench.seconds)
            bench.results.add_sample("swap", "while building", sample)
        sample = put_load(server, paths, connections=1, seconds=bench.seconds)
        bench.results.add_sample("swap", "while building", sample)
    finally:
        end_group(loader)
        loader.wait()
    if server.get("/v1/releases/2")[0] != HTTPStatus.OK:
        bench.results.skip("swap", f"no second release was published: {loader.returncode}")
    bench.servers.stop(server)


def _is_asked(bench: Bench, row: str) -> bool:
    path = bench.first_path(BY_NAME["one-observation"])
    return bench.is_answered(row, bench.ours(OURS), path)


def _write_package(folder: Path) -> None:
    """A package with one source and nothing else: enough for another release."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "datapackage.json").write_text(
        '{"name": "synthetic-more", "title": "SYNTHETIC", '
        '"resources": [{"name": "sources", "path": "sources.csv"}]}',
        encoding="utf-8",
    )
    (folder / "sources.csv").write_text(
        "code,authority,publisher,url,accessed,language\n"
        "synthetic-more,press,Synthetic,no address,2026-01-01,vi\n",
        encoding="utf-8",
    )


def _scan_of_about(bench: Bench, server: Server) -> tuple[str, float]:
    """The scan that takes nearest to 50 ms, of a few."""
    known = bench.main.plan.known["lowest_cells"]
    timed = {}
    for template in _SCANS:
        scan = template.format(indicator=known["indicators"][0], year=known["years"][-1])
        seconds = []
        for _ in range(3):
            began = time.perf_counter()
            status = server.get(scan)[0]
            seconds.append(time.perf_counter() - began)
        if status == HTTPStatus.OK:
            timed[scan] = min(seconds)
    best = min(timed, key=lambda scan: abs(timed[scan] - SCAN_SECONDS))
    return best, timed[best]


@contextmanager
def _looping(server: Server, path: str) -> Iterator[None]:
    """One more client that asks the path, waits for the answer, and asks again."""
    ended = Event()

    def loop() -> None:
        while not ended.is_set():
            with suppress(OSError, http.client.HTTPException):
                server.get(path)

    thread = Thread(target=loop, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
