"""Building a release beside those being served: filled, compared with the one before, digested."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass

from app.publication.changes import earlier_revisions, revisions
from app.publication.content import Content
from app.publication.filling import Filling, Progress, silent
from app.publication.rows import Row
from app.publication.workplace import Workplace
from app.releases.canonical import Rows, digests


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a release is built with besides its packages; `text` is digested with the content."""

    text: str
    disclosure_threshold: int


@dataclass(frozen=True, slots=True)
class Previous:
    """The release before the one being built: its rows while they are needed, and its chain."""

    rows: Callable[[], AbstractContextManager[Rows]]
    chain: str


def counted(revisions: Iterable[Row], changes: Counter[str]) -> Iterator[Row]:
    """The same revisions, each noted in `changes` as it passes."""
    for row in revisions:
        changes[row["change"]] += 1
        yield row


@dataclass(frozen=True, slots=True)
class Built:
    """A filled workplace: digests, rows of each table, and how many cells it changes which way."""

    content: str
    chain: str
    counts: dict[str, int]
    changes: dict[str, int]


def build(
    workplace: Workplace,
    content: Content,
    recipe: Recipe,
    *,
    previous: Previous | None,
    progress: Progress = silent,
) -> Built:
    """Fill empty tables. Raises PackageError where parts and wholes cannot both be true."""
    filling = Filling(workplace)
    filling.fill(content, disclosure_threshold=recipe.disclosure_threshold, progress=progress)
    changes: Counter[str] = Counter()
    if previous is not None:
        with previous.rows() as before:
            filling.fill_history(earlier_revisions(before))
            changed = revisions(before, workplace.rows, number=workplace.number)
            filling.fill_history(counted(changed, changes))
    else:
        filling.fill_history(())
    workplace.analyze()
    found = digests(workplace.rows, recipe.text)
    chain = found.chain(None if previous is None else previous.chain)
    return Built(found.content, chain, filling.counts, dict(changes))
