"""What every format is given: rows of plain values, with what the envelope says of them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from importlib.util import find_spec
from typing import Any

from app.values.wording import Language

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Naming:
    """What the codes in rows stand for, by code, for formats that people read.

    Organizations have `vi`, `en` and `parent`; indicators `label`, `definition`, `unit` and
    `decimals`; units `vi`, `en` and `symbol`; sources the fields of /v1/sources.
    """

    organizations: Mapping[str, Row] = field(default_factory=dict)
    indicators: Mapping[str, Row] = field(default_factory=dict)
    units: Mapping[str, Row] = field(default_factory=dict)
    sources: Mapping[str, Row] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Dataset:
    """An answer; values are text, numbers, flags, None, or lists and mappings of them.

    `columns` are the fields of tabular formats in order. `document` is the whole answer where it
    is one thing with structure; `rows` are then its tabular part. `language` is that of texts which
    must be in one. `as_csv` is the address of the same rows as CSV, `public_url` what stands before
    every address. `naming` is empty but for formats that are `labelled`.
    """

    columns: Sequence[str]
    rows: Sequence[Row]
    document: Row | None = None
    meta: Row = field(default_factory=dict)
    links: Row = field(default_factory=dict)
    language: Language = "vi"
    naming: Naming = field(default_factory=Naming)
    as_csv: str = ""
    public_url: str = ""


# Formats are compared by what they are, which is told in a moment: negotiation is in every answer.
@dataclass(frozen=True, eq=False)
class OutputFormat:
    """A name for `format=`, a media type for `Accept`, and a writer that sees only the dataset.

    `labelled`: it is also told what codes stand for. `cells_only`: it carries numbers of cells, and
    nothing else. `by_name_only`: another format is meant by the media type. `attached`: the ending
    of the file that a browser keeps it as, rather than showing it. `described_by` names the format
    that explains its columns. `module` is what it is written with, where that is an extra.
    `takes_long`: even a few rows take longer than other answers may wait for.
    `is_of_one_language`: it is text that `Content-Language` tells the language of.
    `needs` are fields of rows without which it is nothing, asked for or not.
    """

    name: str
    media_type: str
    write: Callable[[Dataset], Iterator[bytes]]
    charset: str | None = None
    labelled: bool = False
    cells_only: bool = False
    by_name_only: bool = False
    attached: str | None = None
    described_by: str | None = None
    module: str | None = None
    takes_long: bool = False
    is_of_one_language: bool = False
    needs: tuple[str, ...] = ()

    @cached_property
    def content_type(self) -> str:
        return f"{self.media_type}; charset={self.charset}" if self.charset else self.media_type

    @cached_property
    def is_installed(self) -> bool:
        return self.module is None or find_spec(self.module) is not None


def field_of(row: Row, column: str) -> Any:  # noqa: ANN401 - whatever the row has there
    """The value of a column; `name.vi` is the field vi of the mapping name.

    None where the row has no such field: one that was withdrawn has little more than its name.
    """
    value: Any = row
    for part in column.split("."):
        value = None if value is None else value.get(part)
    return value
