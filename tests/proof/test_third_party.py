"""What a third party can prove with the script in docs/, on either database."""

import subprocess
import sys
from pathlib import Path

import pytest

from app.publication.publish import Publisher
from tests.proof.instances import answering
from tests.publication.small import FIGURES, changed, small_files, written
from tests.serving import serving

DOCS = Path(__file__).parent.parent.parent / "docs"
NAMES = ("content.jsonl", "history.jsonl", "package.zip")
SCRIPT = DOCS / "verify_release.py"


def verified(address, *arguments):
    """What the script says, run on its own: without our code or our libraries."""
    return subprocess.run(
        [sys.executable, "-I", "-S", SCRIPT, str(address), *arguments],
        capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip


@pytest.fixture
def served(publisher, tmp_path):
    """A client of an instance with two releases."""
    publisher.load(written(tmp_path / "1", small_files()))
    lines = changed(FIGURES, 0, as_reported="53.800", value="53800")
    publisher.load(written(tmp_path / "2", small_files(figures=lines)))
    with serving(publisher.settings) as client:
        yield client


def test_it_proves_every_release_with_nothing_but_python(served):
    run = verified(served.base_url)
    assert (run.returncode, run.stderr) == (0, "")
    releases = served.get("/v1/releases").json()["data"]
    assert run.stdout.splitlines() == [
        f"{release['number']} {release['chain_digest']} as published" for release in releases
    ]
    assert verified(served.base_url, "2").stdout.splitlines() == run.stdout.splitlines()[1:]


@pytest.mark.parametrize(
    ("changed_path", "lie", "told"),
    [
        ("/2/content.jsonl", b"x", "its rows have the digest"),
        ("/2/history.jsonl", b"x", "its chain does not follow"),
        ("/1/content.jsonl", b"x", "its chain does not follow"),
        ("/2/package.zip", "/1/package.zip", "its packages are others"),
    ],
)
def test_it_tells_what_is_not_as_published(served, changed_path, lie, told):
    files = [f"/{number}/{name}" for number in (1, 2) for name in NAMES]
    paths = ["/v1/releases", *(f"/v1/releases{file}" for file in files)]
    answers = {path: served.get(path).content for path in paths}
    lied = lie if isinstance(lie, bytes) else answers[f"/v1/releases{lie}"]
    with answering(answers | {f"/v1/releases{changed_path}": lied}) as root:
        run = verified(root)
    assert run.returncode == 1
    assert told in run.stdout


def test_it_is_short_enough_to_read():
    assert len(SCRIPT.read_text(encoding="utf-8").splitlines()) <= 60


def test_a_release_that_is_no_longer_kept_is_named_and_the_others_are_proven(publisher, tmp_path):
    keeping = Publisher(publisher.settings.model_copy(update={"keep_releases": 1}))
    keeping.load(written(tmp_path / "1", small_files()))
    lines = changed(FIGURES, 0, as_reported="53.800", value="53800")
    keeping.load(written(tmp_path / "2", small_files(figures=lines)))
    with serving(keeping.settings) as client:
        run = verified(client.base_url)
    assert run.returncode == 0
    assert [line.split(maxsplit=2)[2] for line in run.stdout.splitlines()] == [
        "no longer kept there",
        "as published",
    ]
