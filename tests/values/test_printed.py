"""Golden prints in both languages, and numbers that survive being printed and read."""

import unicodedata
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.values.printed import (
    DecimalMark,
    PrintedNumber,
    PrintedNumberError,
    PrintedUnit,
    group_digits,
    parse_printed,
    print_number,
)
from app.values.qualifiers import Qualifier
from app.values.statuses import ObservationStatus
from tests.strategies import printed_numbers

COMMA, POINT = DecimalMark.COMMA, DecimalMark.POINT
EXACT = Qualifier.EXACT
WORDS = {
    "{}": Qualifier.EXACT,
    "gần {}": Qualifier.NEARLY,
    "ngót {}": Qualifier.NEARLY,
    "suýt soát {}": Qualifier.NEARLY,
    "hơn {}": Qualifier.OVER,
    "trên {}": Qualifier.OVER,
    "vượt {}": Qualifier.OVER,
    "dưới {}": Qualifier.BELOW,
    "chưa đến {}": Qualifier.BELOW,
    "kém {}": Qualifier.BELOW,
    "ít nhất {}": Qualifier.AT_LEAST,
    "không dưới {}": Qualifier.AT_LEAST,
    "từ {} trở lên": Qualifier.AT_LEAST,
    "{} trở lên": Qualifier.AT_LEAST,
    "tối đa {}": Qualifier.AT_MOST,
    "không quá {}": Qualifier.AT_MOST,
    "từ {} trở xuống": Qualifier.AT_MOST,
    "{} trở xuống": Qualifier.AT_MOST,
    "khoảng {}": Qualifier.ABOUT,
    "chừng {}": Qualifier.ABOUT,
    "xấp xỉ {}": Qualifier.ABOUT,
    "trên dưới {}": Qualifier.ABOUT,
    "nearly {}": Qualifier.NEARLY,
    "almost {}": Qualifier.NEARLY,
    "just under {}": Qualifier.NEARLY,
    "over {}": Qualifier.OVER,
    "more than {}": Qualifier.OVER,
    "above {}": Qualifier.OVER,
    "below {}": Qualifier.BELOW,
    "under {}": Qualifier.BELOW,
    "less than {}": Qualifier.BELOW,
    "fewer than {}": Qualifier.BELOW,
    "at least {}": Qualifier.AT_LEAST,
    "no fewer than {}": Qualifier.AT_LEAST,
    "no less than {}": Qualifier.AT_LEAST,
    "{} or more": Qualifier.AT_LEAST,
    "at most {}": Qualifier.AT_MOST,
    "no more than {}": Qualifier.AT_MOST,
    "up to {}": Qualifier.AT_MOST,
    "{} or less": Qualifier.AT_MOST,
    "{} or fewer": Qualifier.AT_MOST,
    "about {}": Qualifier.ABOUT,
    "around {}": Qualifier.ABOUT,
    "approximately {}": Qualifier.ABOUT,
    "roughly {}": Qualifier.ABOUT,
    "some {}": Qualifier.ABOUT,
}
STATUS_WORDS = {
    "ước": ObservationStatus.ESTIMATED,
    "ước tính": ObservationStatus.ESTIMATED,
    "estimated": ObservationStatus.ESTIMATED,
    "sơ bộ": ObservationStatus.PROVISIONAL,
    "preliminary": ObservationStatus.PROVISIONAL,
    "provisional": ObservationStatus.PROVISIONAL,
}
PRINTS = {
    (Qualifier.NEARLY, COMMA): "gần 28%",
    (Qualifier.OVER, COMMA): "hơn 28%",
    (Qualifier.BELOW, COMMA): "dưới 28%",
    (Qualifier.AT_LEAST, COMMA): "ít nhất 28%",
    (Qualifier.AT_MOST, COMMA): "tối đa 28%",
    (Qualifier.BETWEEN, COMMA): "từ 28 đến 30%",
    (Qualifier.ABOUT, COMMA): "khoảng 28%",
    (Qualifier.EXACT, COMMA): "28%",
    (Qualifier.NEARLY, POINT): "nearly 28%",
    (Qualifier.OVER, POINT): "over 28%",
    (Qualifier.BELOW, POINT): "below 28%",
    (Qualifier.AT_LEAST, POINT): "at least 28%",
    (Qualifier.AT_MOST, POINT): "at most 28%",
    (Qualifier.BETWEEN, POINT): "between 28 and 30%",
    (Qualifier.ABOUT, POINT): "about 28%",
    (Qualifier.EXACT, POINT): "28%",
}


@given(printed_numbers())
def test_a_number_survives_being_printed_and_read(printed):
    assert parse_printed(print_number(printed), printed.decimal_mark) == printed


@given(printed_numbers(), st.sampled_from(["NFC", "NFD"]), st.sampled_from([str.upper, str.title]))
def test_composition_case_and_spaces_make_no_difference(printed, form, respell):
    text = unicodedata.normalize(form, respell(print_number(printed))).replace(" ", "  ")
    assert parse_printed(f"\n{text}\N{NO-BREAK SPACE}", printed.decimal_mark) == printed


@pytest.mark.parametrize(("words", "qualifier"), WORDS.items())
def test_each_word_stands_for_its_qualifier(words, qualifier):
    parsed = parse_printed(words.format("53.767"), COMMA)
    assert parsed == PrintedNumber(qualifier, Decimal(53767), COMMA)


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize(("before", "status"), STATUS_WORDS.items())
def test_a_status_word_may_stand_before_any_qualifier(words, before, status):
    parsed = parse_printed(f"{before} {words.format(28)}", COMMA)
    assert parsed.status is status
    assert parsed.qualifier is WORDS[words]


