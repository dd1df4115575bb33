"""`python -m benchmarks.scaling`: the tables of docs/scaling.md about a CDN, on standard output."""

import sys

from benchmarks.scaling.edge import Tally
from benchmarks.scaling.traffic import DAY, Traffic

RATES = (10, 1_000, 100_000)
RELEASES = (1, 24)
HEADING = (
    "| requests/s | releases a day | caches | answered by the cache | origin: 304/s "
    "| origin: 200/s | origin: kB/s |\n|---|---|---|---|---|---|---|"
)


def line(traffic: Traffic, found: Tally) -> str:
    second = found.requests / traffic.per_second if traffic.per_second else DAY
    return (
        f"| {traffic.per_second:,.0f} | {traffic.releases} | {traffic.places} "
        f"| {found.hit_rate:.1%} | {found.not_modified / second:,.2f} "
        f"| {found.whole / second:,.2f} | {found.origin_bytes / second / 1_000:,.1f} |"
    )


def told(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> None:
    told(HEADING)
    for per_second in RATES:
        for releases in RELEASES:
            for places in (1, 50):
                traffic = Traffic(per_second, releases, places=places)
                told(line(traffic, traffic.reckoned()))
    told("\nEvery request of a day one by one, to compare with the same line above:\n")
    traffic = Traffic(10, 24)
    told(f"{HEADING}\n{line(traffic, traffic.simulated())}")


if __name__ == "__main__":
    main()
