"""Packages of another instance: taken over HTTP, and only as that instance publishes them."""

import json
import shutil
import ssl
import subprocess

import pytest

from app.publication.fetching import FetchError, fetch_packages
from app.publication.limits import ReadingLimits
from app.publication.problems import PackageError, WithdrawalError
from app.publication.publish import Publisher
from app.settings import Settings
from tests.cli.commands import environment, partystats
from tests.packages import figure, source
from tests.proof.instances import answering
from tests.publication.small import FIGURES, changed, only, small_files, written
from tests.serving import serving

LINE = figure("west.cells.2022", "7", source="more")
MORE = only("more", sources=[source("more")], figures=[LINE])


@pytest.fixture
def provincial(two_releases):
    """A client of an instance that publishes two releases of the small package."""
    with serving(two_releases.folder.root) as client:
        yield client


@pytest.fixture
def national(tmp_path):
    """The writer of an empty instance."""
    return Publisher(Settings(data_dir=tmp_path / "national"))


def root_of(client):
    return str(client.base_url).rstrip("/")


def test_what_another_instance_publishes_becomes_a_release_of_the_same_content(
    provincial, two_releases, national
):
    packages = fetch_packages(national, root_of(provincial), conditional=True)
    published = national.load(packages).published
    there = two_releases.releases()[-1]
    assert (published.content_digest, published.packages) == (there.content_digest, there.packages)


def test_packages_of_another_instance_stand_beside_one_s_own(provincial, national, tmp_path):
    national.load(fetch_packages(national, root_of(provincial), conditional=True))
    national.load(written(tmp_path / "more", MORE))
    assert [each.name for each in national.releases()[-1].packages] == ["small", "more"]
    older = f"{root_of(provincial)}/v1/releases/1"
    national.load(fetch_packages(national, older, conditional=True))
    assert [each.name for each in national.releases()[-1].packages] == ["small", "more"]


def test_nothing_is_fetched_again_until_something_is_published_there(
    provincial, two_releases, national, tmp_path
):
    address = root_of(provincial)
    national.load(fetch_packages(national, address, conditional=True))
    assert fetch_packages(national, address, conditional=True) is None
    assert fetch_packages(national, address, conditional=False) is not None
    lines = changed(FIGURES, 0, as_reported="54.000", value="54000")
    two_releases.load(written(tmp_path / "3", small_files(figures=lines)))
    assert national.load(fetch_packages(national, address, conditional=True)).published.number == 2
    assert fetch_packages(national, address, conditional=True) is None


def test_what_was_fetched_but_never_loaded_is_fetched_again(provincial, national):
    address = root_of(provincial)
    for _ in range(2):
        assert fetch_packages(national, address, conditional=True) is not None


def test_what_was_fetched_and_refused_is_fetched_again(
    provincial, two_releases, national, tmp_path
):
    """As where a withdrawal was not allowed: part of what was fetched is loaded, and not all."""
    address = root_of(provincial)
    national.load(fetch_packages(national, address, conditional=True))
    lines = changed(FIGURES, 7, note="")[:-1]
    two_releases.load(written(tmp_path / "3", small_files(figures=lines)), allow_withdrawals=True)
    with pytest.raises(WithdrawalError):
        national.load(fetch_packages(national, address, conditional=True))
    packages = fetch_packages(national, address, conditional=True)
    assert national.load(packages, allow_withdrawals=True).published.number == 2


def test_a_memory_that_is_damaged_is_no_memory(provincial, national):
    address = root_of(provincial)
    national.load(fetch_packages(national, address, conditional=True))
    for text in ("", "[]", '{"a": 1}', '{"a": {"etag": "x"}}', "\x00"):
        (national.folder.root / "fetched.json").write_text(text, encoding="utf-8")
        assert fetch_packages(national, address, conditional=True) is not None


