"""Text as programs save it: one form of Unicode, and nothing that a database cannot hold."""

import json
import unicodedata

import pytest

from app.publication.content import assemble
from app.publication.package import read_package
from tests.packages import CATALOG
from tests.publication.small import (
    FIGURES,
    ORGANIZATIONS,
    SOURCES,
    changed,
    descriptor,
    problem_of,
    problems_of,
    small_files,
)

TEXT = "Số đảng viên của Đảng bộ tỉnh"
INDICATOR = """
[[indicator]]
code = "more"
label = {{vi = "{0}", en = "more"}}
definition = {{vi = "x", en = "x"}}
group = "all"
measure = "more"
kind = "stock"
unit = "persons"
concept = "register"
"""


def decomposed(files):
    return {
        name: unicodedata.normalize("NFD", content.decode()).encode()
        for name, content in files.items()
    }


def with_everything_in_vietnamese():
    text = json.dumps(TEXT, ensure_ascii=True)
    files = small_files(
        catalog=CATALOG + INDICATOR.format(TEXT) + f"notes = [{{vi = {text}, en = 'x'}}]\n",
        organizations=changed(ORGANIZATIONS, 1, name_vi=TEXT),
        figures=changed(FIGURES, 1, note=TEXT),
    )
    resources = [name for name in files if name != "datapackage.json"]
    return files | {"datapackage.json": descriptor(resources, title=TEXT, version="Bản 1")}


def test_both_forms_of_unicode_are_read_as_the_composed_one():
    files = with_everything_in_vietnamese()
    plain, other = read_package(files), read_package(decomposed(files))
    assert (other.name, other.title, other.version) == ("small", TEXT, "Bản 1")
    assert other.tables == plain.tables
    assert other.catalog == plain.catalog
    assert assemble([other]) == assemble([plain])


def test_the_digest_is_that_of_the_files_as_they_came():
    files = with_everything_in_vietnamese()
    plain, other = read_package(files), read_package(decomposed(files))
    assert other.digest != plain.digest
    assert other.files == decomposed(files)


@pytest.mark.parametrize("escape", ["e\\u0302\\u0301", "\\u0065\\u0301\\u0302"])
def test_escapes_are_composed_as_well(escape):
    content = assemble([read_package(small_files(catalog=CATALOG + INDICATOR.format(escape)))])
    label = content.catalog.by_code["more"].label.vi
    assert unicodedata.is_normalized("NFC", label)
    title = descriptor(small_files()).replace(b'"small"', f'"small", "title": "{escape}"'.encode())
    resources = json.loads(small_files()["datapackage.json"])["resources"]
    document = json.loads(title) | {"resources": resources}
    package = read_package(
        small_files() | {"datapackage.json": json.dumps(document, ensure_ascii=True).encode()}
    )
    assert package.title == label


def test_characters_that_compose_to_marks_part_nothing():
    """A Greek question mark is a semicolon in NFC, and an equals sign takes a stroke."""
    note = "a\u037eb\u037ec"
    package = read_package(small_files(figures=changed(FIGURES, 0, note=note)))
    (line, *_) = next(lines for kind, lines in package.tables.items() if kind.file == "figures.csv")
    assert line.line.note == "a;b;c"
    label = "x\u037e = =\u0338"
    content = assemble([read_package(small_files(catalog=CATALOG + INDICATOR.format(label)))])
    assert content.catalog.by_code["more"].label.vi == "x; = ≠"


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n", b"\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("last", [0, 1, 2])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["plain", "marked"])
def test_a_table_may_end_its_rows_as_any_system_does(line_end, last, mark):
    files = small_files()
    saved = files | {
        name: mark + content.rstrip(b"\n").replace(b"\n", line_end) + line_end * min(last, 1)
        for name, content in files.items()
        if name.endswith(".csv")
    }
    assert assemble([read_package(saved)]) == assemble([read_package(files)])


