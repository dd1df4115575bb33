"""The home page, in a browser and without one."""

import re
from urllib.parse import urlsplit

import pytest


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_numbers_of_the_profile_are_there_with_and_without_scripts(visitor, site, language):
    address = "/v1/organizations/lao-cai/profile?period=2022"
    groups = site.get(address).json()["data"]["groups"]
    rows = [row for group in groups for row in group["indicators"]]
    plain = site.get(f"/?lang={language}", headers={"accept": "text/html"}).text
    for row in rows:
        assert f'href="/v1/observations/{row["id"]}"' in plain
        assert row["text"][language] in plain
    visitor.open(f"/?lang={language}")
    headlines = {row["id"]: row["text"][language] for row in rows if row["headline"]}
    shown = visitor.attributes(".headlines button.number", "data-observation")
    assert shown == list(headlines)
    assert visitor.texts(".headlines button.number") == list(headlines.values())


def test_programs_are_told_where_things_are(site):
    for accept in ("*/*", "application/json"):
        links = site.get("/", headers={"accept": accept}).json()["links"]
        assert {site.get(link).status_code for link in links.values()} == {200}


def test_the_files_change_their_address_with_their_contents_and_are_kept(site):
    page = site.get("/", headers={"accept": "text/html"})
    found = set(re.findall(r'(?:src|href)="(/explore/files/[^"]+)"', page.text))
    assert len(found) > 5
    for address in found:
        answer = site.get(address)
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
        assert answer.headers["content-encoding"] == "gzip"


@pytest.mark.parametrize("path", ["/?lang=vi", "/explore/organization?lang=en&code=lao-cai"])
def test_every_module_is_named_in_the_page_so_that_none_waits_for_another(visitor, site, path):
    page = site.get(path, headers={"accept": "text/html"}).text
    named = set(re.findall(r'<link rel="modulepreload" href="([^"]+)"', page))
    visitor.open(path)
    asked = {urlsplit(each).path for each in visitor.browser.requests}
    modules = {each for each in asked if each.endswith(".js") and ".min." not in each}
    assert len(modules) > 10
    assert modules <= named
