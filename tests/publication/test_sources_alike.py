"""However a package is packed and saved, it says the same; whatever else comes is refused."""

import csv
import io
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from app.publication.content import assemble
from app.publication.lines import FigureLine
from app.publication.problems import PackageError
from app.publication.reading import read_source
from tests.publication.packed import MORE, below, bundle, laid_out, saved, small_zip, zip_of
from tests.publication.small import FIGURES, ORGANIZATIONS, changed, small_files

FEW = 60
BOTH = bundle({"a": small_files(), "b": MORE})
# Anything a cell may hold, with marks of every kind and characters that compose.
CELLS = st.text(
    st.sampled_from("aeo,;\"'=. \u0301\u0302\u0323\u037e\u0338\u1ea7đ")
    | st.characters(exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"], exclude_characters="\ufeff"),
    min_size=1,
    max_size=12,
)


@pytest.fixture(scope="module")
def place(tmp_path_factory) -> Path:
    """A folder that examples write into, each over the one before."""
    return tmp_path_factory.mktemp("sources")


def decomposed(content: bytes) -> bytes:
    return unicodedata.normalize("NFD", content.decode()).encode()


def marked(content: bytes) -> bytes:
    return b"\xef\xbb\xbf" + content


def returned(content: bytes) -> bytes:
    return content.replace(b"\n", b"\r\n")


def cut(content: bytes) -> bytes:
    return content.rstrip(b"\n")


def excel(content: bytes) -> bytes:
    """The table as a spreadsheet saves it; a descriptor or catalog as it is."""
    text = content.decode()
    if text.startswith(("{", "\n")):
        return content
    rows = list(csv.reader(io.StringIO(text, newline="")))
    numbers = {place for place, name in enumerate(rows[0]) if name in FigureLine.numbers}
    saved_text = io.StringIO(newline="")
    csv.writer(saved_text, delimiter=";", lineterminator="\n").writerows(
        [
            cell.replace(".", ",") if row is not rows[0] and place in numbers else cell
            for place, cell in enumerate(row)
        ]
        for row in rows
    )
    return (saved_text.getvalue() + ";" * (len(rows[0]) - 1) + "\n").encode()


# In the order in which a program applies them.
SAVINGS = st.tuples(
    *(st.sampled_from([None, saving]) for saving in (excel, decomposed, cut, returned, marked))
)


def write(place: Path, form: str, files: dict[str, bytes]) -> Path:
    """The files as a folder or in an archive."""
    match form:
        case "folder":
            return laid_out(place / "folder", files)
        case "archive":
            return saved(place / "a.zip", zip_of(files))
        case "stored":
            return saved(place / "a.zip", zip_of(files, method=0))
        case _:
            return saved(place / "a.zip", zip_of(below("Số liệu", files)))


def alike(place, form, savings, files):
    other = dict(files)
    for name in files:
        for saving in filter(None, savings[name]):
            other[name] = saving(other[name])
    (plain,) = read_source(laid_out(place / "plain", files))
    (read,) = read_source(write(place, form, other))
    assert (read.name, read.title, read.tables, read.catalog) == (
        plain.name, plain.title, plain.tables, plain.catalog,
    )  # fmt: skip
    assert assemble([read]) == assemble([plain])
    assert (read.digest == plain.digest) == (other == files)


@pytest.mark.scaled
def test_a_package_says_the_same_however_it_is_packed_and_saved(place, cases):
    names = sorted(small_files())

    @settings(max_examples=cases(FEW, 20 * FEW), deadline=None)
    @given(
        st.sampled_from(["folder", "archive", "stored", "one deep"]),
        st.fixed_dictionaries(dict.fromkeys(names, SAVINGS)),
        st.tuples(CELLS, CELLS),
    )
    @example(
        "one deep", dict.fromkeys(names, (excel, decomposed, cut, returned, marked)), ("é;", '"')
    )
    def check(form, savings, cells):
        figures = changed(FIGURES, 7, note=cells[0])
        organizations = changed(ORGANIZATIONS, 1, name_vi=cells[1])
        files = small_files(figures=figures, organizations=organizations)
        alike(place, form, savings, files)

    check()


def outcome(source: Path) -> list[str] | None:
    """Names of the packages that are read, None where they are refused; nothing else may happen."""
    try:
        packages = read_source(source)
        assemble(packages)
    except PackageError as error:
        problems = error.problems
    else:
        return [package.name for package in packages]
    assert problems
    assert all(each.file and each.found and each.expected for each in problems)
    return None


EDITS = st.lists(
    st.one_of(
        st.tuples(st.just("set"), st.integers(0, 2**16), st.integers(0, 255)),
        st.tuples(st.just("cut"), st.integers(0, 2**16), st.integers(1, 2000)),
        st.tuples(st.just("put"), st.integers(0, 2**16), st.binary(min_size=1, max_size=8)),
        st.tuples(st.just("copy"), st.integers(0, 2**16), st.integers(1, 400)),
    ),
    min_size=1,
    max_size=4,
)


def edited(content: bytes, edits) -> bytes:
    """The bytes after a few accidents."""
    for kind, number, what in edits:
        at = number % (len(content) + 1)
        match kind:
            case "set":
                content = content[:at] + bytes([what]) + content[at + 1 :]
            case "cut":
                content = content[:at] + content[at + what :]
            case "put":
                content = content[:at] + what + content[at + len(what) :]
            case _:
                content = content[:at] + content[max(at - what, 0) :]
    return content


@pytest.mark.scaled
def test_an_archive_after_any_accident_is_read_or_refused(place, cases):
    archives = [small_zip(), zip_of(BOTH), zip_of(BOTH, method=0)]

    @settings(max_examples=cases(10 * FEW, 250 * FEW), deadline=None)
    @given(st.sampled_from(archives), EDITS, st.booleans())
    def check(archive, edits, at_the_end):
        if at_the_end:  # Where the directory is.
            edits = [(kind, len(archive) - 1 - number % 700, what) for kind, number, what in edits]
        assert outcome(saved(place / "b.zip", edited(archive, edits))) in (
            None, ["small"], ["more", "small"], ["more"],
        )  # fmt: skip

    check()


@pytest.mark.scaled
def test_any_bytes_as_an_archive_are_refused(place, cases):
    @settings(max_examples=cases(2 * FEW, 100 * FEW), deadline=None)
    @given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"PK\x05\x06"]))
    def check(content, before):
        assert outcome(saved(place / "c.zip", before + content)) is None

    check()


@pytest.mark.scaled
def test_a_file_after_any_accident_is_read_or_refused(place, cases):
    files = small_files()
    tables = {name: excel(content) for name, content in files.items()}

    @settings(
        max_examples=cases(3 * FEW, 100 * FEW),
        deadline=None,
        suppress_health_check=[HealthCheck.filter_too_much],
    )
    @given(st.sampled_from(sorted(files)), EDITS, st.sampled_from([files, tables]))
    def check(name, edits, before):
        after = edited(before[name], edits)
        assume(after != before[name])
        found = outcome(laid_out(place / "d", before | {name: after}))
        assert found is None or len(found) == 1

    check()
