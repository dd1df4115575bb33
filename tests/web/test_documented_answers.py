"""Real answers of every route, and every status, are as the document says, to the last field."""

import pytest

from app.errors import ERRORS
from tests.packages import figure, organization, write_package
from tests.serving import ENGLISH
from tests.web.document import DOCUMENT, OPERATIONS, READS, by_name, faults, untrue
from tests.web.recording import TOO_LONG, problems, recorded, steady

PROBLEM = "#/components/schemas/Problem"
BY_NAME = {operation.name: operation for operation in OPERATIONS}
LISTS = [
    operation for operation in READS if any(p["name"] == "limit" for p in operation.parameters)
]
# Statuses that a request brings about by itself; 500 and 503 are brought about in `problems`.
BROUGHT_ABOUT = {
    "200": ({}, {}),
    "400": ({"lang": "%00"}, {}),
    "404": ({"asOf": "2000-01-01"}, {}),
    "406": ({}, {"accept": "image/png"}),
    "413": ({}, {}),
    "414": ({"lang": TOO_LONG}, {}),
    "422": ({"indcator": "members"}, {}),
    "431": ({}, {"x-long": "a" * 40_000}),
}


def rows(client, address):
    """All rows of a list, page by page."""
    while address:
        answer = client.get(address).json()
        yield from answer["data"]
        address = answer["links"].get("next")


@pytest.mark.parametrize("operation", LISTS, ids=by_name)
def test_whole_lists_are_as_documented(client, operation):
    answer = client.get(operation.address(limit="500", total="true"))
    assert untrue(operation, answer.json()) == []
    assert "total" in answer.json()["meta"]


def test_an_observation_of_every_kind_is_as_documented(client):
    kinds = {}
    for row in rows(client, "/v1/observations?limit=1000"):
        shape = (row["indicator"], row["derivation"], row["status"], row["qualifier"])
        kinds.setdefault(shape, row["id"])
    assert len(kinds) > 100
    for name in kinds.values():
        answer = client.get(f"/v1/observations/{name}").json()
        assert (name, untrue(BY_NAME["get_observation"], answer)) == (name, [])


def test_organizations_and_profiles_are_as_documented(client):
    for row in list(rows(client, "/v1/organizations"))[::5]:
        address = f"/v1/organizations/{row['code']}"
        assert untrue(BY_NAME["get_organization"], client.get(address).json()) == []
        assert untrue(BY_NAME["get_profile"], client.get(f"{address}/profile").json()) == []


def test_every_computed_indicator_is_as_documented(client):
    for row in rows(client, "/v1/ratios"):
        operation = BY_NAME["get_ratio"]
        few = client.get(f"/v1/ratios/{row['code']}?limit=5").json()
        assert (row["code"], untrue(operation, few)) == (row["code"], [])
        named = "organization=lao-cai-2025,lao-cai&period=2022,2025,2030"
        refused = client.get(f"/v1/ratios/{row['code']}?{named}").json()
        assert (row["code"], untrue(operation, refused)) == (row["code"], [])
        if row["growth"]:
            across = client.get(f"/v1/ratios/{row['code']}?{named}&acrossBreaks=true").json()
            assert (row["code"], untrue(operation, across)) == (row["code"], [])


def test_refused_computations_stand_as_documented(client):
    asked = BY_NAME["compute_ratio"].address(period="2022,2030")
    assert untrue(BY_NAME["compute_ratio"], client.get(asked).json()) == []


def test_sums_suppressed_numbers_and_history_are_as_documented(publish, tmp_path):
    organizations = (
        organization("vn", children_complete="yes"),
        organization("p", "vn"),
        organization("q", "vn"),
    )
    first = (figure("p.members.2022", "10"), figure("q.members.2022", "3"))
    second = (figure("p.members.2022", "hơn 20"), figure("q.members.2022", "30"))
    client = publish(
        write_package(tmp_path / "1", organizations=organizations, figures=first),
        write_package(tmp_path / "2", organizations=organizations, figures=second),
    )
    for release in (1, 2):
        for name in ("vn.members.2022", "p.members.2022", "q.members.2022"):
            answer = client.get(f"/v1/observations/{name}?release={release}").json()
            assert untrue(BY_NAME["get_observation"], answer) == []
    assert answer["data"]["history"]
    assert client.get("/v1/observations/vn.members.2022").json()["data"]["lineage"]["parts"]


@pytest.mark.parametrize("operation", READS, ids=by_name)
@pytest.mark.parametrize("status", BROUGHT_ABOUT)
def test_every_documented_status_is_answered_as_documented(client, operation, status):
    documented = operation.described["responses"]
    assert set(documented) == {*BROUGHT_ABOUT, "304", "410", "429", "500", "503"}
    query, headers = BROUGHT_ABOUT[status]
    body = b"{}" if status == "413" else None
    answer = client.request("GET", operation.address(**query), headers=headers, content=body)
    assert str(answer.status_code) == status
    media_type = answer.headers["content-type"].partition(";")[0]
    assert media_type in documented[status]["content"]
    if status != "200":
        assert faults(PROBLEM, answer.json()) == []
        code = answer.json()["type"].removeprefix("/problems/")
        assert code in documented[status]["content"][media_type]["examples"]


@pytest.mark.parametrize("operation", READS, ids=by_name)
def test_an_answer_that_is_held_is_not_sent_again(client, operation):
    tag = client.get(operation.address()).headers["etag"]
    answer = client.get(operation.address(), headers={"if-none-match": tag})
    assert (answer.status_code, answer.content) == (304, b"")
    documented = operation.described["responses"]["304"]["headers"]
    assert all(name in answer.headers for name in documented)


@pytest.mark.parametrize("operation", READS, ids=by_name)
def test_every_read_is_answered_as_csv(client, operation):
    answer = client.get(operation.address(format="csv"))
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.text.count("\r\n") > (operation.name != "list_errata")


@pytest.fixture
def seeds_client(client):
    """The same client, asking in a language."""

    def ask_in(language):
        client.headers["accept-language"] = language
        return client

    yield ask_in
    client.headers.update(ENGLISH)


@pytest.mark.parametrize(("language", "field"), [("en", "json"), ("vi", "vi")])
def test_every_cause_is_documented_and_happens_as_its_example_says(
    seeds_client, seeds_folder, language, field
):
    happened = {}
    client = seeds_client(language)
    for code, request, answer in problems(client, seeds_folder):
        happened[code] = answer.status_code
        assert answer.headers["content-type"] == "application/problem+json"
        assert faults(PROBLEM, answer.json()) == []
        assert answer.headers["content-language"] == answer.json()["language"] == language
        example = recorded(f"problems/{code}")
        assert (request, steady(answer.json())) == (example["request"], example[field])
    assert happened == {error.code: error.status for error in ERRORS}


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.code)
def test_every_cause_has_an_example_and_a_page(client, error):
    example = DOCUMENT["components"]["examples"][error.code]
    assert example["description"] == error.__doc__
    assert example["value"]["type"] == f"/problems/{error.code}"
    assert example["value"]["title"] == error.title
    page = client.get(example["value"]["type"])
    assert error.title in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]


def test_all_causes_but_those_of_no_operation_are_documented_where_they_occur():
    # An operation is a method already: it stands with what is shared.
    found = str([operation.described["responses"] for operation in OPERATIONS])
    missing = [error.code for error in ERRORS if f"examples/{error.code}'" not in found]
    assert missing == ["method-not-allowed"]


def test_an_answer_is_shared_where_it_has_one_cause_alone():
    shared = DOCUMENT["components"]["responses"]
    for code, response in shared.items():
        assert list(response["content"]["application/problem+json"]["examples"]) == [code]
    told = str(DOCUMENT["paths"])
    assert [code for code in shared if f"responses/{code}'" not in told] == ["method-not-allowed"]


def test_an_unknown_problem_is_not_found(client):
    answer = client.get("/problems/no-such")
    assert answer.status_code == 404
    assert "invalid-parameter" in answer.json()["expected"]


@pytest.mark.parametrize("name", ["get_health", "get_readiness", "get_metrics"])
def test_health_is_as_documented(client, name):
    operation = BY_NAME[name]
    answer = client.get(operation.path)
    media_type = answer.headers["content-type"].partition(";")[0]
    assert media_type in operation.described["responses"]["200"]["content"]
    if media_type == "application/json":
        assert untrue(operation, answer.json()) == []
