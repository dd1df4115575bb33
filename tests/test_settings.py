"""Settings: frozen, bounded, read from the environment once, and refused in plain words."""

import ast
import re
from pathlib import Path

import pytest
from pydantic import Secret, ValidationError
from typer.testing import CliRunner

from app.cli import main
from app.settings import PACKAGE, Settings, get_settings
from tests.cli.commands import environment, partystats

WRONG = {
    "database_url": ["mysql://u:hush@h/d", "hush", "postgresql:// hush"],
    "read_database_urls": [
        "hush",
        "postgresql://u:hush@h/d,mysql://u:hush@h/d",
        ", postgresql://h",
    ],
    "disclosure_threshold": ["-1", "1001", "five", "2.5"],
    "page_size_max": ["0", "10001", "-1", "1e3"],
    "url_length_max": ["499", "60001", "long"],
    "query_seconds": ["0", "-1", "601", "nan", "inf", "soon"],
    "refresh_seconds": ["-0.1", "61", "nan"],
    "open_releases": ["0", "65"],
    "keep_releases": ["-1", "1000001", "all"],
    "scrub_seconds": ["-1", "31536001", "nan", "daily"],
    "encoded_bytes": ["-1", "17179869185", "64M"],
    "public_url": ["ftp://example.org", "example.org", "https://example.org/", "http://a b"],
    "access_log": ["a\nb", "x" * 1001],
    "rate_limit": ["0/minute", "100", "100/fortnight", "-1/second", "many"],
    "trusted_proxies": ["10.0.0.1/8", "proxy.example.org", "10.0.0.0/8;fd00::/8"],
}
RIGHT = {
    "data_dir": "/srv/partystats",
    "database_url": "postgresql://so-lieu:hush@db.example.org/partystats",
    "read_database_urls": "postgresql://a:hush@one.example.org/d postgresql://two.example.org/d",
    "seeds_dir": "/srv/seeds",
    "disclosure_threshold": "0",
    "page_size_max": "10000",
    "url_length_max": "500",
    "query_seconds": "0.5",
    "refresh_seconds": "0",
    "open_releases": "64",
    "keep_releases": "3",
    "encoded_bytes": "0",
    "scrub_seconds": "60",
    "public_url": "https://so-lieu.example.org",
    "access_log": "/var/log/partystats.jsonl",
    "rate_limit": "100/second",
    "trusted_proxies": "10.0.0.0/8, fd00::/8",
}


def variable(name):
    return f"PARTYSTATS_{name.upper()}"


@pytest.fixture
def run_in():
    """Run the command in this process with these variables."""

    def run(arguments, **variables):
        get_settings.cache_clear()
        return CliRunner().invoke(main, arguments, env=variables)

    yield run
    get_settings.cache_clear()


def test_every_setting_has_a_default_and_says_what_it_is(monkeypatch):
    for name in RIGHT:
        monkeypatch.delenv(variable(name), raising=False)
    assert Settings().model_dump().keys() == RIGHT.keys()
    assert all(field.description for field in Settings.model_fields.values())


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_read_from_its_variable(monkeypatch, name):
    monkeypatch.setenv(variable(name), RIGHT[name])
    value = getattr(Settings(), name)
    if isinstance(value, Secret):
        assert (value.get_secret_value(), str(value)) == (RIGHT[name], "**********")
    else:
        assert value == type(value)(RIGHT[name])
    monkeypatch.setenv(variable(name), "")
    assert getattr(Settings(), name) == Settings.model_fields[name].default


@pytest.mark.parametrize("name", Settings.model_fields)
def test_a_setting_never_changes(name):
    with pytest.raises(ValidationError, match="frozen"):
        setattr(Settings(), name, RIGHT[name])


@pytest.mark.parametrize(("name", "value"), [(name, bad) for name in WRONG for bad in WRONG[name]])
def test_a_setting_out_of_bounds_is_refused(monkeypatch, name, value):
    monkeypatch.setenv(variable(name), value)
    with pytest.raises(ValidationError):
        Settings()


def test_every_setting_that_can_be_wrong_is_tried():
    assert WRONG.keys() == Settings.model_fields.keys() - {"data_dir", "seeds_dir"}


@pytest.mark.parametrize("arguments", [["releases"], ["serve"], ["load", "x"], ["check", "x"]])
def test_every_command_names_the_wrong_setting_in_one_line(run_in, arguments):
    told = run_in(arguments, PARTYSTATS_PAGE_SIZE_MAX="0")
    assert (told.exit_code, told.stdout) == (2, "")
    expected = r"PARTYSTATS_PAGE_SIZE_MAX: found '0'; expected greater than or equal to \d+\n"
    assert re.fullmatch(expected, told.stderr)


def test_all_wrong_settings_are_told_at_once(tmp_path):
    wrong = {variable(name): values[0] for name, values in WRONG.items()}
    told = partystats("releases", env=environment(tmp_path / "data", **wrong))
    assert (told.returncode, told.stdout) == (2, "")
    lines = told.stderr.splitlines()
    assert [line.partition(":")[0] for line in lines] == list(wrong)
    assert "hush" not in told.stderr
    assert not (tmp_path / "data").exists()


def test_settings_are_read_once(monkeypatch):
    get_settings.cache_clear()
    first = get_settings()
    monkeypatch.setenv("PARTYSTATS_PAGE_SIZE_MAX", "7")
    assert get_settings() is first
    get_settings.cache_clear()


def test_nothing_else_reads_the_environment():
    readers = {
        path.relative_to(PACKAGE)
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
    }
    # Where SQLite puts its temporary files, it learns from the environment alone.
    assert readers == {Path("settings.py"), Path("publication/temporary.py")}


def test_a_copy_installed_from_a_wheel_finds_its_folders_inside(tmp_path, monkeypatch):
    monkeypatch.setattr("app.settings.PACKAGE", tmp_path / "app")
    assert Settings().migrations_dir == tmp_path / "migrations"
    (tmp_path / "app" / "_migrations").mkdir(parents=True)
    assert Settings().migrations_dir == tmp_path / "app" / "_migrations"
    assert isinstance(Settings.model_fields["seeds_dir"].default, Path)
