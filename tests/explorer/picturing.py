"""The pictures of the README, taken of the real pages: `python -m tests.explorer.picturing`."""

import base64
import json
import tempfile
from pathlib import Path

from app.publication.publish import Publisher
from app.settings import Settings
from tests.explorer.visiting import Visitor
from tests.serving import serving
from tests.web.browser import browsing, chromium

FOLDER = Path(__file__).parents[2] / "docs/images"
WIDTH, HEIGHT = 1120, 1000
# What is seen, and where the picture begins.
PICTURES = {
    "home.png": ("/?lang=vi", "header"),
    "organization.png": ("/explore/organization?code=lao-cai&lang=vi", ".headlines"),
}


def _take(visitor: Visitor, path: str, start: str) -> bytes:
    """A picture (PNG) of the page from that element down, as tall as HEIGHT at most."""
    visitor.open(path)
    top, end = visitor.browser.evaluate(
        f"[document.querySelector({json.dumps(start)}).getBoundingClientRect().top + scrollY,"
        " document.body.getBoundingClientRect().bottom + scrollY]"
    )
    top = max(0, top - 16)
    clip = {"x": 0, "y": top, "width": WIDTH, "height": min(HEIGHT, end - top), "scale": 1}
    found = visitor.browser.command("Page.captureScreenshot", clip=clip, captureBeyondViewport=True)
    return base64.b64decode(found["data"])


def _picture() -> None:
    command = chromium()
    assert command is not None, "apt-get install chromium"
    with tempfile.TemporaryDirectory() as folder:
        Publisher(Settings(data_dir=Path(folder))).ensure_published()
        with serving(Path(folder)) as client, browsing(command) as browser:
            visitor = Visitor(browser, str(client.base_url).rstrip("/"))
            visitor.prefer("light")
            visitor.measure(WIDTH, HEIGHT)
            for name, (path, start) in PICTURES.items():
                FOLDER.joinpath(name).write_bytes(_take(visitor, path, start))


if __name__ == "__main__":
    _picture()
