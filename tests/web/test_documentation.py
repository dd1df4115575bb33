"""The documentation pages in a real browser, which finds no other host."""

import json
import os
import re
from html import unescape
from urllib.parse import urljoin, urlsplit

import pytest

from app.web.groups import GROUPS
from tests.explorer.test_every_page import violations
from tests.explorer.visiting import Visitor
from tests.serving import serving
from tests.web.browser import browsing, chromium
from tests.web.document import OPERATIONS
from tests.web.recording import recorded

OPENED = "#operations-observations-list_observations"


@pytest.fixture(scope="module")
def chrome():
    command = chromium()
    if command is None:
        assert os.environ.get("CI") != "true", "CI installs Chromium: .ci/run"
        pytest.skip("Chromium is not installed: apt-get install chromium")
    with browsing(command) as found:
        yield found


@pytest.fixture
def browser(chrome):
    """An empty tab that has asked for nothing and complained of nothing yet."""
    chrome.open("about:blank")
    chrome.wait_for("location.href === 'about:blank'")
    chrome.requests.clear()
    chrome.complaints.clear()
    return chrome


def asked_hosts(browser):
    """Hosts of every request over the network; data and blobs stay in the page."""
    parts = [urlsplit(address) for address in browser.requests]
    return {part.netloc for part in parts if part.scheme not in {"data", "blob"}}


@pytest.mark.parametrize(("language", "begins"), [("vi", "Dịch vụ mở"), ("en", "An open service")])
def test_swagger_ui_opens_with_an_answer_in_each_group(client, browser, language, begins):
    browser.open(f"{client.base_url}/docs?lang={language}")
    shown = "[...document.querySelectorAll('.group-example pre')].map(each => each.innerText)"
    browser.wait_for(f"{shown}.length === {len(GROUPS)} && !{shown}.includes('…')")
    for group, text in zip(GROUPS, browser.evaluate(shown), strict=True):
        answer = client.get(group.example).json()
        assert json.loads(text) == answer.get("data", answer), group.name
    described = browser.evaluate("document.querySelector('.info .description').innerText")
    assert described.startswith(begins)
    assert ("Số liệu công bố" in described) == (language == "vi")
    assert asked_hosts(browser) == {client.base_url.netloc.decode()}
    assert browser.complaints == []


def test_swagger_ui_shows_every_operation_and_tries_the_first(client, browser):
    browser.open(f"{client.base_url}/docs?lang=en")
    count = f"document.querySelectorAll('.opblock').length === {len(OPERATIONS)}"
    browser.wait_for(count)
    browser.wait_for(f"!!document.querySelector('{OPENED} .execute')")
    filled = f"[...document.querySelectorAll('{OPENED} tr input')].map(each => each.value)"
    assert browser.evaluate(filled)[0] == "lao-cai"
    placeholder = f"document.querySelector('{OPENED} input[placeholder=\"1\"]')"
    assert browser.evaluate(f"!!{placeholder}"), "an empty field shows its example"
    assert "422" in browser.evaluate(f"document.querySelector('{OPENED} .refusals').innerText")
    browser.evaluate(f"document.querySelector('{OPENED} .execute').click()")
    answer = f"document.querySelector('{OPENED} .live-responses-table')"
    browser.wait_for(f"{answer}?.innerText.includes('gần 42%')")
    request = recorded("list_observations")["request"]
    assert f"{client.base_url}{request}" in browser.requests, "what was filled in, and no more"
    assert asked_hosts(browser) == {client.base_url.netloc.decode()}
    assert browser.complaints == []


def test_redoc_shows_every_operation(client, browser):
    browser.open(f"{client.base_url}/redoc")
    shown = "document.querySelectorAll('[data-section-id*=\"/operation/\"]').length"
    browser.wait_for(f"{shown} === {len(OPERATIONS)}")
    assert browser.evaluate("document.body.innerText.includes('the profile of Lào Cai')")
    # The logo that ReDoc would fetch elsewhere is gone, and nobody was asked for it.
    browser.wait_for("document.querySelectorAll('img').length === 0")
    assert asked_hosts(browser) == {client.base_url.netloc.decode()}
    assert browser.complaints == []


def test_another_host_would_be_noticed(client, browser):
    """What the tests above rest on: requests, and refusals of the policy, are seen."""
    browser.open(f"{client.base_url}/docs")
    browser.wait_for("document.readyState === 'complete'")
    browser.evaluate("fetch('https://example.org/').catch(() => { window.refused = true })")
    browser.wait_for("window.refused")
    assert any("example.org" in complaint for complaint in browser.complaints)


def test_recipes_are_pages_with_the_address_of_this_instance(seeds_folder):
    """Every link on them is followed: of this service it answers, and its place is there."""
    with serving(seeds_folder, public_url="https://figures.example") as client:
        for name in ("", "/python", "/javascript", "/r", "/excel"):
            page = f"/docs/recipes{name}"
            shown = client.get(page).text
            assert shown.count('<pre tabindex="0"><code class="language-') >= 9
            assert "127.0.0.1" not in shown
            assert "https://figures.example" in shown
            for link in re.findall(r'href="([^":]+)"', shown):
                path, _, place = urljoin(page, unescape(link)).partition("#")
                answer = client.get(path, headers={"accept": "text/html, */*"})
                assert answer.status_code == 200, link
                assert not place or f'id="{place}"' in answer.text
        refusal = client.get("/docs/recipes/cobol")
        assert (refusal.status_code, "python" in refusal.json()["expected"]) == (404, True)


def test_axe_finds_nothing_on_pages_to_read_and_all_of_swagger_ui_is_legible(client, browser):
    """Swagger UI's own markup has other faults; its colours are mended in both schemes."""
    visitor = Visitor(browser, str(client.base_url).rstrip("/"))
    for scheme in ("light", "dark"):
        visitor.prefer(scheme)
        for path in ("/docs/recipes", "/problems", "/problems/unknown-code", "/deprecations"):
            browser.open(f"{client.base_url}{path}")
            browser.wait_for(f"location.pathname === '{path}' && !!document.querySelector('h1')")
            assert violations(visitor) == [], (path, scheme)
        browser.open(f"{client.base_url}/docs")
        browser.wait_for("!!document.querySelector('.execute')")
        assert not [each for each in violations(visitor) if each.startswith("color-contrast")]


@pytest.mark.parametrize("page", ["/docs", "/redoc", "/docs/recipes", "/deprecations", "/problems"])
def test_the_pages_name_nothing_of_other_hosts(client, page):
    answer = client.get(page, headers={"accept": "text/html"})
    assert answer.status_code == 200
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert ("script-src 'self';" in policy) == ("<script" in answer.text)
    for address in re.findall(r'(?:src|href)="([^"]+)"', answer.text):
        assert re.match(r"/[a-z]|/?\?|recipes/", address), "of this host"
        there = urljoin(page, address)
        assert client.get(there, headers={"accept": "text/html, */*"}).status_code == 200


def test_the_icon_is_ours(client):
    answer = client.get("/favicon.ico")
    assert answer.headers["content-type"] == "image/svg+xml"
