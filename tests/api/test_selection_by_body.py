"""Long questions by POST, and batches of ids: the same answers as by address."""

import json

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.observations.posting import EXAMPLE, PATH
from app.web.bodies import BODY_LENGTH_MAX, parameters_of
from tests.api.problems import assert_problem
from tests.api.test_filters import rows
from tests.strategies import cell_keys
from tests.web.document import OPERATIONS, untrue

LIST = "/v1/observations"
BY_NAME = {operation.name: operation for operation in OPERATIONS}
JSON = {"content-type": "application/json"}
ORIGIN = {"origin": "https://example.org"}


@pytest.fixture(scope="session")
def ids(client):
    return [row["id"] for row in rows(client, LIST, fields="id")]


@pytest.mark.parametrize(
    "question",
    [
        {},
        EXAMPLE,
        {"organization": "lao-cai,vn", "limit": 3, "total": True},
        {"organization": ["vn", "lao-cai"], "level": ["provincial"], "kind": "party_organization"},
        {"value": ["ge:10", "lt:100"], "match": "possible", "sort": "value:desc", "limit": 7},
        {"indicator": ["group:members"], "fields": ["value", "id"], "format": "csv"},
        {"ids": ["lao-cai.members.2022", "vn.members.1900"], "labels": True, "after": None},
        {"release": 1, "organization": ["lao-cai@2025-07-01"]},
    ],
    ids=str,
)
def test_a_question_is_answered_as_the_address_that_asks_the_same(client, question):
    answer = client.post(PATH, json=question)
    assert answer.status_code == 200, answer.text
    assert answer.headers["cache-control"] == "no-store"
    address = answer.headers["content-location"]
    assert address.startswith(f"{LIST}?release=1")
    same = client.get(address, headers={"accept-encoding": "identity"})
    assert same.content == answer.content
    for name in ("etag", "content-type", "link"):
        assert same.headers[name] == answer.headers[name]
    held = client.get(address, headers={"if-none-match": answer.headers["etag"]})
    assert held.status_code == 304


def test_arrays_and_texts_ask_the_same(client):
    texts = {"organization": "vn,lao-cai", "limit": 4, "total": True}
    arrays = {"organization": ["lao-cai", "vn"], "limit": 4, "total": True}
    first, second = (client.post(PATH, json=question) for question in (texts, arrays))
    assert first.content == second.content
    assert first.headers["etag"] == second.headers["etag"]


def test_a_question_too_long_for_an_address_is_answered_page_by_page(client, ids):
    limit = client.get("/v1/config").json()["data"]["limits"]["list_length_max"]
    wanted = ids[:limit]
    question = {"ids": wanted[::-1], "limit": 70}
    answer = client.post(PATH, json=question)
    assert "content-location" not in answer.headers
    assert answer.json()["links"]["self"].startswith(f"{PATH}#")
    assert "next" not in answer.json()["links"]
    assert answer.json()["meta"]["notices"][0]["code"] == "next_page"
    assert client.post(PATH, json=question).content == answer.content
    found = []
    while page := answer.json()["data"]:
        found += [row["id"] for row in page]
        answer = client.post(PATH, json={**question, "after": found[-1]})
    assert found == wanted
    another = client.post(PATH, json={**question, "ids": wanted[1:]})
    assert another.headers["etag"] != client.post(PATH, json=question).headers["etag"]


def test_the_documented_question_works_and_the_answer_is_as_documented(client):
    operation = BY_NAME["query_observations"]
    body = operation.described["requestBody"]["content"]["application/json"]
    example = body["examples"]["executed"]["value"]
    answer = client.post(operation.path, json=example)
    assert answer.status_code == 200
    assert answer.json()["data"] != []
    assert untrue(operation, answer.json()) == []
    asked = {parameter["name"] for parameter in BY_NAME["list_observations"].parameters}
    assert set(body["schema"]["properties"]) == asked


@pytest.mark.parametrize(
    ("body", "status", "parameter"),
    [
        (b"", 400, None),
        (b"[]", 400, None),
        (b'"vn"', 400, None),
        (b"null", 400, None),
        (b"{", 400, None),
        (b'{"limit": NaN}', 400, None),
        (b"\xff\xfe", 400, None),
        (b"[" * 100_000, 400, None),
        (b'{"organization": "\\u0000"}', 400, None),
        (b'{"organization": "\\ud800"}', 400, None),
        (b'{"limit": ' + b"9" * 5000 + b"}", 400, None),
        (b'{"limit": 1, "limit": 2}', 422, "limit"),
        (b'{"limit": 1.5}', 422, "limit"),
        (b'{"limit": 0}', 422, "limit"),
        (b'{"limit": [1]}', 422, "limit"),
        (b'{"limit": "1"}', 422, "limit"),
        (b'{"total": 1}', 422, "total"),
        (b'{"period": 2022}', 422, "period"),
        (b'{"format": ["csv"]}', 422, "format"),
        (b'{"organization": ["vn", 1]}', 422, "organization"),
        (b'{"organization": ["vn,lao-cai"]}', 422, "organization"),
        (b'{"organization": {"code": "vn"}}', 422, "organization"),
        (b'{"organization": [["vn"]]}', 422, "organization"),
        (b'{"organization": []}', 422, "organization"),
        (b'{"organization": ["lao-cay"]}', 422, "organization"),
        (b'{"organisation": "vn"}', 422, "organisation"),
        (b'{"total": "perhaps"}', 422, "total"),
    ],
)
def test_what_is_no_question_is_refused(client, body, status, parameter):
    problem = assert_problem(client.post(PATH, content=body, headers=JSON), status)
    assert problem.get("parameter") == parameter
    if parameter == "organisation":
        assert problem["nearest"][0] == "organization"


