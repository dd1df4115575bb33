"""What cannot be answered is refused in one shape, which says what was wrong and what would do."""

import socket

import pytest

from tests.api.problems import assert_problem


def refusal(client, path, expected, /, **selection):
    return assert_problem(client.get(path, params=selection), expected)


# Parameters


def test_an_unknown_parameter_is_refused_with_those_there_are(client):
    problem = refusal(client, "/v1/observations", 422, organisation="lao-cai")
    assert problem["parameter"] == "organisation"
    assert problem["nearest"][0] == "organization"
    assert "indicatorKind" in problem["expected"]


def test_all_faulty_parameters_are_named(client):
    problem = refusal(client, "/v1/observations", 422, limit="0", period="soon", nothing="1")
    assert {fault["parameter"] for fault in problem["errors"]} == {"limit", "period", "nothing"}


def test_a_repeated_parameter_is_refused(client):
    problem = refusal(client, "/v1/observations", 422, period=["2010", "2022"])
    assert (problem["parameter"], problem["detail"]) == ("period", "period is given 2 times.")


@pytest.mark.parametrize(
    ("path", "parameter", "wrong", "right"),
    [
        ("/v1/observations", "organization", "lao-cay", "lao-cai"),
        ("/v1/observations", "parent", "vm", "vn"),
        ("/v1/observations", "indicator", "member", "members"),
        ("/v1/observations", "source", "bao-lao-cai", "bao-lao-cai-2023"),
        ("/v1/observations", "level", "province", "provincial"),
        ("/v1/observations", "kind", "partys", "party"),
        ("/v1/observations", "identifier", "gso-provinces:15", "gso-province"),
        ("/v1/organizations", "code", "yenbai", "yen-bai"),
        ("/v1/events", "organization", "lao-cai-2024", "lao-cai-2025"),
        ("/v1/indicators", "group", "member", "members"),
        ("/v1/sources", "code", "danso", "danso-info"),
        ("/v1/checks", "indicator", "cell", "cells"),
        ("/v1/ratios/members_per_cell", "organization", "lao-cay", "lao-cai"),
    ],
)
def test_an_unknown_code_names_the_nearest(client, path, parameter, wrong, right):
    problem = refusal(client, path, 422, **{parameter: wrong})
    assert (problem["type"], problem["parameter"]) == ("/problems/unknown-code", parameter)
    assert right in problem["nearest"]


@pytest.mark.parametrize("wrong", ["lao-cay", "lao-cai-2024"])
def test_an_unknown_code_in_a_path_is_not_found(client, wrong):
    for path in ("", "/children", "/ancestors", "/descendants", "/profile"):
        problem = refusal(client, f"/v1/organizations/{wrong}{path}", 404)
        assert "lao-cai" in problem["nearest"]


def test_an_unknown_observation_names_the_nearest_in_time(client):
    problem = refusal(client, "/v1/observations/lao-cai.members.2023", 404)
    assert problem["nearest"][0] == "lao-cai.members.2022"


def test_a_reported_indicator_is_no_ratio(client):
    problem = refusal(client, "/v1/ratios/members", 404)
    assert "members_per_cell" in problem["expected"]


