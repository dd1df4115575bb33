"""A package with every table, small enough to corrupt cell by cell; held as bytes, not files."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from app.publication.content import assemble
from app.publication.package import read_package
from app.publication.problems import PackageError, Problem
from tests.packages import CATALOG, Line, event, figure, organization, source

Files = dict[str, bytes]

ORGANIZATIONS = [
    organization("vn"),
    organization("east", "vn", valid_from="1991-10-01", valid_to="2025-06-30"),
    organization("west", "vn", children_complete="yes", note="Phía tây."),
    organization("west-1", "west"),
]
SOURCES = [source(), source("yearbook", published="2024", title="", origin="Tổng cục Thống kê")]
VINTAGES = [
    {"code": "first", "ordinal": "1", "title_vi": "Lần đầu", "title_en": "First"},
    {"code": "revised", "ordinal": "2", "title_vi": "Đã chỉnh", "title_en": "Revised"},
]
TERMS = [
    {"vi": "chi bộ", "en": "Party cell", "code": "cell", "note": ""},
    {"vi": "đảng viên", "en": "member", "code": "member", "note": "as counted"},
]
IDENTIFIERS = [
    {
        "organization": "east", "scheme": "gso-province", "value": "10", "valid_from": "",
        "valid_to": "2025-06-30", "source": "report", "note": "",
    }
]  # fmt: skip
EVENTS = [
    event(
        "merger-2025", "west", kind="merger", decided="2025-06", effective="2025-07-01",
        related="east", breaks="members;population", scope="subtree", ordinal="1",
    )
]  # fmt: skip
FIGURES = [
    figure("east.members.2022", "53.767", reference_date="2022-12-31"),
    figure("east.members.2022-06-30", "hơn 53")
    | {"as_reported": "hơn 53 nghìn", "printed_unit": "thousand", "value": "53000"},
    figure("west.members.2022", "từ 40.000 đến 41.000", source="yearbook"),
    figure("east.population.2022", "770,6", source="yearbook", vintage="revised")
    | {"printed_unit": "thousand", "value": "770600", "resolution": "100"},
    figure("east.share.2022", "gần 7", period_basis="inferred")
    | {"as_reported": "gần 7%", "printed_unit": "percent"},
    figure("east.committees.2022", "286"),
    figure("east.cells.2022", "251"),
    figure("east.bodies.2022", "537", note="286 + 251"),
]
ERRATA = [
    {
        "code": "west-misread", "releases": "1;2", "subjects": "west.members.2022", "found":
        "2026-03-01", "mended_in": "3", "text_vi": "Đọc nhầm số.", "text_en": "Misread.",
    }
]  # fmt: skip
TABLES = {
    "sources": SOURCES,
    "vintages": VINTAGES,
    "terms": TERMS,
    "errata": ERRATA,
    "organizations": ORGANIZATIONS,
    "identifiers": IDENTIFIERS,
    "events": EVENTS,
    "figures": FIGURES,
}


def table(lines: Iterable[Mapping[str, str]]) -> bytes:
    """Lines as CSV."""
    rows = list(lines)
    text = io.StringIO(newline="")
    # csv leaves a lone carriage return bare, which would end the row.
    bare = any("\r" in cell for row in rows for cell in row.values())
    quoting = csv.QUOTE_ALL if bare else csv.QUOTE_MINIMAL
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n", quoting=quoting)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def descriptor(paths: Iterable[str], **changes: object) -> bytes:
    resources = [{"name": path.partition(".")[0], "path": path} for path in paths]
    return json.dumps({"name": "small", "resources": resources} | changes).encode()


def small_files(*, catalog: str = CATALOG, **tables: list[Line]) -> Files:
    """The files of the small package; tables given by name replace its own, empty ones go."""
    files = {"catalog.toml": catalog.encode()} if catalog else {}
    files |= {f"{name}.csv": table(lines) for name, lines in (TABLES | tables).items() if lines}
    return {"datapackage.json": descriptor(files), **files}


def only(name: str, *, requires: Iterable[str] = ("small",), **tables: list[Line]) -> Files:
    """A package of that name with nothing but these tables, beside the small one."""
    files = {f"{table_name}.csv": table(lines) for table_name, lines in tables.items()}
    return {
        "datapackage.json": descriptor(files, name=name, requires=list(requires)),
        **files,
    }


def changed(lines: list[Line], number: int = 0, **cells: str) -> list[Line]:
    """The lines, one of them with other cells."""
    return [line | cells if place == number else line for place, line in enumerate(lines)]


def problems_of(*packages: Files) -> list[Problem]:
    """What is wrong with the packages, read and put together."""
    with pytest.raises(PackageError) as caught:
        assemble([read_package(files) for files in packages])
    assert all(
        problem.file and problem.found and problem.expected for problem in caught.value.problems
    )
    return caught.value.problems


def problem_of(*packages: Files) -> Problem:
    """The one thing that is wrong."""
    (problem,) = problems_of(*packages)
    return problem


def written(folder: Path, files: Mapping[str, bytes]) -> Path:
    """The package in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder
