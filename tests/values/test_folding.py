"""Folding: words compared without marks, however they were typed."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.values.folding import folded, words

NAMES = {
    "Đảng viên": ["dang", "vien"],
    "ĐẢNG BỘ TỈNH ĐẮK LẮK": ["dang", "bo", "tinh", "dak", "lak"],
    "Thừa Thiên Huế": ["thua", "thien", "hue"],
    "gso-province:15": ["gso", "province", "15"],
    "28-NQ/TW": ["28", "nq", "tw"],
    "members_share_of_population": ["members", "share", "of", "population"],
    "Lào Cai (1991\u20132025)": ["lao", "cai", "1991", "2025"],
    "\uff12\uff10\uff12\uff15": ["2025"],
    "Straße": ["strasse"],
    "…  —  ": [],
    "": [],
}


@pytest.mark.parametrize("text", NAMES)
def test_words_are_runs_of_letters_and_digits_without_marks(text):
    assert [word.folded for word in words(text)] == NAMES[text]


@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
@pytest.mark.parametrize("text", NAMES)
def test_a_word_is_the_same_however_its_marks_are_encoded(text, form):
    assert words(unicodedata.normalize(form, text)) == words(unicodedata.normalize("NFKC", text))


def test_no_letter_or_digit_is_folded_away():
    for character in map(chr, range(sys.maxunicode)):
        assert all(word.folded for word in words(character)), character


def test_folding_again_changes_nothing_for_any_character():
    for number in range(sys.maxunicode + 1):
        once = folded(chr(number))
        assert folded(once) == once, hex(number)


@given(st.text())
def test_folding_again_changes_nothing(text):
    once = folded(text)
    assert folded(once) == once


@given(st.text())
def test_both_forms_of_a_text_fold_alike(text):
    apart, together = (unicodedata.normalize(form, text) for form in ("NFD", "NFC"))
    assert folded(apart) == folded(together)
    assert words(apart) == words(together)


@given(st.text())
def test_a_folded_word_is_a_word_and_stays_one(text):
    for word in words(text):
        assert [again.folded for again in words(word.folded)] == [word.folded]


@given(st.text(), st.text())
def test_words_of_two_texts_are_the_words_of_both(one, other):
    assert words(f"{one} {other}") == words(one) + words(other)


def only(text):
    (word,) = words(text)
    return word


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Hòa", "hoà", True),
        ("thuỷ", "thủy", True),
        ("viên", "viện", False),
        ("viên", "vien", False),
        ("đảng", "đang", False),
        ("đảng", "dảng", False),
    ],
)
def test_a_tone_may_stand_on_either_vowel_and_nothing_else_may_differ(one, other, alike):
    assert only(one).is_marked_like(only(other)) is alike


@pytest.mark.parametrize(
    ("typed", "whole", "begins"),
    [
        ("vi", "viên", True),
        ("viê", "viện", True),
        ("việ", "viện", True),
        ("việ", "viên", False),
        ("đa", "đảng", True),
        ("da", "đảng", False),
        ("hoà", "hòa", True),
    ],
)
def test_the_beginning_of_a_word_has_its_marks_as_far_as_it_goes(typed, whole, begins):
    assert only(typed).begins_like(only(whole)) is begins
