"""What a synthetic nation certainly has, so that addresses are drawn without asking the server.

Organizations that merged are left out, and wholes that are sometimes computed: peers lack those.
"""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.nation.catalog import CERTAIN, COMPUTED, COUNTS, ROLLED_UP
from benchmarks.nation.shape import YEARS, Shape

PLAN = "plan.json"
# Of each of the two lowest levels so many organizations are named at most.
_NAMED = 20_000


@dataclass(slots=True)
class Plan:
    """Codes met while the nation is written; every second of them is let go where they are many."""

    shape: Shape
    provinces: list[str] = field(default_factory=list)
    districts: list[str] = field(default_factory=list)
    large: list[str] = field(default_factory=list)
    grassroots: list[str] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    printed: set[str] = field(default_factory=set)
    organizations: int = 0
    _met: int = 0

    def saw_grassroots(self, code: str) -> None:
        self._met += 1
        if self._met % max(1, self.shape.grassroots // _NAMED) == 0:
            self.grassroots.append(code)

    def saw_cell(self, code: str) -> None:
        if self.organizations % max(1, self.shape.cells // _NAMED) == 0:
            self.cells.append(code)

    def write(self, folder: Path, *, seed: int, figures: int, packages: list[str]) -> None:
        text = json.dumps(self._document(seed, figures, packages), indent=1) + "\n"
        (folder / PLAN).write_text(text, encoding="utf-8")

    def _document(self, seed: int, figures: int, packages: list[str]) -> dict[str, Any]:
        codes = [count.code for count in COUNTS]
        certain = [code for code in codes if code in CERTAIN]
        years = [str(year) for year in YEARS]
        shape = self.shape
        lowest = [code for code in codes[: shape.grassroots_counts] if code in CERTAIN]
        return {
            "synthetic": True,
            "seed": seed,
            "figures": figures,
            "organizations": self.organizations,
            "packages": packages,
            "shape": asdict(shape),
            "provinces": self.provinces,
            "districts": self.districts,
            "large": self.large,
            "grassroots": self.grassroots,
            "cells": self.cells,
            "upper": {
                "indicators": [code for code in certain if code not in COMPUTED],
                "years": years,
            },
            "grassroots_cells": {"indicators": lowest, "years": years[-shape.grassroots_years :]},
            "lowest_cells": {
                "indicators": [code for code in codes[: shape.cell_counts] if code in CERTAIN],
                "years": years[-shape.cell_years :],
            },
            "rolled_up": list(ROLLED_UP),
        }
