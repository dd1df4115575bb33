"""Ordinary rows of figures are read past the model of a line, and come to what it would say."""

from hypothesis import given, settings
from hypothesis import strategies as st

from app.publication.figure_reading import is_plain, read_figures
from app.publication.limits import DEFAULT_LIMITS
from app.publication.lines import FigureLine
from app.publication.problems import Problem
from app.publication.tables import Table
from tests.packages import figure
from tests.publication.small import table

CELLS = {
    "organization": st.sampled_from(["east", "west", "east-1", "East", "", "x--y"]),
    "indicator": st.sampled_from(["members", "share", "", "a\tb"]),
    "period": st.sampled_from(["2022", "2023", "2022-06", "soon", ""]),
    "reference_date": st.sampled_from(["", "", "2022-12-31", "2022-06", "x"]),
    "as_reported": st.sampled_from(
        ["53.767", "53767", "1.200", "hơn 5", "gần 42%", "ước 5", "", "5,5", "12.34"]
    ),
    "value": st.sampled_from(["53767", "1200", "5", "42", "0", "05", "5.5", "-1", "", "1e3"]),
    "printed_unit": st.sampled_from(["units", "units", "percent", "thousand", "x"]),
    "decimal_mark": st.sampled_from([",", ",", "."]),
    "qualifier": st.sampled_from(["exact", "exact", "over", "nearly", ""]),
    "resolution": st.sampled_from(["1", "1", "0", "0.1", "10", "1.0", ""]),
    "source": st.sampled_from(["report", "yearbook", "", "A"]),
    "vintage": st.sampled_from(["", "first"]),
    "preferred": st.sampled_from(["no", "yes", "", "maybe"]),
    "suppressed": st.sampled_from(["no", "no", "", "yes"]),
    "note": st.sampled_from(["", "", "khác", "a\tb", "x" * 2001]),
}
RIGHT = [
    figure("east.members.2022", "53.767"),
    figure("west.members.2023", "1.200", source="yearbook"),
    figure("east.share.2022", "hơn 5"),
    figure("west.members.2022", "5", vintage="first"),
]


@st.composite
def tables(draw: st.DrawFn) -> bytes:
    """Mostly right rows, some with one or two cells of other rows."""
    rows = []
    for _ in range(draw(st.integers(1, 20))):
        row = dict(draw(st.sampled_from(RIGHT)))
        for column in draw(st.lists(st.sampled_from(sorted(CELLS)), max_size=2)):
            row[column] = draw(CELLS[column])
        rows.append(row)
    return table(rows)


def by_the_model(content: bytes) -> tuple[list[tuple[FigureLine, int, bool]], list[Problem]]:
    problems: list[Problem] = []
    reading = Table(FigureLine, "small/figures.csv", DEFAULT_LIMITS, problems)
    found = []
    for row, cells in reading.rows(content):
        line = reading.line(cells, row)
        if isinstance(line, FigureLine):
            plain = is_plain(line.as_reported, str(line.value), line.decimal_mark)
            found.append((line, row, bool(plain)))
    return found, problems


@settings(max_examples=300, deadline=None)
@given(tables())
def test_any_rows_are_read_as_the_model_reads_them(content):
    problems: list[Problem] = []
    lines = read_figures(content, "small/figures.csv", DEFAULT_LIMITS, problems)
    plain = [bool(flag) for (flag,) in lines.fetch("SELECT plain FROM line ORDER BY row")]
    read = [(each.line, each.row, flag) for each, flag in zip(lines, plain, strict=True)]
    assert (read, problems) == by_the_model(content)


def test_digits_with_or_without_groups_are_a_plain_print():
    for as_reported, value, mark in (
        ("53.767", "53767", ","), ("53,767", "53767", "."), ("0", "0", ","), ("12", "12", "."),
    ):  # fmt: skip
        assert is_plain(as_reported, value, mark)
    for as_reported, value, mark in (
        ("53.767", "53767", "."), ("5.3767", "53767", ","), ("hơn 5", "5", ","),
        ("05", "5", ","), (None, "5", ","), ("5", "5.0", ","), ("9999999999", "9999999999", ","),
    ):  # fmt: skip
        assert not is_plain(as_reported, value, mark)
