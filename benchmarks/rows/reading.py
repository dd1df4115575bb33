"""Uncached reads: each question to each contestant that can answer it, and at two sizes."""

from collections.abc import Callable

from benchmarks.bench import HUGE, LOGGED, OURS, SHIPPED, SMALL, Bench
from benchmarks.measuring.load import Sample
from benchmarks.questions import BY_NAME, Question

# Below so many addresses a cache of encoded bodies answers some of them.
_MANY = 10_000


def measure_question(bench: Bench, name: str) -> None:
    """Ours without the cache of encoded bodies, as shipped where every request is a miss, peers."""
    question = BY_NAME[name]
    first = bench.first_path(question)
    ours = bench.ours()
    if not bench.is_answered(name, ours, first):
        return
    contestants: dict[str, Callable[[int], Sample]] = {
        OURS: bench.asking(ours, question, "ours", bench.main),
        SMALL: bench.asking(bench.ours(SMALL), question, "ours", bench.small),
    }
    if name == "one-observation":
        contestants[LOGGED] = bench.asking(bench.ours(LOGGED), question, "ours", bench.main)
    if bench.huge is not None:
        contestants[HUGE] = bench.asking(bench.ours(HUGE), question, "ours", bench.huge)
    if len(bench.paths(question, "ours", bench.main, seed=0, count=20_000)) > _MANY:
        contestants[SHIPPED] = bench.asking(bench.ours(SHIPPED), question, "ours", bench.main)
    bare = bench.bare(name, first)
    contestants["bare"] = bench.repeating(bare, first)
    contestants.update(_peers(bench, question))
    bench.interleave(name, contestants)


def _peers(bench: Bench, question: Question) -> dict[str, Callable[[int], Sample]]:
    found: dict[str, Callable[[int], Sample]] = {}
    for peer in ("datasette", "textbook", "roapi"):
        if getattr(question, peer) is None:
            continue
        server = bench.server(peer)
        path = bench.first_path(question, peer)
        if server is None or not bench.is_answered(question.name, server, path):
            continue
        # A scan of the whole table takes a while: one at a time, or most would be left unfinished.
        alone = peer == "roapi"
        found[peer] = bench.asking(
            server,
            question,
            peer,
            bench.main,
            connections=1 if alone else 8,
            seconds=2 * bench.seconds if alone else None,
        )
    return found
