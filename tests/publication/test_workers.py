"""Processes that derive a release beside the writer: the same release, and nothing left of them."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.publication.branches import Branch, Ground
from app.publication.content import assemble
from app.publication.problems import PublicationError
from app.publication.publish import Publisher
from app.publication.reading import read_source
from app.publication.working import deriving, workers_for
from app.settings import Settings
from benchmarks.nation.generating import generate
from tests.publication.folders import assert_no_leftovers

LOADING = "from app.cli import main; main()"


@pytest.fixture(scope="module")
def nation(tmp_path_factory):
    """A package of some thousand figures, of a tree that has branches and a trunk."""
    folder = tmp_path_factory.mktemp("nation") / "synthetic"
    generate(folder, figures=6_000, seed=1)
    return folder / "packages"


def digests(data: Path, package: Path, *, workers: int) -> tuple[str, str]:
    publisher = Publisher(Settings(data_dir=data), workers=workers)
    published = publisher.load(package).published
    return published.content_digest, published.chain_digest


def workers_of(process: int) -> list[int]:
    """Processes begun by it or by one of its threads."""
    found: list[int] = []
    for thread in Path(f"/proc/{process}/task").iterdir():
        found.extend(map(int, (thread / "children").read_text(encoding="ascii").split()))
    return found


def is_running(process: int) -> bool:
    try:
        state = (
            Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
        )
    except OSError:
        return False
    return state != "Z"


def test_releases_are_the_same_however_many_derive(nation, tmp_path):
    alone = digests(tmp_path / "1", nation, workers=1)
    assert digests(tmp_path / "2", nation, workers=2) == alone
    assert digests(tmp_path / "3", nation, workers=3) == alone


def test_workers_end_with_the_load_that_is_killed(nation, tmp_path):
    data = tmp_path / "data"
    loading = subprocess.Popen(
        [sys.executable, "-c", LOADING, "load", str(nation), "--workers", "2"],
        env=os.environ | {"PARTYSTATS_DATA_DIR": str(data)},
        stdout=subprocess.DEVNULL,
    )
    workers: list[int] = []
    while len(workers) < 2:
        assert loading.poll() is None
        workers = workers_of(loading.pid)
        time.sleep(0.01)
    loading.kill()
    assert loading.wait() == -signal.SIGKILL
    while any(map(is_running, workers)):
        time.sleep(0.01)
    assert Publisher(Settings(data_dir=data)).load(nation).published.number == 1
    assert_no_leftovers(data)


def test_a_worker_that_is_killed_ends_the_load_and_changes_nothing(nation):
    content = assemble(read_source(nation))
    ground = Ground.of(content, 1, threshold=5)
    with deriving(ground, 2) as hands:
        workers = workers_of(os.getpid())
        assert len(workers) >= 2
        for worker in workers:
            os.kill(worker, signal.SIGKILL)
        with pytest.raises(PublicationError, match="Nothing has changed"):
            hands.begin(Branch([]))()


def test_few_figures_are_derived_by_the_writer_itself():
    assert workers_for(1_000, None) == 0
    assert workers_for(1_000, 1) == 0
    assert workers_for(1_000, 3) == 3
    assert workers_for(10_000_000, None) in {0, *range(2, 1_000)}
