"""`python -m benchmarks.scaling`: the tables of docs/scaling.md about a CDN, on standard output."""

import sys

from benchmarks.scaling.edge import Tally
from benchmarks.scaling.traffic import Traffic

RATES = (10, 1_000, 100_000)
GIB = 1 << 30
# Releases a day, caches that know nothing of each other, and what each of them may hold.
SHAPES = ((1, 1, 16), (24, 1, 16), (24, 1, 1), (24, 50, 16), (24, 50, 1))
HEADING = (
    "| requests/s | releases a day | caches | GiB each | answered by the cache | origin: 304/s "
    "| origin: 200/s | origin: kB/s |\n|---|---|---|---|---|---|---|---|"
)


def line(traffic: Traffic, found: Tally) -> str:
    seconds = found.requests / traffic.per_second
    return (
        f"| {traffic.per_second:,.0f} | {traffic.releases} | {traffic.places} "
        f"| {traffic.bytes_max / GIB:g} | {found.hit_rate:.1%} "
        f"| {found.not_modified / seconds:,.1f} | {found.whole / seconds:,.1f} "
        f"| {found.origin_bytes / seconds / 1_000:,.0f} |"
    )


def told(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> None:
    told(HEADING)
    for per_second in RATES:
        for releases, places, size in SHAPES:
            traffic = Traffic(per_second, releases, places=places, bytes_max=size * GIB)
            told(line(traffic, traffic.reckoned()))
    told("\nEvery request of a day one by one, to compare with the same line above:\n")
    traffic = Traffic(10, 24)
    told(f"{HEADING}\n{line(traffic, traffic.simulated())}")


if __name__ == "__main__":
    main()