@pytest.mark.parametrize("line_end", [b"\r\n", b"\r"], ids=["CRLF", "CR"])
def test_rows_are_counted_alike_whatever_ends_them(line_end):
    content = small_files(figures=changed(FIGURES, 3, value="x"))["figures.csv"]
    problem = problem_of(small_files() | {"figures.csv": content.replace(b"\n", line_end)})
    assert problem.row == 5


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-16", "UTF-16"),
        ("utf-16-le", "NUL characters throughout, as in UTF-16"),
        ("utf-16-be", "NUL characters throughout, as in UTF-16"),
        ("utf-32", "UTF-32"),
    ],
)
@pytest.mark.parametrize("file", ["figures.csv", "catalog.toml", "datapackage.json"])
def test_text_of_wider_characters_is_named(encoding, found, file):
    files = small_files()
    content = files[file].decode().encode(encoding)
    problem = problems_of(files | {file: content})[0]
    assert (problem.file.split("/")[-1], problem.row, problem.found) == (file, 1, found)
    assert problem.expected.startswith("text in UTF-8")


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("windows-1258", "byte 0xd0, which is 'Đ' in windows-1258 or 'Ð' in windows-1252"),
        ("windows-1252", "byte 0xe9, which is 'é' in windows-1258 or 'é' in windows-1252"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("before", ["", "sep=;\r\n"])
def test_text_of_older_programs_is_named_with_its_row(encoding, found, line_end, before):
    text = "Đ" if encoding == "windows-1258" else "é"
    rows = ["code;name", "a;b", f"c;{text}", "d;e"]
    content = (before + line_end.join(rows)).encode(encoding)
    problem = problem_of(small_files() | {"terms.csv": content})
    assert (problem.file, problem.row, problem.found) == ("small/terms.csv", 3, found)
    assert problem.expected == "text in UTF-8, as in a file saved as CSV UTF-8"


def test_a_workbook_with_the_name_of_a_table_is_named():
    problem = problem_of(small_files() | {"figures.csv": b"PK\x03\x04" + b"\0" * 100})
    assert problem.found == "a zip archive, as a workbook is one"


REFUSED = [*map(chr, [0, 1, 8, 0xB, 0xC, 0xE, 0x1B, 0x1F, 0x7F, 0x80, 0x85, 0x9F]), "\u2028",
           "\u2029", "\ufeff", "\ufffe", "\uffff"]  # fmt: skip
SURROGATES = ["\ud800", "\udbff", "\udc00", "\udfff"]


@pytest.mark.parametrize("character", [*REFUSED, "\t", "\n", "\r"], ids=ascii)
@pytest.mark.parametrize("column", ["title", "publisher", "origin", "note", "url"])
def test_no_cell_holds_what_a_store_cannot(character, column):
    files = small_files(sources=changed(SOURCES, 1, **{column: f"a{character}b"}))
    problem = problem_of(files)
    assert (problem.file, problem.row, problem.column) == ("small/sources.csv", 3, column)
    assert problem.expected == "text without control characters"
    assert str(problem).isprintable()


@pytest.mark.parametrize("character", [*REFUSED, "\t", "\n", *SURROGATES], ids=ascii)
@pytest.mark.parametrize("name", ["title", "version", "name"])
def test_no_text_of_a_descriptor_holds_what_a_store_cannot(character, name):
    resources = [path for path in small_files() if path != "datapackage.json"]
    content = descriptor(resources, **{name: f"a{character}b"})
    problem = problems_of(small_files() | {"datapackage.json": content})[0]
    assert (problem.file, problem.column) == ("datapackage.json", name)
    assert str(problem).isprintable()


@pytest.mark.parametrize("character", REFUSED, ids=ascii)
@pytest.mark.parametrize(
    ("before", "after", "column"),
    [
        (INDICATOR.format("")[:0] + "[[indicator]]\ncode = 'more'\nlabel.vi = ", "",
         "indicator.more.label.vi"),
        ("[[indicator]]\ncode = 'more'\ndefinition = {vi = 'x', en = ", "}",
         "indicator.more.definition.en"),
        ("[[indicator]]\nnotes = [{vi = ", "}]", "indicator.9.notes.0.vi"),
        ("[[indicator]]\ncode = 'more'\nbreakdown = {SEX = ", "}", "indicator.more.breakdown.SEX"),
        ("[[unit_more]]\nsymbol = ", "", "unit_more.0.symbol"),
        ("colour = [[", "]]", "concept.residents.colour.0.0"),
    ],
    ids=["label", "definition", "note", "breakdown", "symbol", "anything"],
)  # fmt: skip
def test_no_text_of_a_catalog_holds_what_a_store_cannot(character, before, after, column):
    text = f'{before}"a\\u{ord(character):04x}b"{after}\n'
    catalog = (
        CATALOG + text if before.startswith("[[") else CATALOG.split("\n[[indicator]]")[0] + text
    )
    problem = problem_of(small_files(catalog=catalog))
    assert (problem.file, problem.column) == ("small/catalog.toml", column)
    assert problem.expected == "text without control characters"
    assert str(problem).isprintable()


@pytest.mark.parametrize("character", [*REFUSED, "\t", "\n"], ids=ascii)
def test_no_key_of_a_catalog_holds_what_a_store_cannot(character):
    key = f'"a\\u{ord(character):04x}b"'
    catalog = CATALOG + INDICATOR.format("x") + f"breakdown = {{{key} = 'F'}}\n"
    problem = problem_of(small_files(catalog=catalog))
    assert problem.expected == "a key without control characters"
    assert problem.column.startswith("indicator.more.breakdown.")
    assert str(problem).isprintable()


def test_a_key_in_both_forms_of_unicode_is_no_two_keys():
    catalog = CATALOG + INDICATOR.format("x") + 'breakdown = {"\\u00e9" = "F", "e\\u0301" = "M"}\n'
    problem = problem_of(small_files(catalog=catalog))
    assert problem.expected == "each key once"


def test_a_definition_may_have_several_lines():
    catalog = CATALOG + INDICATOR.format("một\\nhai\\tba")
    content = assemble([read_package(small_files(catalog=catalog))])
    assert content.catalog.by_code["more"].label.vi == "một\nhai\tba"
