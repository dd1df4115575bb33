"""`partystats serve`: from an empty folder to answers, and to an end without a fuss."""

import signal
import sqlite3
import subprocess
from contextlib import closing

import httpx
import pytest

from app.cli.output import ExitCode
from tests.cli.commands import COMMAND, environment, free_port, partystats, serve
from tests.publication.folders import assert_no_leftovers, assert_whole, contents
from tests.publication.small import FIGURES, small_files, written


@pytest.fixture
def settings(tmp_path):
    """An empty data folder, and the small package for seeds."""
    written(tmp_path / "seeds" / "small", small_files())
    return environment(
        tmp_path / "data", PARTYSTATS_SEEDS_DIR=str(tmp_path / "seeds"), PYTHONUNBUFFERED="1"
    )


@pytest.mark.parametrize(
    ("number", "workers"), [(signal.SIGTERM, 1), (signal.SIGTERM, 2), (signal.SIGINT, 1)]
)
def test_it_publishes_the_seeds_says_where_it_is_answers_and_ends(
    settings, tmp_path, number, workers
):
    with serve("--workers", str(workers), env=settings) as (process, address):
        assert httpx.get(f"{address}/v1/organizations/east").status_code == 200
        (release,) = httpx.get(f"{address}/v1/releases").json()["data"]
        assert release["number"] == 1
        process.send_signal(number)
        shown, errors = process.communicate(timeout=30)
        assert (process.returncode, errors) == (ExitCode.DONE, "")
    first, *addresses = shown.splitlines()
    assert first == f"partystats serves {tmp_path / 'data'} on {address}"
    assert all(line.startswith(f"  {address}/") for line in addresses)
    assert {"/docs", "/redoc"} <= {line.split()[0].removeprefix(address) for line in addresses}
    assert len(assert_whole(tmp_path / "data")) == 1
    assert_no_leftovers(tmp_path / "data")


def test_the_addresses_it_prints_answer_with_the_real_seeds(tmp_path):
    with serve(env=environment(tmp_path / "data", PYTHONUNBUFFERED="1")) as (process, _):
        process.stdout.readline()
        for _ in range(4):
            address = process.stdout.readline().split()[0]
            answer = httpx.get(address)
            assert answer.status_code == 200, address


def test_an_address_in_use_is_told_and_is_a_code_of_its_own(settings):
    with serve(env=settings) as (_, address):
        port = address.rpartition(":")[2]
        second = partystats("serve", "--port", port, env=settings)
        assert second.returncode == ExitCode.UNUSABLE
        assert "address already in use" in second.stderr
        assert "Traceback" not in second.stderr
        assert httpx.get(f"{address}/readyz").status_code == 200


def test_told_to_stop_while_it_starts_it_stops(settings):
    process = subprocess.Popen(
        [COMMAND, "serve", "--port", str(free_port())], env=settings, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    process.stdout.readline()  # Seeds are published; the server is about to start.
    process.terminate()
    _, errors = process.communicate(timeout=30)
    assert (process.returncode, "Traceback" in errors) == (ExitCode.DONE, False)


def test_without_seeds_there_is_nothing_to_serve(tmp_path):
    env = environment(tmp_path / "data", PARTYSTATS_SEEDS_DIR=str(tmp_path / "none"))
    refused = partystats("serve", "--port", free_port(), env=env)
    assert (refused.returncode, refused.stdout) == (ExitCode.REFUSED, "")
    assert refused.stderr == f"There is no package to begin with in {tmp_path / 'none'}\n"


def test_a_folder_of_a_newer_version_is_not_served(run, small, folder):
    run("load", small)
    with closing(sqlite3.connect(folder / "registry.sqlite")) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '0099'")
    served = partystats("serve", "--port", free_port(), env=environment(folder))
    assert served.returncode == ExitCode.UNUSABLE
    assert "schema 0099" in served.stderr
    assert served.stderr.count("\n") == 1
    for arguments in (["load", small], ["load", "--plan", small], ["check", small], ["releases"]):
        refused = run(*arguments)
        assert (refused.exit_code, refused.stdout) == (ExitCode.UNUSABLE, "")
        assert "schema 0099" in refused.stderr


@pytest.mark.parametrize("inside", ["", "data"])
def test_a_folder_that_is_none_is_told(run, small, inside):
    impossible = str(small / "terms.csv" / inside)
    refused = run("load", small, env={"PARTYSTATS_DATA_DIR": impossible})
    assert refused.exit_code == ExitCode.UNUSABLE
    assert refused.stderr.startswith("The storage cannot be used: ")
    assert refused.stderr.count("\n") == 1


def test_a_folder_that_may_only_be_read_is_read_and_not_loaded_into(run, small, folder, tmp_path):
    env = environment(folder)
    run("load", small)
    before = contents(folder)
    places = [folder, *folder.rglob("*")]
    for place in places:
        place.chmod(0o555 if place.is_dir() else 0o444)
    try:
        other = written(tmp_path / "small", small_files(figures=FIGURES[1:]))
        refused = partystats("load", "--allow-withdrawals", other, env=env, obedient=True)
        assert (refused.returncode, refused.stdout) == (ExitCode.UNUSABLE, "")
        assert refused.stderr.count("\n") == 1
        for reading in (["releases"], ["load", "--plan", other]):
            assert partystats(*reading, env=env, obedient=True).returncode == ExitCode.DONE
    finally:
        for place in places:
            place.chmod(0o755)
    assert contents(folder) == before
