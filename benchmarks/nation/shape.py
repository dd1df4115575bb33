"""How many organizations a synthetic nation has, and how much each of them reports."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

YEARS = tuple(range(2011, 2026))
HALF_YEARS = ("2023-S1", "2024-S1", "2025-S1")
PERIODS = (*map(str, YEARS), *HALF_YEARS)
FULL = 5_000_000
DENSEST = 30_000_000
# Reported by the nation, its provinces and the organizations directly below those, for each year.
UPPER_COUNTS = 20
# Of a hundred cells three are missing, and one has a second source.
REPORTED_SHARE = 0.98


@dataclass(frozen=True, slots=True)
class Shape:
    """Organizations of each level, and counts × years that the two lowest levels report.

    `scale` is the share of the real nation: of its three lowest levels, and of its members.
    """

    provinces: int
    districts: int
    grassroots: int
    cells: int
    scale: float
    grassroots_counts: int = 10
    grassroots_years: int = 4
    cell_counts: int = 5
    cell_years: int = 2

    @property
    def figures(self) -> float:
        """About how many figures that makes."""
        upper = (1 + self.provinces + self.districts) * UPPER_COUNTS * len(YEARS)
        grassroots = self.grassroots * self.grassroots_counts * self.grassroots_years
        return REPORTED_SHARE * (upper + grassroots + self.cells * self.cell_counts_in_all)

    @property
    def cell_counts_in_all(self) -> int:
        return self.cell_counts * self.cell_years


def shape_of(figures: int) -> Shape:
    """The shape with about so many figures: fewer organizations than 5 million have, or denser.

    Raises ValueError outside of 1.000 to 30 million.
    """
    if not 1_000 <= figures <= DENSEST:
        raise ValueError(f"from 1000 to {DENSEST} figures")
    if figures <= FULL:
        return _nearest(figures, [_smaller(step / 2000) for step in range(2001)])
    return _nearest(figures, [_denser(step / 200) for step in range(201)])


def apportioned(total: int, weights: Sequence[int]) -> list[int]:
    """Whole parts of a total, in proportion to their weights: they add up exactly."""
    ends = list(accumulate(weights))
    marks = [total * end // ends[-1] for end in ends]
    return [mark - before for mark, before in zip(marks, [0, *marks[:-1]], strict=True)]


def _nearest(figures: int, shapes: Sequence[Shape]) -> Shape:
    return min(shapes, key=lambda shape: abs(shape.figures - figures))


def _smaller(scale: float) -> Shape:
    """Small nations have fewer provinces too, or these alone would be more than was asked for."""
    provinces = 67 if scale >= 0.02 else max(1, round(67 * scale / 0.02))
    return Shape(
        provinces,
        max(provinces, round(1_300 * scale)),
        max(provinces, round(52_000 * scale)),
        max(provinces, round(250_000 * scale)),
        max(scale, 1 / 2000),
    )


def _denser(share: float) -> Shape:
    return replace(
        _smaller(1),
        grassroots_counts=round(10 + 10 * share),
        grassroots_years=round(4 + 11 * share),
        cell_counts=round(5 + 5 * share),
        cell_years=round(2 + 4 * share),
    )
