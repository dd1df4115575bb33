"""What comes first: codes, names, words in order, beginnings, slips, some of the words."""

import pytest

from app.search.matching import MatchKind, Question, Term, match_of
from app.values.folding import composed, words


def asked(text, *, slips=None, weights=None, language="vi"):
    """The question that a text puts."""
    found = words(text)
    terms = tuple(
        Term(word, (weights or {}).get(word.folded, 1), word is found[-1],
             (slips or {}).get(word.folded, {}))
        for word in found
    )  # fmt: skip
    has_marks = any(word.written != word.folded for word in found)
    return Question(terms, composed(text), has_marks, language)


def match(text, *names, code="x", kind="organization", **options):
    fields = [
        (f"name_{language}", name) for language, name in zip(("vi", "en"), names, strict=False)
    ]
    return match_of(asked(text, **options), kind, code, fields)


def test_a_better_kind_ranks_before_a_lesser_one():
    slips = {"viem": {"vien": 1}}
    matches = [
        match("lao-cai", "Tên khác", code="lao-cai"),
        match("dang vien", "Đảng viên"),
        match("dang vien", "Số đảng viên nữ"),
        match("dang vi", "Đảng viên nữ"),
        match("vien dang", "Đảng viên nữ"),
        match("dang viem", "Đảng viên nữ", slips=slips),
        match("dang vien", "Đảng bộ tỉnh"),
    ]
    assert [each.kind for each in matches] == [
        MatchKind.CODE, MatchKind.EXACT, MatchKind.PHRASE, MatchKind.PREFIX, MatchKind.WORDS,
        MatchKind.SLIP, MatchKind.PARTIAL,
    ]  # fmt: skip
    ranks = [each.rank for each in matches]
    assert ranks == sorted(ranks)
    assert len(set(ranks)) == len(ranks)


def test_marks_typed_right_come_before_a_better_match_without_them():
    right, wrong = match("bản", "Chi bộ bản Nậm"), match("bản", "Ban")
    assert (right.folded, wrong.folded) == (False, True)
    assert right.rank < wrong.rank


def test_where_no_marks_are_typed_none_are_missed():
    marked, plain = match("lao cai", "Lào Cai"), match("lao cai", "Lao Cai")
    assert (marked.folded, plain.folded) == (True, False)
    assert marked.rank == plain.rank


def test_a_name_ranks_before_what_is_said_elsewhere():
    question = asked("dan so")
    name = match_of(question, "indicator", "x", [("label_vi", "Dân số trung bình")])
    definition = match_of(question, "indicator", "x", [("definition_vi", "Dân số")])
    assert name.rank < definition.rank


def test_words_of_several_fields_are_together_all_words():
    texts = [("title", "Dân số Lào Cai"), ("publisher", "Báo Nhân Dân")]
    found = match_of(asked("dan so nhan dan"), "source", "x", texts)
    assert found.kind is MatchKind.WORDS
    assert found.field in {"title", "publisher"}


def test_of_some_words_the_rarer_ones_count_more():
    weights = {"dang": 1, "bo": 1, "cang": 9}
    rare = match("dang bo cang", "Thôn Cang", weights=weights)
    common = match("dang bo cang", "Đảng bộ tỉnh", weights=weights)
    assert (rare.kind, common.kind) == (MatchKind.PARTIAL, MatchKind.PARTIAL)
    assert rare.rank < common.rank


def test_with_some_of_the_words_a_thing_ranks_before_what_was_written_of_it():
    thing = match("so lao cai", "Đảng bộ tỉnh Lào Cai")
    source = match("so lao cai", "Dân số Lào", kind="source")
    assert thing.rank < source.rank


@pytest.mark.parametrize("language", ["vi", "en"])
def test_of_two_fields_alike_the_one_in_the_language_asked_for_is_named(language):
    assert match("lao cai", "Lào Cai A", "Lào Cai B", language=language).field == f"name_{language}"


def test_the_best_place_in_a_field_counts():
    found = match("cơ sở", "Co sở và cơ so và cơ sở")
    assert (found.kind, found.folded) == (MatchKind.PHRASE, False)


@pytest.mark.parametrize("key", ["gso-province:15", "15", "GSO-Province:15"])
def test_a_code_of_another_scheme_is_found_with_its_scheme_or_without(key):
    texts = [("name_vi", "Đảng bộ tỉnh Lào Cai"), ("identifier", "gso-province:15")]
    found = match_of(asked(key), "organization", "lao-cai-2025", texts)
    assert (found.kind, found.field, found.text) == (MatchKind.CODE, "identifier", texts[1][1])


@pytest.mark.parametrize("key", ["28-nq/tw", "21-KL/TW", "05-qđ/tw", "05-qd/tw"])
def test_each_of_several_documents_is_found(key):
    texts = [("title_vi", "Nhiệm vụ"), ("refers_to", "28-NQ/TW; 21-KL/TW, 05-QĐ/TW")]
    assert match_of(asked(key), "event", "task-1", texts).kind is MatchKind.CODE


def test_a_beginning_of_a_code_is_one_whatever_its_last_part():
    found = match("p01-d", "Tổ chức", code="p01-d02")
    assert (found.kind, found.field, found.text) == (MatchKind.PREFIX, "code", "p01-d02")


def test_what_has_none_of_the_words_does_not_match():
    assert match("khac han", "Đảng bộ tỉnh") is None