def test_forms_and_files_are_not_read(client):
    plain = {"content-type": "text/plain"}
    for asked in (
        {"data": {"organization": "vn"}},
        {"files": {"organization": b"vn"}},
        {"content": b"{}"},
        {"content": b"{}", "headers": plain},
    ):
        problem = assert_problem(client.post(PATH, **asked), 415)
        assert problem["expected"] == "application/json"


def test_a_body_is_taken_up_to_the_published_limit(client):
    limit = client.get("/v1/config").json()["data"]["limits"]["body_length_max"]
    assert limit == BODY_LENGTH_MAX
    question = b'{"limit": 1}'
    fitting = client.post(PATH, content=question.ljust(limit), headers=JSON)
    assert fitting.status_code == 200
    problem = assert_problem(
        client.post(PATH, content=question.ljust(limit + 1), headers=JSON), 413
    )
    assert str(limit) in problem["expected"]
    assert str(limit + 1) in problem["detail"]
    in_parts = (question.ljust(1000) for _ in range(1000))
    assert_problem(client.post(PATH, content=in_parts, headers=JSON), 413)


def test_a_question_may_come_in_parts(client):
    answer = client.post(PATH, content=iter([b'{"li', b'mit": 2', b"}"]), headers=JSON)
    assert answer.json()["meta"]["count"] == 2


def test_parameters_in_the_address_of_a_question_are_refused(client):
    assert_problem(client.post(f"{PATH}?limit=2", json={}), 422)


def test_other_methods_and_other_paths_are_refused_as_ever(client):
    for method in ("GET", "HEAD", "PUT", "DELETE", "PATCH"):
        answer = client.request(method, PATH)
        assert answer.status_code == 405
        assert answer.headers["allow"] == "POST"
    answer = client.post(LIST, json={})
    assert_problem(answer, 405)
    assert answer.headers["allow"] == "GET, HEAD"
    assert client.get(f"{LIST}/lao-cai.members.2022").status_code == 200


def test_a_browser_is_told_beforehand_that_it_may_ask_by_post(client):
    asked = {**ORIGIN, "access-control-request-method": "POST",
             "access-control-request-headers": "content-type"}  # fmt: skip
    answer = client.options(PATH, headers=asked)
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-methods"] == "POST"
    assert "content-type" in answer.headers["access-control-allow-headers"].lower()
    assert client.options(LIST, headers=asked).status_code == 405
    answer = client.post(PATH, json={"limit": 1}, headers=ORIGIN)
    assert answer.headers["access-control-allow-origin"] == "*"


def test_the_next_request_is_answered_after_a_question(client):
    with httpx.Client(base_url=client.base_url) as another:
        for number in (1, 2, 3):
            assert another.post(PATH, json={"limit": number}).json()["meta"]["count"] == number
            assert another.get(f"{LIST}?limit={number}").json()["meta"]["count"] == number


@given(
    question=st.dictionaries(
        st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=5),
        st.integers(0, 99).map(str) | st.integers(-9, 99) | st.booleans() | st.none(),
        max_size=4,
    )
)
def test_values_become_the_texts_of_an_address(question):
    found = parameters_of(json.dumps(question).encode(), {})
    assert found == {
        name: str(value).lower() if isinstance(value, bool) else str(value)
        for name, value in question.items()
        if value is not None
    }


@settings(max_examples=20)
@given(data=st.data())
def test_a_batch_gives_the_cells_there_are_and_names_the_others(client, ids, data):
    known = data.draw(st.lists(st.sampled_from(ids), unique=True, min_size=1, max_size=12))
    made = data.draw(st.lists(cell_keys.map(str), unique=True, max_size=5))
    asked = data.draw(st.permutations([*known, *(each for each in made if each not in ids)]))
    answer = client.get(LIST, params={"ids": ",".join(asked)}).json()
    found = [row["id"] for row in answer["data"]]
    assert found == [each for each in ids if each in known]
    missing = sorted(set(asked) - set(known))
    told = str([notice for notice in answer["meta"]["notices"] if notice["code"] == "missing_ids"])
    assert all(f"{each} (" in told for each in missing)
    assert bool(missing) == (told != "[]")


def test_the_reason_why_an_id_is_missing_is_told(client):
    asked = "lao-cai.members.1999,nobody.members.2022,lao-cai.nothing.2022,lao-cai.members.2022"
    answer = client.get(f"{LIST}?ids={asked}").json()
    assert [row["id"] for row in answer["data"]] == ["lao-cai.members.2022"]
    (notice,) = answer["meta"]["notices"]
    for reason in ("lao-cai.members.1999 (there is no observation)",
                   "nobody.members.2022 (there is no organization nobody)",
                   "lao-cai.nothing.2022 (there is no indicator nothing)"):  # fmt: skip
        assert reason in notice["en"]
    assert "không có tổ chức nobody" in notice["vi"]


def test_other_filters_hold_for_a_batch_too(client):
    asked = {"ids": "lao-cai.members.2022,lao-cai.members.2010", "period": "2022"}
    answer = client.get(LIST, params=asked).json()
    assert [row["id"] for row in answer["data"]] == ["lao-cai.members.2022"]


def test_a_whole_number_may_be_written_with_a_point(client):
    whole, pointed = (
        client.post(PATH, content=body, headers={"content-type": "application/json"})
        for body in (b'{"limit": 2}', b'{"limit": 2.0}')
    )
    assert (pointed.status_code, pointed.content) == (200, whole.content)
    for odd in (b'{"limit": 2.5}', b'{"limit": 1e400}'):
        refused = client.post(PATH, content=odd, headers={"content-type": "application/json"})
        assert assert_problem(refused, 422)["parameter"] == "limit"
