"""What a load refuses changes nothing that is served."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.publication.problems import PackageError
from app.publication.publish import Publisher
from app.settings import Settings
from tests.serving import serving

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


@pytest.fixture
def copied(seeds_folder, tmp_path):
    """A publisher of a copy of the seeds' data folder."""
    folder = tmp_path / "data"
    shutil.copytree(seeds_folder, folder)
    return Publisher(Settings(data_dir=folder))


def founding_with(folder, before, after):
    """A copy of the founding package with one line of its figures changed."""
    package = folder / "founding"
    shutil.copytree(SEEDS / "founding", package)
    figures = package / "figures.csv"
    text = figures.read_text(encoding="utf-8")
    assert text.count(before) == 1
    figures.write_text(text.replace(before, after), encoding="utf-8")
    return package


def test_parts_that_do_not_add_up_are_refused_and_nothing_changes(copied, tmp_path):
    package = founding_with(
        tmp_path,
        'grassroots_cells,2022,2022-12-31,251,units,",",exact,251',
        'grassroots_cells,2022,2022-12-31,252,units,",",exact,252',
    )
    paths = ("/v1/releases", "/v1/observations/lao-cai.grassroots_cells.2022", "/v1/checks")
    with serving(copied.settings.data_dir) as client:
        before = [client.get(path).content for path in paths]
        with pytest.raises(PackageError) as refused:
            copied.load(package)
        assert [client.get(path).content for path in paths] == before
    (problem,) = refused.value.problems
    assert "parts" in problem.file
    assert "lao-cai.grassroots_organizations.2022" in str(problem)
    for cell in ("lao-cai.grassroots_committees.2022", "lao-cai.grassroots_cells.2022"):
        assert cell in problem.expected
    assert "286 + 252" in problem.found
    assert "537" in problem.found
    assert "bao-lao-cai-2023" in problem.found


def test_the_seeds_loaded_again_make_no_new_release(copied):
    for name in ("founding", "provinces"):
        assert copied.load(SEEDS / name).published is None
    with serving(copied.settings.data_dir) as client:
        assert client.get("/v1/releases").json()["meta"]["count"] == 1


def test_a_corrected_figure_makes_a_release_that_tells_what_changed(copied, tmp_path):
    package = founding_with(
        tmp_path,
        'members,2022,2022-12-31,53.767,units,",",exact,53767',
        'members,2022,2022-12-31,53.768,units,",",exact,53768',
    )
    with serving(copied.settings.data_dir) as client:
        path = "/v1/observations/lao-cai.members_share_of_population.2022"
        first = client.get(path).json()["data"]
        assert copied.load(package).published.number == 2
        second = client.get(path).json()["data"]
        assert (first["value"], second["value"]) == (6.977381, 6.977511)
        (change,) = second["history"]
        assert (change["release"], change["change"]) == (2, "revised")
        assert change["before"]["value"] == 6.977381
        assert client.get(path, params={"release": 1}).json()["data"] == first
        changes = client.get("/v1/releases/2").json()["data"]["changes"]
        assert (changes["new"], changes["withdrawn"]) == (0, 0)
        assert changes["revised"] >= 8


def test_a_registry_that_a_crash_left_half_written_is_read_again(copied):
    _crash_while_writing(copied.folder.registry)
    assert copied.folder.registry.with_name("registry.sqlite-journal").exists()
    with serving(copied.settings.data_dir) as client:
        assert client.get("/v1/releases").json()["meta"]["count"] == 1
        assert client.get("/v1/config").json()["data"]["application_version"] != "broken"


def _crash_while_writing(registry):
    """Kill a writer that has begun to overwrite the file, and has not committed."""
    code = """
import os, signal, sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("PRAGMA cache_size = 1")
connection.execute("BEGIN IMMEDIATE")
kept = "published_at, content_digest, chain_digest, recipe, 'broken', counts, changes"
for number in range(2, 300):
    connection.execute(f"INSERT INTO release SELECT {number}, {kept} FROM release WHERE number = 1")
os.kill(os.getpid(), signal.SIGKILL)
"""
    subprocess.run([sys.executable, "-c", code, registry], check=False)
