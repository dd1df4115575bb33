"""Codes between tables and packages: each names one thing that exists."""

import pytest

from app.publication.bringing import in_order
from app.publication.content import assemble
from app.publication.lines import OrganizationLine
from app.publication.package import read_package
from tests.packages import figure, organization, source
from tests.publication.small import (
    EVENTS,
    FIGURES,
    IDENTIFIERS,
    ORGANIZATIONS,
    SOURCES,
    TABLES,
    VINTAGES,
    changed,
    only,
    problem_of,
    problems_of,
    small_files,
)

REFERENCES = [
    ("organizations", "parent", 3),
    ("organizations", "level", 3),
    ("identifiers", "organization", 0),
    ("identifiers", "source", 0),
    ("events", "organization", 0),
    ("events", "related", 0),
    ("events", "breaks", 0),
    ("events", "source", 0),
    ("figures", "organization", 4),
    ("figures", "indicator", 4),
    ("figures", "source", 4),
    ("figures", "vintage", 4),
]


@pytest.mark.parametrize(("name", "column", "number"), REFERENCES)
def test_a_code_that_names_nothing_is_refused(name, column, number):
    lines = changed(TABLES[name], number, **{column: "atlantis"})
    problem = problem_of(small_files(**{name: lines}))
    assert (problem.file, problem.row) == (f"small/{name}.csv", number + 2)
    assert (problem.column, problem.found) == (column, "'atlantis'")
    assert problem.expected.startswith("a code that exists")


def test_the_nearest_code_is_named():
    lines = changed(FIGURES, 4, organization="easst")
    assert problem_of(small_files(figures=lines)).expected.endswith("nearest: east")


@pytest.mark.parametrize("name", TABLES)
def test_a_key_that_stands_twice_is_refused_with_both_places(name):
    problem = problem_of(small_files(**{name: [*TABLES[name], TABLES[name][0]]}))
    assert (problem.file, problem.row) == (f"small/{name}.csv", len(TABLES[name]) + 2)
    assert problem.expected.endswith(f"small/{name}.csv, row 2")


@pytest.mark.parametrize("name", TABLES)
def test_a_key_of_another_package_is_refused_with_both_places(name):
    problem = problem_of(small_files(), only("more", **{name: TABLES[name][:1]}))
    assert (problem.file, problem.row) == (f"more/{name}.csv", 2)
    assert problem.expected.endswith(f"small/{name}.csv, row 2")


def test_a_package_may_refer_to_codes_of_another():
    more = only(
        "more",
        organizations=[organization("north", "vn")],
        sources=[source("more-report")],
        figures=[
            figure("north.members.2022", "100", source="report"),
            figure("east.members.2022", "53.768", source="more-report"),
        ],
    )
    content = assemble([read_package(small_files()), read_package(more)])
    assert [line.code for line in content.organizations] == [
        "vn", "east", "north", "west", "west-1",
    ]  # fmt: skip
    assert len(content.figures) == len(FIGURES) + 2


def test_packages_stand_after_those_they_require_whatever_came_first():
    packages = [
        read_package(only(name, requires=requires, sources=[source(name)]))
        for name, requires in (("a", ["c"]), ("b", []), ("c", ["b"]), ("d", ["e"]), ("e", ["d"]))
    ]
    expected = ["b", "c", "a", "d", "e"]
    assert [package.name for package in in_order(packages)] == expected
    assert [package.name for package in in_order(reversed(packages))] == expected


@pytest.mark.parametrize(
    "parents",
    [{"vn": "vn"}, {"vn": "west"}, {"vn": "west-1"}, {"west": "west-1"}],
    ids=["itself", "two", "three", "below"],
)
def test_a_circle_in_the_tree_is_refused(parents):
    lines = [line | {"parent": parents.get(line["code"], line["parent"])} for line in ORGANIZATIONS]
    problem = problem_of(small_files(organizations=lines))
    assert (problem.column, problem.expected) == ("parent", "a tree without circles")
    assert ORGANIZATIONS[problem.row - 2]["code"] in {"vn", "west", "west-1"}


