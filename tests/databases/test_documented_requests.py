"""Every example of the documentation is answered with the same bytes and headers by both."""

from urllib.parse import urlsplit

import psycopg
import pytest

from app.errors import ERRORS
from app.formats.registry import FORMATS
from app.publication.publish import Publisher
from app.releases.postgresql_lending import RELEASES_SCHEMA
from tests.api.test_publishing_while_reading import package
from tests.databases.comparing import ask_both, told
from tests.databases.conftest import both
from tests.publication.storages import address_of, is_in_files
from tests.serving import serving
from tests.web.recording import OPERATIONS, TOO_LONG, recorded

# Brought about by something else than a request.
BY_CIRCUMSTANCE = {
    "headers-too-large", "internal-error", "nothing-published", "pruned-release",
    "ambiguous-name", "body-too-large", "release-behind", "too-many-requests",
    "unsupported-media-type",
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


@pytest.mark.parametrize("output", FORMATS, ids=lambda each: each.name)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_format_is_the_same_bytes_on_both(pair, output, language):
    """With names of what the rows speak of, which each database finds in its own way."""
    for name in ("list_observations", "list_figures", "get_profile", "list_events", "list_checks"):
        request = recorded(name)["request"]
        chosen = f"lang={language}&format={output.name}"
        answer = ask_both(pair, f"{request}{'&' if urlsplit(request).query else '?'}{chosen}")
        is_refused = output.cells_only and name in {"list_events", "list_checks"}
        assert answer.status_code == (406 if is_refused else 200)


@pytest.mark.parametrize("code", REFUSED)
def test_a_refusal_is_the_same_bytes_on_both(pair, code):
    method, _, request = recorded(f"problems/{code}")["request"].partition(" ")
    address, _, accept = request.partition(", Accept: ")
    address = TOO_LONG if "…" in address else address
    headers = {"accept": accept} if accept else {}
    one, other = (client.request(method, address, headers=headers) for client in pair)
    assert told(one) == told(other)
    assert one.json()["type"] == f"/problems/{code}"


def damage(publisher):
    """Change what is stored of the current release."""
    if is_in_files(publisher):
        path = publisher.folder.release(publisher.releases()[-1].file_digest)
        path.write_bytes(b"")
        return
    with psycopg.connect(address_of(publisher)) as connection:
        connection.execute(f"DELETE FROM {RELEASES_SCHEMA}.source")


def refused_by_circumstance(publisher, folder):
    """What each state of a storage is answered with, by its cause."""
    with serving(publisher.settings, lifespan="off") as client:
        yield "nothing-published", told(client.get("/v1/observations"))
        client.application.api.state.directory.close()
    keeping = publisher.settings.model_copy(update={"keep_releases": 1})
    for number in (1, 2):
        Publisher(keeping, clock=publisher._clock).load(package(folder, number))
    with serving(keeping) as client:
        yield "pruned-release", told(client.get("/v1/observations?release=1"))
    damage(publisher)
    with serving(keeping) as client:
        yield "quarantined-release", told(client.get("/v1/observations"))


def test_a_refusal_by_circumstance_is_the_same_bytes_on_both(tmp_path, request):
    one, other = (
        dict(refused_by_circumstance(publisher, tmp_path / "packages"))
        for publisher in both(tmp_path, request)
    )
    assert one == other
    for code, (status, _, body) in one.items():
        assert status >= 400
        assert f"/problems/{code}".encode() in body
