"""Formats and languages: by parameter, then by header with weights."""

import csv
import io
import json
from decimal import Decimal

import pytest

from app.formats.registry import EVERYTHING, FORMATS
from tests.api.problems import assert_problem

LISTS = [
    "/v1/organizations?limit=20",
    "/v1/organizations/vn/children?limit=5",
    "/v1/organizations/lao-cai",
    "/v1/organizations/lao-cai/profile?period=2022",
    "/v1/events",
    "/v1/indicators",
    "/v1/indicators/members",
    "/v1/codelists",
    "/v1/sources",
    "/v1/figures?organization=lao-cai",
    "/v1/observations?organization=lao-cai",
    "/v1/observations/lao-cai.members.2022",
    "/v1/ratios",
    "/v1/ratios/members_share_of_population?organization=lao-cai&period=2021,2022",
    "/v1/computations?organization=lao-cai&numerator=members&denominator=population",
    "/v1/checks",
    "/v1/releases",
    "/v1/releases/1",
    "/v1/config",
]
JSON, CSV = "application/json", "text/csv"


def text(value):
    """As the CSV writes a value of the JSON."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case list() if all(isinstance(each, str) for each in value):
            return ";".join(value)
        case list() | dict():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return str(value)


def field(row, column):
    for name in column.split("."):
        row = None if row is None else row[name]
    return row


def rows_of(document):
    data = document["data"]
    if isinstance(data, list):
        return data
    if "groups" in data:
        return [row for group in data["groups"] for row in group["indicators"]]
    return [data]


@pytest.mark.parametrize("path", LISTS)
def test_the_rows_of_the_csv_are_those_of_the_json(client, path):
    document = json.loads(client.get(path).text, parse_float=Decimal)
    joined = "&" if "?" in path else "?"
    answer = client.get(f"{path}{joined}format=csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    heading, *lines = csv.reader(io.StringIO(answer.content.decode(), newline=""), strict=True)
    expected = [[text(field(row, column)) for column in heading] for row in rows_of(document)]
    if "/profile" in path:
        lines, expected = sorted(lines), sorted(expected)
    assert lines == expected
    assert lines


def test_the_csv_of_observations_is_tidy(client):
    heading = client.get("/v1/observations?limit=1&format=csv").text.splitlines()[0].split(",")
    assert {
        "value", "lower", "lower_closed", "upper", "upper_closed", "qualifier", "period",
        "reference_date", "status", "derivation", "source",
    } <= set(heading)  # fmt: skip


def test_an_empty_csv_still_has_its_heading(client):
    answer = client.get("/v1/observations?organization=can-tho&indicator=cells&format=csv")
    assert len(answer.text.splitlines()) == 1


@pytest.mark.parametrize("output", FORMATS, ids=lambda each: each.name)
def test_every_format_is_served_by_name_and_by_accept(client, output):
    path = "/v1/observations"
    named = client.get(path, params={"format": output.name})
    assert named.headers["content-type"] == output.content_type
    accepted = client.get(path, headers={"accept": output.media_type})
    expected = next(each for each in FORMATS if each.media_type == output.media_type)
    assert (expected is output) != output.by_name_only
    assert accepted.headers["content-type"] == expected.content_type


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("", JSON),
        ("*/*", JSON),
        ("text/*", CSV),
        ("application/*", JSON),
        ("text/csv", CSV),
        ("TEXT/CSV", CSV),
        ("text/csv;q=0.5, application/json;q=0.4", CSV),
        ("text/csv;q=0.5, application/json;q=0.6", JSON),
        ("text/csv, application/json", JSON),
        ("application/json;q=0, */*", CSV),
        ("application/json;q=0.1, */*;q=0.5", CSV),
        ("text/html, application/xhtml+xml, */*;q=0.8", JSON),
        ("text/csv;charset=utf-8;q=0.9", CSV),
        ("application/json; q=nonsense, text/csv;q=0.001", CSV),
        (", text/csv ;q=1.000", CSV),
    ],
)
def test_the_best_format_a_client_accepts_is_chosen(client, accept, chosen):
    answer = client.get("/v1/events", headers={"accept": accept})
    assert answer.headers["content-type"].partition(";")[0] == chosen


@pytest.mark.parametrize(
    "accept",
    ["application/xml", "*/*;q=0", "application/json;q=0, text/csv;q=0", "text/html", "nonsense",
     "application/json;q=NaN", "application/problem+json"],
)  # fmt: skip
def test_what_nobody_can_write_is_refused_with_what_there_is(client, accept):
    problem = assert_problem(client.get("/v1/events", headers={"accept": accept}), 406)
    assert problem["parameter"] == "Accept"
    offered = [each.media_type for each in EVERYTHING if not each.by_name_only]
    assert problem["expected"] == ", ".join(offered)
    named = client.get("/v1/events?format=csv", headers={"accept": accept})
    assert named.headers["content-type"] == "text/csv; charset=utf-8"


def test_several_lines_of_a_header_are_one_list(client):
    answer = client.get("/v1/events", headers=[("accept", "text/html"), ("accept", "text/csv")])
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_operation_takes_a_language_and_tells_both(client, path, language):
    joined = "&" if "?" in path else "?"
    asked = client.get(f"{path}{joined}lang={language}")
    assert asked.json()["data"] == client.get(path).json()["data"]
    assert f"lang={language}" in asked.json()["links"]["self"]


def test_the_language_of_the_header_is_part_of_the_tag(client):
    def tag(**headers):
        return client.get("/v1/events", headers=headers).headers["etag"]

    vietnamese, english = (
        tag(**{"accept-language": ""}),
        tag(**{"accept-language": "en-GB, vi;q=0.5"}),
    )
    assert vietnamese != english
    assert tag(**{"accept-language": "fr, *;q=0.1"}) == vietnamese
    assert tag(**{"accept-language": "vi-VN"}) == vietnamese