def test_organizations_stand_in_pre_order_whatever_the_order_of_the_rows():
    forwards = assemble([read_package(small_files())])
    backwards = assemble([read_package(small_files(organizations=ORGANIZATIONS[::-1]))])
    assert [line.code for line in forwards.organizations] == ["vn", "east", "west", "west-1"]
    assert backwards.organizations == forwards.organizations
    assert all(isinstance(line, OrganizationLine) for line in forwards.organizations)


def test_several_trees_may_stand_beside_each_other():
    lines = [*ORGANIZATIONS, organization("an-other")]
    content = assemble([read_package(small_files(organizations=lines))])
    assert content.organizations[0].code == "an-other"


def test_two_vintages_of_one_ordinal_are_refused():
    problem = problem_of(small_files(vintages=changed(VINTAGES, 1, ordinal="1")))
    assert (problem.file, problem.row, problem.column) == ("small/vintages.csv", 3, "ordinal")
    assert problem.expected == "another ordinal; this is that of first"


@pytest.mark.parametrize(
    ("print_", "value", "qualifier"),
    [("101%", "101", "exact"), ("hơn 100%", "100", "over"), ("ít nhất 101%", "101", "at_least")],
)
def test_a_figure_outside_the_domain_of_its_indicator_is_refused(print_, value, qualifier):
    lines = changed(FIGURES, 4, as_reported=print_, value=value, qualifier=qualifier)
    problem = problem_of(small_files(figures=lines))
    assert (problem.file, problem.row, problem.column) == ("small/figures.csv", 6, "value")
    assert problem.found == repr(print_)
    assert problem.expected == f"{print_} lies outside the domain of share"


def test_a_percentage_is_no_count_of_people():
    lines = changed(FIGURES, 0, printed_unit="percent")
    problem = problem_of(small_files(figures=lines))
    assert (problem.row, problem.column) == (2, "printed_unit")
    assert problem.expected == "a unit to count persons in"


@pytest.mark.parametrize(
    ("period", "reference_date", "expected"),
    [
        ("2022", "2021-12-31", "a date within 2022"),
        ("2022", "2022-11-30", "31 December, or a period coded by half, quarter, month or day"),
        ("2022", "2022-06", "31 December, or a period coded by half, quarter, month or day"),
        ("2022-Q3", "2022-10-01", "a date within 2022-Q3"),
        ("2022-06", "2022", "a date within 2022-06"),
    ],
)
def test_a_reference_date_is_in_its_period_and_a_years_stock_is_of_its_last_day(
    period, reference_date, expected
):
    lines = [FIGURES[0] | {"period": period, "reference_date": reference_date}]
    problem = problem_of(small_files(figures=lines))
    assert (problem.row, problem.column) == (2, "reference_date")
    assert (problem.found, problem.expected) == (repr(reference_date), expected)


@pytest.mark.parametrize(
    ("key", "reference_date"),
    [
        ("east.members.2022", "2022"),
        ("east.members.2022", "2022-12"),
        ("east.members.2022-Q3", "2022-08-15"),
        ("east.population.2022", "2022-07-01"),
    ],
)
def test_other_reference_dates_are_taken(key, reference_date):
    lines = [figure(key, "53.767", reference_date=reference_date)]
    (read,) = assemble([read_package(small_files(figures=lines))]).figures
    assert read.reference_date == reference_date


def test_all_dangling_codes_are_told_at_once():
    files = small_files(
        sources=SOURCES[:1],
        events=changed(EVENTS, 0, related="nowhere;east;atlantis"),
        identifiers=changed(IDENTIFIERS, 0, organization="atlantis"),
    )
    places = [(problem.file, problem.column, problem.found) for problem in problems_of(files)]
    assert places == [
        ("small/identifiers.csv", "organization", "'atlantis'"),
        ("small/events.csv", "related", "'nowhere'"),
        ("small/events.csv", "related", "'atlantis'"),
        ("small/figures.csv", "source", "'yearbook'"),
        ("small/figures.csv", "source", "'yearbook'"),
    ]
