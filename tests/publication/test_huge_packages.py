"""Packages that are long, wide or deep: refused or published in bounded time, never a crash."""

import time
from collections.abc import Iterator

import pytest

from app.publication.content import assemble
from app.publication.package import read_package
from app.publication.problems import PROBLEMS_MAX, PackageError
from tests.packages import CATALOG, figure, organization
from tests.publication.derived import release_rows
from tests.publication.small import EVENTS, FIGURES, changed, problem_of, problems_of, small_files

RATIO = """
[[indicator]]
code = "c{number}"
label = {{vi = "x", en = "x"}}
definition = {{vi = "x", en = "x"}}
group = "all"
measure = "m"
kind = "ratio"
unit = "percent"
concept = "register"
formula = "{operand} + 1"
"""


@pytest.fixture(autouse=True)
def _in_bounded_time() -> Iterator[None]:
    """A tenth would do on a quiet machine."""
    started = time.process_time()
    yield
    assert time.process_time() - started < 30


@pytest.mark.parametrize(
    "heading",
    [
        b",".join(b"column-%d" % number for number in range(200_000)),
        b"," * 200_000,
        b"code," * 9999,
    ],
    ids=["other columns", "nameless columns", "one column"],
)
def test_a_heading_of_very_many_columns_is_refused(heading):
    problems = problems_of(small_files() | {"figures.csv": heading + b"\n"})
    assert {(problem.file, problem.row) for problem in problems} == {("small/figures.csv", 1)}


def test_very_many_wrong_rows_are_told_up_to_a_limit():
    wrong = [FIGURES[0] | {"value": "x"}] * 50_000
    assert len(problems_of(small_files(figures=wrong))) == PROBLEMS_MAX


def test_very_many_codes_that_name_nothing_are_told_up_to_a_limit():
    many = [organization("vn"), *(organization(f"o-{number}", "vn") for number in range(3000))]
    wrong = [FIGURES[0] | {"organization": f"x-{number}"} for number in range(10_000)]
    files = small_files(organizations=many, figures=wrong, events=[], identifiers=[])
    assert len(problems_of(files)) == PROBLEMS_MAX
    related = ";".join(f"x-{number}" for number in range(10_000))
    lines = changed(EVENTS, 0, related=related)
    assert len(problems_of(small_files(events=lines))) == PROBLEMS_MAX


def test_a_tree_thousands_deep_is_published():
    deep = [organization("o-0")]
    deep += [organization(f"o-{number}", f"o-{number - 1}") for number in range(1, 5000)]
    figures = [figure("o-4999.members.2022", "100")]
    files = small_files(organizations=deep, figures=figures, events=[], identifiers=[])
    content = assemble([read_package(files)])
    assert content.organizations[-1].code == "o-4999"
    assert sum("code" in row for row in release_rows(content)) == 5000


def test_a_circle_at_the_end_of_a_long_branch_is_found():
    deep = [organization(f"o-{number}", f"o-{number + 1}") for number in range(5000)]
    deep.append(organization("o-5000", "o-4999"))
    files = small_files(organizations=deep, figures=[], events=[], identifiers=[])
    assert problem_of(files).found in {"'o-5000'", "'o-4999'"}


def formulas(depth: int) -> str:
    """Each rests on the next; the last on a printed number."""
    operands = [*(f"c{number + 1}" for number in range(depth - 1)), "members"]
    stanzas = (RATIO.format(number=place, operand=code) for place, code in enumerate(operands))
    return CATALOG + "".join(stanzas)


def test_formulas_may_rest_on_each_other_fifty_deep_and_no_deeper():
    content = assemble([read_package(small_files(catalog=formulas(50)))])
    assert sum(1 for _ in release_rows(content)) > 100
    problem = problem_of(small_files(catalog=formulas(51)))
    assert (problem.file, problem.column) == ("catalog.toml", "indicator c0")
    assert problem.expected == "at most 50 on each other"


@pytest.mark.parametrize("depth", [500, 2000])
def test_formulas_hundreds_deep_are_refused(depth):
    assert problem_of(small_files(catalog=formulas(depth))).expected == "at most 50 on each other"


@pytest.mark.parametrize("relation", ["subset_of", "overlaps"])
def test_relations_may_run_in_a_circle(relation):
    stanza = RATIO.replace('formula = "{operand} + 1"', relation + ' = ["{operand}"]')
    text = "".join(
        stanza.format(number=number, operand=f"c{1 - number}").replace("ratio", "stock")
        for number in (0, 1)
    )
    files = small_files(catalog=CATALOG + text.replace('"percent"', '"persons"'))
    assert sum(1 for _ in release_rows(assemble([read_package(files)])))


def test_a_message_about_many_faults_stays_one_that_can_be_read():
    wrong = [line | {"note": "\t" + "x" * 50_000} for line in FIGURES]
    with pytest.raises(PackageError) as caught:
        read_package(small_files(figures=wrong))
    assert len(str(caught.value)) < 500 * len(FIGURES)
