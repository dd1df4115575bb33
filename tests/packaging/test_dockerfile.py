"""The Dockerfile keeps its promises: locked, small, without root, and without what is not ours."""

import re
import tomllib

import pytest
import typer

from app.cli import main
from app.settings import Settings
from tests.packaging.dockerfile import REPOSITORY, Context, Healthcheck, read
from tests.web.document import DOCUMENT

BUILD, IMAGE = STAGES = read()
CONTEXT = Context()
PROJECT = tomllib.loads(REPOSITORY.joinpath("pyproject.toml").read_text(encoding="utf-8"))
COPIED = [
    source
    for stage in STAGES
    for step in stage.each("COPY")
    if "from" not in step.flags
    for source in step.text.split()[:-1]
]
LEAKS = [
    ".env",
    ".git/config",
    ".venv/bin/python",
    "app/.env",
    "app/__pycache__/main.cpython-313.pyc",
    "app/main.pyc",
    "build/ci/tests.log",
    "compose.yaml",
    "data/registry.sqlite",
    "migrations/release/__pycache__/env.cpython-313.pyc",
    "seeds/founding/.DS_Store",
    "seeds/founding/.git/config",
    "tests/conftest.py",
]


def test_both_stages_stand_on_one_base_of_a_python_that_the_project_supports():
    assert BUILD.base == IMAGE.base
    version = re.fullmatch(r"python:3\.(\d+)-slim", IMAGE.base)
    least = re.fullmatch(r">=3\.(\d+)", PROJECT["project"]["requires-python"])
    assert int(version[1]) >= int(least[1])


def test_whatever_is_copied_is_there_and_nothing_else_is_sent():
    assert all(CONTEXT.files(source) for source in COPIED)
    assert CONTEXT.files() == sorted(name for source in COPIED for name in CONTEXT.files(source))


def test_the_image_holds_all_of_the_package_its_migrations_and_seeds():
    for folder in ("app", "migrations", "seeds"):
        files = {
            path.relative_to(REPOSITORY).as_posix()
            for path in REPOSITORY.joinpath(folder).rglob("*")
            if path.is_file() and path.parent.name != "__pycache__" and path.name != ".DS_Store"
        }
        assert files == set(CONTEXT.files(folder))


@pytest.mark.parametrize("path", LEAKS)
def test_the_build_does_not_see(path):
    assert not CONTEXT.sees(path)


def test_the_second_stage_takes_the_environment_alone():
    (step,) = IMAGE.each("COPY")
    assert (step.flags, step.text) == (
        {"from": BUILD.name},
        "/opt/partystats /opt/partystats",
    )


def test_packages_are_wheels_of_the_lock_and_checked_by_hash():
    locked, ours = (step.text.partition(" install ")[2].split() for step in BUILD.each("RUN"))
    assert {"--require-hashes", "--only-binary=:all:", "--no-cache-dir"} < set(locked)
    assert locked[-2:] == ["-r", "requirements-run.lock"]
    assert {"--no-deps", "--no-build-isolation", "--no-cache-dir"} < set(ours)
    assert ours[-1] == "."
    assert not {"-e", "--editable"} & set(ours)


def test_the_lock_comes_first_so_that_a_change_of_code_does_not_install_it_again():
    names = [f"{step.name} {step.text.split()[0]}" for step in BUILD.steps]
    installed = names.index("RUN python")
    assert "COPY requirements-run.lock" in names[:installed]
    assert not {f"COPY {folder}" for folder in ("app", "seeds", "pyproject.toml")} & set(
        names[:installed]
    )


def test_the_lock_holds_the_driver_of_postgresql():
    lock = REPOSITORY.joinpath("requirements-run.lock").read_text(encoding="utf-8")
    assert re.search(r"^psycopg-binary==", lock, re.MULTILINE)


def test_it_runs_without_root_and_the_folder_of_data_is_the_users():
    user, group = IMAGE.only("USER").text.split(":")
    assert int(user) > 0
    assert int(group) > 0
    (made,) = IMAGE.each("RUN")
    assert {f"--owner={user}", f"--group={group}"} < set(made.text.split())
    folder = IMAGE.only("VOLUME").text
    assert made.text.split()[-1] == folder
    assert IMAGE.environment["PARTYSTATS_DATA_DIR"] == folder == IMAGE.only("WORKDIR").text
    order = [step.name for step in IMAGE.steps]
    assert order.index("RUN") < order.index("VOLUME") < order.index("USER")


def test_every_variable_of_ours_is_a_setting():
    ours = {name for name in IMAGE.environment if name.startswith("PARTYSTATS_")}
    assert ours <= {f"PARTYSTATS_{name.upper()}" for name in Settings.model_fields}


def test_it_asks_an_address_of_ours_whether_it_is_healthy():
    health = Healthcheck(IMAGE.only("HEALTHCHECK"))
    port, path = health.port_and_path
    assert path == "/readyz"
    assert path in DOCUMENT["paths"]
    assert str(port) == IMAGE.only("EXPOSE").text
    assert {"interval", "timeout", "start-period", "retries"} == health.step.flags.keys()
    compile(health.command[-1], "HEALTHCHECK", "exec")


def test_it_starts_the_service_without_a_shell_on_every_address_and_its_usual_port():
    program, command, *options = IMAGE.only("CMD").words
    assert program in PROJECT["project"]["scripts"]
    serve = typer.main.get_command(main).commands[command]
    chosen = serve.make_context(command, options).params
    assert chosen["host"] == "0.0.0.0"
    assert str(chosen["port"]) == IMAGE.only("EXPOSE").text
    assert IMAGE.only("STOPSIGNAL").text == "SIGTERM"


def test_labels_say_what_the_project_says_and_invent_no_address():
    labels = IMAGE.only("LABEL").assignments
    prefix = "org.opencontainers.image."
    project = PROJECT["project"]
    assert labels == {
        f"{prefix}title": project["name"],
        f"{prefix}description": project["description"],
        f"{prefix}version": project["version"],
        f"{prefix}licenses": project["license"],
    }
