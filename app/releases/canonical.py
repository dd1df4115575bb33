"""The canonical form of a release and its digests: the same bytes wherever its rows lie.

The form is JSON Lines in UTF-8, so that anyone can hash it, and read it, with standard tools.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import msgspec

from app.database import Statement
from app.releases.queries import CONTENT, HISTORY
from app.releases.registry import PublishedRelease

# Raise it when columns are added: two releases are compared only within one version. The columns
# of earlier versions stay known, so that releases which have their digests can be proved.
COLUMNS_VERSION = 3
# Raise it when the same packages come to another content: the next release says so in its recipe.
RULES_VERSION = 1
MEDIA_TYPE = "application/jsonl"
LINES_AT_ONCE = 500
Rows = Callable[[Statement], Iterable[Sequence[Any]]]
"""Reads the rows of a statement, of one release."""


@dataclass(frozen=True, slots=True)
class Digests:
    """SHA-256 of a release's content and of its history, in lower-case hexadecimal digits."""

    content: str
    history: str

    def chain(self, previous: str | None) -> str:
        """Ties a release to every one before it: over previous chain, content and history."""
        text = f"{previous or ''}\n{self.content}\n{self.history}\n"
        return hashlib.sha256(text.encode()).hexdigest()


def recipe(*, disclosure_threshold: int) -> str:
    """What besides the packages decides the content; canonical JSON."""
    return recipe_text(
        {
            "columns": COLUMNS_VERSION,
            "disclosure_threshold": disclosure_threshold,
            "rules": RULES_VERSION,
        }
    )


def recipe_text(recipe: dict[str, Any]) -> str:
    return json.dumps(recipe, sort_keys=True, separators=(",", ":"))


def content_lines(rows: Rows, recipe: str) -> Iterator[bytes]:
    """The recipe, then every table but the history.

    One line for each row, a JSON array of its columns without the release's number; tables in the
    order of `RELEASE_TABLES`, each after a line with its name and columns, rows by primary key.
    Lines of a table come several at once.
    """
    yield f"{recipe}\n".encode()
    yield from _lines(rows, CONTENT[json.loads(recipe)["columns"]])


def history_lines(rows: Rows, recipe: str) -> Iterator[bytes]:
    """The revisions of cells, in the same form after an empty line."""
    yield b"\n"
    yield from _lines(rows, HISTORY[json.loads(recipe)["columns"]])


def difference(found: Digests, release: PublishedRelease) -> str | None:
    """What of the digests found is not what was published; None where both are."""
    chain = found.chain(release.previous_chain_digest)
    for what, digest, published in (
        ("content", found.content, release.content_digest),
        ("chain", chain, release.chain_digest),
    ):
        if digest != published:
            return f"the {what} digest is {digest}; {published} was published"
    return None


def digests(rows: Rows, recipe: str) -> Digests:
    return Digests(_digest(content_lines(rows, recipe)), _digest(history_lines(rows, recipe)))


def _lines(rows: Rows, tables: Iterable[tuple[tuple[str, ...], Statement]]) -> Iterator[bytes]:
    for heading, statement in tables:
        yield canonical_line([str(name) for name in heading])  # SQLAlchemy has a type for names.
        remaining = iter(rows(statement))
        while some := list(islice(remaining, LINES_AT_ONCE)):
            yield _encoder.encode_lines(some)


_encoder = msgspec.json.Encoder()


def canonical_line(cells: Sequence[Any]) -> bytes:
    """The bytes that `json.dumps(cells, ensure_ascii=False, separators=(",", ":"))` gives."""
    return _encoder.encode(cells) + b"\n"


def _digest(parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(part)
    return digest.hexdigest()
