"""Any single cell of a package may be corrupted: it loads to something, or is refused by place."""

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from app.publication.content import assemble
from app.publication.package import read_package
from app.publication.problems import PackageError
from tests.publication.derived import release_rows
from tests.publication.small import FIGURES, TABLES, changed, small_files

CELLS = [
    (name, number, column)
    for name, lines in TABLES.items()
    for number, line in enumerate(lines)
    for column in line
]
KNOWN = sorted({cell for lines in TABLES.values() for line in lines for cell in line.values()})
PRINTS = ["gần 42%", "hơn 5", "từ 1 đến 0", "1.000.000.000", "0", "0,0000001", "ước 5 triệu", "-5"]
PLAIN = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
TEXTS = st.sampled_from(KNOWN) | st.sampled_from(PRINTS) | PLAIN | st.from_regex(r"[0-9.,;-]{1,12}")


def refused_at(files):
    """Where the package is refused; None when all rows of a release can be made of it."""
    try:
        content = assemble([read_package(files)])
    except PackageError as error:
        return {(each.file, each.row) for each in error.problems if each.found and each.expected}
    for row in release_rows(content):
        for value in row.values():
            assert value is None or isinstance(value, str) or -(2**63) <= value < 2**63
    return None


def places_of(name, number, column, text):
    """The corrupted row, and the rows that have its old or its new text in a cell."""
    texts = {TABLES[name][number][column], text}
    related = {
        (f"small/{other}.csv", row)
        for other, lines in TABLES.items()
        for row, line in enumerate(lines, 2)
        if not texts.isdisjoint({*line.values(), *line.get("related", "").split(";")})
    }
    return related | {(f"small/{name}.csv", number + 2)}


@settings(max_examples=600, deadline=None)
@given(st.sampled_from(CELLS), TEXTS)
@example(("figures", 2, "as_reported"), "từ 40.000 đến 100.000.000.000.000.000")
@example(("vintages", 0, "ordinal"), "2")
@example(("events", 0, "ordinal"), "9" * 30)
@example(("organizations", 0, "parent"), "west-1")
@example(("figures", 0, "indicator"), "growth")
@example(("figures", 0, "period"), "2199-12-31")
@example(("figures", 3, "value"), "0")
@example(("sources", 0, "published"), "2022-13")
def test_a_corrupted_cell_loads_or_is_refused_where_it_is(cell, text):
    name, number, column = cell
    found = refused_at(small_files(**{name: changed(TABLES[name], number, **{column: text})}))
    assert found is None or found <= places_of(name, number, column, text)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(small_files())), st.data())
def test_a_corrupted_byte_loads_or_is_refused_and_nothing_else(name, data):
    files = small_files()
    content = bytearray(files[name])
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] = data.draw(st.integers(0, 255))
    refused_at(files | {name: bytes(content)})


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(small_files())), st.binary(max_size=200), st.booleans())
def test_any_bytes_for_a_file_load_or_are_refused_and_nothing_else(name, content, appended):
    files = small_files()
    refused_at(files | {name: files[name] + content if appended else content})


@settings(max_examples=200, deadline=None)
@given(st.permutations(FIGURES), st.data())
def test_the_order_of_rows_decides_nothing(figures, data):
    shuffled = {name: data.draw(st.permutations(lines)) for name, lines in TABLES.items()}
    assume(shuffled != TABLES)
    plain = assemble([read_package(small_files())])
    assert assemble([read_package(small_files(**shuffled | {"figures": figures}))]) == plain
