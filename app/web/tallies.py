"""Counts of requests by route, kept as plain numbers and put into words when they are asked for."""

from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate

from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

UNKNOWN_ROUTE = "none"
METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
# Seconds; the ends that the client library has by default, and two below them.
ENDS = (
    0.0001, 0.001, 0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0,
)  # fmt: skip


def route_of(route: object) -> str:
    """The path of a route, with the names of its parameters; `none` where none was found."""
    return str(getattr(route, "path", UNKNOWN_ROUTE))


class Times:
    """How long the answers of one route took."""

    __slots__ = ("counts", "seconds")

    def __init__(self) -> None:
        self.counts = [0] * (len(ENDS) + 1)
        self.seconds = 0.0


class Tally:
    """Answers of one route with one status; only the event loop counts."""

    __slots__ = ("_times", "answers")

    def __init__(self, times: Times) -> None:
        self.answers = 0
        self._times = times

    def count(self, seconds: float) -> None:
        self.answers += 1
        times = self._times
        times.seconds += seconds
        times.counts[bisect_left(ENDS, seconds)] += 1


class Tallies(Collector):
    """All counts of one application."""

    def __init__(self) -> None:
        self._tallies: dict[tuple[str, str, int], Tally] = {}
        self._times: dict[str, Times] = {}

    def tally(self, route: str, method: str, status: int) -> Tally:
        """Of a route as the application names it, never of a path as a client wrote it."""
        key = route, method if method in METHODS else "other", status
        tally = self._tallies.get(key)
        if tally is None:
            times = self._times.setdefault(route, Times())
            tally = self._tallies[key] = Tally(times)
        return tally

    def collect(self) -> Iterator[Metric]:
        requests = CounterMetricFamily(
            "partystats_requests_total", "Requests answered.", labels=["route", "method", "status"]
        )
        for (route, method, status), tally in self._tallies.items():
            if tally.answers:
                requests.add_metric([route, method, str(status)], tally.answers)
        yield requests
        seconds = HistogramMetricFamily(
            "partystats_request_seconds",
            "Seconds from request to the end of the answer.",
            labels=["route"],
        )
        ends = [*map(str, ENDS), "+Inf"]
        for route, times in self._times.items():
            buckets = list(zip(ends, accumulate(times.counts), strict=True))
            seconds.add_metric([route], buckets, times.seconds)
        yield seconds
