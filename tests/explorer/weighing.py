"""What a first visit costs: `python -m tests.explorer.weighing`, for docs/explorer.md.

Nothing is kept from an earlier visit. Bytes are those of the wire, headers and all. A page is
usable once nothing on it is awaited any more.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

from app.explorer.pages import PAGES
from app.publication.publish import Publisher
from app.settings import Settings
from tests.explorer.test_every_page import TOLD
from tests.explorer.visiting import Visitor
from tests.serving import serving
from tests.web.browser import browsing, chromium

VISITS = 5
# Bytes a second and milliseconds: as it comes, and a slow mobile connection of today.
CONNECTIONS = {
    "loopback": None,
    "10 Mbit/s, 40 ms": (1_250_000, 40),
    "1,6 Mbit/s, 150 ms": (200_000, 150),
}
SETTLED = """
(() => { const parts = [...performance.getEntriesByType('resource'),
  ...performance.getEntriesByType('navigation')];
  return parts.reduce((sum, part) => sum + part.transferSize, 0); })()
"""


def _visit(visitor: Visitor, path: str) -> tuple[float, int]:
    """Seconds until the page is usable, and bytes that came."""
    visitor.browser.command("Network.clearBrowserCache")
    visitor.browser.open("about:blank")
    visitor.browser.wait_for("location.href === 'about:blank'")
    began = time.perf_counter()
    visitor.show(path)
    seconds = time.perf_counter() - began
    return seconds, int(str(visitor.browser.evaluate(SETTLED)))


def _weigh() -> None:
    command = chromium()
    assert command is not None, "apt-get install chromium"
    with tempfile.TemporaryDirectory() as folder:
        Publisher(Settings(data_dir=Path(folder))).ensure_published()
        with serving(Path(folder)) as client, browsing(command) as browser:
            visitor = Visitor(browser, str(client.base_url).rstrip("/"))
            visitor.measure(1200, 900)
            sys.stdout.write(f"| page | kB | {' | '.join(CONNECTIONS)} |\n")
            sys.stdout.write(f"|---|---|{'---|' * len(CONNECTIONS)}\n")
            for page in PAGES:
                path = f"{page.path}?lang=vi&{TOLD.get(page.name, '')}"
                cells = []
                for limits in CONNECTIONS.values():
                    rate, latency = limits or (-1, 0)
                    browser.command(
                        "Network.emulateNetworkConditions",
                        offline=False, latency=latency,
                        downloadThroughput=rate, uploadThroughput=rate,
                    )  # fmt: skip
                    visits = [_visit(visitor, path) for _ in range(VISITS)]
                    cells.append(f"{statistics.median(each for each, _ in visits):.2f} s")
                size = statistics.median(each for _, each in visits) / 1000
                sys.stdout.write(f"| {page.name} | {size:.0f} | {' | '.join(cells)} |\n")


if __name__ == "__main__":
    _weigh()
