"""`partystats` with several packages: some of a bundle, let go of again, exported."""

import json

import pytest

from tests.packages import figure, source
from tests.publication.small import only, small_files, written


@pytest.fixture
def bundle(tmp_path):
    """A folder with the small package, and one of another owner that adds a figure to it."""
    line = figure("west.cells.2022", "7", source="more")
    written(tmp_path / "both" / "small", small_files())
    written(tmp_path / "both" / "more", only("more", sources=[source("more")], figures=[line]))
    return tmp_path / "both"


def test_the_command_takes_one_package_of_a_bundle_and_lets_it_go_again(run, bundle):
    assert run("load", bundle, "--package", "small").exit_code == 0
    unknown = run("load", bundle, "--package", "none")
    assert (unknown.exit_code, unknown.stderr) == (
        2, "There is no package none there; there are: more, small\n",
    )  # fmt: skip
    assert run("load", bundle).exit_code == 0
    refused = run("withdraw", "more")
    assert refused.exit_code == 3
    assert "Use --allow-withdrawals" in refused.stderr
    planned = json.loads(run("withdraw", "more", "--plan", "--json").stdout)
    assert planned[0]["withdrawn"] == ["sources more", "figures west.cells.2022@more"]
    done = run("withdraw", "more", "--allow-withdrawals")
    assert (done.exit_code, "Published release 3." in done.stdout) == (0, True)
    only_one = run("load", bundle, "--package", "small", "--only", "--allow-withdrawals")
    assert "Nothing new" in only_one.stdout


def test_the_command_exports_what_can_be_loaded_elsewhere(run, bundle, tmp_path):
    assert run("export").exit_code == 2
    run("load", bundle)
    archive = tmp_path / "out.zip"
    told = run("export", "--output", archive)
    assert told.exit_code == 0, told.stderr
    assert archive.exists()
    assert [path.name for path in tmp_path.iterdir() if "unfinished" in path.name] == []
    other = {"PARTYSTATS_DATA_DIR": str(tmp_path / "other")}
    assert run("load", archive, env=other).exit_code == 0
    shown = json.loads(run("releases", "--json", env=other).stdout)
    assert shown[0]["content_digest"] in told.stdout
    assert run("export", "--release", "7").exit_code == 2
