"""Tables as a spreadsheet of Viet Nam saves them: semicolons, decimal commas, rows left empty."""

import csv
import io
import re

import pytest

from app.publication.content import assemble
from app.publication.lines import LINES, FigureLine
from app.publication.package import read_package
from tests.packages import figure
from tests.publication.small import (
    FIGURES,
    SOURCES,
    changed,
    problem_of,
    problems_of,
    small_files,
    table,
)

SHARE = figure("east.share.2022", "6,25", printed_unit="percent", value="6.25", resolution="0.01")
LINES_OF_SHARE = [*FIGURES[:4], SHARE, *FIGURES[5:]]


def as_excel(lines, *, quoting=csv.QUOTE_MINIMAL, before="", after=""):
    """The lines as the spreadsheet saves them, numbers with a decimal comma."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(
        text, list(lines[0]), delimiter=";", lineterminator="\r\n", quoting=quoting
    )
    writer.writeheader()
    for line in lines:
        numbers = {name: line[name].replace(".", ",") for name in FigureLine.numbers & line.keys()}
        writer.writerow(line | numbers)
    return f"\ufeff{before}{text.getvalue()}{after}".encode()


def with_figures(content):
    return small_files() | {"figures.csv": content}


def content_of(files):
    return assemble([read_package(files)])


PLAIN = content_of(small_files(figures=LINES_OF_SHARE))


def test_the_numbers_of_a_table_are_those_that_hold_numbers():
    for kind in LINES:
        numbers = {
            name
            for name, field in kind.model_fields.items()
            if re.search(r"\bDecimal\b", str(field.annotation))
        }
        assert kind.numbers == numbers


@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL], ids=["some", "all"])
@pytest.mark.parametrize("before", ["", "sep=;\r\n", '"sep=;"\r\n', "SEP=;\r\n"])
@pytest.mark.parametrize("after", ["", ";" * 16 + "\r\n" + ";" * 16, "\r\n\r\n", ";;;\r\n"])
def test_a_table_of_a_spreadsheet_says_what_the_plain_one_says(quoting, before, after):
    saved = as_excel(LINES_OF_SHARE, quoting=quoting, before=before, after=after)
    assert content_of(with_figures(saved)) == PLAIN


def test_every_table_may_come_from_a_spreadsheet():
    files = {
        name: content if not name.endswith(".csv") else as_excel(
            list(csv.DictReader(io.StringIO(content.decode(), newline="")))
        )
        for name, content in small_files(figures=LINES_OF_SHARE).items()
    }  # fmt: skip
    assert content_of(files) == PLAIN


def test_what_was_printed_is_never_touched():
    lines = [
        figure("east.members.2022", "53.767"),
        figure("east.share.2022", "6,25", value="6.25", resolution="0.01", printed_unit="percent"),
        figure("east.population.2022", "1")
        | {"as_reported": "6.25 million", "decimal_mark": ".", "printed_unit": "million"}
        | {"value": "6250000", "resolution": "10000"},
    ]
    figures = content_of(with_figures(as_excel(lines))).figures
    assert {each.as_reported for each in figures} == {"53.767", "6,25", "6.25 million"}


@pytest.mark.parametrize("cell", ["6.25", "1.234", "53.767", "1.234,5", "1,234.5", "6;25", "6,25,1",
                                  ",5", "5,", "6,1234567", "6 25", "-1", "1e3"])  # fmt: skip
@pytest.mark.parametrize("column", ["value", "resolution"])
def test_a_number_with_another_mark_is_refused_and_the_mark_is_named(cell, column):
    content = as_excel(LINES_OF_SHARE).decode()
    rows = list(csv.reader(io.StringIO(content, newline=""), delimiter=";"))
    rows[5][list(SHARE).index(column)] = cell
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows(rows)
    problem = problem_of(with_figures(text.getvalue().encode()))
    assert (problem.file, problem.row) == ("small/figures.csv", 6)
    assert (problem.column, problem.found) == (column, repr(cell))
    assert "after a comma, as semicolons part the cells; a point" in problem.expected


def test_a_number_that_is_not_the_printed_one_is_refused_as_in_any_table():
    lines = changed(LINES_OF_SHARE, 4, value="6.5")
    problem = problem_of(with_figures(as_excel(lines)))
    assert (problem.column, problem.found) == ("value", "'6,5'")
    assert problem.expected.endswith("as '6,25' prints it")
    missing = changed(LINES_OF_SHARE, 4, resolution="")
    assert problem_of(with_figures(as_excel(missing))).expected == "a value"


@pytest.mark.parametrize("cell", ["6,25", "53,767"])
def test_a_decimal_comma_between_commas_is_refused(cell):
    problem = problems_of(small_files(figures=changed(LINES_OF_SHARE, 4, value=cell)))[0]
    assert (problem.column, problem.expected) == (
        "value", "digits with at most 6 decimals after a point",
    )  # fmt: skip


def test_a_comma_in_the_cells_does_not_make_it_a_table_of_commas():
    lines = [SOURCES[0] | {"title": "a, b, c, d, e"}, SOURCES[1]]
    package = read_package(small_files() | {"sources.csv": as_excel(lines)})
    assert package.name == "small"


def test_a_greek_question_mark_parts_no_cells_though_it_is_a_semicolon_in_nfc():
    files = with_figures(as_excel(changed(LINES_OF_SHARE, 7, note="a\u037eb")))
    assert "a;b" in {each.note for each in content_of(files).figures}


def test_a_semicolon_in_the_cells_does_not_make_it_a_table_of_semicolons():
    files = small_files(sources=changed(SOURCES, 0, title="a; b; c;;;;;;;;;;;;"))
    assert content_of(files).sources[0].title == "a; b; c;;;;;;;;;;;;"


@pytest.mark.parametrize("blank", ["", ";" * 16, ";;"], ids=["line", "row", "short row"])
@pytest.mark.parametrize("before", ["", "sep=;\r\n"])
def test_rows_are_numbered_as_the_spreadsheet_shows_them(blank, before):
    """It shows rows without cells, and takes the line `sep=;` for itself."""
    lines = as_excel(changed(LINES_OF_SHARE, 2, value="x"), before=before).decode().split("\r\n")
    place = lines.index(next(line for line in lines if ";x;" in line))
    lines.insert(place - 1, blank)
    problem = problem_of(with_figures("\r\n".join(lines).encode()))
    assert (problem.row, problem.column) == (5, "value")


@pytest.mark.parametrize("after", ["\n", "," * 16 + "\n"], ids=["line", "row"])
def test_a_row_left_empty_between_commas_is_refused(after):
    problems = problems_of(with_figures(table(FIGURES) + after.encode()))
    assert {problem.row for problem in problems} == {len(FIGURES) + 2}


def test_a_row_of_blanks_is_not_an_empty_one():
    saved = as_excel(LINES_OF_SHARE, after=" " + ";" * 16)
    assert {problem.row for problem in problems_of(with_figures(saved))} == {len(FIGURES) + 2}


def test_tabs_between_the_cells_are_refused_with_what_to_do():
    problem = problem_of(with_figures(table(FIGURES).replace(b",", b"\t")))
    assert (problem.file, problem.row, problem.found) == (
        "small/figures.csv", 1, "tabs between the cells",
    )  # fmt: skip
    assert "CSV UTF-8" in problem.expected


@pytest.mark.parametrize("mark", [",", "\t", "|", "", ";;"])
def test_a_line_that_names_another_mark_is_refused(mark):
    problem = problem_of(with_figures(f"sep={mark}\r\n".encode() + table(FIGURES)))
    assert problem.file == "small/figures.csv"
    assert problem.expected == "sep=; or no such line"


def test_a_line_that_names_semicolons_before_commas_is_refused():
    problems = problems_of(with_figures(b"sep=;\n" + table(FIGURES)))
    assert {problem.row for problem in problems} == {1}


@pytest.mark.parametrize("content", [b"sep=;", b"sep=;\n", b"sep=;\n\n", b";", b"\xef\xbb\xbf"])
def test_a_table_of_nothing_but_marks_lacks_every_column(content):
    problems = problems_of(with_figures(content))
    assert {problem.row for problem in problems} == {1}
    assert "value" not in {problem.column for problem in problems}
    assert "resolution" in {problem.column for problem in problems}
