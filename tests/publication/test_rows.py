"""Rows of a package: what a cell may hold, and what a row must agree about."""

import unicodedata

import pytest

from app.publication.content import assemble
from app.publication.package import read_package
from tests.packages import figure
from tests.publication.small import (
    EVENTS,
    FIGURES,
    IDENTIFIERS,
    ORGANIZATIONS,
    TABLES,
    changed,
    problem_of,
    problems_of,
    small_files,
)


def refuse(name, number, column, text):
    """The problem of the small package with one other cell."""
    lines = changed(TABLES[name], number, **{column: text})
    problem = problems_of(small_files(**{name: lines}))[0]
    assert (problem.file, problem.row) == (f"small/{name}.csv", number + 2)
    return problem


@pytest.mark.parametrize("name", TABLES)
def test_an_empty_cell_that_must_be_filled_is_named(name):
    column = {"terms": "vi", "figures": "source", "identifiers": "scheme"}.get(name, "code")
    problem = refuse(name, 0, column, "")
    assert (problem.column, problem.found, problem.expected) == (column, "''", "a value")


@pytest.mark.parametrize(
    "code", ["East", "east_1", "-east", "east-", "ea--st", "đông", "e.st", "x" * 65, "east ", " "]
)
@pytest.mark.parametrize("name", ["organizations", "sources", "events", "vintages"])
def test_a_code_of_other_letters_is_refused(name, code):
    problem = refuse(name, 0, "code", code)
    assert (problem.column, problem.found) == ("code", repr(code))
    assert "lower-case letters and digits" in problem.expected


@pytest.mark.parametrize(
    "day", ["2025-02-30", "2025-13-01", "25-01-01", "2025", "2025-06", "30/06/2025", "2025-6-30",
            "1899-12-31", "2200-01-01", "0000-00-00", "2025-06-30T00", "٢٠٢٥-٠٦-٣٠", "2025-W01-1"],
)  # fmt: skip
@pytest.mark.parametrize(
    ("name", "column"),
    [("organizations", "valid_from"), ("identifiers", "valid_to"), ("sources", "accessed")],
)
def test_a_day_must_be_a_day_of_the_calendar(name, column, day):
    problem = refuse(name, 0, column, day)
    assert (problem.column, problem.found) == (column, repr(day))


@pytest.mark.parametrize("text", ["2025-00", "2025-6", "2025-06-31", "2025-S1", "June 2025"])
@pytest.mark.parametrize(
    ("name", "column"), [("events", "effective"), ("events", "decided"), ("sources", "published"),
                         ("figures", "reference_date")],
)  # fmt: skip
def test_a_date_is_as_far_as_known_and_real(name, column, text):
    problem = refuse(name, 0, column, text)
    assert (problem.column, problem.found) == (column, repr(text))


@pytest.mark.parametrize("period", ["2022-Q5", "2022-S3", "2022-13", "22", "2022/06", "2022-06-31"])
def test_a_period_is_one_of_the_five_forms(period):
    problem = refuse("figures", 0, "period", period)
    assert (problem.column, problem.found) == ("period", repr(period))


@pytest.mark.parametrize(
    "value", ["NaN", "inf", "-Infinity", "1e3", "0x1f", "1_000", "53.767,0", "53 767", "+5", "-1",
              "٥٣", "1.", ".5", "5.1234567", "1000000000", "999999999999", "1" * 40, "½", "-0", ""],
)  # fmt: skip
@pytest.mark.parametrize("column", ["value", "resolution"])
def test_a_number_is_plain_digits_below_a_thousand_million(column, value):
    problem = refuse("figures", 0, column, value)
    assert (problem.column, problem.found) == (column, repr(value))


@pytest.mark.parametrize("ordinal", ["-1", "1.5", "x", "1000000", "9" * 30, "1_0", " 1"])
@pytest.mark.parametrize("name", ["events", "vintages"])
def test_an_ordinal_is_a_small_whole_number(name, ordinal):
    assert refuse(name, 0, "ordinal", ordinal).expected == "a whole number of at most 6 digits"


@pytest.mark.parametrize(
    ("name", "column", "text"),
    [
        ("figures", "printed_unit", "dozen"),
        ("figures", "decimal_mark", "'"),
        ("figures", "qualifier", "nearly?"),
        ("figures", "period_basis", "guessed"),
        ("figures", "preferred", "true"),
        ("figures", "suppressed", "1"),
        ("organizations", "territorial", "perhaps"),
        ("organizations", "children_complete", "YES"),
        ("sources", "authority", "hearsay"),
        ("sources", "language", "vie"),
        ("events", "scope", "everything"),
        ("events", "related", "east;;west"),
        ("organizations", "name_vi", "x" * 2001),
        ("organizations", "name_en", "a\tb"),
        ("sources", "url", "a\x00b"),
        ("terms", "vi", "\x7f"),
    ],
)  # fmt: skip
def test_a_cell_that_is_none_of_the_allowed_is_named(name, column, text):
    assert refuse(name, 0, column, text).column == column


