"""The same releases in files and in PostgreSQL, published at the same moments, each served."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from app.publication.publish import Publisher
from app.settings import Settings
from tests.conftest import on
from tests.serving import serving

SEEDS = Settings().seeds_dir
Pair = tuple[httpx.Client, httpx.Client]


def clock():
    """The same moments for whoever asks in the same order."""
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    while True:
        moment += timedelta(days=1)
        yield moment


def both(folder: Path, request: pytest.FixtureRequest) -> list[Publisher]:
    """Writers of two empty storages, in files and in PostgreSQL, whose clocks go alike."""
    publishers = []
    for database in ("sqlite", "postgresql"):
        moments = clock()
        chosen = on(database, folder / database, request)
        publishers.append(Publisher(chosen, clock=lambda moments=moments: next(moments)))
    return publishers


def founding_changed(folder: Path) -> Path:
    """The founding package with one figure corrected and some withdrawn."""
    package = folder / "founding"
    shutil.copytree(SEEDS / "founding", package)
    figures = package / "figures.csv"
    lines = figures.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith("lao-cai,grassroots_cells,2022,")]
    text = "".join(kept)
    before = 'members,2022,2022-12-31,53.767,units,",",exact,53767'
    assert text.count(before) == 1
    assert len(kept) < len(lines)
    figures.write_text(text.replace(before, before.replace("767", "768")), encoding="utf-8")
    return package


@pytest.fixture(scope="session")
def seeded(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> list[Publisher]:
    """Two releases on both: the seeds, then some of it changed and withdrawn."""
    folder = tmp_path_factory.mktemp("both")
    publishers = both(folder, request)
    package = founding_changed(folder)
    for publisher in publishers:
        publisher.ensure_published()
        publisher.load(package, allow_withdrawals=True)
    return publishers


@pytest.fixture(scope="session")
def pair(seeded: list[Publisher]) -> Iterator[Pair]:
    """A client of each, the one of the files first."""
    files, database = seeded
    with serving(files.settings) as first, serving(database.settings) as second:
        yield first, second