@pytest.mark.parametrize(
    "text",
    [
        "từ 28 đến 30", "28 đến 30", "between 28 and 30", "28-30", "28 - 30",
        "28\N{EN DASH}30", "28 \N{EN DASH} 30",
    ],
)  # fmt: skip
def test_a_range_is_between_its_two_numbers(text):
    parsed = parse_printed(text, COMMA)
    assert parsed == PrintedNumber(Qualifier.BETWEEN, Decimal(28), COMMA, upper=Decimal(30))


@pytest.mark.parametrize(
    ("text", "mark", "number"),
    [
        ("53.767", COMMA, "53767"),
        ("53.767", POINT, "53.767"),
        ("53,767", POINT, "53767"),
        ("53,767", COMMA, "53.767"),
        ("53767", COMMA, "53767"),
        ("1.778.785", COMMA, "1778785"),
        ("1,778,785.5", POINT, "1778785.5"),
        ("6,20", COMMA, "6.20"),
        ("0,5", COMMA, "0.5"),
        ("0", POINT, "0"),
    ],
)
def test_the_decimal_mark_decides_what_a_point_and_a_comma_mean(text, mark, number):
    parsed = parse_printed(text, mark)
    assert str(parsed.number) == number
    assert parsed == PrintedNumber(EXACT, Decimal(number), mark)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("42%", PrintedUnit.PERCENT),
        ("42 %", PrintedUnit.PERCENT),
        ("42 nghìn", PrintedUnit.THOUSAND),
        ("42 ngàn", PrintedUnit.THOUSAND),
        ("42 thousand", PrintedUnit.THOUSAND),
        ("42 vạn", PrintedUnit.TEN_THOUSAND),
        ("42 triệu", PrintedUnit.MILLION),
        ("42 million", PrintedUnit.MILLION),
        ("gần 42%", PrintedUnit.PERCENT),
        ("từ 42 triệu trở lên", PrintedUnit.MILLION),
        ("42", None),
    ],
)
def test_a_unit_word_is_kept_beside_the_number(text, unit):
    assert parse_printed(text, COMMA).unit is unit


@pytest.mark.parametrize(
    ("unit", "factor"),
    [
        (PrintedUnit.UNITS, 1),
        (PrintedUnit.THOUSAND, 1_000),
        (PrintedUnit.TEN_THOUSAND, 10_000),
        (PrintedUnit.MILLION, 1_000_000),
        (PrintedUnit.PERCENT, 1),
    ],
)
def test_the_base_value_counts_in_base_units_whether_or_not_the_cell_names_its_unit(unit, factor):
    unnamed = PrintedNumber(Qualifier.BETWEEN, Decimal("1.7"), COMMA, upper=Decimal("1.8"))
    named = PrintedNumber(Qualifier.BETWEEN, Decimal("1.7"), COMMA, Decimal("1.8"), unit)
    assert unit.factor == factor
    for printed in (unnamed, named):
        assert printed.base_value(unit) == Fraction(17, 10) * factor
        assert printed.base_upper(unit) == Fraction(18, 10) * factor


def test_a_number_without_a_second_one_has_no_base_upper():
    assert parse_printed("gần 42%", COMMA).base_upper(PrintedUnit.PERCENT) is None


def test_a_unit_word_that_disagrees_with_the_row_is_refused():
    printed = parse_printed("từ 1,7 đến 1,8 triệu", COMMA)
    for ask in (printed.base_value, printed.base_upper):
        with pytest.raises(PrintedNumberError, match="counts in million, the row in thousand"):
            ask(PrintedUnit.THOUSAND)


@pytest.mark.parametrize(("style", "text"), PRINTS.items())
def test_a_number_is_printed_with_the_first_word_of_its_qualifier(style, text):
    qualifier, mark = style
    upper = Decimal(30) if qualifier is Qualifier.BETWEEN else None
    printed = PrintedNumber(qualifier, Decimal(28), mark, upper, PrintedUnit.PERCENT)
    assert print_number(printed) == text


@pytest.mark.parametrize(
    ("status", "unit", "mark", "text"),
    [
        (ObservationStatus.ESTIMATED, PrintedUnit.THOUSAND, COMMA, "ước gần 1.234,50 nghìn"),
        (ObservationStatus.PROVISIONAL, PrintedUnit.TEN_THOUSAND, COMMA, "sơ bộ gần 1.234,50 vạn"),
        (ObservationStatus.NORMAL, PrintedUnit.MILLION, COMMA, "gần 1.234,50 triệu"),
        (ObservationStatus.ESTIMATED, None, POINT, "estimated nearly 1,234.50"),
        (ObservationStatus.PROVISIONAL, PrintedUnit.THOUSAND, POINT,
         "provisional nearly 1,234.50 thousand"),
        (ObservationStatus.NORMAL, PrintedUnit.TEN_THOUSAND, POINT, "nearly 1,234.50 vạn"),
        (ObservationStatus.NORMAL, PrintedUnit.MILLION, POINT, "nearly 1,234.50 million"),
    ],
)  # fmt: skip
def test_status_and_unit_are_printed_around_the_number(status, unit, mark, text):
    printed = PrintedNumber(Qualifier.NEARLY, Decimal("1234.50"), mark, None, unit, status)
    assert print_number(printed) == text


def test_digits_are_grouped_by_three_in_the_style_of_the_mark():
    assert group_digits(Decimal("1234567.5"), COMMA) == "1.234.567,5"
    assert group_digits(Decimal("1234567.5"), POINT) == "1,234,567.5"
    assert group_digits(Decimal("1E+3"), COMMA) == "1.000"
    assert (COMMA.grouping, POINT.grouping) == (".", ",")
