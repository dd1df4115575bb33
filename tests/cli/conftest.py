"""The command in this process, where starting one for each test would only take time."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli import main
from app.settings import get_settings
from tests.publication.small import small_files, written

Run = Callable[..., Result]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder that is not there yet."""
    return tmp_path / "data"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The small package in a folder."""
    return written(tmp_path / "small", small_files())


@pytest.fixture
def run(folder: Path) -> Iterator[Run]:
    """Run the command with settings from the environment; `env` adds to them."""

    def run_command(*arguments: object, env: dict[str, str] | None = None) -> Result:
        get_settings.cache_clear()
        variables = {"PARTYSTATS_DATA_DIR": str(folder)} | (env or {})
        return CliRunner().invoke(main, [*map(str, arguments)], env=variables)

    yield run_command
    get_settings.cache_clear()
