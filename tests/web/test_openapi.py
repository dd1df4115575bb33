"""The OpenAPI document is valid and complete, and its examples work."""

import re

import httpx
import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from app.values.wording import LANGUAGES
from app.web.description import DESCRIPTION
from app.web.groups import GROUPS
from app.web.openapi import COMMON, HEADERS
from tests.web.document import DOCUMENT, OPERATIONS, READS, SCHEMAS, by_name, faults, untrue
from tests.web.recording import OPERATIONS as RECORDED
from tests.web.recording import executed, recorded

# Clients are generated from these names: one may be added, none may change.
OPERATION_IDS = [
    "cite_computation",
    "cite_figure",
    "cite_observation",
    "compute_growth",
    "compute_ratio",
    "describe_exported_observations",
    "export_observations",
    "export_observations_as_json_lines",
    "get_all_observations",
    "get_all_observations_as_json_lines",
    "get_api_catalog",
    "get_catalog",
    "get_config",
    "get_feed",
    "get_health",
    "get_indicator",
    "get_metrics",
    "get_observation",
    "get_organization",
    "get_profile",
    "get_ratio",
    "get_readiness",
    "get_release",
    "get_release_content",
    "get_release_history",
    "get_release_packages",
    "list_ancestors",
    "list_availability",
    "list_changes",
    "list_checks",
    "list_children",
    "list_code_lists",
    "list_coverage",
    "list_descendants",
    "list_errata",
    "list_events",
    "list_figures",
    "list_indicators",
    "list_observations",
    "list_organizations",
    "list_rankings",
    "list_ratios",
    "list_releases",
    "list_sources",
    "query_observations",
    "search",
    "tell_observation",
]
MAY_BE_EMPTY = {"list_ancestors", "list_errata"}
PARAMETERS = [
    pytest.param(operation, parameter, id=f"{operation.name}-{parameter['in']}-{parameter['name']}")
    for operation in OPERATIONS
    for parameter in operation.parameters
]
TEXTS = [DESCRIPTION, *(group.description.told(each) for group in GROUPS for each in LANGUAGES)]
LINKS = sorted(set(re.findall(r"\]\((/[^)]+)\)", "".join(TEXTS))))
EXAMPLES = [group.example for group in GROUPS]


def test_the_document_is_valid_openapi_3_1():
    assert DOCUMENT["openapi"].startswith("3.1.")
    validate(DOCUMENT)


def test_operation_ids_are_stable():
    assert sorted(operation.name for operation in OPERATIONS) == OPERATION_IDS


def test_nothing_of_the_framework_s_own_refusals_is_left():
    assert "ValidationError" not in str(DOCUMENT)


@pytest.mark.parametrize("operation", OPERATIONS, ids=by_name)
def test_every_operation_is_explained(operation):
    described = operation.described
    assert described["summary"]
    assert len(described["description"]) > len(described["summary"])
    [group] = [group for group in GROUPS if operation.name in group.operations]
    assert described["tags"] == [group.name]
    assert described["x-summary-vi"] == group.operations[operation.name]


def test_the_most_useful_operation_of_each_group_comes_first():
    named = [name for group in GROUPS for name in group.operations]
    assert [operation.name for operation in OPERATIONS] == named


@pytest.mark.parametrize("name", RECORDED)
def test_pages_fill_in_what_the_example_asks(client, name):
    (operation,) = [operation for operation in OPERATIONS if operation.name == name]
    filled = {each["name"]: each["example"] for each in operation.parameters if "example" in each}
    path = operation.path.format_map(filled)
    asked = httpx.URL(recorded(name)["request"])
    assert path == asked.path
    query = {key: str(value) for key, value in filled.items() if f"{{{key}}}" not in operation.path}
    assert query == {key: text for key, text in asked.params.items() if key not in COMMON}
    assert client.get(path, params=query).status_code == 200


@pytest.mark.parametrize(("operation", "parameter"), PARAMETERS)
def test_every_parameter_is_described_and_its_examples_work(client, operation, parameter):
    assert parameter["description"].endswith(".")
    assert "anyOf" not in parameter["schema"]
    assert parameter["schema"]["examples"]
    for example in parameter["schema"]["examples"]:
        Draft202012Validator(parameter["schema"]).validate(example)
        text = str(example).lower() if isinstance(example, bool) else str(example)
        chosen = {} if parameter["in"] == "path" else {parameter["name"]: text}
        answer = client.get(operation.address(**chosen))
        assert answer.status_code == 200, answer.text
        # Behind the last row there may be nothing, above a province stands the nation alone, and
        # nothing wrong is known.
        may_be_empty = parameter["name"] == "after" or operation.name in MAY_BE_EMPTY
        if not may_be_empty and answer.headers["content-type"] == "application/json":
            assert answer.json()["meta"]["count"] > 0


def test_no_two_schemas_have_a_name_of_which_generators_make_one():
    """FastAPI tells two models of one name apart by where they lie in our code."""
    assert [name for name in SCHEMAS if not name.isalnum()] == []


@pytest.mark.parametrize("schema", sorted(SCHEMAS))
def test_every_field_is_described_and_has_an_example(schema):
    assert SCHEMAS[schema]["description"]
    for name, field in SCHEMAS[schema].get("properties", {}).items():
        assert field.get("description"), name
        is_nested = "$ref" in str(field)
        assert is_nested or field["examples"], name
        for example in field.get("examples", ()):
            assert faults(f"#/components/schemas/{schema}/properties/{name}", example) == [], name


@pytest.mark.parametrize("operation", READS, ids=by_name)
def test_every_read_has_an_executed_example(operation):
    content = operation.described["responses"]["200"]["content"]
    assert operation.name in RECORDED
    assert content["application/json"]["examples"]["executed"]["value"]
    assert content["text/csv"]["examples"]["executed"]["value"]


@pytest.mark.parametrize("name", RECORDED)
def test_every_executed_example_is_what_is_answered_today(client, name):
    assert executed(client, name) == recorded(name), "python -m tests.web.recording"


@pytest.mark.parametrize("name", RECORDED)
def test_every_executed_example_is_as_documented(name):
    (operation,) = [operation for operation in OPERATIONS if operation.name == name]
    assert untrue(operation, recorded(name)["json"]) == []


@pytest.mark.parametrize("link", [*LINKS, *EXAMPLES])
def test_every_link_of_the_descriptions_answers(client, link):
    answer = client.get(link)
    assert answer.status_code == 200
    assert not answer.text.startswith('{"data":[]')


@pytest.mark.parametrize("operation", READS, ids=by_name)
def test_the_headers_documented_are_sent(client, operation):
    documented = operation.described["responses"]["200"]["headers"]
    assert set(documented) == {"ETag", "Cache-Control", "Vary", "Link"} <= set(HEADERS)
    answer = client.get(operation.address())
    assert all(name in answer.headers for name in documented)
    assert "last-modified" not in answer.headers
    links = [f'<{address}>; rel="{name}"' for name, address in answer.json()["links"].items()]
    assert answer.headers["link"].startswith(", ".join(links))


def test_the_document_is_kept_until_it_changes(client):
    answer = client.get("/openapi.json")
    assert answer.headers["content-type"] == "application/json"
    held = {"if-none-match": answer.headers["etag"]}
    assert client.get("/openapi.json", headers=held).status_code == 304
    assert answer.json() == DOCUMENT
