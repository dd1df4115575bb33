"""What a visitor of the explorer does: opens a page, waits until it stands, presses, reads."""

import json
import time
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urlsplit

from tests.serving import Client
from tests.web.browser import Browser

STANDS = (
    "document.documentElement?.dataset.started !== undefined"
    " && !document.querySelector('.waiting, [aria-busy=\"true\"]')"
    " && !!document.querySelector('main h1')"
)


def ready(client: Client) -> Client:
    """The client of a service, once it says that it can answer."""
    until = time.monotonic() + 60
    while client.get("/readyz").status_code != HTTPStatus.OK:
        assert time.monotonic() < until, client.get("/readyz").text
        time.sleep(0.05)
    return client


class Visitor:
    """One tab at one site."""

    def __init__(self, browser: Browser, site: str) -> None:
        self.browser, self._site = browser, site

    def open(self, path: str) -> None:
        """Open a page and wait until nothing on it is awaited any more."""
        self.browser.open("about:blank")
        self.browser.wait_for("location.href === 'about:blank'")
        self.show(path)

    def show(self, path: str) -> None:
        """The same, from wherever the tab is."""
        self.browser.open(f"{self._site}{path}")
        self.settle()

    def prefer(self, scheme: str) -> None:
        """As one whose system is light or dark."""
        self.browser.command(
            "Emulation.setEmulatedMedia",
            features=[{"name": "prefers-color-scheme", "value": scheme}],
        )

    def measure(self, width: int, height: int) -> None:
        """With a window of so many pixels."""
        self.browser.command(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=height, deviceScaleFactor=1, mobile=width < 500,
        )  # fmt: skip

    def settle(self) -> None:
        self.browser.wait_for(STANDS)

    def text(self, selector: str = "main") -> str:
        """What can be read there."""
        found = self.browser.evaluate(f"document.querySelector({json.dumps(selector)})?.innerText")
        assert isinstance(found, str), f"there is no {selector}"
        return found

    def texts(self, selector: str) -> list[str]:
        found = self.browser.evaluate(
            f"[...document.querySelectorAll({json.dumps(selector)})].map(each => each.innerText)"
        )
        assert isinstance(found, list)
        return found

    def attributes(self, selector: str, name: str) -> list[str]:
        """An attribute of everything that the selector finds."""
        found = self.browser.evaluate(
            f"[...document.querySelectorAll({json.dumps(selector)})]"
            f".map(each => each.getAttribute({json.dumps(name)}))"
        )
        assert isinstance(found, list)
        return found

    def press(self, selector: str) -> None:
        """Press the first thing that the selector finds, once it is there."""
        quoted = json.dumps(selector)
        self.browser.wait_for(f"!!document.querySelector({quoted})")
        self.browser.evaluate(f"document.querySelector({quoted}).click()")

    def choose(self, selector: str, value: str) -> None:
        """Choose an entry of a list, as with the mouse."""
        self.browser.evaluate(
            f"(list => {{ list.value = {json.dumps(value)};"
            " list.dispatchEvent(new Event('change', { bubbles: true })) })"
            f"(document.querySelector({json.dumps(selector)}))"
        )

    def hosts(self) -> set[str]:
        """Hosts of every request over the network; data and blobs stay in the page."""
        parts = [urlsplit(address) for address in self.browser.requests]
        return {part.netloc for part in parts if part.scheme in {"http", "https", "ws", "wss"}}

    def screenshot(self, file: Path) -> None:
        self.browser.screenshot(file)
