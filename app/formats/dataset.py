"""What every format is given: rows of plain values, with what the envelope says of them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Dataset:
    """An answer; values are text, numbers, flags, None, or lists and mappings of them.

    `columns` are the fields of tabular formats in order. `document` is the whole answer where it
    is one thing with structure; `rows` are then its tabular part.
    """

    columns: Sequence[str]
    rows: Sequence[Row]
    document: Row | None = None
    meta: Row = field(default_factory=dict)
    links: Row = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OutputFormat:
    """A name for `format=`, a media type for `Accept`, and a writer that sees only the dataset."""

    name: str
    media_type: str
    write: Callable[[Dataset], Iterator[bytes]]
    charset: str | None = None

    @property
    def content_type(self) -> str:
        return f"{self.media_type}; charset={self.charset}" if self.charset else self.media_type
