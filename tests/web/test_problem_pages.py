"""Each type of a problem leads to a page: for people in two languages, for programs as JSON."""

import json
import re

import pytest

from app.errors import ERRORS, NotFoundError
from app.values.wording import Words
from app.web.problem_texts import EXPLAINED
from app.web.problems import problem_response
from tests.api.problems import assert_problem
from tests.web.recording import recorded

VIETNAMESE = re.compile(r"[^\x00-\x7f]")  # No text in Vietnamese does without a mark.


def test_every_cause_is_explained_and_nothing_else():
    assert set(EXPLAINED) == {error.code for error in ERRORS}


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.code)
def test_every_cause_has_texts_in_both_languages(error):
    explained = EXPLAINED[error.code]
    assert error.__doc__.endswith(".")
    assert explained.meaning_vi.endswith(".")
    assert explained.mend.en.endswith(".")
    assert explained.mend.vi.endswith(".")
    for text in (error.title_vi, explained.meaning_vi, explained.mend.vi):
        assert VIETNAMESE.search(text), text


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.code)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_type_leads_to_a_page_in_both_languages(client, error, language):
    page = client.get(f"/problems/{error.code}?lang={language}")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["content-language"] == language
    assert "script" not in page.headers["content-security-policy"]
    assert "<script" not in page.text
    assert f'<html lang="{language}">' in page.text
    title = error.title if language == "en" else error.title_vi
    assert f"<h1>{title} ({int(error.status)})</h1>" in page.text
    example = recorded(f"problems/{error.code}")["json" if language == "en" else "vi"]
    assert (
        json.dumps(example["detail"], ensure_ascii=False)[1:-1].replace("'", "&#x27;") in page.text
    )


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.code)
def test_every_type_is_described_to_programs(client, error):
    answer = client.get(f"/problems/{error.code}", headers={"accept": "application/json"})
    document = answer.json()
    assert document["type"] == f"/problems/{error.code}" == document["example"]["problem"]["type"]
    assert document["title"] == {"vi": error.title_vi, "en": error.title}
    assert document["status"] == error.status
    assert all(
        document[name][language] for name in ("meaning", "mend") for language in ("vi", "en")
    )


def test_the_index_names_them_all(client):
    page = client.get("/problems", headers={"accept": "text/html,*/*;q=0.8"})
    links = re.findall(r'href="/problems/([a-z-]+)"', page.text)
    assert sorted(links) == sorted(error.code for error in ERRORS)
    listed = client.get("/problems", headers={"accept": "application/json"}).json()
    assert [each["type"] for each in listed] == [f"/problems/{code}" for code in links]


def test_an_unknown_page_is_not_found_in_either_language(client):
    for language in ("vi", "en"):
        problem = assert_problem(client.get(f"/problems/no-such?lang={language}"), 404)
        assert problem["language"] == language


@pytest.mark.parametrize(
    ("query", "headers", "language"),
    [
        ("", {"accept-language": "vi"}, "vi"),
        ("", {"accept-language": "en-GB,vi;q=0.5"}, "en"),
        ("", {"accept-language": "fr"}, "vi"),
        ("&lang=en", {"accept-language": "vi"}, "en"),
        ("&lang=vi", {"accept-language": "en"}, "vi"),
        ("&lang=fr", {"accept-language": "en"}, "en"),
    ],
)
def test_a_refusal_speaks_the_language_that_is_asked_for(client, query, headers, language):
    answer = client.get(f"/v1/observations?organization=lao-cay{query}", headers=headers)
    problem = assert_problem(answer, 422)
    assert problem["language"] == language
    assert bool(VIETNAMESE.search(problem["detail"] + problem["title"])) is (language == "vi")


def test_without_any_wish_a_refusal_is_vietnamese(client):
    del client.headers["accept-language"]
    try:
        problem = assert_problem(client.get("/v1/observations?limit=ten"), 422)
    finally:
        client.headers["accept-language"] = "en"
    assert problem["title"] == "Tham số không hợp lệ"
    assert problem["detail"] == "limit không thể là 'ten'."
    assert problem["expected"] == "số nguyên từ 1 đến giới hạn nêu ở /v1/config"


@pytest.mark.parametrize(
    "address",
    [
        "/v1/observations?indcator=members",
        "/v1/observations?period=2022-13",
        "/v1/observations?organization=Lào",
        "/v1/observations?indicator=9",
        "/v1/observations?value=about:3",
        "/v1/observations?identifier=x",
        "/v1/observations?asOf=soon",
        "/v1/observations?release=0",
        "/v1/observations?total=maybe",
        "/v1/observations?format=pdf",
        "/v1/observations?after=%20",
        "/v1/observations?limit=5000",
        "/v1/observations?startPeriod=2023&endPeriod=2022",
        "/v1/observations?limit=ten&total=maybe",
        "/v1/observations?release=99",
        "/v1/observations?asOf=2099-01-01",
        "/v1/observations?asOf=2000-01-01",
        "/v1/observations/lao-cai.members.1990",
        "/v1/observations/nonsense",
        "/v1/organizations/lao-kai",
        "/v1/organizations?kind=club",
        "/v1/indicators?group=none",
        "/v1/ratios/members",
        "/v1/rankings?indicator=members&period=2022",
        "/v1/rankings?indicator=members&period=2022&level=x&order=up",
        "/v1/computations?organization=lao-cai",
        "/v1/releases/99",
        "/v1/organizations/lao-cai@1900-01-01",
        "/v1/observations?organization=lao-cai@2022-13-01",
        "/v1/observations?organization=lao-cai@soon",
        "/v1/observations?organization=lao-cai@1900-01-01",
        "/v1/observations?organization=siblings:lao-cai",
        "/v1/observations?indicator=theme:members",
        "/v1/observations?fields=Value",
        "/v1/observations?fields=value,value",
        "/v1/observations?fields=" + ",".join(f"a{'b' * n}" for n in range(39)) * 2,
        "/v1/observations?sort=value:up",
        "/v1/observations?sort=nothing",
        "/v1/observations?value=gt:5,lt:4",
        "/v1/observations?value=gt:1,gt:2,gt:3,gt:4,gt:5",
        "/v1/releases/1/changes?from=x",
        "/v1/releases/1/changes?from=1",
        "/v1/releases/99/changes",
        "/catalog?format=pdf",
        "/v1/availability?component=level&after=lao-cai",
        "/v1/coverage?by=month",
        "/v1/coverage?startPeriod=2022-06",
        "/nothing",
    ],
)
def test_refusals_are_wholly_vietnamese_where_that_is_asked_for(client, address):
    answer = client.get(address, headers={"accept-language": "vi"})
    problem = assert_problem(answer)
    assert problem["language"] == "vi"
    assert VIETNAMESE.search(problem["title"])
    assert VIETNAMESE.search(problem["detail"])


def test_forms_of_the_catalogue_are_refused_in_vietnamese(client):
    headers = {"accept": "image/png", "accept-language": "vi"}
    problem = assert_problem(client.get("/catalog", headers=headers), 406)
    assert (problem["language"], problem["detail"]) == ("vi", "Không có dạng nào được chấp nhận.")


def test_what_there_is_in_english_alone_says_so():
    scope = {"query_string": b"lang=vi", "headers": []}
    answer = problem_response(
        NotFoundError(Words("Only this.", None), expected=Words("that", "cái đó")), scope
    )
    problem = json.loads(answer.body)
    assert (problem["language"], answer.headers["content-language"]) == ("en", "en")
    assert (problem["title"], problem["expected"]) == ("Not found", "that")
