"""Reading a Data Package: descriptor, catalog and tables, every fault with its place."""

import hashlib
import json
import os
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from app.publication.allowance import Allowance, read_file
from app.publication.columns import Code, Text
from app.publication.compact import CompactLines
from app.publication.contents import Contents, digest, whole
from app.publication.figure_reading import read_figures
from app.publication.limits import DEFAULT_LIMITS, LIMITS_OF_KEPT_PACKAGES, ReadingLimits
from app.publication.lines import LINES, FigureLine, Line
from app.publication.problems import PackageError, Problem, message_of, shown
from app.publication.staging import FigureLines
from app.publication.tables import LineOfTable, Located, read_table
from app.publication.texts import (
    composed,
    decoded,
    faults,
    row_nested_in_json,
    row_nested_in_toml,
)

DESCRIPTOR = "datapackage.json"
CATALOG = "catalog.toml"
TABLE_FILES = {line.file: line for line in LINES}
FILES = (DESCRIPTOR, CATALOG, *TABLE_FILES)


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
    """A package as read: its files, its catalog stanzas and its lines.

    `digest` is the SHA-256 of the names and digests of its files: what it is, wherever it lies.
    """

    name: str
    version: str | None
    title: str | None
    requires: tuple[str, ...]
    files: Mapping[str, Contents]
    digest: str
    catalog: Mapping[str, Any]
    tables: Mapping[type[Line], Sequence[Located[Line]]]

    def lines(self, kind: type[LineOfTable]) -> Iterator[Located[LineOfTable]]:
        for located in self.tables.get(kind, ()):
            if isinstance(located.line, kind):
                yield Located(located.line, located.file, located.row)

    @property
    def figures(self) -> FigureLines | None:
        """Its figures as they are put by; None where it has no such table."""
        found = self.tables.get(FigureLine)
        return found if isinstance(found, FigureLines) else None


def read_folder(folder: Path, limits: ReadingLimits = DEFAULT_LIMITS) -> dict[str, Contents]:
    """The files of a package that this service reads; others in the folder are left alone.

    Raises PackageError where the descriptor is missing, or a file is too large or no file.
    """
    return read_files(folder, folder, Allowance(limits))


def read_files(folder: Path, within: Path, allowance: Allowance) -> dict[str, Contents]:
    """As `read_folder`, of a folder inside another that no link may lead out of."""
    found = {name: folder / name for name in FILES if os.path.lexists(folder / name)}
    if DESCRIPTOR not in found:
        raise PackageError(
            [Problem(str(folder), None, None, "no such file", f"a folder with {DESCRIPTOR}")]
        )
    return {name: read_file(path, within, allowance) for name, path in found.items()}


def digest_of(files: Mapping[str, Contents]) -> str:
    """SHA-256 over one line for each file in order of name: name, space, SHA-256 of its bytes."""
    lines = (f"{name} {digest(files[name])}\n" for name in sorted(files))
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def read_package(
    files: Mapping[str, Contents], limits: ReadingLimits = LIMITS_OF_KEPT_PACKAGES
) -> Package:
    """Read every file. Raises PackageError, naming all faults found, at most 100."""
    problems: list[Problem] = []
    descriptor = _descriptor(files, limits, problems)
    prefix = "" if descriptor is None else f"{descriptor.name}/"
    tables: dict[type[Line], Sequence[Located[Line]]] = {}
    for file, kind in TABLE_FILES.items():
        if file in files and kind is FigureLine:
            tables[kind] = read_figures(files[file], prefix + file, limits, problems)
        elif file in files:
            lines = read_table(files[file], kind, prefix + file, limits, problems)
            tables[kind] = CompactLines(kind, prefix + file, lines)
    catalog = _catalog(whole(files.get(CATALOG, b"")), prefix + CATALOG, limits, problems)
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


def _descriptor(
    files: Mapping[str, Contents], limits: ReadingLimits, problems: list[Problem]
) -> Descriptor | None:
    text = decoded(whole(files.get(DESCRIPTOR, b"")), DESCRIPTOR, problems)
    if text is None:
        return None
    deep = row_nested_in_json(text, limits.nesting)
    if deep is not None:
        problems.append(_too_deep(DESCRIPTOR, deep, limits))
        return None
    try:
        descriptor = Descriptor.model_validate(composed(json.loads(text)))
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            place = ".".join(map(str, fault["loc"])) or None
            found = "nothing" if fault["type"] == "missing" else shown(fault["input"])
            problems.append(Problem(DESCRIPTOR, None, place, found, message_of(fault)))
        return None
    except ValueError as error:
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


def _catalog(
    content: bytes, file: str, limits: ReadingLimits, problems: list[Problem]
) -> Mapping[str, Any]:
    text = decoded(content, file, problems) or ""
    deep = row_nested_in_toml(text, limits.nesting)
    if deep is not None:
        problems.append(_too_deep(file, deep, limits))
        return {}
    try:
        catalog = tomllib.loads(text)
    except ValueError as error:
        problems.append(Problem(file, None, None, str(error), "TOML 1.0"))
        return {}
    problems.extend(Problem(file, None, *fault) for fault in faults(catalog))
    return dict(composed(catalog))


def _too_deep(file: str, row: int, limits: ReadingLimits) -> Problem:
    expected = f"at most {limits.nesting} within each other"
    return Problem(file, row, None, "brackets or dotted keys nested deeper than that", expected)
