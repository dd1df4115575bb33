"""Faults of a package's catalog: the file, the stanza and the field are named."""

import pytest

from app.publication.content import assemble
from app.publication.package import read_package
from tests.packages import CATALOG
from tests.publication.small import Files, descriptor, problem_of, problems_of, small_files

MORE = """
[[indicator]]
code = "more"
label = {{vi = "thêm", en = "more"}}
definition = {{vi = "thêm", en = "more"}}
group = "all"
measure = "more"
{fields}
"""
STOCK = 'kind = "stock"\nunit = "persons"\nconcept = "register"\n'


def with_catalog(text: str | bytes) -> Files:
    return small_files() | {"catalog.toml": text if isinstance(text, bytes) else text.encode()}


def second(text: str, name: str = "more") -> Files:
    """A package with nothing but a catalog."""
    files = {"catalog.toml": text.encode()}
    return {"datapackage.json": descriptor(files, name=name), **files}


def more(fields: str) -> str:
    return CATALOG + MORE.format(fields=fields)


@pytest.mark.parametrize(
    "text",
    ["x =", "[[indicator]", "x = 1\nx = 2", "a = '\x00'",
     "x = " + "9" * 5000, "\ufeff\ufeff", 'x = "\\ud800"'],
    ids=["no value", "open heading", "twice", "control", "digits", "marks", "surrogate"],
)  # fmt: skip
def test_what_is_no_toml_is_refused(text):
    problem = problem_of(with_catalog(text))
    assert (problem.file, problem.expected) == ("small/catalog.toml", "TOML 1.0")


def test_a_syntax_fault_is_told_with_line_and_column():
    problem = problem_of(with_catalog('direct_subordinates = "units_below"\nlevel ='))
    assert "line 2" in problem.found or "end of document" in problem.found


def test_a_catalog_that_is_not_utf_8_is_named_with_the_row():
    problem = problem_of(with_catalog(b"# x\n# \xff\n"))
    assert (problem.file, problem.row, problem.expected) == (
        "small/catalog.toml", 2, "text in UTF-8",
    )  # fmt: skip


@pytest.mark.parametrize(
    "change", [b"\xef\xbb\xbf".__add__, lambda text: text.replace(b"\n", b"\r\n")]
)
def test_a_catalog_as_other_editors_save_it_is_read_alike(change):
    plain = assemble([read_package(small_files())])
    saved = assemble([read_package(with_catalog(change(CATALOG.encode())))])
    assert saved == plain


@pytest.mark.parametrize(
    ("fields", "column", "expected"),
    [
        (STOCK + 'colour = "red"', "indicator more, colour", "Extra inputs"),
        ('kind = "guess"\nunit = "persons"\nconcept = "register"', "indicator more, kind", "stock"),
        ('unit = "persons"\nconcept = "register"', "indicator more, kind", "a value"),
        (STOCK + "display_decimals = 7", "indicator more, display_decimals", "less than or equal"),
        (STOCK + "domain = {lower = 5, upper = 1}", "indicator more, domain", "no number lies"),
        (STOCK + "domain.lower = nan", "indicator more, domain.lower", "finite"),
        (STOCK + "domain.upper = inf", "indicator more, domain.upper", "finite"),
        (STOCK + "personal = 1979-05-27", "indicator more, personal", "boolean"),
        (STOCK + 'notes = [{vi = "chỉ một"}]', "indicator more, notes.0.en", "a value"),
        (STOCK + 'growth = {of = "members", measure = "percent"}', "indicator more", "growth goes"),
    ],
)
def test_a_stanza_that_cannot_be_is_named_with_its_field(fields, column, expected):
    problems = problems_of(with_catalog(more(fields)))
    found = {(problem.file, problem.column): problem for problem in problems}
    assert expected in found["small/catalog.toml", column].expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (more(STOCK.replace("persons", "hours")), "indicator more, unit: no such code as hours"),
        (more(STOCK + 'partitions = ["gone"]'), "indicator more, partitions: no such code as gone"),
        (
            more(
                'kind = "ratio"\nunit = "percent"\nconcept = "register"\nformula = "more / cells"'
            ),
            "formulas run in a circle: more → more",
        ),
        (
            CATALOG.replace('"units_below"\n', '"gone"\n', 1),
            "direct_subordinates: no indicator gone",
        ),
    ],
)
def test_stanzas_that_do_not_fit_together_are_refused(text, expected):
    problem = problem_of(with_catalog(text))
    assert (problem.file, problem.found) == (
        "small/catalog.toml", "stanzas that contradict each other",
    )  # fmt: skip
    assert problem.expected == expected


@pytest.mark.parametrize("formula", ["1 +", "__import__('os')", "members ** 2", "5", "x" * 401])
def test_a_formula_that_is_none_is_refused(formula):
    stanza = f'kind = "ratio"\nunit = "percent"\nconcept = "register"\nformula = "{formula}"'
    problem = problem_of(with_catalog(more(stanza)))
    assert (problem.file, problem.column) == ("small/catalog.toml", "indicator more")


@pytest.mark.parametrize(
    ("text", "column"),
    [("level = 5", "level"), ("colour = 1", "colour"), ("unit = [5]", "unit number 1")],
)
def test_a_list_that_is_none_and_an_unknown_name_are_refused(text, column):
    problems = problems_of(with_catalog(text))
    assert ("small/catalog.toml", column) in {(each.file, each.column) for each in problems}


def test_an_indicator_of_two_packages_is_refused_with_both_files():
    text = MORE.format(fields=STOCK)
    problem = problem_of(small_files(catalog=CATALOG + text), second(text))
    assert (problem.file, problem.column) == ("more/catalog.toml", "indicator more")
    assert problem.expected == "once; also in small/catalog.toml"


def test_a_setting_of_two_packages_is_refused_even_when_they_agree():
    problem = problem_of(small_files(), second('direct_subordinates = "units_below"'))
    assert (problem.file, problem.column) == ("more/catalog.toml", "direct_subordinates")
    assert problem.expected == "nothing: small/catalog.toml says it already"


@pytest.mark.parametrize("text", ["indicator = 5", "[indicator]\ncode = 'x'"])
def test_a_list_of_one_package_is_no_list_of_another(text):
    problem = problem_of(small_files(), second(text))
    assert (problem.file, problem.column) == ("more/catalog.toml", "indicator")


def test_a_fault_is_told_of_the_package_that_has_it():
    text = MORE.format(fields=STOCK + 'colour = "red"')
    problem = problem_of(small_files(), second(text))
    assert (problem.file, problem.column) == ("more/catalog.toml", "indicator more, colour")


def test_a_package_may_add_an_indicator_to_the_catalog_of_another():
    content = assemble(
        [read_package(small_files()), read_package(second(MORE.format(fields=STOCK)))]
    )
    assert "more" in content.catalog.by_code
    assert content.stanzas["indicator"][-1]["code"] == "more"


def test_a_package_without_any_catalog_lacks_every_indicator_it_uses():
    problems = problems_of(small_files(catalog=""))
    assert {problem.column for problem in problems} == {"level", "breaks", "indicator"}
