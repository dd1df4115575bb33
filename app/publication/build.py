"""Building a release beside those being served: filled, compared with the one before, digested."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import islice
from typing import Any

from app.database import Statement
from app.publication.changes import earlier_revisions, revisions
from app.publication.content import Content
from app.publication.filling import Filling
from app.publication.progress import Progress, silent
from app.publication.rows import Row
from app.publication.searching import fill_search
from app.publication.workplace import Workplace
from app.releases.canonical import Rows, digests
from app.releases.registry import PublishedRelease

_ROWS_TOLD_OF = 2_000


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a release is built with besides its packages; `text` is digested with the content."""

    text: str
    disclosure_threshold: int


@dataclass(frozen=True, slots=True)
class Previous:
    """The release before the one being built: its rows while they are needed."""

    rows: Callable[[], AbstractContextManager[Rows]]
    release: PublishedRelease


def counted(revisions: Iterable[Row], changes: Counter[str]) -> Iterator[Row]:
    """The same revisions, each noted in `changes` as it passes."""
    for row in revisions:
        changes[row["change"]] += 1
        yield row


def noted(rows: Rows, progress: Progress, total: int) -> Rows:
    """The same rows, told of as they pass: in all there are `total`."""
    passed = 0

    def passing(statement: Statement) -> Iterator[Sequence[Any]]:
        nonlocal passed
        remaining = iter(rows(statement))
        while some := list(islice(remaining, _ROWS_TOLD_OF)):
            yield from some
            passed += len(some)
            progress("digest", passed, total)

    return passing


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
    same_packages: bool,
    progress: Progress = silent,
    workers: int | None = None,
) -> Built:
    """Fill empty tables; `same_packages`: those that the previous release was built from.

    Raises PackageError where parts and wholes cannot both be true.
    """
    filling = Filling(workplace, workers)
    with workplace.filling_unindexed(progress):
        filling.fill(content, disclosure_threshold=recipe.disclosure_threshold, progress=progress)
    fill_search(workplace, content)
    changes: Counter[str] = Counter()
    if previous is not None:
        with previous.rows() as before:
            filling.fill_history(earlier_revisions(before))
            changed = revisions(
                before,
                workplace.rows,
                number=workplace.number,
                same_packages=same_packages,
            )
            filling.fill_history(counted(changed, changes))
    else:
        filling.fill_history(())
    workplace.analyze()
    rows = noted(workplace.rows, progress, sum(filling.counts.values()))
    found = digests(rows, recipe.text)
    chain = found.chain(None if previous is None else previous.release.chain_digest)
    return Built(found.content, chain, filling.counts, dict(changes))
