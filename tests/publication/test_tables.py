"""Tables of a package: encoding, CSV, heading and cells, each fault with its place."""

import csv
import io

import pytest

from app.publication.content import assemble
from app.publication.lines import LINES
from app.publication.package import read_package
from app.publication.problems import PROBLEMS_MAX
from tests.publication.small import FIGURES, problem_of, problems_of, small_files, table

FILES = [kind.file for kind in LINES]


def with_file(name: str, content: bytes) -> dict[str, bytes]:
    return small_files() | {name: content}


def with_figures(content: bytes) -> dict[str, bytes]:
    return with_file("figures.csv", content)


@pytest.mark.parametrize("file", FILES)
def test_an_unknown_column_is_named(file):
    first, _, rest = small_files()[file].partition(b"\n")
    content = first + b",colour\n" + rest.replace(b"\n", b",\n")
    problem = problem_of(with_file(file, content))
    assert (problem.file, problem.row, problem.column) == (f"small/{file}", 1, "'colour'")


@pytest.mark.parametrize("file", FILES)
def test_a_column_that_stands_twice_is_named(file):
    rows = list(csv.reader(io.StringIO(small_files()[file].decode())))
    text = io.StringIO()
    csv.writer(text).writerows([[*row, row[0]] for row in rows])
    problem = problem_of(with_file(file, text.getvalue().encode()))
    assert (problem.row, problem.column) == (1, repr(rows[0][0]))
    assert problem.found == "it 2 times"


@pytest.mark.parametrize("file", FILES)
def test_every_missing_column_is_named(file):
    problems = problems_of(with_file(file, b"note\n"))
    missing = {problem.column for problem in problems if problem.found == "no such column"}
    kind = next(kind for kind in LINES if kind.file == file)
    needed = {name for name, field in kind.model_fields.items() if field.is_required()}
    assert missing == needed
    assert {problem.row for problem in problems} == {1}


def test_an_empty_file_lacks_every_column():
    problems = problems_of(with_figures(b""))
    assert {problem.row for problem in problems} == {1}
    assert len(problems) == 10


@pytest.mark.parametrize(("cut", "cells"), [(b",stated", "16 cells"), (b"", "0 cells")])
def test_a_row_with_too_few_cells_is_counted(cut, cells):
    heading, first, *rest = small_files()["figures.csv"].splitlines()
    short = first.replace(b",stated", b"", 1) if cut else b""
    problem = problem_of(with_figures(b"\n".join([heading, first, short, *rest[1:]])))
    assert (problem.file, problem.row, problem.found) == ("small/figures.csv", 3, cells)
    assert problem.expected == "17 cells, as the heading has"


def test_a_row_with_too_many_cells_is_counted():
    problem = problem_of(with_figures(small_files()["figures.csv"].rstrip(b"\n") + b",more\n"))
    assert (problem.row, problem.found) == (9, "18 cells")


def test_a_table_that_is_not_utf_8_is_named_with_the_row():
    content = small_files()["organizations.csv"].decode().encode("cp1258", errors="replace")
    latin = content.replace(b"Ph", b"\xd0\xa1", 1)
    problem = next(
        problem
        for problem in problems_of(with_file("organizations.csv", latin))
        if problem.expected.startswith("text in UTF-8")
    )
    assert problem.file == "small/organizations.csv"
    assert problem.row == 2


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_a_table_of_wider_characters_is_refused(encoding):
    content = small_files()["figures.csv"].decode().encode(encoding)
    assert problem_of(with_figures(content)).expected.startswith("text in UTF-8")


@pytest.mark.parametrize(
    ("content", "row"),
    [
        (b'organization,"indicator\n', 1),
        (b'organization,indicator\n"a"b,c\n', 1),
        (small_files()["figures.csv"] + b'"', 10),
        (small_files()["figures.csv"].replace(b"286 + 251", b"x" * 200_000), 9),
    ],
    ids=["open heading", "text after quote", "open at the end", "an endless cell"],
)
def test_a_table_that_is_no_csv_is_named_with_the_row(content, row):
    problem = problems_of(with_figures(content))[-1]
    assert (problem.file, problem.row) == ("small/figures.csv", row)


@pytest.mark.parametrize(
    "change",
    [
        lambda content: b"\xef\xbb\xbf" + content,
        lambda content: content.replace(b"\n", b"\r\n"),
        lambda content: b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n"),
        lambda content: content.rstrip(b"\n"),
    ],
    ids=["byte order mark", "carriage returns", "both", "no last line end"],
)
def test_what_spreadsheets_write_is_read_alike(change):
    files = small_files()
    saved = {name: change(content) for name, content in files.items()}
    plain, other = assemble([read_package(files)]), assemble([read_package(saved)])
    assert other == plain


def test_a_quoted_cell_may_hold_a_comma_but_no_line_end():
    figures = [FIGURES[0] | {"note": "một, hai"}]
    package = read_package(small_files(figures=figures))
    kind = next(kind for kind in package.tables if kind.file == "figures.csv")
    assert package.tables[kind][0].line.note == "một, hai"
    problem = problem_of(small_files(figures=[FIGURES[0] | {"note": "một\nhai"}, *FIGURES[1:]]))
    assert (problem.row, problem.column) == (2, "note")
    assert problem.expected == "text without control characters"


def test_rows_are_counted_as_a_spreadsheet_does_also_after_a_cell_of_two_lines():
    figures = [FIGURES[0] | {"note": "một\nhai"}, FIGURES[1] | {"value": "x"}]
    assert [problem.row for problem in problems_of(small_files(figures=figures))] == [2, 3]


def test_columns_may_stand_in_any_order_and_optional_ones_may_be_missing():
    lines = [dict(reversed(line.items())) for line in FIGURES]
    optional = {"suppressed", "preferred", "note"}
    lines = [{k: v for k, v in line.items() if k not in optional} for line in lines]
    package = read_package(with_figures(table(lines)))
    kind = next(kind for kind in package.tables if kind.file == "figures.csv")
    assert len(package.tables[kind]) == len(FIGURES)


def test_all_faults_of_a_package_are_told_at_once_up_to_a_hundred():
    wrong = [line | {"value": "x", "qualifier": "?"} for line in FIGURES]
    assert len(problems_of(small_files(figures=wrong))) == 2 * len(FIGURES)
    assert len(problems_of(small_files(figures=wrong * 20))) == PROBLEMS_MAX