@pytest.mark.parametrize(
    ("parameter", "wrong"),
    [
        ("organization", ""),
        ("organization", "lao-cai,"),
        ("organization", ",lao-cai"),
        ("organization", "Lao-Cai"),
        ("organization", "lao cai"),
        ("organization", "a" * 65),
        ("organization", ",".join(["lao-cai"] * 201)),
        ("indicator", ""),
        ("indicator", "members,"),
        ("indicatorKind", "stocks"),
        ("level", ""),
        ("level", "provincial,"),
        ("source", ""),
        ("period", ""),
        ("period", "2022,"),
        ("period", "9" * 30),
        ("period", "2022-13"),
        ("period", "2022-Q5"),
        ("period", "1899"),
        ("startPeriod", "2200"),
        ("identifier", ""),
        ("identifier", "gso-province"),
        ("identifier", "gso-province:"),
        ("identifier", "gso-province:15@2025-13-01"),
        ("derivation", ""),
        ("status", "X"),
        ("value", ""),
        ("value", "42"),
        ("value", "lt:"),
        ("value", "lt:NaN"),
        ("value", "lt:Infinity"),
        ("value", "lt:1e3"),
        ("value", "lt:" + "9" * 30),
        ("value", "lt:0.1234567"),
        ("value", "like:42"),
        ("limit", "0"),
        ("limit", "-1"),
        ("limit", "1001"),
        ("limit", "1e3"),
        ("limit", "1.0"),
        ("limit", ""),
        ("limit", "9" * 30),
        ("limit", "NaN"),
        ("limit", "\u0661"),
        ("total", ""),
        ("total", "1"),
        ("release", "0"),
        ("release", "01"),
        ("release", "-1"),
        ("release", "9" * 30),
        ("release", ""),
        ("format", ""),
        ("format", "xml"),
        ("lang", "fr"),
        ("lang", ""),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_its_parameter(client, parameter, wrong):
    problem = refusal(client, "/v1/observations", 422, **{parameter: wrong})
    assert problem["parameter"] == parameter
    assert problem["expected"]


@pytest.mark.parametrize(
    "path", ["/v1/observations", "/v1/figures", "/v1/events", "/v1/ratios/members_per_cell",
             "/v1/ratios/members_growth_percent?organization=lao-cai&period=2022"],
)  # fmt: skip
def test_a_range_that_ends_before_it_begins_is_refused(client, path):
    place, _, query = path.partition("?")
    extra = dict(pair.split("=") for pair in query.split("&") if pair)
    problem = refusal(client, place, 422, startPeriod="2022-06", endPeriod="2021", **extra)
    assert problem["parameter"] == "startPeriod"
    assert client.get("/v1/events", params={"startPeriod": "2022", "endPeriod": "2022-03"}).json()


@pytest.mark.parametrize(
    ("selection", "parameter"),
    [
        ({"denominator": "cells"}, "numerator"),
        ({"numerator": "members", "denominator": "members"}, "denominator"),
        ({"numerator": "members", "denominator": "cells", "scale": "7"}, "scale"),
        ({"numerator": "member", "denominator": "cells"}, "numerator"),
        ({"numerator": "members", "denominator": "cell"}, "denominator"),
        ({"numerator": "members", "denominator": "cells", "denominatorOrganization": "lao-cay"},
         "denominatorOrganization"),
        ({"numerator": "members", "denominator": "cells",
          "period": ",".join(map(str, range(1999, 2199))), "organization": "lao-cai,vn,yen-bai"},
         "organization"),
    ],
)  # fmt: skip
def test_a_free_ratio_that_cannot_be_is_refused(client, selection, parameter):
    chosen = {"organization": "lao-cai", **selection}
    problem = refusal(client, "/v1/computations", 422, **chosen)
    assert problem["parameter"] == parameter


def test_more_cells_than_are_worked_out_at_once_are_refused(client):
    codes = [row["code"] for row in client.get("/v1/organizations?limit=3").json()["data"]]
    years = ",".join(map(str, range(1950, 2150)))
    selection = {"organization": ",".join(codes), "period": years}
    for path in ("/v1/ratios/members_per_cell", "/v1/ratios/members_growth_percent"):
        problem = refusal(client, path, 422, **selection)
        assert "at most 400 cells" in problem["expected"]
    refusal(client, "/v1/ratios/members_growth_percent", 422, acrossBreaks="true", **selection)


def test_crossing_breaks_is_for_growth_of_chosen_organizations(client):
    for path, selection in (
        ("/v1/ratios/members_per_cell", {"organization": "lao-cai"}),
        ("/v1/ratios/members_growth_percent", {}),
    ):
        problem = refusal(client, path, 422, acrossBreaks="true", **selection)
        assert problem["parameter"] == "acrossBreaks"


# Addresses


@pytest.mark.parametrize(
    "path",
    ["/explore", "/explore/home",
     "/v1", "/v1/", "/v2/organizations", "/v1/organizations/", "/V1/organizations",
     "/v1/organizations/lao-cai/parents", "/v1/observations/lao-cai.members",
     "/v1/observations/a.b.c.d", "/v1/observations/lao-cai.members.2022/", "/assets/",
     "/assets/nothing.js", "/assets/..%2f..%2fmain.py", "/assets/%2e%2e/main.py", "/v1//releases",
     "/v1/releases/01", "/v1/releases/" + "9" * 30, "/v1/organizations/" + "a" * 201,
     "/v1/indicators/" + "a" * 201, "/v1/observations/" + "a" * 301, "/v1/organizations/lao-cai%2F",
     "/v1/organizations/lao-cai%3Frelease=1", "/v1/organizations/%D1%8F"],
)  # fmt: skip
def test_an_unknown_path_is_not_found_and_not_redirected(client, path):
    assert_problem(client.get(path), 404)


@pytest.mark.parametrize(
    "method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"]
)
@pytest.mark.parametrize("path", ["/v1/events", "/v1/organizations/vn", "/healthz", "/docs"])
def test_every_method_but_reading_is_refused(client, method, path):
    answer = client.request(method, path, content=b"{" if method == "POST" else None)
    problem = assert_problem(answer, 405)
    assert problem["expected"] == answer.headers["allow"].replace(", ", " or ") == "GET or HEAD"


@pytest.mark.parametrize(
    "address",
    ["/v1/organizations?code=%00", "/v1/organizations?%00=1", "/v1/organizations/lao%00cai",
     "/v1/organizations?code=%ED%A0%80", "/v1/organizations/%ED%A0%80", "/%ff",
     "/v1/organizations?code=%ff", "/v1/organizations?%c3=1", "/v1/organizations?level=%C0%80"],
)  # fmt: skip
def test_bytes_that_are_no_text_are_refused(client, address):
    assert_problem(client.get(address), 400)


@pytest.mark.parametrize("address", ["/v1/organizations?code=", "/", "/v1/organizations/"])
def test_an_address_that_is_too_long_is_refused(client, address):
    problem = assert_problem(client.get(address + "a" * 8000), 414)
    assert problem["expected"] == "at most 8000 bytes of path and query"


def test_a_refused_head_has_no_body(client):
    for path, status in (("/v1/nothing", 404), ("/v1/organizations?code=%00", 400)):
        answer = client.head(path)
        assert (answer.status_code, answer.content) == (status, b"")
        assert int(answer.headers["content-length"]) > 0


def test_bytes_that_are_no_request_are_answered_and_the_service_lives(client):
    with socket.create_connection((client.base_url.host, client.base_url.port)) as connection:
        connection.sendall(b"\x16\x03\x01\x00 not http\r\n\r\n")
        assert b"400 Bad Request" in connection.recv(1000)
    assert client.get("/healthz").json() == {"status": "ok"}
