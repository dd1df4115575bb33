"""What tests over HTTP share: the seeds published once, and small packages published on demand."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from hypothesis import HealthCheck, settings

from app.publication.publish import Publisher
from app.settings import Settings
from tests.serving import serving

# A busy machine says nothing about the code: no example is too slow.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--thorough", action="store_true", help="Run as many cases as docs/trust.md names."
    )


@pytest.fixture(scope="session")
def cases(request: pytest.FixtureRequest) -> Callable[[int, int], int]:
    """`cases(few, many)`: few in `make test`, many in `make thorough`."""
    thorough = request.config.getoption("--thorough")
    return lambda few, many: many if thorough else few


@pytest.fixture(scope="session")
def seeds_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the release that the seeds give."""
    folder = tmp_path_factory.mktemp("seeds") / "data"
    Publisher(Settings(data_dir=folder)).ensure_published()
    return folder


@pytest.fixture(scope="session")
def client(seeds_folder: Path) -> Iterator[httpx.Client]:
    """A client of the service with the seeds, which no test changes."""
    with serving(seeds_folder) as client:
        yield client


@pytest.fixture
def publisher(tmp_path: Path) -> Publisher:
    """The writer of an empty data folder."""
    return Publisher(Settings(data_dir=tmp_path / "data"))


@pytest.fixture
def publish(publisher: Publisher) -> Iterator[Callable[..., httpx.Client]]:
    """Publish packages one after the other into the test's folder; a client of the service."""
    with ExitStack() as stack:

        def publish_packages(*packages: Path) -> httpx.Client:
            for package in packages:
                publisher.load(package)
            return stack.enter_context(serving(publisher.settings.data_dir))

        yield publish_packages
