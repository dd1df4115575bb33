"""Answers from encoded bodies, and 304, as shipped: with the access log off and on."""

from benchmarks.bench import SHIPPED, SHIPPED_LOGGED, Bench
from benchmarks.questions import BY_NAME


def measure_encoded_body(bench: Bench) -> None:
    """One address again and again, against the floor that sends the same bytes."""
    path = _path(bench)
    bench.interleave(
        "encoded-body",
        {
            SHIPPED: bench.repeating(bench.ours(SHIPPED), path),
            SHIPPED_LOGGED: bench.repeating(bench.ours(SHIPPED_LOGGED), path),
            "bare": bench.repeating(bench.bare("encoded-body", path), path),
        },
    )


def measure_not_modified(bench: Bench) -> None:
    """The same address by a client that holds the answer."""
    path = _path(bench)
    tag = bench.ours(SHIPPED).get(path)[1].get("etag")
    if tag is None or bench.ours(SHIPPED).get(path, {"If-None-Match": tag})[0] != 304:
        bench.results.skip("not-modified", f"{path} is not answered 304")
        return
    held = {"If-None-Match": tag}
    bench.interleave(
        "not-modified",
        {
            SHIPPED: bench.repeating(bench.ours(SHIPPED), path, held),
            SHIPPED_LOGGED: bench.repeating(bench.ours(SHIPPED_LOGGED), path, held),
            "bare": bench.repeating(bench.bare("encoded-body", path), path, held),
        },
    )


def _path(bench: Bench) -> str:
    return bench.first_path(BY_NAME["one-observation"])
