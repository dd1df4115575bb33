"""CSV that no spreadsheet takes for formulas, though every text can be had again."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.formats.plain_csv import CSV, CSV_EXCEL, DEFUSED, defused, restored
from app.values.printed import print_number
from tests.formats.datasets import HOSTILE, dataset_of
from tests.strategies import printed_numbers


@given(st.text() | st.sampled_from(HOSTILE))
def test_every_text_is_had_again_and_none_begins_as_a_formula(text):
    written = defused(text)
    assert restored(written) == text
    assert written.startswith("'") or not written.startswith(DEFUSED)


@given(st.text(), st.text())
def test_no_two_texts_are_written_alike(one, other):
    assert (defused(one) == defused(other)) == (one == other)


@pytest.mark.parametrize("mark", DEFUSED)
def test_every_way_a_formula_begins_is_defused(mark):
    assert defused(f"{mark}1+1") == f"'{mark}1+1"


def test_numbers_below_zero_are_left_as_they_are():
    (_, line), (_, excel) = (
        b"".join(output.write(one_number(-1.5))).decode().split("\r\n")[:2]
        for output in (CSV, CSV_EXCEL)
    )
    assert (line, excel) == ("-1.5,'-1.5", "-1,5;'-1.5")


def one_number(value):
    row = {"value": Decimal(str(value)), "as_reported": str(value), "organization": "a",
           "indicator": "b"}  # fmt: skip
    return dataset_of([row], columns=("value", "as_reported"))


@given(printed_numbers())
def test_no_print_needs_to_be_defused_or_escaped(printed):
    """The database writes them into exports as they are."""
    text = print_number(printed)
    assert defused(text) == text
    assert json.dumps(text, ensure_ascii=False) == f'"{text}"'