@pytest.mark.parametrize(
    ("cells", "column", "expected"),
    [
        ({"value": "53768"}, "value", "53767, as '53.767' prints it"),
        ({"value": "53.767"}, "value", "53767, as '53.767' prints it"),
        ({"decimal_mark": "."}, "value", "53767/1000, as '53.767' prints it"),
        ({"qualifier": "nearly"}, "qualifier", "exact, as '53.767' prints it"),
        ({"as_reported": "hơn 53.767"}, "qualifier", "over, as 'hơn 53.767' prints it"),
        ({"as_reported": "53.767%"}, "printed_unit", "percent, as '53.767%' prints it"),
        ({"as_reported": "53.767 nghìn"}, "printed_unit", "thousand, as '53.767 nghìn' prints it"),
        ({"printed_unit": "thousand"}, "value", "53767000, as '53.767' prints it"),
        ({"as_reported": "tầm 53.767"}, "as_reported", "known qualifier"),
        ({"as_reported": "5,3,7"}, "as_reported", "no number with decimal mark"),
        ({"as_reported": "5" * 81}, "as_reported", "longer than 80 characters"),
        ({"as_reported": ""}, "as_reported", "a number, since the row is not suppressed"),
        ({"value": ""}, "value", "a number, since the row is not suppressed"),
        ({"suppressed": "yes"}, "as_reported", "nothing, since the row is suppressed"),
        ({"suppressed": "yes", "as_reported": ""}, "value", "nothing, since the row is suppressed"),
        ({"resolution": "1000"}, "resolution", "a step that 53767 is a multiple of"),
    ],
)  # fmt: skip
def test_a_row_that_disagrees_with_its_print_is_named_with_what_would_agree(
    cells, column, expected
):
    problem = problem_of(small_files(figures=changed(FIGURES, 0, **cells)))
    assert (problem.file, problem.row, problem.column) == ("small/figures.csv", 2, column)
    assert expected in problem.expected


@pytest.mark.parametrize(
    "print_of_two", ["từ 40.000 đến 1.000.000.000", f"từ 40.000 đến {'9' * 60}",
                     "từ 40.000 đến 41.000,1234567"],
)  # fmt: skip
def test_the_second_number_of_a_print_has_the_same_limits(print_of_two):
    problem = problem_of(small_files(figures=changed(FIGURES, 2, as_reported=print_of_two)))
    assert (problem.row, problem.column) == (4, "as_reported")
    assert problem.expected == "numbers below 1000000000 with at most 6 decimals"


def test_a_range_that_ends_before_it_begins_is_refused():
    lines = changed(FIGURES, 2, as_reported="từ 40.000 đến 39.000")
    problem = problem_of(small_files(figures=lines))
    assert (problem.file, problem.row, problem.column) == ("small/figures.csv", 4, "value")


def test_a_print_in_decomposed_letters_is_the_same_print():
    lines = changed(FIGURES, 0, as_reported="hơn 53.767", qualifier="over")
    apart = changed(lines, 0, as_reported=unicodedata.normalize("NFD", "hơn 53.767"))
    assert lines != apart
    whole, *_ = assemble([read_package(small_files(figures=lines))]).figures
    parts, *_ = assemble([read_package(small_files(figures=apart))]).figures
    assert (parts.qualifier, parts.value) == (whole.qualifier, whole.value)


def test_a_suppressed_row_has_neither_print_nor_value():
    line = figure("east.members.2021", "4") | {"suppressed": "yes", "as_reported": "", "value": ""}
    figures = assemble([read_package(small_files(figures=[line]))]).figures
    assert [(each.value, each.as_reported, each.is_suppressed) for each in figures] == [
        (None, None, True)
    ]


@pytest.mark.parametrize(
    ("name", "lines", "column"),
    [
        ("organizations", changed(ORGANIZATIONS, 1, valid_from="2025-07-01"), "valid_to"),
        ("identifiers", changed(IDENTIFIERS, 0, valid_from="2025-07-01"), "valid_to"),
        ("events", changed(EVENTS, 0, effective=""), "effective"),
    ],
)
def test_dates_of_a_row_must_agree(name, lines, column):
    problem = problem_of(small_files(**{name: lines}))
    assert (problem.file, problem.column) == (f"small/{name}.csv", column)


def test_what_is_long_is_cut_in_the_message():
    problem = refuse("sources", 0, "title", "x" * 100_000)
    assert len(str(problem)) < 500
