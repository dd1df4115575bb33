"""Files to take away: packages that give the same release, and the bytes its digests are of."""

import hashlib
import io
import json
import socket
import time
import zipfile
from contextlib import ExitStack

import pytest

from app.publication.publish import Publisher
from app.settings import Settings
from tests.api.problems import assert_problem
from tests.packages import figure, organization, write_package
from tests.publication.folders import current
from tests.serving import serving

DOWNLOADS = [
    "package.zip", "content.jsonl", "history.jsonl", "observations.csv", "observations.ndjson",
    "observations.csv.gz", "observations.ndjson.gz", "observations.csv-metadata.json",
]  # fmt: skip


def sha256(content):
    return hashlib.sha256(content).hexdigest()


@pytest.fixture
def served(two_releases):
    with serving(
        two_releases.settings.data_dir, database_url=two_releases.settings.database_url
    ) as client:
        yield client


def test_the_digests_of_a_release_are_those_of_the_bytes_it_gives(served):
    chain = ""
    for release in served.get("/v1/releases").json()["data"]:
        address = f"/v1/releases/{release['number']}"
        content = served.get(f"{address}/content.jsonl").content
        history = served.get(f"{address}/history.jsonl").content
        assert sha256(content) == release["content_digest"]
        chain = sha256(f"{chain}\n{sha256(content)}\n{sha256(history)}\n".encode())
        assert chain == release["chain_digest"]


def test_every_line_of_the_content_is_json_and_there_are_as_many_as_rows(served):
    release = served.get("/v1/releases/2").json()["data"]
    recipe, *lines = served.get("/v1/releases/2/content.jsonl").text.splitlines()
    assert json.loads(recipe) == release["recipe"]
    counts, table = {}, None
    for line in map(json.loads, lines):
        if line[0] in release["counts"] and all(isinstance(cell, str) for cell in line):
            table = line[0]
            counts[table] = 0
        else:
            counts[table] += 1
    assert counts == {
        name: count for name, count in release["counts"].items() if name != "revision"
    }


def test_the_packages_have_the_digests_that_are_published(served):
    release = served.get("/v1/releases/2").json()["data"]
    with zipfile.ZipFile(io.BytesIO(served.get("/v1/releases/2/package.zip").content)) as archive:
        assert archive.testzip() is None
        for package in release["packages"]:
            names = [name for name in archive.namelist() if name.startswith(f"{package['name']}/")]
            lines = [f"{name.split('/')[1]} {sha256(archive.read(name))}\n" for name in names]
            assert sha256("".join(sorted(lines)).encode()) == package["digest"]


def test_a_release_built_from_an_export_has_the_same_content(two_releases, served, tmp_path):
    archive = tmp_path / "export.zip"
    archive.write_bytes(served.get("/v1/releases/2/package.zip").content)
    other = Publisher(Settings(data_dir=tmp_path / "other"))
    published = other.load(archive).published
    assert published.content_digest == current(two_releases).content_digest
    assert published.packages == current(two_releases).packages


def test_an_export_is_the_same_bytes_whenever_and_wherever_it_is_made(served, tmp_path):
    archive = served.get("/v1/releases/1/package.zip").content
    assert served.get("/v1/releases/1/package.zip").content == archive
    (tmp_path / "export.zip").write_bytes(archive)
    Publisher(Settings(data_dir=tmp_path / "other")).load(tmp_path / "export.zip")
    with serving(tmp_path / "other") as other:
        assert other.get("/v1/releases/1/package.zip").content == archive


def test_an_export_and_what_is_kept_carry_the_suppressed_form(publish, publisher, tmp_path):
    tree = [organization("vn"), organization("tay", "vn")]
    lines = [
        figure("tay.members.2022", "suýt soát 4", note="bốn người ở thôn Hoa Mai"),
        figure("vn.members.2022", "7.000"),
    ]
    client = publish(write_package(tmp_path, organizations=tree, figures=lines))
    with zipfile.ZipFile(io.BytesIO(client.get("/v1/releases/1/package.zip").content)) as archive:
        table = archive.read("synthetic/figures.csv").decode()
    assert "7.000" in table
    assert "yes" in table
    for secret in ("suýt soát", "Hoa Mai"):
        assert secret not in table
        (path,) = publisher.folder.packages.iterdir()
        with zipfile.ZipFile(path) as package:
            kept = package.read("figures.csv")
        assert secret.encode() not in kept
    again = publisher.load(write_package(tmp_path, organizations=tree, figures=lines))
    assert again.published is None
    assert all(plan.is_empty for plan in again.plans)


@pytest.mark.parametrize("name", DOWNLOADS)
def test_a_file_never_changes_and_is_not_sent_twice(served, name):
    answer = served.get(f"/v1/releases/1/{name}")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert 'filename="partystats-1.' in answer.headers["content-disposition"]
    held = {"if-none-match": answer.headers["etag"]}
    assert served.get(f"/v1/releases/1/{name}", headers=held).status_code == 304
    head = served.head(f"/v1/releases/1/{name}")
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["etag"] == answer.headers["etag"]


@pytest.mark.parametrize("name", DOWNLOADS)
def test_an_unknown_release_or_parameter_is_refused(served, name):
    for number in ("0", "3", "-1", "01", "1.0", "x", "9" * 20):
        assert_problem(served.get(f"/v1/releases/{number}/{name}"), 404)
    for query in ("release=1", "format=csv", "lang=vi"):
        problem = assert_problem(served.get(f"/v1/releases/1/{name}?{query}"), 422)
        has_filters = name.startswith("observations.") and not name.endswith(".gz")
        takes_none = problem["expected"] in {"no parameters", "không có tham số nào"}
        assert takes_none != has_filters


def test_slow_readers_do_not_keep_everyone_else_waiting(served):
    """Streams that nobody reads on with take up what may be taken away at once, and no more."""
    with ExitStack() as stack:
        downloads = served.application.api.state.downloads
        for _ in range(8):
            assert downloads.acquire(blocking=False)
            stack.callback(downloads.release)
        problem = assert_problem(served.get("/v1/releases/1/content.jsonl"), 503)
        assert problem["type"] == "/problems/storage-unavailable"
        assert served.get("/v1/observations").status_code == 200
    for _ in range(20):
        assert served.get("/v1/releases/1/content.jsonl").status_code == 200


def test_who_takes_nothing_of_a_file_is_cut_off_and_makes_room(served, monkeypatch, caplog):
    """The answer is larger than what the system holds for a reader that reads nothing."""
    monkeypatch.setattr("app.releases.downloads.STALLED_SECONDS", 0.3)
    monkeypatch.setattr("app.releases.downloads.DOWNLOADS_MAX", 8)
    line = b"x" * (1 << 20)
    monkeypatch.setattr("app.releases.downloads.content_lines", lambda *_: [line] * 64)
    host, port = served.base_url.host, served.base_url.port
    request = f"GET /v1/releases/1/content.jsonl HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()
    with ExitStack() as stack:
        for _ in range(8):
            connection = stack.enter_context(socket.create_connection((host, port)))
            connection.sendall(request)
        deadline = time.monotonic() + 30
        while served.get("/v1/releases/1/package.zip").status_code != 200:
            assert time.monotonic() < deadline
            time.sleep(0.05)
    assert [record for record in caplog.records if record.name == "app"] == []


def test_packages_that_are_damaged_are_not_given_out(two_releases, served):
    for path in two_releases.folder.packages.iterdir():
        path.write_bytes(path.read_bytes()[:-30])
    problem = assert_problem(served.get("/v1/releases/1/package.zip"), 503)
    assert problem["type"] == "/problems/quarantined-release"
