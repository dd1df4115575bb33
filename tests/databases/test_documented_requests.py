"""Every example of the documentation is answered with the same bytes and headers by both."""

from urllib.parse import urlsplit

import pytest

from app.errors import ERRORS
from tests.databases.comparing import ask_both, told
from tests.web.recording import OPERATIONS, TOO_LONG, recorded

# Brought about by something else than a request.
BY_CIRCUMSTANCE = {
    "headers-too-large", "internal-error", "nothing-published", "pruned-release",
    "quarantined-release", "request-timeout", "storage-unavailable", "too-slow", "unwanted-body",
}  # fmt: skip
REFUSED = [error.code for error in ERRORS if error.code not in BY_CIRCUMSTANCE]


@pytest.mark.parametrize("media_type", ["application/json", "text/csv"])
@pytest.mark.parametrize("release", ["", "1", "2"])
@pytest.mark.parametrize("name", OPERATIONS)
def test_an_example_is_the_same_bytes_on_both(pair, name, release, media_type):
    request = recorded(name)["request"]
    if not request.startswith("/v1/"):
        media_type = "*/*"
    elif release:
        request += f"{'&' if urlsplit(request).query else '?'}release={release}"
    answer = ask_both(pair, request, {"accept": media_type})
    assert answer.status_code == 200
    if request.startswith("/v1/"):
        held = ask_both(pair, request, {"if-none-match": answer.headers["etag"]})
        assert held.status_code == (304 if media_type == "application/json" else 200)


@pytest.mark.parametrize("code", REFUSED)
def test_a_refusal_is_the_same_bytes_on_both(pair, code):
    method, _, request = recorded(f"problems/{code}")["request"].partition(" ")
    address, _, accept = request.partition(", Accept: ")
    address = TOO_LONG if "…" in address else address
    headers = {"accept": accept} if accept else {}
    one, other = (client.request(method, address, headers=headers) for client in pair)
    assert told(one) == told(other)
    assert one.json()["type"] == f"/problems/{code}"
