"""JSON and TOML that are nested deeply: refused with a row, never a crash of the parser."""

import resource

import pytest

from app.publication.content import assemble
from app.publication.limits import DEFAULT_LIMITS
from app.publication.package import read_package
from app.publication.problems import PackageError
from tests.packages import CATALOG
from tests.publication.small import problem_of, small_files


def refusal(files):
    """The first fault, within the limits of what comes from outside."""
    with pytest.raises(PackageError) as caught:
        read_package(files, DEFAULT_LIMITS)
    return caught.value.problems[0]


@pytest.mark.parametrize("depth", [33, 1000, 100_000])
@pytest.mark.parametrize(("before", "after"), [("[", "]"), ('{"a":', "}"), ('[{"a":', "}]")])
@pytest.mark.parametrize("closed", [0, 1])
def test_json_that_is_nested_deeply_is_refused_with_its_row(depth, before, after, closed):
    text = '{"name": "small",\n"x": ' + before * depth + "1" + after * depth * closed + "}"
    problem = refusal(small_files() | {"datapackage.json": text.encode()})
    assert (problem.file, problem.row) == ("datapackage.json", 2)
    assert problem.expected == "at most 32 within each other"


@pytest.mark.parametrize("depth", [33, 1000, 10_000])
@pytest.mark.parametrize(
    "text",
    [
        lambda depth: "x = " + "[" * depth + "]" * depth,
        lambda depth: "x = " + "[\n" * depth + "]\n" * depth,
        lambda depth: "x = " + "{a=" * depth + "1" + "}" * depth,
        lambda depth: "x" + ".a" * depth + " = 1",
        lambda depth: "x" + ' . "a.b"' * depth + " = 1",
        lambda depth: "[x" + ".a" * depth + "]",
        lambda depth: "[[x" + ".a" * depth + "]]",
        lambda depth: "x = " + "{a.b.c=" * depth + "1" + "}" * depth,
        lambda depth: 'x = ["""a"""", ' + "[" * depth + '"',
        lambda depth: "x = ['''a'''', " + "[" * depth + "'",
        lambda depth: "x = ['\\', " + "[" * depth + "'",
        lambda depth: 'x = ["\\"", ' + "[" * depth + '"',
        lambda depth: 'x = "a # b"\ny = ' + "[" * depth,
    ],
    ids=[
        "arrays",
        "arrays over rows",
        "tables",
        "a key",
        "a quoted key",
        "a heading",
        "a heading of many",
        "tables of keys",
        "after four quotes",
        "after four apostrophes",
        "after a backslash",
        "after a quote within",
        "after a hash",
    ],
)
def test_toml_that_is_nested_deeply_is_refused(text, depth):
    problem = refusal(small_files() | {"catalog.toml": text(depth).encode()})
    assert (problem.file, problem.expected) == (
        "small/catalog.toml", "at most 32 within each other",
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ['"' + "[." * 99 + '"', "'" + "{." * 99 + "'", '"""' + "[.\n" * 99 + '"""',
     "'''" + "[.\n" * 99 + "'''", '"""a""" # ' + "[." * 99],
    ids=["text", "literal", "lines", "literal lines", "comment"],
)  # fmt: skip
def test_brackets_in_texts_and_comments_of_a_catalog_are_not_nested(text):
    catalog = CATALOG.replace('definition = {vi = "Theo sổ"', f"definition.vi = {text}\n#", 1)
    catalog = catalog.replace("\n#", '\ndefinition.en = "x" #', 1)
    content = assemble([read_package(small_files(catalog=catalog), DEFAULT_LIMITS)])
    assert content.stanzas["concept"][0]["definition"]["vi"]


def test_brackets_in_texts_of_a_descriptor_are_not_nested():
    text = small_files()["datapackage.json"].replace(b"{", b'{"x": "' + b'[\\"{' * 99 + b'",', 1)
    files = small_files() | {"datapackage.json": text}
    assert read_package(files, DEFAULT_LIMITS).name == "small"


def test_a_catalog_of_one_long_dotted_key_takes_no_memory():
    """The parser of TOML keeps every beginning of it: for 10^5 parts it would ask for 40 GB."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    files = small_files() | {"catalog.toml": b"x" + b".a" * 10_000 + b" = 1"}
    assert problem_of(files).row == 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000


def test_each_part_of_a_key_counts_at_every_level():
    text = "x = " + "{a.b.c=" * 11 + "1" + "}" * 11
    assert refusal(small_files() | {"catalog.toml": text.encode()}).row == 1
