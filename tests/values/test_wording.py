"""Numbers and bounds in words, in both languages."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.values.bounds import UNLIMITED, Bounds
from app.values.printed import DecimalMark, parse_printed
from app.values.qualifiers import Qualifier
from app.values.scaled import from_millionths
from app.values.wording import LANGUAGES, bounds_text, number_text, qualified_text

MARKS = {"vi": DecimalMark.COMMA, "en": DecimalMark.POINT}


@pytest.mark.parametrize(
    ("value", "decimals", "vi", "en"),
    [
        ("53767", None, "53.767", "53,767"),
        ("6.977381", None, "6,977381", "6.977381"),
        ("1/3", None, "0,333333", "0.333333"),
        ("6.25", 1, "6,2", "6.2"),
        ("6.35", 1, "6,4", "6.4"),
        ("7", 2, "7,00", "7.00"),
        ("1234.5", 0, "1.234", "1,234"),
        ("-1234.5", 1, "-1.234,5", "-1,234.5"),
        ("0", None, "0", "0"),
    ],
)
def test_a_number_is_grouped_and_rounded_half_even_in_the_style_of_its_language(
    value, decimals, vi, en
):
    assert number_text(Fraction(value), "vi", decimals=decimals) == vi
    assert number_text(Fraction(value), "en", decimals=decimals) == en


@pytest.mark.parametrize(
    ("bounds", "vi", "en"),
    [
        (None, "không rõ", "unknown"),
        (UNLIMITED, "không rõ", "unknown"),
        (Bounds.point(53_767), "53.767", "53,767"),
        (Bounds.point(0), "0", "0"),
        (Bounds.above(74_000), "hơn 74.000", "over 74,000"),
        (Bounds.above(74_000, closed=True), "ít nhất 74.000", "at least 74,000"),
        (Bounds.above(0), "không rõ", "unknown"),
        (Bounds.below(74_000), "dưới 74.000", "below 74,000"),
        (Bounds.below(74_000, closed=True), "tối đa 74.000", "at most 74,000"),
        (Bounds.below(0), "dưới 0", "below 0"),
        (Bounds.closed(0, 42), "tối đa 42", "at most 42"),
        (Bounds(Fraction(0), Fraction(42), lower_closed=True), "dưới 42", "below 42"),
        (Bounds(Fraction(0), Fraction(42)), "dưới 42", "below 42"),
        (Bounds.closed(41, 42), "từ 41 đến 42", "between 41 and 42"),
    ],
    ids=str,
)
def test_bounds_are_told_by_the_ends_that_say_something(bounds, vi, en):
    assert bounds_text(bounds, "vi") == vi
    assert bounds_text(bounds, "en") == en


def test_an_end_that_is_the_domains_is_not_told():
    growth = Bounds(lower=Fraction(-100), lower_closed=True)
    assert bounds_text(Bounds(Fraction(-100), Fraction(3)), "vi", domain=growth) == "dưới 3"
    assert bounds_text(Bounds(Fraction(-5), Fraction(3)), "en", domain=growth) == "between -5 and 3"
    share = Bounds.closed(0, 100)
    over = Bounds(Fraction(85), Fraction(100), upper_closed=True)
    assert bounds_text(over, "vi", domain=share) == "hơn 85"


def test_ends_are_rounded_outward_to_the_decimals_shown():
    narrow = Bounds.closed(Fraction("2.191"), Fraction("2.198"))
    assert bounds_text(narrow, "vi", decimals=2) == "từ 2,19 đến 2,2"
    assert bounds_text(Bounds.below(Fraction("0.634394")), "en", decimals=2) == "below 0.64"


@given(st.integers(0, 10**15), st.sampled_from(LANGUAGES))
def test_a_number_in_words_is_read_back_as_the_same_number(scaled, language):
    printed = parse_printed(number_text(from_millionths(scaled), language), MARKS[language])
    assert printed.number == from_millionths(scaled)
    assert printed.qualifier is Qualifier.EXACT


@given(st.sampled_from(sorted(set(Qualifier) - {Qualifier.BETWEEN})), st.integers(0, 10**12))
def test_a_qualified_number_reads_back_in_either_language(qualifier, scaled):
    value = from_millionths(scaled)
    for language in LANGUAGES:
        text = qualified_text(qualifier, value, language)
        read = parse_printed(text, MARKS[language])
        assert (read.qualifier, read.number) == (qualifier, value)


def test_nearly_42_is_gan_42():
    assert qualified_text(Qualifier.NEARLY, Fraction(42), "vi") == "gần 42"
    assert qualified_text(Qualifier.NEARLY, Fraction(42), "en") == "nearly 42"
