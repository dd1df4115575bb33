"""`partystats load`: publishing, planning, refusing, each with its exit code."""

import json

import pytest

from app.cli.output import ExitCode
from tests.packages import figure
from tests.publication.folders import contents
from tests.publication.small import FIGURES, changed, only, small_files, written


def test_a_load_shows_what_it_did_and_publishes(run, small, folder):
    done = run("load", small)
    assert done.exit_code == ExitCode.DONE
    assert "Published release 1." in done.stdout
    assert "small" in done.stdout
    assert done.stderr == ""
    assert len(list((folder / "releases").iterdir())) == 1


def test_a_load_of_nothing_new_says_so(run, small, folder):
    run("load", small)
    before = contents(folder)
    again = run("load", small)
    assert (again.exit_code, again.stdout) == (
        ExitCode.DONE, "Nothing new: the content is what is published already.\n",
    )  # fmt: skip
    assert contents(folder) == before


def test_a_load_as_json_gives_the_plan_and_the_release(run, small):
    document = json.loads(run("load", small, "--json").stdout)
    assert len(document["plans"][0]["new"]) == 21
    assert document["plans"][0] == document["plans"][0] | {
        "package": "small", "revised": [], "withdrawn": [], "catalog_changed": True,
    }  # fmt: skip
    assert (document["published"]["number"], document["published"]["current"]) == (1, True)
    assert json.loads(run("load", small, "--json").stdout)["published"] is None


def test_a_plan_writes_nothing_not_even_folders(run, small, folder):
    planned = run("load", "--plan", small)
    assert planned.exit_code == ExitCode.DONE
    assert "21" in planned.stdout
    assert not folder.exists()


def test_a_plan_lists_revised_and_withdrawn_rows_and_leaves_the_folder_alone(
    run, small, folder, tmp_path
):
    run("load", small)
    before = contents(folder)
    lines = changed(FIGURES, 0, note="khác")[:-1]
    planned = run("load", "--plan", written(tmp_path / "next", small_files(figures=lines)))
    assert planned.exit_code == ExitCode.DONE
    assert "revised: figures east.members.2022@report" in planned.stdout
    assert "withdrawn: figures east.bodies.2022@report" in planned.stdout
    assert contents(folder) == before
    assert json.loads(run("load", "--plan", "--json", tmp_path / "next").stdout) == [
        {
            "package": "small",
            "new": [],
            "revised": ["figures east.members.2022@report"],
            "withdrawn": ["figures east.bodies.2022@report"],
            "catalog_changed": False,
            "counts": {"new": 0, "revised": 1, "withdrawn": 1},
        }
    ]


def test_a_plan_is_refused_where_the_load_would_be(run, tmp_path, folder):
    lines = changed(FIGURES, 6, as_reported="252", value="252")
    package = written(tmp_path / "small", small_files(figures=lines))
    planned = run("load", "--plan", package)
    assert (planned.exit_code, planned.stdout) == (ExitCode.REFUSED, "")
    assert not folder.exists()
    assert run("load", package).stderr == planned.stderr


def test_a_long_plan_is_cut_for_people_and_whole_for_programs(run, tmp_path):
    figures = [figure(f"east.members.{year}", "100") for year in range(1970, 2022)]
    run("load", written(tmp_path / "small", small_files(figures=figures)))
    noted = [line | {"note": "x"} for line in figures]
    package = written(tmp_path / "small", small_files(figures=noted))
    shown = run("load", "--plan", package).stdout
    assert (shown.count("revised: "), "… and 32 more revised" in shown) == (20, True)
    assert len(json.loads(run("load", "--plan", "--json", package).stdout)[0]["revised"]) == 52


def test_a_refused_package_is_told_fault_by_fault(run, tmp_path, folder):
    lines = changed(FIGURES, 0, value="5", source="")
    lines = changed(lines, 1, period="soon")
    refused = run("load", written(tmp_path / "small", small_files(figures=lines)))
    assert (refused.exit_code, refused.stdout) == (ExitCode.REFUSED, "")
    heading, *faults = refused.stderr.splitlines()
    assert heading == "Refused: 2 problems. Nothing has changed."
    assert faults == [
        "  small/figures.csv, row 2, column source: found ''; expected a value",
        "  small/figures.csv, row 3, column period: found 'soon'; expected 2022, 2022-S1, 2022-Q4, "
        "2022-06 or 2022-06-30, from 1900 to 2199",
    ]
    # Where its temporary files lay, without names.
    assert [*folder.rglob("*")] == [folder / "building"]


def test_one_problem_is_one_problem(run, tmp_path):
    refused = run("load", tmp_path)
    assert refused.exit_code == ExitCode.REFUSED
    assert refused.stderr.startswith("Refused: 1 problem. ")
    assert "datapackage.json" in refused.stderr


def test_text_from_a_package_is_never_taken_for_markup(run, tmp_path):
    lines = changed(FIGURES, 0, period="[bold]:smile:[/bold]")
    refused = run("load", written(tmp_path / "small", small_files(figures=lines)))
    assert "'[bold]:smile:[/bold]'" in refused.stderr


def test_withdrawing_needs_the_flag(run, small, tmp_path):
    run("load", small)
    fewer = written(tmp_path / "small", small_files(figures=FIGURES[:-1]))
    refused = run("load", fewer)
    assert (refused.exit_code, refused.stdout) == (ExitCode.WOULD_WITHDRAW, "")
    assert refused.stderr == (
        "1 published row would be withdrawn: figures east.bodies.2022@report. "
        "Use --allow-withdrawals to withdraw what is left out.\n"
    )
    allowed = run("load", fewer, "--allow-withdrawals")
    assert allowed.exit_code == ExitCode.DONE
    assert "Published release 2." in allowed.stdout


def test_a_damaged_folder_is_told_in_one_line(run, small, folder):
    run("load", small)
    (path,) = (folder / "packages").iterdir()
    path.write_bytes(b"PK")
    refused = run("load", small)
    assert refused.exit_code == ExitCode.UNUSABLE
    assert refused.stderr.startswith("The storage cannot be used: ")
    assert path.name in refused.stderr
    assert refused.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "content", [b"", b"not a database, but long enough to be read as one" * 99]
)
def test_a_registry_that_is_none_is_told_in_one_line(run, small, folder, content):
    folder.mkdir()
    (folder / "registry.sqlite").write_bytes(content)
    result = run("releases")
    assert result.exit_code == (ExitCode.UNUSABLE if content else ExitCode.DONE)
    loaded = run("load", small)
    assert loaded.exit_code == (ExitCode.UNUSABLE if content else ExitCode.DONE)
    assert loaded.stderr.count("\n") == (1 if content else 0)


@pytest.mark.parametrize("command", [["load"], ["load", "--plan"], ["check"]])
def test_a_package_that_is_not_there_is_refused(run, tmp_path, command):
    refused = run(*command, tmp_path / "nowhere")
    assert refused.exit_code == ExitCode.REFUSED
    assert "no such file" in refused.stderr


def test_a_package_that_requires_another_is_loaded_after_it(run, small, tmp_path):
    more = written(tmp_path / "more", only("more", figures=[figure("west.cells.2022", "7")]))
    assert run("load", more).exit_code == ExitCode.REFUSED
    assert run("load", small).exit_code == ExitCode.DONE
    assert run("load", more).exit_code == ExitCode.DONE
