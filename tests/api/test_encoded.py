"""Answers from encoded bodies: the same as without, whatever is asked in whatever order."""

import gzip
import socket
import threading
import time

import brotli
import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.main import Application
from app.settings import Settings
from app.web.encoding import CODINGS, IDENTITY, coding_for, encoded
from tests.api.problems import assert_problem
from tests.packages import figure, organization, write_package
from tests.serving import serving, serving_application

ROOM = 1 << 20
LIST = "/v1/observations?limit=50"
PATHS = (
    LIST, "/v1/observations?limit=50&format=csv", "/v1/organizations/lao-cai", "/v1/config",
    "/v1/config?release=1", "/v1/organizations/nobody", "/v1/organizations?limit=0",
    "/openapi.json",
    "/v1/observations?asOf=2999-01-01", "/v1/releases/1/content.jsonl", "/nothing",
)  # fmt: skip
ACCEPTED = (
    None, "gzip", "br;q=0.5, zstd;q=0.4", "identity", "*", "identity;q=0", "gzip;q=0", "nonsense",
    "*;q=0",
)  # fmt: skip
TIMES = {"date", "ratelimit"}


def shown(answer):
    """All that a client is told, but for the moment; the body as it came over the wire."""
    headers = sorted(pair for pair in answer.headers.multi_items() if pair[0] not in TIMES)
    return answer.status_code, headers, answer.read_raw


def asked(client, method, path, **headers):
    """The answer with its body as it was sent."""
    wanted = {"accept-encoding": IDENTITY, **headers}
    wanted = {name: value for name, value in wanted.items() if value is not None}
    request = httpx.Request(method, client.base_url.join(path), headers=wanted)
    answer = client.send(request, stream=True)
    answer.read_raw = b"".join(answer.iter_raw())
    answer.close()
    return answer


def wait_until(condition):
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def runs(client):
    """Counts how often the application below the kept answers is asked from now on."""
    counted = []
    door = client.application._app._encoded._app
    refusal = door._refusal

    def count(scope):
        counted.append(scope["path"])
        return refusal(scope)

    door._refusal = count
    return counted


@pytest.fixture(scope="module")
def both(seeds_folder):
    """Two services on the same release: one keeps answers, one keeps none."""
    with (
        serving(seeds_folder, encoded_bytes=1 << 16) as keeping,
        serving(seeds_folder, encoded_bytes=0) as plain,
    ):
        yield keeping, plain


requests = st.tuples(
    st.sampled_from(["GET", "GET", "HEAD", "OPTIONS", "POST"]),
    st.sampled_from(PATHS),
    st.fixed_dictionaries(
        {"accept-encoding": st.sampled_from(ACCEPTED)},
        optional={
            "accept": st.sampled_from(["text/csv", "application/json", "image/png"]),
            "accept-language": st.sampled_from(["vi", "en"]),
            "if-none-match": st.sampled_from(["*", '"a"', "known", "bare", "listed"]),
            "origin": st.just("https://example.org"),
            "host": st.sampled_from(["a", "a/b", "[::1]"]),
            "content-length": st.just("0"),
        },
    ),
)


@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(st.lists(requests, min_size=1, max_size=12))
def test_any_requests_are_answered_the_same_whether_answers_are_kept_or_not(both, sequence):
    keeping, plain = both
    for method, path, headers in sequence:
        held = headers.get("if-none-match")
        if held in {"known", "bare", "listed"}:
            tag = plain.get(path).headers.get("etag", 'W/"none"')
            written = {"known": tag, "bare": tag[2:], "listed": f'"x", {tag} , W/"y"'}[held]
            headers = {**headers, "if-none-match": written}  # noqa: PLW2901
        assert shown(asked(keeping, method, path, **headers)) == shown(
            asked(plain, method, path, **headers)
        )


def test_what_was_answered_is_answered_again_without_the_application(seeds_folder):
    with serving(seeds_folder, encoded_bytes=ROOM) as client:
        first = client.get(LIST)
        counted = runs(client)
        assert client.get(LIST).content == first.content
        assert client.head(LIST).headers["content-length"] == first.headers["content-length"]
        assert client.get(LIST, headers={"if-none-match": first.headers["etag"]}).status_code == 304
        assert counted == []
        client.get(f"{LIST}&total=false")  # Another spelling runs once, and holds no body anew.
        assert counted == ["/v1/observations"]
        kept = client.application.api.state.kept
        assert len(kept.by_question) == 2
        assert len(kept._bodies) == 1


def test_a_tag_alone_is_kept_where_only_304_was_answered(seeds_folder):
    with serving(seeds_folder, encoded_bytes=ROOM) as client, serving(seeds_folder) as other:
        tag = other.get(LIST).headers["etag"]
        assert client.get(LIST, headers={"if-none-match": tag}).status_code == 304
        counted = runs(client)
        assert client.get(LIST, headers={"if-none-match": tag}).status_code == 304
        assert counted == []
        assert client.get(LIST).content == other.get(LIST).content
        assert counted == ["/v1/observations"]


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ([(b"Host", b"a/b")], 400),
        ([(b"Host", b"a"), (b"Host", b"a")], 400),
        ([], 400),
        ([(b"Host", b"a"), (b"Content-Length", b"3")], 413),
        ([(b"Host", b"a"), (b"X-A", b"a" * 33_000)], 431),
        ([(b"Host", b"a"), *[(b"X-%d" % number, b"") for number in range(100)]], 431),
    ],
)
def test_what_the_door_refuses_is_refused_though_the_answer_is_kept(seeds_folder, headers, status):
    with serving(seeds_folder, encoded_bytes=ROOM) as client:
        for _ in range(2):
            assert client.get("/v1/config", headers={"accept-encoding": ""}).status_code == 200
        with socket.create_connection((client.base_url.host, client.base_url.port)) as connection:
            head = b"".join(b"%b: %b\r\n" % pair for pair in headers)
            connection.sendall(b"GET /v1/config HTTP/1.1\r\n" + head + b"\r\n")
            assert connection.recv(65536).startswith(b"HTTP/1.1 %d " % status)


