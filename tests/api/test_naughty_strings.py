"""The Big List of Naughty Strings (its licence lies beside it) in every place of every request."""

import json
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.api.problems import INTERNAL, assert_problem
from tests.web.document import OPERATIONS, by_name

NAUGHTY: list[str] = json.loads(
    (Path(__file__).parent / "blns" / "blns.json").read_text(encoding="utf-8")
)
# What of the list some parameter takes; anything else must be refused or find nothing.
LAWFUL = {"true", "TRUE", "True", "false", "FALSE", "False", "1", "1.00", "0"}


def escaped(text):
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


def assert_refused_or_meant(answer, text, address):
    if answer.status_code == 200:
        # A code or kind of event that there is not gives an empty list; any word may be looked for.
        is_lawful = text in LAWFUL or address.startswith("/v1/search?q=")
        assert is_lawful or answer.json()["data"] == [], address
        written = json.dumps(text, ensure_ascii=False)[1:-1]
        told = answer.text.replace('"url":', "").replace(quote(text), "").replace(written, "")
        assert not INTERNAL.search(told.replace(text, "") if text else told), address
    else:
        assert answer.status_code in {400, 404, 414, 422}, address
        assert_refused(answer, text)


def assert_refused(answer, text):
    """A refusal; what looks like our inside may be an echo of the string itself."""
    if INTERNAL.search(text):
        assert answer.headers["content-type"] == "application/problem+json"
    else:
        assert_problem(answer)


@pytest.mark.scaled
@pytest.mark.parametrize("operation", OPERATIONS, ids=by_name)
def test_no_naughty_string_in_any_place_of_any_request_is_more_than_refused(
    client, operation, cases
):
    places = [each for each in operation.parameters if each["in"] == "query"]
    for number, text in enumerate(NAUGHTY[:: cases(7, 1)]):
        if places:
            name = places[number % len(places)]["name"]
            address = operation.address(**{name: escaped(text)})
            assert_refused_or_meant(client.get(address), text, address)
            address = f"{operation.address()}&{escaped(text)}=1"
            assert client.get(address).status_code in {200, 400, 422} - ({200} if text else set())
        if "{" in operation.path and text not in {".", "..", ""}:
            start, _, rest = operation.path.partition("{")
            address = f"{start}{escaped(text)}{rest.partition('}')[2]}"
            answer = client.get(address)
            if not ("{number}" in operation.path and text == "1"):
                assert answer.status_code == 404
                assert_refused(answer, text)


@pytest.mark.scaled
@pytest.mark.parametrize("operation", OPERATIONS, ids=by_name)
def test_no_naughty_string_in_any_parameter_is_more_than_refused(client, operation, cases):
    texts = NAUGHTY[:: cases(40, 6)]
    for place in operation.parameters:
        if place["in"] == "query":
            for text in texts:
                address = operation.address(**{place["name"]: escaped(text)})
                assert_refused_or_meant(client.get(address), text, address)


@pytest.mark.parametrize(
    "header",
    ["accept", "accept-language", "if-none-match", "origin", "user-agent", "x-forwarded-for",
     "cookie", "range"],
)  # fmt: skip
def test_no_naughty_string_in_a_header_is_more_than_refused(client, header):
    for text in NAUGHTY:
        value = text.encode("utf-8", "surrogatepass").translate(None, bytes(range(32)) + b"\x7f")
        answer = client.get("/v1/config", headers={header: value.strip()})
        assert answer.status_code in {200, 406}
        if answer.status_code == 406:
            assert_problem(answer)


def test_the_list_is_the_whole_list():
    assert len(NAUGHTY) > 400
