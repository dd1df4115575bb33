"""Reading a Data Package: descriptor, catalog and tables, every fault with its place."""

import csv
import hashlib
import io
import json
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from app.publication.columns import Code, Text
from app.publication.lines import LINES, ContradictionError, Line
from app.publication.problems import PROBLEMS_MAX, PackageError, Problem, shown

DESCRIPTOR = "datapackage.json"
CATALOG = "catalog.toml"
TABLE_FILES = {line.file: line for line in LINES}
FILES = (DESCRIPTOR, CATALOG, *TABLE_FILES)


LineOfTable_co = TypeVar("LineOfTable_co", bound=Line, covariant=True)
LineOfTable = TypeVar("LineOfTable", bound=Line)


@dataclass(frozen=True, slots=True)
class Located(Generic[LineOfTable_co]):
    """A line with the package, file and row it came from."""

    line: LineOfTable_co
    file: str
    row: int

    def problem(self, column: str, found: object, expected: str) -> Problem:
        return Problem(self.file, self.row, column, shown(found), expected)


class Resource(BaseModel):
    """A file of a package; what else a descriptor says of it is for other readers."""

    model_config = ConfigDict(frozen=True)
    path: Text


class Descriptor(BaseModel):
    """What this service reads of a descriptor. `requires` names packages that codes come from."""

    model_config = ConfigDict(frozen=True)
    name: Code
    version: Text | None = None
    title: Text | None = None
    requires: tuple[Code, ...] = ()
    resources: tuple[Resource, ...]


@dataclass(frozen=True, slots=True)
class Package:
    """A package as read: the bytes of its files, its catalog stanzas and its lines.

    `digest` is the SHA-256 of the names and digests of its files: what it is, wherever it lies.
    """

    name: str
    version: str | None
    title: str | None
    requires: tuple[str, ...]
    files: Mapping[str, bytes]
    digest: str
    catalog: Mapping[str, Any]
    tables: Mapping[type[Line], tuple[Located[Line], ...]]

    def lines(self, kind: type[LineOfTable]) -> Iterator[Located[LineOfTable]]:
        for located in self.tables.get(kind, ()):
            if isinstance(located.line, kind):
                yield Located(located.line, located.file, located.row)


def read_folder(folder: Path) -> dict[str, bytes]:
    """The files of a package that this service reads; others in the folder are left alone.

    Raises PackageError where the descriptor is missing.
    """
    found = {name: folder / name for name in FILES if (folder / name).is_file()}
    if DESCRIPTOR not in found:
        raise PackageError(
            [Problem(str(folder), None, None, "no such file", f"a folder with {DESCRIPTOR}")]
        )
    return {name: path.read_bytes() for name, path in found.items()}


def digest_of(files: Mapping[str, bytes]) -> str:
    """SHA-256 over one line for each file in order of name: name, space, SHA-256 of its bytes."""
    lines = (f"{name} {hashlib.sha256(files[name]).hexdigest()}\n" for name in sorted(files))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def read_package(files: Mapping[str, bytes]) -> Package:
    """Read every file. Raises PackageError, naming all faults found, at most 100."""
    problems: list[Problem] = []
    descriptor = _descriptor(files, problems)
    prefix = "" if descriptor is None else f"{descriptor.name}/"
    tables: dict[type[Line], tuple[Located[Line], ...]] = {}
    for file, kind in TABLE_FILES.items():
        if file in files:
            tables[kind] = tuple(_lines(files[file], kind, prefix + file, problems))
    catalog = _catalog(files.get(CATALOG, b""), prefix + CATALOG, problems)
    if problems or descriptor is None:
        raise PackageError(problems)
    return Package(
        descriptor.name,
        descriptor.version,
        descriptor.title,
        descriptor.requires,
        files,
        digest_of(files),
        catalog,
        tables,
    )


def _descriptor(files: Mapping[str, bytes], problems: list[Problem]) -> Descriptor | None:
    text = _text(files.get(DESCRIPTOR, b""), DESCRIPTOR, problems)
    if text is None:
        return None
    try:
        descriptor = Descriptor.model_validate(json.loads(text))
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            place = ".".join(map(str, fault["loc"])) or None
            found = "nothing" if fault["type"] == "missing" else shown(fault["input"])
            problems.append(Problem(DESCRIPTOR, None, place, found, message_of(fault)))
        return None
    except (ValueError, RecursionError) as error:
        problems.append(Problem(DESCRIPTOR, None, None, str(error), "a Data Package in JSON"))
        return None
    resources = {resource.path for resource in descriptor.resources}
    problems.extend(
        Problem(DESCRIPTOR, None, "resources", shown(path), "a file that is there and is read")
        for path in sorted(resources - files.keys())
    )
    problems.extend(
        Problem(f"{descriptor.name}/{path}", None, None, "a file", "a resource of the descriptor")
        for path in sorted(files.keys() - resources - {DESCRIPTOR})
    )
    return descriptor


def message_of(fault: Mapping[str, Any]) -> str:
    """What a model expected instead."""
    if fault["type"] == "missing":
        return "a value"
    return str(fault["msg"]).removeprefix("Value error, ")


def _text(content: bytes, file: str, problems: list[Problem]) -> str | None:
    """The file as text, with or without a byte order mark."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        found = f"byte 0x{content[error.start]:02x}"
        problems.append(Problem(file, row, None, found, "text in UTF-8"))
        return None


def _catalog(content: bytes, file: str, problems: list[Problem]) -> Mapping[str, Any]:
    text = _text(content, file, problems)
    try:
        return tomllib.loads(text or "")
    except (ValueError, RecursionError) as error:
        problems.append(Problem(file, None, None, str(error), "TOML 1.0"))
        return {}


def _lines(
    content: bytes, kind: type[Line], file: str, problems: list[Problem]
) -> Iterator[Located[Line]]:
    text = _text(content, file, problems)
    if text is None:
        return
    row = 0
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        heading = next(reader, [])
        row = 1
        if not _heading_fits(heading, kind, file, problems):
            return
        for cells in reader:
            row += 1
            if len(problems) >= PROBLEMS_MAX:
                return
            if len(cells) != len(heading):
                expected = f"{len(heading)} cells, as the heading has"
                problems.append(Problem(file, row, None, f"{len(cells)} cells", expected))
                continue
            line = _line(dict(zip(heading, cells, strict=True)), kind, file, row, problems)
            if line is not None:
                yield Located(line, file, row)
    except csv.Error as error:
        problems.append(Problem(file, row + 1, None, str(error), "CSV as in RFC 4180"))


def _heading_fits(heading: list[str], kind: type[Line], file: str, problems: list[Problem]) -> bool:
    known = kind.model_fields
    needed = {name for name, field in known.items() if field.is_required()}
    before = len(problems)
    for column, times in Counter(heading).items():
        if column not in known or times > 1:
            expected = f"columns once each, of: {', '.join(known)}"
            problems.append(Problem(file, 1, shown(column), f"it {times} times", expected))
    problems.extend(
        Problem(file, 1, column, "no such column", f"a column {column}")
        for column in sorted(needed - set(heading))
    )
    return len(problems) == before


def _line(
    cells: Mapping[str, str], kind: type[Line], file: str, row: int, problems: list[Problem]
) -> Line | None:
    try:
        return kind.model_validate({name: cell for name, cell in cells.items() if cell != ""})
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            cause = fault.get("ctx", {}).get("error")
            column = cause.column if isinstance(cause, ContradictionError) else str(fault["loc"][0])
            found = shown(cells.get(column, ""))
            problems.append(Problem(file, row, column, found, message_of(fault)))
        return None
