"""Reading a Data Package: descriptor, catalog and tables, every fault with its place."""

import csv
import hashlib
import io
import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import ValidationError

from app.publication.lines import LINES, Line
from app.publication.problems import PROBLEMS_MAX, PackageError, Problem
from app.values.codes import organization_code

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
        return Problem(self.file, self.row, column, repr(found), expected)


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
    name = str(descriptor.get("name", ""))
    prefix = f"{name}/" if name else ""
    tables: dict[type[Line], tuple[Located[Line], ...]] = {}
    for file, kind in TABLE_FILES.items():
        if file in files:
            tables[kind] = tuple(_lines(files[file], kind, prefix + file, problems))
    catalog = _catalog(files, prefix, problems)
    if problems:
        raise PackageError(problems)
    return Package(
        name,
        _optional(descriptor, "version"),
        _optional(descriptor, "title"),
        tuple(str(each) for each in descriptor.get("requires", ())),
        files,
        digest_of(files),
        catalog,
        tables,
    )


def _optional(descriptor: Mapping[str, Any], name: str) -> str | None:
    return None if descriptor.get(name) is None else str(descriptor[name])


def _descriptor(files: Mapping[str, bytes], problems: list[Problem]) -> Mapping[str, Any]:
    try:
        descriptor = json.loads(files[DESCRIPTOR])
        organization_code(descriptor["name"])
        resources = {str(each["path"]) for each in descriptor["resources"]}
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        problems.append(
            Problem(DESCRIPTOR, None, None, str(error), "a Data Package with name and resources")
        )
        return {}
    problems.extend(
        Problem(DESCRIPTOR, None, "resources", repr(path), "a file that is read")
        for path in sorted(resources - files.keys())
    )
    problems.extend(
        Problem(path, None, None, "a file", "a resource of the descriptor")
        for path in sorted(files.keys() - resources - {DESCRIPTOR})
    )
    return descriptor if isinstance(descriptor, dict) else {}


def _catalog(files: Mapping[str, bytes], prefix: str, problems: list[Problem]) -> Mapping[str, Any]:
    try:
        return tomllib.loads(files.get(CATALOG, b"").decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        problems.append(Problem(prefix + CATALOG, None, None, str(error), "TOML 1.0 in UTF-8"))
        return {}


def _lines(
    content: bytes, kind: type[Line], file: str, problems: list[Problem]
) -> Iterator[Located[Line]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        problems.append(Problem(file, None, None, str(error), "UTF-8"))
        return
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        heading = next(reader, [])
        if not _heading_fits(heading, kind, file, problems):
            return
        for row, cells in enumerate(reader, 2):
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
        problems.append(Problem(file, reader.line_num, None, str(error), "CSV as in RFC 4180"))


def _heading_fits(heading: list[str], kind: type[Line], file: str, problems: list[Problem]) -> bool:
    known = kind.model_fields
    needed = {name for name, field in known.items() if field.is_required()}
    before = len(problems)
    for column in heading:
        if column not in known or heading.count(column) > 1:
            expected = f"columns once each, of: {', '.join(known)}"
            problems.append(Problem(file, 1, column, repr(column), expected))
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
            column = str(fault["loc"][0]) if fault["loc"] else None
            found = repr(cells.get(column, "")) if column else "a row that contradicts itself"
            expected = str(fault["msg"]).removeprefix("Value error, ")
            if fault["type"] == "missing":
                expected = "a value"
            problems.append(Problem(file, row, column, found, expected))
        return None
