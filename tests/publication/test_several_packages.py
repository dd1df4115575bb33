"""Several owners side by side: what they bring together, and what is said when it does not fit."""

import pytest

from app.publication.content import assemble
from app.publication.package import read_package
from app.publication.reading import read_source
from tests.packages import event, figure, organization, source
from tests.publication.packed import bundle, laid_out
from tests.publication.small import (
    FIGURES,
    ORGANIZATIONS,
    TABLES,
    only,
    problem_of,
    problems_of,
    small_files,
)

KEYS = {
    "sources": "code",
    "vintages": "code",
    "terms": "code",
    "errata": "code",
    "organizations": "code",
    "identifiers": "scheme, value, organization",
    "events": "code",
    "figures": "organization, indicator, period, source",
}


def northern(name="north", **changes):
    """A province of its own, with its source and its figures."""
    tables = {
        "organizations": [organization(name, "vn"), organization(f"{name}-1", name)],
        "sources": [source(f"{name}-report")],
        "figures": [figure(f"{name}.members.2022", "100", source=f"{name}-report")],
    }
    return only(name, **tables | changes)


def test_many_packages_stand_side_by_side():
    names = [f"province-{number}" for number in range(20)]
    packages = [small_files(), *(northern(name) for name in names)]
    content = assemble([read_package(files) for files in packages])
    assert {line.code for line in content.organizations} >= {*names, "vn", "east"}
    assert len(content.figures) == len(FIGURES) + len(names)
    backwards = assemble([read_package(files) for files in packages[::-1]])
    assert backwards.organizations == content.organizations
    assert backwards.figures == content.figures


def test_packages_of_a_bundle_may_refer_to_each_other_in_a_circle(tmp_path):
    east = only(
        "east-office", requires=["west-office"], sources=[source("east-report")],
        organizations=[organization("e", "w", level="district")],
    )  # fmt: skip
    west = only(
        "west-office", requires=["east-office"],
        organizations=[organization("w", "vn")],
        figures=[figure("w.members.2022", "100", source="east-report")],
    )  # fmt: skip
    files = bundle({"0": small_files(), "1": east, "2": west})
    packages = read_source(laid_out(tmp_path / "all", files))
    assert [package.name for package in packages] == ["east-office", "small", "west-office"]
    assert len(assemble(packages).figures) == len(FIGURES) + 1


@pytest.mark.parametrize("name", TABLES)
def test_a_key_of_two_packages_is_named_with_its_columns_and_both_places(name):
    second = only("more", **{name: TABLES[name][-1:]})
    problem = problem_of(small_files(), second)
    last = len(TABLES[name]) + 1
    assert (problem.file, problem.row, problem.column) == (f"more/{name}.csv", 2, KEYS[name])
    assert problem.expected == (
        f"one row for it in all packages; the other is small/{name}.csv, row {last}"
    )


@pytest.mark.parametrize(
    ("tables", "file", "column", "expected"),
    [
        ({"organizations": [organization("north", "vnn")]}, "organizations", "parent",
         "organizations.csv, of this or another package; nearest: vn"),
        ({"organizations": [organization("north", "vn", level="distrikt")]}, "organizations",
         "level", "catalog.toml, level, of this or another package; nearest: district"),
        ({"figures": [figure("easst.members.2022", "1")]}, "figures", "organization",
         "organizations.csv, of this or another package; nearest: east"),
        ({"figures": [figure("east.membres.2022", "1")]}, "figures", "indicator",
         "catalog.toml, [[indicator]], of this or another package; nearest: members"),
        ({"figures": [figure("west.members.2022", "1", source="reprot")]}, "figures", "source",
         "sources.csv, of this or another package; nearest: report"),
        ({"figures": [figure("west.members.2022", "1", vintage="revized")]}, "figures", "vintage",
         "vintages.csv, of this or another package; nearest: revised"),
        ({"events": [event("e", "vn", related="east;wst")]}, "events", "related",
         "organizations.csv, of this or another package; nearest: west"),
        ({"events": [event("e", "vn", effective="2020", breaks="memberz")]}, "events", "breaks",
         "catalog.toml, [[indicator]], of this or another package; nearest: members"),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 20 else "",
)  # fmt: skip
def test_a_code_of_no_package_is_named_with_where_it_should_be_and_the_nearest(
    tables, file, column, expected
):
    problem = problem_of(small_files(), only("more", **tables))
    assert (problem.file, problem.row, problem.column) == (f"more/{file}.csv", 2, column)
    assert problem.expected == f"a code that exists in {expected}"


def test_a_required_package_that_is_missing_is_named_first_with_the_nearest():
    north = northern(organizations=[organization("north", "vn")])
    files = only("south", requires=["nort", "small"], figures=[figure("n.members.2022", "1")])
    first, second = problems_of(small_files(), north, files)
    assert (first.file, first.column, first.found) == (
        "south/datapackage.json", "requires", "'nort'",
    )  # fmt: skip
    assert first.expected == (
        "a package that is loaded already, or comes with this one; nearest: north"
    )
    assert (second.file, second.column) == ("south/figures.csv", "organization")
    assert "; not loaded, though required: nort" in second.expected


def test_only_the_package_that_requires_it_is_told_of_a_missing_one():
    missing = only("south", requires=["gone"])
    wrong = northern(figures=[figure("nowhere.members.2022", "1")])
    problems = problems_of(small_files(), missing, wrong)
    assert [problem.file for problem in problems] == ["south/datapackage.json", "north/figures.csv"]
    assert "gone" not in problems[1].expected


def test_a_circle_across_packages_is_refused():
    lines = [line | {"parent": "north"} if line["code"] == "vn" else line for line in ORGANIZATIONS]
    problem = problem_of(small_files(organizations=lines), northern())
    assert problem.expected == "a tree without circles"


def test_two_packages_may_print_one_cell_from_their_own_sources():
    """Contradicting figures both stay; the checks of a release tell of them."""
    second = only(
        "more", sources=[source("more-report")],
        figures=[figure("east.members.2022", "53.768", source="more-report")],
    )  # fmt: skip
    content = assemble([read_package(small_files()), read_package(second)])
    assert len([each for each in content.figures if "east.members.2022@" in str(each.key)]) == 2
