"""Canonical lines are what Python's own JSON writes, whatever characters and numbers occur."""

import json

from hypothesis import example, given
from hypothesis import strategies as st

from app.releases.canonical import canonical_line

CELLS = st.one_of(
    st.none(), st.text(), st.integers(-(2**63), 2**63 - 1), st.integers(0, 10**15)
)  # fmt: skip


def expected(cells):
    return json.dumps(cells, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


@given(st.lists(CELLS))
@example(['\u2028\u2029\x00\x1f\x7f"\\/<>&\b\f\n\r\t'])
@example(["Đảng bộ tỉnh Lào Cai", "\N{COMBINING ACUTE ACCENT}", "\U0001f600", ""])
@example([0, -1, 10**15 - 1, -(2**63), 2**63 - 1, None])
def test_lines_are_those_of_the_standard_library(cells):
    assert canonical_line(cells) == expected(cells)


def test_every_character_is_written_alike():
    characters = [chr(code) for code in range(0x11_0000) if not 0xD800 <= code < 0xE000]
    assert canonical_line(characters) == expected(characters)
