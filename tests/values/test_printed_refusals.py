"""Prints that are refused: words that are not listed, and digits that may mean two things."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.values.printed import DecimalMark, PrintedNumberError, parse_printed, print_number
from app.values.qualifiers import Qualifier

COMMA, POINT = DecimalMark.COMMA, DecimalMark.POINT


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "%", "gần", "n/a", "-", "...", "gần gần 42", "tầm 42", "trên địa bàn 28",
        "28 trên", "trên tổng số 28", "42 người", "42 phần trăm", "42 tỷ", "-42", "+42", "1e3",
        "42 %%", "từ 42", "từ 28 đến", "đến 30", "28 29", "28/30", "gần 28 đến 30",
        "từ 28 đến 30 trở lên", "hơn 28 trở lên", "ước", "ước ước 28", "ướcgần 28", "ước:28",
        "sơ bộ ước 28", "twenty", "between 28", "over 28 and 30", "²", "٤٢", "42\x00",
        "\N{FULLWIDTH DIGIT FOUR}2",
    ],
)  # fmt: skip
def test_unknown_words_are_refused_never_guessed_at(text):
    with pytest.raises(PrintedNumberError, match="is no number with a known qualifier"):
        parse_printed(text, COMMA)


def test_tren_counts_only_directly_before_a_number():
    assert parse_printed("trên 28", COMMA).qualifier is Qualifier.OVER
    assert parse_printed("trên dưới 28", COMMA).qualifier is Qualifier.ABOUT
    with pytest.raises(PrintedNumberError):
        parse_printed("trên địa bàn 28", COMMA)


@pytest.mark.parametrize("text", ["28 and 30", "từ 28 and 30"])
def test_two_numbers_joined_by_and_are_no_range_without_between(text):
    with pytest.raises(PrintedNumberError):
        parse_printed(text, POINT)


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("53.76", COMMA),
        ("53.7670", COMMA),
        ("5376.767", COMMA),
        ("1.77.785", COMMA),
        ("53..767", COMMA),
        ("53.767.", COMMA),
        ("53,", COMMA),
        ("53,7,6", COMMA),
        ("5,376.767", COMMA),
        ("53.767,", COMMA),
        ("53,76", POINT),
        ("53.7.6", POINT),
        ("1.000,5", POINT),
        ("53.", POINT),
        ("từ 5 đến 53.76", COMMA),
    ],
)
def test_wrong_grouping_is_refused(text, mark):
    with pytest.raises(PrintedNumberError, match=f"is no number with decimal mark '{mark}'"):
        parse_printed(text, mark)


@pytest.mark.parametrize(("text", "mark"), [("0.123", COMMA), ("0,123", POINT), ("042.100", COMMA)])
def test_a_group_that_begins_with_zero_is_a_decimal_in_the_other_style_and_refused(text, mark):
    with pytest.raises(PrintedNumberError, match="is no number with decimal mark"):
        parse_printed(text, mark)


def test_a_print_of_more_than_80_characters_is_refused():
    assert parse_printed("4" * 80, COMMA).number == int("4" * 80)
    with pytest.raises(PrintedNumberError, match="longer than 80 characters"):
        parse_printed("4" * 81, COMMA)


@given(st.text(alphabet="0123456789.,-% gầntừđếntrởlênhươkvạ\u0301", max_size=24))
def test_any_text_is_refused_or_read_as_a_number_that_can_be_printed(text):
    try:
        parsed = parse_printed(text, COMMA)
    except PrintedNumberError:
        return
    assert parse_printed(print_number(parsed), COMMA) == parsed
