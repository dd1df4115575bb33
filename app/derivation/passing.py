"""Checks of whole numbers that pass; which rules have to look at a cell where they may not."""

from collections.abc import Iterator
from typing import Literal, NamedTuple

from app.derivation.plain import PlainIndicator
from app.derivation.points import Cell, General, PointFigure, Points, Whole


class PassedCheck(NamedTuple):
    """A check of whole numbers that agree: the left ones with the right one.

    Numbers on the left go by their indicator, of a roll-up by their organization; `total` and
    `is_whole` tell how many there are below and whether all are known.
    """

    rule: Literal["parts", "subset", "roll_up"]
    indicator: int
    period: int
    left: tuple[tuple[str | int, int], ...]
    left_print: str | None
    right: tuple[int, int]
    right_print: str | None
    sources: frozenset[str]
    subject: str = ""
    total: int = 0
    is_whole: bool = True


def passing_checks(
    points: Points, indicator: PlainIndicator, period: int
) -> Iterator[PassedCheck | Literal["parts", "subsets", "figures", "claims", "roll_up"]]:
    """Checks that pass, and names of the general rules that have to look at the cell."""
    cell = (indicator.number, period)
    figure = points.figures.get(cell)
    if cell in points.others:
        if cell not in points.suppressed:
            yield from ("parts", "subsets", "figures", "claims", "roll_up")
        return
    if indicator.partitions and figure is not None:
        yield from _parts(points, indicator, period, figure)
    if indicator.wholes:
        yield from _subsets(points, indicator, period)
    if cell in points.several:
        yield "figures"
    if figure is not None and indicator.is_claimed:
        yield "claims"
    if figure is not None and points.is_summed(cell):
        yield _rolled(points, cell, figure)


def _rolled(points: Points, cell: Cell, figure: PointFigure) -> PassedCheck | Literal["roll_up"]:
    rolled = points.sums.get(cell)
    below = rolled or points.partial[cell]
    agrees = below.value == figure.value if rolled else below.value <= figure.value
    if not agrees:
        return "roll_up"
    return PassedCheck(
        "roll_up",
        *cell,
        tuple((part.organization, part.value) for part in below.parts),
        None,
        (cell[0], figure.value),
        figure.as_reported,
        frozenset[str]({figure.source}).union(*(part.sources for part in below.parts)),
        total=len(below.parts) if isinstance(below, Whole) else below.total,
        is_whole=rolled is not None,
    )


def _parts(
    points: Points, whole: PlainIndicator, period: int, figure: PointFigure
) -> Iterator[PassedCheck | Literal["parts"]]:
    parts = [points.number((part, period)) for part in whole.partitions]
    known = [part for part in parts if isinstance(part, Whole)]
    if not known and all(part is None for part in parts):
        return
    if len(known) < len(parts) or sum(part.value for part in known) != figure.value:
        yield "parts"
        return
    yield PassedCheck(
        "parts",
        whole.number,
        period,
        tuple((code, part.value) for code, part in zip(whole.partitions, known, strict=True)),
        None,
        (whole.number, figure.value),
        figure.as_reported,
        frozenset[str]({figure.source}).union(*(part.sources for part in known)),
    )


def _subsets(
    points: Points, part: PlainIndicator, period: int
) -> Iterator[PassedCheck | Literal["subsets"]]:
    """All of the part's, or none of them and the name of the rule."""
    number = points.number((part.number, period))
    if number is None:
        return
    wholes = [(points.number((whole, period)), whole, code) for whole, code in part.wholes]
    found: list[PassedCheck] = []
    for whole, place, code in wholes:
        if whole is None:
            continue
        if isinstance(number, General) or isinstance(whole, General) or number.value > whole.value:
            yield "subsets"
            return
        found.append(
            PassedCheck(
                "subset",
                part.number,
                period,
                ((part.number, number.value),),
                None if number.figure is None else number.figure.as_reported,
                (place, whole.value),
                None if whole.figure is None else whole.figure.as_reported,
                number.sources | whole.sources,
                code,
            )
        )
    yield from found
