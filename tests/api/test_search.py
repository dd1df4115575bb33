"""Searching over HTTP, as a clerk, a journalist and a developer type; and what is refused."""

import csv
import io
import unicodedata

import pytest

from tests.api.problems import assert_problem
from tests.api.searching import ask, codes_of_notices, first, ids

LAO_CAI = ["organization:lao-cai-2025", "organization:lao-cai"]


FIRST = {
    # A clerk, in a hurry and without an input method.
    "dang vien": ("indicator:members", "label_vi", "exact"),
    "Đảng viên": ("indicator:members", "label_vi", "exact"),
    "ĐẢNG VIÊN": ("indicator:members", "label_vi", "exact"),
    "  đảng   viên ": ("indicator:members", "label_vi", "exact"),
    "lao cai": ("organization:lao-cai-2025", "name_vi", "phrase"),
    "Lào Cai": ("organization:lao-cai-2025", "name_vi", "phrase"),
    "tinh uy truc thuoc": ("indicator:directly_subordinate_organizations", "label_vi", "words"),
    "Hoà Bình": ("organization:hoa-binh", "name_vi", "phrase"),
    "đak lak": ("organization:dak-lak-2025", "name_vi", "phrase"),
    "dang bo co so": ("indicator:grassroots_committees", "label_vi", "exact"),
    # With fingers that slip, and Telex or VNI where the input method was off.
    "dang vein": ("indicator:members", "label_vi", "slip"),
    "dnag vien": ("indicator:members", "label_vi", "slip"),
    "Ddangr vieen": ("indicator:members", "label_vi", "slip"),
    "d9ang3 vie6n": ("indicator:members", "label_vi", "slip"),
    "lafo cai": ("organization:lao-cai-2025", "name_vi", "slip"),
    "thai nguyne": ("organization:thai-nguyen-2025", "name_vi", "slip"),
    "ninh thuna": ("organization:ninh-thuan", "name_vi", "slip"),
    # As it is typed.
    "dang vi": ("indicator:members", "label_vi", "prefix"),
    "đảng viê": ("indicator:members", "label_vi", "prefix"),
    "thai ngu": ("organization:thai-nguyen-2025", "name_vi", "prefix"),
    # A journalist.
    "dân số Lào Cai": ("source:danso-info", "title", "exact"),
    "Nghị quyết số 28-NQ/TW": ("event:resolution-28", "title_vi", "exact"),
    "hợp nhất lào cai": ("event:merger-2025", "title_vi", "phrase"),
    "communist party of vietnam": ("organization:vn", "name_en", "exact"),
    "women members": ("indicator:members_women", "label_en", "words"),
    # A developer.
    "lao-cai": ("organization:lao-cai", "code", "code"),
    "LAO-CAI": ("organization:lao-cai", "code", "code"),
    "members": ("indicator:members", "code", "code"),
    "members_share_of_population": ("indicator:members_share_of_population", "code", "code"),
    "members_share_of": ("indicator:members_share_of_population", "code", "prefix"),
    "15": ("organization:lao-cai-2025", "identifier", "code"),
    "gso-province:10": ("organization:lao-cai", "identifier", "code"),
    "vn-06": ("organization:yen-bai", "identifier", "code"),
    "28-nq/tw": ("event:resolution-28", "legal_basis", "code"),
    "bao-lao-cai-2023": ("source:bao-lao-cai-2023", "code", "code"),
}  # fmt: skip


@pytest.mark.parametrize("text", FIRST)
def test_what_people_type_finds_what_they_mean(client, text):
    wanted, field, kind = FIRST[text]
    found, matched = first(client, text)
    assert (found, matched["field"], matched["kind"]) == (wanted, field, kind)


@pytest.mark.parametrize("text", ["Đảng viên", "Lào Cai", "Hòa Bình", "đảng viê", "Ủy viên"])
def test_both_forms_of_unicode_are_the_same_question_and_the_same_bytes(client, text):
    one, other = (
        client.get("/v1/search", params={"q": unicodedata.normalize(form, text)})
        for form in ("NFC", "NFD")
    )
    assert one.content == other.content
    assert one.headers["etag"] == other.headers["etag"]


def test_old_and_new_are_both_told_the_one_that_exists_first(client):
    answer = ask(client, "lào cai", type="organization")
    assert ids(answer) == LAO_CAI
    current, former = answer["data"]
    assert (current["valid_from"], current["valid_to"], current["ended"]) == (
        "2025-07-01", None, False,
    )  # fmt: skip
    assert (former["valid_to"], former["ended"]) == ("2025-06-30", True)
    assert former["parents"] == ["vn"]
    assert former["breadcrumb"]["vi"] == "Đảng Cộng sản Việt Nam"


def test_a_code_that_named_two_finds_both_the_present_holder_first(client):
    answer = ask(client, "gso-province:15")
    assert ids(answer) == ["organization:lao-cai-2025", "organization:yen-bai"]


def test_folded_is_whether_marks_differ(client):
    assert first(client, "đảng viên")[1]["folded"] is False
    assert first(client, "dang vien")[1]["folded"] is True


def test_marks_typed_right_come_first(client):
    answer = ask(client, "bí thư", limit=100)
    folded = [row["matched"]["folded"] for row in answer["data"]]
    assert folded == sorted(folded)


