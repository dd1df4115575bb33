"""`partystats check`: a package examined with what it refers to, and nothing published."""

import json

from app.cli.output import ExitCode
from tests.packages import figure, source
from tests.publication.folders import contents
from tests.publication.small import FIGURES, changed, only, small_files, written


def test_a_third_partys_own_package_is_examined_alone(run, small, folder):
    """It brings its own catalog, so that it needs nothing of ours."""
    done = run("check", small)
    assert done.exit_code == ExitCode.DONE
    assert done.stdout.startswith("8 figures of 4 organizations give ")
    assert done.stderr == ""
    assert not folder.exists()


def test_a_package_that_rests_on_the_seeds_is_examined_with_them(run, tmp_path, folder):
    line = figure("lao-cai.members.2023", "54.000", source="third-party")
    files = only(
        "third-party", requires=["founding"], sources=[source("third-party")], figures=[line]
    )
    done = run("check", written(tmp_path / "third-party", files), "--json")
    assert done.exit_code == ExitCode.DONE
    document = json.loads(done.stdout)
    assert document["figures"] > 100
    assert document["outcomes"]["passed"] > 0
    assert not folder.exists()


def test_a_package_is_examined_with_what_is_published(run, small, tmp_path, folder):
    run("load", small)
    before = contents(folder)
    more = only("more", sources=[source("more")], figures=[figure("west.cells.2022", "7")])
    document = json.loads(run("check", written(tmp_path / "more", more), "--json").stdout)
    assert document["figures"] == len(FIGURES) + 1
    assert contents(folder) == before


def test_a_new_version_of_a_published_package_is_examined_instead_of_it(run, small, tmp_path):
    run("load", small)
    fewer = written(tmp_path / "next", small_files(figures=FIGURES[:3]))
    assert json.loads(run("check", fewer, "--json").stdout)["figures"] == 3


def test_a_package_that_requires_what_nobody_has_is_refused(run, tmp_path):
    files = only("more", requires=["gone"], sources=[source("more")])
    refused = run("check", written(tmp_path / "more", files))
    assert refused.exit_code == ExitCode.REFUSED
    assert "found 'gone'; expected a package that is loaded already" in refused.stderr


def test_parts_beyond_the_whole_are_a_finding_and_an_exit_code(run, tmp_path):
    lines = changed(FIGURES, 6, as_reported="252", value="252")
    package = written(tmp_path / "small", small_files(figures=lines))
    found = run("check", package)
    assert found.exit_code == ExitCode.REFUSED
    assert "error: parts:" in found.stdout
    assert "537" in found.stdout
    document = json.loads(run("check", package, "--json").stdout)
    assert document["outcomes"]["error"] == 1
    assert document["findings"][0]["outcome"] == "error"
    assert document["findings"][0]["sources"] == ["report"]


def test_contradicting_figures_are_findings_and_no_errors(run, tmp_path):
    lines = [*FIGURES, figure("east.members.2022", "53.900", source="yearbook")]
    found = run("check", written(tmp_path / "small", small_files(figures=lines)))
    assert found.exit_code == ExitCode.DONE
    assert "contradiction: figures:east.members.2022" in found.stdout


def test_a_wrong_row_is_refused_as_a_load_would(run, tmp_path):
    package = written(tmp_path / "small", small_files(figures=changed(FIGURES, 0, value="5")))
    checked, loaded = run("check", package), run("load", package)
    assert checked.exit_code == loaded.exit_code == ExitCode.REFUSED
    assert checked.stderr == loaded.stderr
