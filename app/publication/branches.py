"""Organizations by branch: parts of the tree that are derived apart, and the trunk above them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import Any

from app.catalog.catalog import Catalog
from app.derivation.breaks import Break
from app.publication.content import Content
from app.publication.figures import Known
from app.publication.inputs import breaks_by_organization
from app.publication.rows import Numbering
from app.publication.staging import Shape

Raw = tuple[Any, ...]  # As SortedFigure, and the place of its table.
_ORGANIZATIONS_OF_A_BRANCH = 250
_FIGURES_OF_A_BRANCH = 5000


@dataclass(frozen=True, slots=True)
class Ground:
    """What all organizations of a release have in common: all that deriving some of them needs.

    `sources` are codes by number, from 1; `shapes` those of each table of figures.
    """

    release: int
    threshold: int
    catalog: Catalog
    indicators: Mapping[str, int]
    sources: tuple[str, ...]
    known: Known
    shapes: tuple[tuple[Shape, ...], ...]

    @classmethod
    def of(cls, content: Content, release: int, *, threshold: int) -> "Ground":
        return cls(
            release,
            threshold,
            content.catalog,
            dict(content.numbers.indicators),
            ("", *content.numbers.sources),
            content.figures.known,
            tuple(tuple(table.shapes) for table in content.figures.tables),
        )


@dataclass(frozen=True, slots=True)
class Twig:
    """One organization by its number in pre-order, with its figures; days as they are written."""

    number: int
    code: str
    parent: str | None
    level: int
    valid_from: str | None
    valid_to: str | None
    all_listed: bool
    breaks: tuple[Break, ...]
    figures: list[Raw]


@dataclass(frozen=True, slots=True)
class Branch:
    """Whole subtrees side by side, in pre-order: derived at once."""

    twigs: list[Twig] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Opened:
    """An organization of the trunk, before all that is below it."""

    twig: Twig


@dataclass(frozen=True, slots=True)
class Closed:
    """The last organization of the trunk has no more below it."""


Step = Branch | Opened | Closed


def twigs(content: Content, numbering: Numbering) -> Iterator[Twig]:
    """All organizations in pre-order."""
    groups = groupby(content.figures.raw(), key=itemgetter(0))
    group = next(groups, None)
    breaks = breaks_by_organization(content)
    for number, line in enumerate(content.organizations, 1):
        figures: list[Raw] = []
        if group is not None and group[0] == number:
            figures = list(group[1])
            group = next(groups, None)
        yield Twig(
            number,
            line.code,
            line.parent,
            numbering.levels[number],
            line.valid_from,
            line.valid_to,
            line.children_complete,
            tuple(breaks.get(line.code, ())),
            figures,
        )


def branch_size(content: Content) -> int:
    """How many organizations are derived at once: what they come to is held meanwhile."""
    size = _FIGURES_OF_A_BRANCH * len(content.organizations) // max(len(content.figures), 1)
    return max(1, min(_ORGANIZATIONS_OF_A_BRANCH, size))


def steps(organizations: Iterable[Twig], numbering: Numbering, size: int) -> Iterator[Step]:
    """Branches of at most `size` organizations, and the trunk around them, in pre-order.

    Subtrees of one parent that are small share a branch.
    """
    trunk: list[int] = []  # The last organization below each that is open.
    waiting: list[Twig] = []
    end = 0  # The last organization of the subtree at hand.
    for twig in organizations:
        if twig.number > end:
            last = numbering.last(twig.number)
            is_closing = bool(trunk) and trunk[-1] < twig.number
            is_small = last - twig.number < size
            if waiting and (is_closing or not is_small or last - waiting[0].number >= size):
                yield Branch(waiting)
                waiting = []
            while trunk and trunk[-1] < twig.number:
                trunk.pop()
                yield Closed()
            if not is_small:
                trunk.append(last)
                yield Opened(twig)
                continue
            end = last
        waiting.append(twig)
    if waiting:
        yield Branch(waiting)
    for _ in trunk:
        yield Closed()
