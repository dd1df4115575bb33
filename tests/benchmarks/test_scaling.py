"""The simulation of a CDN does what the headers say, and its reckoning agrees with it."""

import pytest

from benchmarks.scaling.edge import HEAD_BYTES, NOT_MODIFIED_BYTES, Edge, Tally
from benchmarks.scaling.traffic import DAY, Traffic


def asked(edge, address=1, *, release=1, is_pinned=False, size=1000):
    """What becomes of one request: hits, 304, whole answers."""
    before = (edge.tally.hits, edge.tally.not_modified, edge.tally.whole)
    edge.ask(address, size, release=release, is_pinned=is_pinned)
    after = (edge.tally.hits, edge.tally.not_modified, edge.tally.whole)
    [kind] = [
        name
        for name, one, other in zip(("hit", "304", "200"), before, after, strict=True)
        if one != other
    ]
    return kind


def test_a_pinned_answer_is_asked_for_once_and_an_unpinned_one_each_time():
    edge = Edge(1e6)
    assert [asked(edge, is_pinned=True) for _ in range(3)] == ["200", "hit", "hit"]
    assert [asked(edge) for _ in range(3)] == ["200", "304", "304"]


def test_a_new_release_is_another_answer_and_the_one_before_stays_what_it_is():
    edge = Edge(1e6)
    assert [asked(edge, release=release) for release in (1, 2, 2)] == ["200", "200", "304"]
    pinned = [asked(edge, release=release, is_pinned=True) for release in (1, 2, 1)]
    assert pinned == ["200", "200", "hit"]


def test_what_was_not_used_for_longest_makes_room():
    edge = Edge(2 * (1000 + HEAD_BYTES))
    kinds = [asked(edge, address, is_pinned=True) for address in (1, 2, 1, 3, 1, 2)]
    assert kinds == ["200", "200", "hit", "200", "hit", "200"]


def test_bytes_of_the_origin_are_bodies_and_heads():
    tally = Tally(hits=5, not_modified=2, whole=3, body_bytes=3000)
    assert (tally.requests, tally.hit_rate, tally.origin_requests) == (10, 0.5, 5)
    assert tally.origin_bytes == 3000 + 3 * HEAD_BYTES + 2 * NOT_MODIFIED_BYTES


def test_the_same_seed_gives_the_same_day():
    first, second = (Traffic(0.05, 2, addresses=50).simulated() for _ in range(2))
    assert first == second
    assert first != Traffic(0.05, 2, addresses=50, seed=2).simulated()


@pytest.mark.parametrize("bytes_max", [1e9, 3e5])
@pytest.mark.parametrize("releases", [1, 8])
def test_what_is_reckoned_is_what_is_simulated(bytes_max, releases):
    traffic = Traffic(0.6, releases, addresses=400, pinned=0.4, bytes_max=bytes_max)
    simulated, reckoned = traffic.simulated(), traffic.reckoned()
    assert reckoned.requests == pytest.approx(0.6 * DAY)
    for name in ("requests", "hit_rate", "not_modified", "whole", "origin_bytes"):
        assert getattr(simulated, name) == pytest.approx(getattr(reckoned, name), rel=0.06), name


def test_several_caches_ask_for_the_first_of_everything_each():
    one = Traffic(1, 1, addresses=100).reckoned()
    many = Traffic(1, 1, addresses=100, places=5).reckoned()
    assert many.requests == pytest.approx(one.requests)
    assert one.whole < many.whole <= 5 * one.whole