def test_types_are_counted_whatever_is_asked_for(client):
    everything = ask(client, "lao cai", limit=1000)
    types = everything["meta"]["types"]
    assert list(types) == ["organization", "indicator", "event", "source"]
    for name, count in types.items():
        chosen = ask(client, "lao cai", type=name, limit=1000, total="true")
        assert chosen["meta"]["types"] == types
        assert chosen["meta"]["count"] == chosen["meta"]["total"] == count
        assert ids(chosen) == [each for each in ids(everything) if each.startswith(f"{name}:")]


def test_pages_together_are_the_whole(client):
    whole = ids(ask(client, "dai hoi dang bo", limit=1000))
    assert len(whole) > 50
    paged, address = [], "/v1/search?q=dai+hoi+dang+bo&limit=7"
    while address:
        answer = client.get(address).json()
        paged += ids(answer)
        address = answer["links"].get("next")
    assert paged == whole


@pytest.mark.parametrize("text", ["lao cai", "dan so", "15", "members", "hop nhat"])
def test_every_link_leads_to_what_it_names(client, text):
    for row in ask(client, text)["data"]:
        found = client.get(row["link"])
        assert found.status_code == 200
        thing = found.json()["data"]
        assert (thing[0] if isinstance(thing, list) else thing)["code"] == row["code"]


def test_csv_has_the_same_rows(client):
    answer = client.get("/v1/search", params={"q": "lào cai", "format": "csv"})
    rows = [*csv.DictReader(io.StringIO(answer.text))]
    expected = ask(client, "lào cai")["data"]
    assert [row["entry"] for row in rows] == [row["entry"] for row in expected]
    assert rows[0]["matched.kind"] == "phrase"
    assert rows[0]["breadcrumb.en"] == "Communist Party of Vietnam"


def test_a_language_decides_which_of_two_names_is_told(client):
    assert first(client, "lao cai", lang="vi")[1]["field"] == "name_vi"
    assert first(client, "lao cai", lang="en")[1]["field"] == "name_en"


def test_nothing_found_is_an_answer_that_says_so(client):
    answer = ask(client, "qwertyuiop zxcvbnm")
    assert answer["data"] == []
    assert set(answer["meta"]["types"].values()) == {0}
    assert codes_of_notices(answer) == ["empty", "unknown_words"]


def test_a_word_nobody_has_is_named_with_those_near_it(client):
    answer = ask(client, "lao cay")
    assert ids(answer)[:2] == LAO_CAI
    assert codes_of_notices(answer) == ["partial", "unknown_words"]
    assert "cay (ý bạn là: cai" in answer["meta"]["notices"][1]["vi"]
    assert "cay (did you mean: cai" in answer["meta"]["notices"][1]["en"]


def test_words_of_several_things_find_each_of_them(client):
    answer = ask(client, "số đảng viên Lào Cai năm 2022", limit=100)
    found = ids(answer)
    assert set(LAO_CAI) < set(found[:4])
    assert "indicator:members_per_cell" in found
    assert {row["matched"]["kind"] for row in answer["data"]} == {"partial"}


def test_a_type_that_has_nothing_tells_which_have(client):
    answer = ask(client, "hop nhat", type="indicator")
    assert answer["data"] == []
    (notice,) = answer["meta"]["notices"]
    assert "event: 23" in notice["en"]


@pytest.mark.parametrize("text", ["", " ", "\t\u00a0", "x" * 201, "đ" * 201])
def test_a_text_of_another_length_is_refused(client, text):
    problem = assert_problem(client.get("/v1/search", params={"q": text}), 422)
    assert problem["parameter"] == "q"
    assert "1 to 200 characters" in problem["expected"]


@pytest.mark.parametrize("text", ["…", "---", "%", "_", "\u0301", "'", "()[]{}"])
def test_a_text_without_a_letter_or_digit_is_refused(client, text):
    problem = assert_problem(client.get("/v1/search", params={"q": text}), 422)
    assert problem["parameter"] == "q"
    assert problem["expected"] == "a word, or part of one"


def test_a_question_is_needed(client):
    problem = assert_problem(client.get("/v1/search"), 422)
    assert problem["parameter"] == "q"


@pytest.mark.parametrize(
    ("parameters", "parameter"),
    [
        ({"type": "province"}, "type"),
        ({"after": "organization:nobody"}, "after"),
        ({"after": "lao-cai"}, "after"),
        ({"query": "x"}, "query"),
        ({"limit": "0"}, "limit"),
    ],
)
def test_what_is_wrong_beside_the_question_is_named(client, parameters, parameter):
    answer = client.get("/v1/search", params={"q": "lao cai"} | parameters)
    assert assert_problem(answer, 422)["parameter"] == parameter


@pytest.mark.parametrize(
    "text",
    [
        "a" * 200,
        "a " * 100,
        "lao cai " * 25,
        "đ\u0301\u0302\u0303" * 50,
        "%' OR '1'='1",
        '"]}); DROP TABLE search_word; --',
        "\\",
        "lao\u0000cai"[:3] + "\ufffd",
        "\u202elao cai\u202c",
        "漢字 かな",
        "٢٠٢٢",
        "ﷺ",
        "=15",
        "a\U0010ffff",
        "1" * 200,
    ],
)  # fmt: skip
def test_odd_texts_are_answered_or_refused(client, text):
    answer = client.get("/v1/search", params={"q": text})
    assert answer.status_code in {200, 422}
