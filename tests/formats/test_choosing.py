"""Which formats an answer has: by name and by header, as documented, and what is refused."""

import pytest

from app.formats.citation_styles import STYLES
from app.formats.plain_csv import CSV
from app.formats.registry import EVERYTHING, FORMATS, KNOWN
from tests.api.problems import assert_problem
from tests.web.document import READS, by_name

CELLS_ONLY = [each for each in FORMATS if each.cells_only]


def offered(operation):
    content = operation.described["responses"]["200"]["content"]
    return [each for each in (*FORMATS, *STYLES) if each.media_type in content]


@pytest.mark.parametrize("operation", READS, ids=by_name)
def test_each_documented_format_is_answered_and_any_other_refused(client, operation):
    (parameter,) = (each for each in operation.parameters if each["name"] == "format")
    names = [each.name for each in offered(operation)]
    assert parameter["schema"]["enum"] == names
    for output in FORMATS:
        address = operation.address(format=output.name)
        if output.name in names:
            answer = client.get(address)
            assert answer.status_code == 200
            assert answer.headers["content-type"] == output.content_type
        else:
            problem = assert_problem(client.get(address), 406)
            assert problem["parameter"] == "format"
            assert problem["expected"] == f"one of: {', '.join(names)}"


@pytest.mark.parametrize("output", FORMATS, ids=lambda each: each.name)
def test_a_header_leads_to_the_first_format_of_its_type_that_fits(client, output):
    for path, formats in (("/v1/observations", FORMATS), ("/v1/events", EVERYTHING)):
        accept = f"{output.media_type}, application/json;q=0.1"
        answer = client.get(path, headers={"accept": accept})
        fits = [each for each in formats if each.media_type == output.media_type]
        assert answer.headers["content-type"] == (fits or formats)[0].content_type


def test_each_format_is_an_answer_of_its_own(client):
    tags = {client.get(f"/v1/observations?format={each.name}").headers["etag"] for each in FORMATS}
    assert len(tags) == len(FORMATS)


def test_only_what_describes_columns_is_linked_beside_a_table(client):
    for output in FORMATS:
        link = client.get(f"/v1/events?format={output.name}").headers.get("link", "")
        assert ('rel="describedby"' in link) == (output.name == "csv")


def test_what_is_kept_as_a_file_has_a_name(client):
    for output in EVERYTHING:
        answer = client.get(f"/v1/organizations/lao-cai/profile?format={output.name}")
        given = answer.headers.get("content-disposition")
        name = f"partystats-1-organizations-lao-cai-profile.{output.attached}"
        assert given == (f'attachment; filename="{name}"' if output.attached else None)


@pytest.mark.parametrize("output", FORMATS, ids=lambda each: each.name)
def test_fields_are_chosen_in_every_format(client, output):
    path = "/v1/observations?organization=lao-cai&period=2022&fields=as_reported,value,unit"
    answer = client.get(f"{path}&format={output.name}")
    assert answer.status_code == 200, answer.text
    if output is CSV:
        assert answer.text.splitlines()[0] == "as_reported,value,unit"


def test_the_instance_tells_its_formats(client):
    told = client.get("/v1/config").json()["data"]["formats"]
    assert told == [{"name": each.name, "media_type": each.media_type} for each in FORMATS]


def test_names_and_types_are_stable():
    """Clients ask by them: one may be added, none may change."""
    assert [(each.name, each.media_type) for each in KNOWN] == [
        ("json", "application/json"),
        ("csv", "text/csv"),
        ("ndjson", "application/x-ndjson"),
        ("json-stat", "application/json-stat+json"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("parquet", "application/vnd.apache.parquet"),
        ("csv-excel", "text/csv"),
        ("csvw", "application/csvm+json"),
    ]
