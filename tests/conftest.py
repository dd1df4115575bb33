"""What tests share: both databases, the seeds published once, small packages on demand."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from hypothesis import HealthCheck, settings

from app.publication.publish import Publisher
from app.settings import Settings
from tests.postgresql import Server, postgresql_server
from tests.serving import serving

# A busy machine says nothing about the code: no example is too slow.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

DATABASES = ("sqlite", "postgresql")
# Hundreds of requests about what happens before any statement, or about many statements at once:
# tests/databases asks both databases the like of them, and compares the answers byte by byte.
# Pages of the documentation, seen in a browser, come from no storage.
SWEEPS = {
    "test_hostile_input", "test_refusals", "test_paging", "test_filters", "test_cross_origin",
    "test_documentation", "test_naughty_strings", "test_aliases", "test_bound_values",
    "test_documented_answers", "test_openapi", "test_columns", "test_choosing",
    "test_reading_by_others", "test_sentences", "test_citations", "test_limiting",
    "test_problem_pages",
}  # fmt: skip
BOTH_AT_LENGTH = {"test_schemathesis"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--thorough", action="store_true", help="Run as many cases as docs/trust.md names."
    )
    parser.addoption(
        "--nothing-kept", action="store_true", help="Services keep no answers, unless a test says."
    )


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: tests often wait for a disk, a server or a moment."""
    return (os.cpu_count() or 1) + 1


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--nothing-kept"):
        os.environ["PARTYSTATS_ENCODED_BYTES"] = "0"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Whatever publishes or reads runs on both databases, but for sweeps and tests of files."""
    if "database" in metafunc.fixturenames:
        of_files = metafunc.definition.get_closest_marker("files") is not None
        of_server = metafunc.definition.get_closest_marker("server") is not None
        module = metafunc.module.__name__.rpartition(".")[2]
        at_length = metafunc.config.getoption("--thorough")
        once = of_files or module in SWEEPS or (module in BOTH_AT_LENGTH and not at_length)
        chosen = DATABASES[1:] if of_server else DATABASES[:1] if once else DATABASES
        metafunc.parametrize("database", chosen, scope="session")


@pytest.fixture(scope="session")
def cases(request: pytest.FixtureRequest) -> Callable[[int, int], int]:
    """`cases(few, many)`: few in `make test`, many in `make thorough`."""
    thorough = request.config.getoption("--thorough")
    return lambda few, many: many if thorough else few


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A running server of PostgreSQL."""
    with postgresql_server() as server:
        yield server


def on(database: str, folder: Path, request: pytest.FixtureRequest) -> Settings:
    """Settings of a storage with nothing in it."""
    if database == "sqlite":
        return Settings(data_dir=folder)
    address = request.getfixturevalue("postgresql").migrated()
    return Settings.model_validate({"data_dir": folder, "database_url": address})


@pytest.fixture(scope="session")
def seeds_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the release that the seeds give, in files."""
    folder = tmp_path_factory.mktemp("seeds") / "data"
    Publisher(Settings(data_dir=folder)).ensure_published()
    return folder


@pytest.fixture(scope="session")
def seeds_database(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Settings:
    """A PostgreSQL database with the release that the seeds give."""
    chosen = on("postgresql", tmp_path_factory.mktemp("seeds") / "data", request)
    Publisher(chosen).ensure_published()
    return chosen


@pytest.fixture(scope="session")
def seeds(database: str, request: pytest.FixtureRequest) -> Settings:
    """Settings of a storage with the release that the seeds give, which no test changes."""
    if database == "sqlite":
        return Settings(data_dir=request.getfixturevalue("seeds_folder"))
    return request.getfixturevalue("seeds_database")


@pytest.fixture(scope="session")
def client(seeds: Settings) -> Iterator[httpx.Client]:
    """A client of the service with the seeds."""
    with serving(seeds) as client:
        yield client


@pytest.fixture
def publisher(database: str, tmp_path: Path, request: pytest.FixtureRequest) -> Publisher:
    """The writer of an empty storage."""
    return Publisher(on(database, tmp_path / "data", request))


@pytest.fixture
def publish(publisher: Publisher) -> Iterator[Callable[..., httpx.Client]]:
    """Publish packages one after the other into the test's storage; a client of the service."""
    with ExitStack() as stack:

        def publish_packages(*packages: Path) -> httpx.Client:
            for package in packages:
                publisher.load(package)
            return stack.enter_context(serving(publisher.settings))

        yield publish_packages