def test_an_older_release_can_be_named(provincial, two_releases, national):
    for ending in ("/v1/releases/1", "/v1/releases/1/package.zip", "/v1/releases/1/"):
        (package,) = fetch_packages(national, root_of(provincial) + ending, conditional=False)
        assert package.digest == two_releases.releases()[0].packages[0].digest


def test_the_command_loads_from_an_address(provincial, tmp_path):
    env = environment(tmp_path / "other")
    told = partystats("load", root_of(provincial), "--json", env=env)
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout)["published"]["number"] == 1
    again = partystats("load", root_of(provincial), env=env)
    assert again.stdout == "Nothing new: all that is published there is loaded already.\n"
    planned = partystats("load", root_of(provincial), "--plan", "--json", env=env)
    assert json.loads(planned.stdout)[0]["new"] == []
    assert partystats("check", root_of(provincial), env=env).returncode == 0
    refused = partystats("load", f"{root_of(provincial)}/v1/releases/9", env=env)
    assert (refused.returncode, refused.stderr) == (1, "There is no such release there.\n")


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org",
        "http://10.0.0.1/",
        "https://name:secret@example.org",
        "https://example.org/?release=1",
        "https://example.org/#x",
        "https://",
        "https://[::1",
        "https:///v1/releases/1",
    ],
)
def test_an_address_that_proves_nothing_is_refused_before_anyone_is_asked(national, address):
    with pytest.raises(FetchError):
        fetch_packages(national, address, conditional=False)
    assert not national.folder.root.exists()


def test_bytes_that_are_not_what_was_published_are_refused(provincial, national):
    """Release 1's packages, passed off as those of release 2."""
    answers = {
        "/v1/releases": provincial.get("/v1/releases").content,
        "/v1/releases/2/package.zip": provincial.get("/v1/releases/1/package.zip").content,
    }
    with answering(answers) as root, pytest.raises(FetchError, match="not those it publishes"):
        fetch_packages(national, root, conditional=True)
    assert not national.folder.root.exists()


@pytest.mark.parametrize(
    ("listed", "archive", "told"),
    [
        (500, b"", "answered 500"),
        (302, b"", "answered 302"),
        (b"<html>", b"", "does not answer as an instance"),
        (b"{}", b"", "does not answer as an instance"),
        (b'{"data": []}', b"", "no such release"),
        (None, 410, "answered 410"),
        (None, 302, "answered 302"),
    ],
)
def test_an_instance_that_answers_otherwise_is_refused(provincial, national, listed, archive, told):
    answers = {
        "/v1/releases": listed or provincial.get("/v1/releases").content,
        "/v1/releases/2/package.zip": archive,
    }
    with answering(answers) as root, pytest.raises(FetchError, match=told):
        fetch_packages(national, root, conditional=True)


def test_an_archive_that_is_none_is_refused_with_its_faults(provincial, national):
    answers = {
        "/v1/releases": provincial.get("/v1/releases").content,
        "/v1/releases/2/package.zip": b"PK\x03\x04 no more of it",
    }
    with answering(answers) as root, pytest.raises(PackageError):
        fetch_packages(national, root, conditional=True)


def test_no_more_than_the_limit_is_taken(provincial, national):
    limits = ReadingLimits(archive_bytes=1000)
    with pytest.raises(FetchError, match="more than 1000 bytes"):
        fetch_packages(national, root_of(provincial), conditional=True, limits=limits)


def test_an_instance_that_is_not_there_is_named(national):
    with pytest.raises(FetchError, match=r"http://127\.0\.0\.1:1/v1/releases cannot be fetched"):
        fetch_packages(national, "http://127.0.0.1:1", conditional=True)


def test_a_certificate_that_nobody_vouches_for_is_refused(provincial, national, tmp_path):
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed: apt-get install openssl")
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1",
         "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
         "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    answers = {"/v1/releases": provincial.get("/v1/releases").content}
    with (
        answering(answers, context=context) as root,
        pytest.raises(FetchError, match="CERTIFICATE_VERIFY_FAILED"),
    ):
        fetch_packages(national, root, conditional=True)