def test_of_equal_questions_that_come_at_once_one_runs(seeds_folder):
    with serving(seeds_folder, encoded_bytes=ROOM) as client:
        client.get("/v1/config")
        counted, gate = [], threading.Event()
        directory = client.application.api.state.directory
        reader = directory.reader

        def slow(release):
            counted.append(release.number)
            gate.wait(10)
            return reader(release)

        directory.reader = slow
        with socket.create_connection((client.base_url.host, client.base_url.port)) as gone:
            language = f"Accept-Language: {client.headers['accept-language']}"
            lines = "Host: a", "Accept: */*", "Accept-Encoding: identity", language
            gone.sendall("\r\n".join([f"GET {LIST} HTTP/1.1", *lines, "", ""]).encode())
            wait_until(lambda: counted)  # Who asked first hangs up.
        found = []
        unencoded = {"accept-encoding": IDENTITY}
        threads = [
            threading.Thread(
                target=lambda: found.append(client.get(LIST, headers=unencoded).content)
            )
            for _ in range(8)
        ]
        for thread in threads:
            thread.start()
        time.sleep(0.5)
        gate.set()
        for thread in threads:
            thread.join()
        directory.reader = reader
        assert len(set(found)) == 1
        assert len(found) == 8
        assert len(counted) == 1


def test_a_new_release_empties_what_is_kept_and_a_quarantined_one_is_not_answered(
    publish, publisher, tmp_path
):
    tree = [organization("vn")]
    client = publish(write_package(tmp_path / "1", organizations=tree))
    assert client.get("/v1/config").json()["meta"]["release"]["number"] == 1
    figures = [figure("vn.members.2022", "7")]
    publisher.load(write_package(tmp_path / "2", organizations=tree, figures=figures))
    assert client.get("/v1/config").json()["meta"]["release"]["number"] == 2
    assert client.get("/v1/config?release=1").json()["meta"]["release"]["number"] == 1
    directory = client.application.api.state.directory
    guard, release = directory.guard, directory.current
    guard._quarantined[release.place] = release.number
    guard._refused(release.place)
    assert_problem(client.get("/v1/config"), 503)
    assert client.get("/v1/config?release=1").status_code == 200


@pytest.mark.parametrize("coding", CODINGS)
def test_every_coding_is_sent_and_varies_the_answer(both, coding):
    plain = asked(both[0], "GET", LIST)
    answer = asked(both[0], "GET", LIST, **{"accept-encoding": coding})
    assert answer.headers["content-encoding"] == coding
    assert answer.headers["etag"] == plain.headers["etag"]
    assert answer.headers["vary"] == plain.headers["vary"]
    assert "Accept-Encoding" in answer.headers["vary"]
    assert len(answer.read_raw) < len(plain.read_raw) / 3
    undo = {"gzip": gzip.decompress, "br": brotli.decompress}.get(coding)
    if undo is not None:
        assert undo(answer.read_raw) == plain.read_raw
    assert encoded(plain.read_raw, coding) == answer.read_raw  # The same bytes every time.


@pytest.mark.parametrize(
    ("accepted", "length", "coding"),
    [
        (None, 5000, IDENTITY),
        ("", 5000, IDENTITY),
        ("gzip, deflate, br, zstd", 5000, "zstd"),
        ("gzip, br", 5000, "br"),
        ("gzip;q=1, br;q=0.9", 5000, "gzip"),
        ("x-gzip", 5000, "gzip"),
        ("gzip", 200, IDENTITY),
        ("gzip, identity;q=0", 200, "gzip"),
        ("*", 5000, "zstd"),
        ("zstd;q=0, *", 5000, "br"),
        ("gzip;q=0.5, identity", 5000, IDENTITY),
        ("gzip;q=2", 5000, IDENTITY),
        ("*;q=0", 5000, IDENTITY),
    ],
)
def test_the_coding_is_what_the_client_likes_best(accepted, length, coding):
    assert coding_for(accepted, length) == coding


def test_answers_that_are_kept_are_counted_and_logged_as_others_are(seeds_folder, tmp_path):
    log = tmp_path / "log"
    application = Application(
        Settings(data_dir=seeds_folder, access_log=str(log), encoded_bytes=ROOM)
    )
    with serving_application(application) as client:
        for _ in range(3):
            answer = asked(client, "GET", "/v1/organizations/vn")
        client.head("/v1/organizations/vn", headers={"accept-encoding": IDENTITY})
        text = client.get("/metrics").text
    lines = [line for line in log.read_text().splitlines() if "organizations/vn" in line]
    assert 'method="GET",route="/v1/organizations/{code}",status="200"} 4.0' in text
    assert [f'"bytes": {len(answer.read_raw)},' in line for line in lines] == [True] * 3 + [False]
    assert all('"release": 1}' in line for line in lines)
