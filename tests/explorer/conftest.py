"""The explorer as browsers see it: the seeds, served, and one Chromium for each process."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.explorer.visiting import Visitor, ready
from tests.serving import Client, serving
from tests.web.browser import browsing, chromium


@pytest.fixture(scope="session")
def site(seeds_folder: Path) -> Iterator[Client]:
    """A client of the service with the seeds, for what pages show and for what the API says."""
    # A browser shares the machine with the server: its deadline is not what is tested here.
    with serving(seeds_folder, query_seconds=60) as client:
        yield ready(client)


@pytest.fixture(scope="session")
def chrome():
    command = chromium()
    if command is None:
        assert os.environ.get("CI") != "true", "CI installs Chromium: .ci/run"
        pytest.skip("Chromium is not installed: apt-get install chromium")
    with browsing(command) as found:
        yield found


@pytest.fixture
def visitor(site: Client, chrome) -> Iterator[Visitor]:
    """Someone who opens pages; afterwards nothing was complained of and no other host was asked."""
    chrome.requests.clear()
    chrome.complaints.clear()
    chrome.command("Emulation.clearDeviceMetricsOverride")
    found = Visitor(chrome, str(site.base_url).rstrip("/"))
    found.prefer("light")
    found.measure(1400, 1000)
    yield found
    assert chrome.complaints == []
    assert found.hosts() <= {site.base_url.netloc.decode()}
