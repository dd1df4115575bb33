"""What was measured: for each row, contestant and quantity one number a round."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.measuring.load import Sample

QUANTITIES = ("per_cpu_second", "per_whole_cpu_second", "p50", "p99", "slowest", "failed")


@dataclass(slots=True)
class Results:
    """`series` by `row/contestant/quantity`; `skipped` says of rows why they were not measured."""

    series: dict[str, list[float]] = field(default_factory=dict)
    skipped: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def add(self, row: str, contestant: str, quantity: str, number: float) -> None:
        self.series.setdefault(f"{row}/{contestant}/{quantity}", []).append(number)

    def add_sample(self, row: str, contestant: str, sample: Sample) -> None:
        for quantity in QUANTITIES:
            self.add(row, contestant, quantity, getattr(sample, quantity))

    def skip(self, what: str, why: str) -> None:
        self.skipped.setdefault(what, why)

    def median_of(self, key: str) -> float | None:
        """None where nothing was measured."""
        return median(self.series[key]) if self.series.get(key) else None

    def ratios(self, key: str, other: str) -> list[float] | None:
        """Of the numbers of each round; of medians where one of them was measured once only."""
        first, second = self.series.get(key), self.series.get(other)
        if not first or not second:
            return None
        if len(first) != len(second):
            first, second = [median(first)], [median(second)]
        if not all(second):
            return None
        return [one / two for one, two in zip(first, second, strict=True)]

    def document(self) -> dict[str, Any]:
        return {
            "medians": {
                key: {"median": median(numbers), "least": min(numbers), "most": max(numbers)}
                for key, numbers in self.series.items()
            },
            "rounds": self.series,
            "skipped": self.skipped,
            "notes": self.notes,
        }

    @classmethod
    def read(cls, path: Path) -> "Results":
        """Those of a report that was written."""
        known = json.loads(path.read_text(encoding="utf-8"))
        return cls(known["rounds"], known["skipped"], known["notes"])
