"""Every page in both languages: axe finds nothing, links lead somewhere, no text is missing."""

import json
import re
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest

from app.explorer.pages import PAGES

AXE = Path(__file__).parent / "axe" / "axe.min.js"
# Pages that need to be told what to show, with something to show.
TOLD = {
    "organization": "code=lao-cai&period=2022",
    "compare": "organizations=lao-cai,yen-bai&indicator=members",
    "ranking": "indicator=members_share_of_population&level=provincial&period=2022",
    "search": "q=dang+vien",
}
ADDRESSES = [
    f"{page.path}?lang={language}{'&' + TOLD[page.name] if page.name in TOLD else ''}"
    for page in PAGES
    for language in ("vi", "en")
]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@cache
def axe() -> str:
    return AXE.read_text(encoding="utf-8")


def violations(visitor):
    """What axe finds on the page as it stands."""
    visitor.browser.evaluate(axe() + "; 0")
    visitor.browser.evaluate(
        f"window.found = null; axe.run(document, {json.dumps(RULES)})"
        ".then(result => { window.found = result.violations }); 0"
    )
    visitor.browser.wait_for("window.found !== null")
    told = "each.id + ': ' + each.nodes.map(node => node.target.join(' ')).slice(0, 5).join(' | ')"
    return visitor.browser.evaluate(f"window.found.map(each => {told})")


def links(visitor):
    return visitor.browser.evaluate(
        "[...document.querySelectorAll('a[href]')].map(each => each.href)"
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_axe_finds_nothing(visitor, address, scheme):
    visitor.prefer(scheme)
    visitor.open(address)
    assert violations(visitor) == []


@pytest.mark.parametrize("width", [360, 1400])
@pytest.mark.parametrize("address", [each for each in ADDRESSES if "lang=vi" in each])
def test_no_page_is_wider_than_the_screen(visitor, address, width):
    visitor.measure(width, 800)
    visitor.open(address)
    wide = "document.documentElement.scrollWidth"
    assert visitor.browser.evaluate(wide) <= width, visitor.browser.evaluate(
        "[...document.querySelectorAll('main *, header *, footer *')]"
        ".filter(each => each.getBoundingClientRect().right > innerWidth + 1 "
        "&& !each.closest('.wide'))"
        ".slice(0, 5).map(each => each.tagName + '.' + each.className)"
    )


def test_every_link_leads_somewhere_and_no_text_is_missing(visitor, site):
    """From all pages on: each link into the API is followed; of sister pages two are opened."""
    waiting = list(ADDRESSES)
    seen, opened_of, elsewhere = set(waiting), {}, set()
    while waiting:
        address = waiting.pop(0)
        visitor.open(address)
        text = visitor.text("body")
        assert not re.search(r"\b(undefined|null|NaN|\[object Object\])\b", text), address
        assert not re.search(
            r"\b(?:home|card|organization|ranking|compare|number)\.[a-z]\w+\b", text
        )
        for link in links(visitor):
            parts = urlsplit(link)
            if parts.netloc != site.base_url.netloc.decode():
                elsewhere.add(parts.scheme)
                continue
            path = f"{parts.path}?{parts.query}" if parts.query else parts.path
            if path in seen:
                continue
            seen.add(path)
            kind = (parts.path, *sorted(parse_qs(parts.query)))
            opened_of[kind] = opened_of.get(kind, 0) + 1
            if parts.path == "/" or (
                parts.path.startswith("/explore/") and "/files/" not in parts.path
            ):
                if opened_of[kind] <= 2:
                    waiting.append(path)
            else:
                answer = site.get(urljoin("/", path))
                assert answer.status_code == 200, (address, path)
    assert elsewhere <= {"http", "https"}
    assert len(seen) > 500
