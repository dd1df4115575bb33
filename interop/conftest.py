"""The service with the seeds, on the loopback, which every program reads."""

from collections.abc import Iterator

import httpx
import pytest

from app.publication.publish import Publisher
from app.settings import Settings
from tests.serving import serving


@pytest.fixture(scope="session")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of the service; its `base_url` is where programs find it."""
    folder = tmp_path_factory.mktemp("seeds") / "data"
    Publisher(Settings(data_dir=folder)).ensure_published()
    with serving(folder) as client:
        yield client


@pytest.fixture(scope="session")
def address(client: httpx.Client) -> str:
    """Where the service is, without a slash at the end."""
    return str(client.base_url).rstrip("/")


@pytest.fixture(scope="session")
def document(client: httpx.Client, tmp_path_factory: pytest.TempPathFactory):
    """The OpenAPI document as the service sends it, in a file."""
    file = tmp_path_factory.mktemp("document") / "openapi.json"
    file.write_bytes(client.get("/openapi.json").raise_for_status().content)
    return file
