"""What the command writes: for people, for files, for programs, and to any terminal."""

import json
import os
import pty
import re
import subprocess

import pytest
import typer

from app.cli import main
from app.cli.output import EXIT_CODES, ExitCode
from app.publication.publish import Publisher
from app.settings import Settings
from tests.cli.commands import COMMAND, environment, partystats
from tests.publication.small import FIGURES, changed, small_files, written

LONG_NAME = "a-package-with-a-name-that-is-as-long-as-a-name-may-ever-be-here"
ESCAPE = re.compile(r"\x1b|\r")
# How a terminal may be set that knows no UTF-8; each name, with what such a terminal reads.
TERMINALS = {
    "C": ({"LANG": "C", "LC_ALL": "C"}, "utf-8"),
    "C without coercion": ({"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}, "ascii"),
    "ascii": ({"PYTHONIOENCODING": "ascii"}, "ascii"),
    "cp1258": ({"PYTHONIOENCODING": "cp1258"}, "cp1258"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A data folder with two releases of a package with a long name."""
    place = tmp_path_factory.mktemp("output")
    for number in range(2):
        files = small_files(figures=changed(FIGURES, 0, note=f"{number}"))
        files["datapackage.json"] = files["datapackage.json"].replace(b"small", LONG_NAME.encode())
        Publisher(Settings(data_dir=place / "data")).load(written(place / "p", files))
    return place / "data"


def test_releases_are_one_line_each_in_a_file(folder):
    done = partystats("releases", env=environment(folder))
    assert (done.returncode, done.stderr) == (0, "")
    assert not ESCAPE.search(done.stdout)
    lines = done.stdout.splitlines()
    releases = json.loads(partystats("releases", "--json", env=environment(folder)).stdout)
    for release in releases:
        (line,) = [line for line in lines if release["content_digest"][:16] in line]
        assert release["published_at"] in line
        assert release["packages"][0]["name"] in line
        assert ("(current)" in line) == release["current"]


def test_releases_as_json_are_all_the_registry_knows(run, folder):
    env = {"PARTYSTATS_DATA_DIR": str(folder)}
    first, second = json.loads(run("releases", "--json", env=env).stdout)
    assert (first["number"], second["number"]) == (1, 2)
    assert (first["current"], second["current"]) == (False, True)
    assert set(second) == {
        "number", "current", "published_at", "content_digest", "chain_digest", "file_digest",
        "recipe", "application_version", "counts", "changes", "packages", "schema_revision",
        "placement", "previous_chain_digest",
    }  # fmt: skip
    assert second["recipe"]["disclosure_threshold"] == 5
    assert set(second["packages"][0]) == {"name", "digest", "version", "title"}


def test_nothing_published_is_an_empty_list_and_creates_nothing(run, tmp_path):
    env = {"PARTYSTATS_DATA_DIR": str(tmp_path / "none")}
    assert json.loads(run("releases", "--json", env=env).stdout) == []
    assert run("releases", env=env).exit_code == 0
    assert not (tmp_path / "none").exists()


def test_a_narrow_terminal_gets_colours_and_loses_no_character(folder):
    main_end, terminal = pty.openpty()
    env = environment(folder, TERM="xterm-256color", COLUMNS="60", LINES="40")
    run = subprocess.Popen([COMMAND, "releases"], env=env, stdout=terminal, stderr=terminal)
    os.close(terminal)
    shown = b""
    while True:
        try:
            part = os.read(main_end, 65536)
        except OSError:  # Linux says EIO where the other end is closed.
            break
        if not part:
            break
        shown += part
    os.close(main_end)
    assert run.wait(timeout=60) == 0
    text = re.sub(r"\x1b\[[0-9;]*m", "", shown.decode())
    assert b"\x1b[" in shown
    assert "…" not in text
    # Cells are folded: put together again, they are whole.
    columns = [line.split("│")[3].strip() for line in text.splitlines() if line.count("│") == 7]
    assert LONG_NAME in "".join(columns)


@pytest.fixture
def contradicting(tmp_path):
    """A package with a finding to tell, in Vietnamese."""
    other = FIGURES[0] | {
        "source": "yearbook", "as_reported": "hơn 60.000", "value": "60000", "qualifier": "over",
    }  # fmt: skip
    return written(tmp_path / "p", small_files(figures=[*FIGURES, other]))


@pytest.mark.parametrize("terminal", TERMINALS)
def test_no_terminal_is_too_poor_for_what_is_written(contradicting, tmp_path, terminal):
    variables, encoding = TERMINALS[terminal]
    env = environment(tmp_path / "none", **variables)
    done = partystats("check", contradicting, env=env, encoding=encoding)
    assert (done.returncode, done.stderr) == (ExitCode.DONE, "")
    assert "Outcome" in done.stdout
    assert "60.000" in done.stdout


def test_json_says_the_same_on_a_terminal_that_knows_no_vietnamese(contradicting, tmp_path, run):
    whole = json.loads(run("check", "--json", contradicting).stdout)
    variables, encoding = TERMINALS["ascii"]
    env = environment(tmp_path / "none", **variables)
    poor = partystats("check", "--json", contradicting, env=env, encoding=encoding)
    assert json.loads(poor.stdout) == whole
    assert any("hơn 60.000" in finding["text"] for finding in whole["findings"])


def test_a_reader_that_goes_away_is_no_failure_to_trace(folder):
    run = subprocess.run(
        ["bash", "-c", f"{COMMAND} releases --json | head -c 10"],
        env=environment(folder), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize("arguments", [[], ["serve"], ["load"], ["check"], ["releases"]])
def test_help_explains_every_exit_code(run, arguments):
    shown = run(*arguments, "--help")
    assert shown.exit_code == ExitCode.DONE
    words = " ".join(shown.stdout.split())
    assert " ".join(EXIT_CODES.split()) in words
    assert all(f"{code.value} " in EXIT_CODES for code in ExitCode)


def test_help_names_every_command_and_what_it_does(run):
    words = " ".join(run("--help").stdout.split())
    for command in typer.main.get_command(main).list_commands(None):
        assert command in words
    assert "Statistics of Party organizations, honest about their numbers." in words


@pytest.mark.parametrize(
    "arguments",
    ["lod", "load", "releases --jsn", "serve --port 0", "serve --port x", "serve --workers 0"],
)
def test_a_misspelt_command_is_told(run, arguments):
    told = run(*arguments.split())
    assert told.exit_code == ExitCode.USAGE
    assert told.stderr
