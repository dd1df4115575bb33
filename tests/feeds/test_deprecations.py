"""What is deprecated says so: in headers, wherever an answer comes from, and in the documents."""

from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

import pytest

from app.main import Application, create_api
from app.settings import Settings
from app.web.deprecation import DEPRECATIONS, Deprecation
from tests.serving import serving_application

PATH = Deprecation(
    "/v1/checks", date(2026, 1, 1), "Dùng đường dẫn khác.", "Moved.",
    sunset=date(2027, 6, 30), successor="/v2/checks",
)  # fmt: skip
PARAMETER = Deprecation(
    "/v1/observations", date(2026, 2, 1), "Tham số cũ.", "Old name.", parameter="indicatorKind"
)
FIELD = Deprecation("/v1/sources", date(2026, 3, 1), "Trường cũ.", "Old field.", field="note")
ENTRIES = (PATH, PARAMETER, FIELD)
TELLING = ("deprecation", "sunset")


@pytest.fixture(scope="module")
def warned(seeds_folder):
    application = Application(
        Settings(data_dir=seeds_folder, refresh_seconds=0), deprecations=ENTRIES
    )
    with serving_application(application) as client:
        yield client


def instant(header):
    assert header.startswith("@")
    return datetime.fromtimestamp(int(header[1:]), UTC)


def test_nothing_is_deprecated_in_v1():
    assert DEPRECATIONS == ()


def test_a_path_says_since_when_and_until_when(warned):
    for _ in range(2):  # Made, and then kept.
        answer = warned.get("/v1/checks?limit=1")
        assert instant(answer.headers["deprecation"]) == datetime(2026, 1, 1, tzinfo=UTC)
        assert parsedate_to_datetime(answer.headers["sunset"]) == datetime(2027, 6, 30, tzinfo=UTC)
        assert answer.links["successor-version"]["url"] == "/v2/checks"
        assert answer.links["self"]["url"].startswith("/v1/checks?")
        page = warned.get(answer.links["deprecation"]["url"])
        assert "/v1/checks" in page.text
        assert "Dùng đường dẫn khác." in page.text


def test_who_holds_the_answer_is_told_too(warned):
    first = warned.get("/v1/checks?limit=2")
    held = {"if-none-match": first.headers["etag"]}
    for _ in range(2):
        answer = warned.get("/v1/checks?limit=2", headers=held)
        assert answer.status_code == 304
        assert [answer.headers[name] for name in TELLING] == [
            first.headers[name] for name in TELLING
        ]
    assert "deprecation" in warned.head("/v1/checks?limit=2").headers


def test_refusals_are_told_as_well(warned):
    answer = warned.get("/v1/checks?limit=x")
    assert answer.status_code == 422
    assert "deprecation" in answer.headers


def test_a_parameter_says_so_to_who_uses_it(warned):
    used = warned.get("/v1/observations?limit=1&indicatorKind=ratio")
    assert instant(used.headers["deprecation"]) == datetime(2026, 2, 1, tzinfo=UTC)
    assert "sunset" not in used.headers
    spelt = warned.get("/v1/observations?limit=1&indicator%4Bind=ratio")
    assert "deprecation" in spelt.headers
    for path in ("/v1/observations?limit=1", "/v1/observations/lao-cai.members.2022"):
        assert "deprecation" not in warned.get(path).headers


def test_a_field_is_marked_and_the_path_is_not_called_deprecated(warned):
    answer = warned.get("/v1/sources?limit=1")
    assert "deprecation" not in answer.headers
    assert answer.links["deprecation"]["url"] == "/deprecations"


def test_the_openapi_document_marks_all_of_it(warned):
    document = warned.get("/openapi.json").json()
    assert document["paths"]["/v1/checks"]["get"]["deprecated"]
    parameters = document["paths"]["/v1/observations"]["get"]["parameters"]
    marked = [each["name"] for each in parameters if each.get("deprecated")]
    assert marked == ["indicatorKind"]
    fields = document["components"]["schemas"]["Source"]["properties"]
    assert [name for name in fields if fields[name].get("deprecated")] == ["note"]
    assert "Old field." in fields["note"]["description"]
    assert not document["paths"]["/v1/sources"]["get"].get("deprecated")


@pytest.mark.parametrize(
    "entry",
    [
        {"path": "/v1/nothing"},
        {"path": "/v1/checks", "parameter": "nothing"},
        {"path": "/v1/checks", "field": "nothing"},
    ],
    ids=str,
)
def test_an_entry_about_nothing_is_found_out(entry):
    wrong = Deprecation(since=date(2026, 1, 1), vi="", en="", **entry)
    with pytest.raises(ValueError, match="there is no such thing"):
        create_api(Settings(), deprecations=[wrong]).openapi()


@pytest.mark.parametrize(
    "entry", [{"sunset": date(2026, 1, 1)}, {"parameter": "a", "field": "b"}], ids=str
)
def test_an_entry_that_cannot_be_is_refused(entry):
    with pytest.raises(ValueError, match=r"the sunset comes after|not both"):
        Deprecation("/v1/checks", date(2026, 1, 1), "", "", **entry)


def test_the_page_says_where_nothing_is_deprecated(client):
    assert "Không có gì." in client.get("/deprecations").text
