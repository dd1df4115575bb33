"""Rows for COPY of PostgreSQL, in blocks of text."""

from app.publication.workplace import copy_line


def test_a_row_is_one_line_whatever_its_texts_hold():
    assert copy_line((1, None, "gần 7%", "")) == "1\t\\N\tgần 7%\t\n"
    assert copy_line(("a\tb\nc\rd\\N",)) == "a\\tb\\nc\\rd\\\\N\n"
