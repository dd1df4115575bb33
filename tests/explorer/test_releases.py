"""Releases: what each changed and why, and the site as of an earlier one."""

from collections.abc import Iterator

import pytest

from app.publication.publish import Publisher
from app.settings import Settings
from tests.changes.states import FIGURES, load, written
from tests.explorer.visiting import Visitor, ready
from tests.serving import Client, serving

LATER = {
    **{key: text for key, text in FIGURES.items() if key != "east.population.2022"},
    "west-1.members.2022": "201",
    "west.members.2020": "440",
}


@pytest.fixture(scope="module")
def changed_site(tmp_path_factory) -> Iterator[Client]:
    """Two releases: the second corrects, adds and withdraws a number."""
    folder = tmp_path_factory.mktemp("changed")
    publisher = Publisher(Settings(data_dir=folder / "data"))
    for figures in (FIGURES, LATER):
        load(publisher, written(folder / "package", figures))
    with serving(publisher.settings, query_seconds=60) as client:
        yield ready(client)


@pytest.fixture
def reader(changed_site: Client, chrome) -> Iterator[Visitor]:
    """A visitor of the site with two releases."""
    chrome.requests.clear()
    chrome.complaints.clear()
    yield Visitor(chrome, str(changed_site.base_url).rstrip("/"))
    assert chrome.complaints == []


def test_a_release_shows_each_change_before_and_after_with_its_reason(reader, changed_site):
    found = changed_site.get("/v1/releases/2/changes?limit=50").json()["data"]
    reader.open("/explore/releases?lang=en&number=2")
    places = range(len(found))
    told = [reader.texts(f"tbody tr:nth-child({place + 1}) > *") for place in places]
    for row, cells in zip(found, told, strict=True):
        before, after, change, reason = cells[3:]
        assert change.lower() == row["change"]
        if row["before"] is None:
            assert before == "nothing yet"
        elif row["before"]["value"] is not None:
            assert before.removesuffix("%") == f"{row['before']['value']:,}"
        if row["after"] is None:
            assert after == "no longer there"
        elif row["after"]["value"] is not None:
            assert after.removesuffix("%") == f"{row['after']['value']:,}"
        if row["reason"] == "source_corrected":
            assert (before, after, reason) == ("200", "201", "source read correctly")
    assert {row["change"] for row in found} == {"new", "revised", "withdrawn"}
    reader.press("nav[aria-label='Filter by reason'] li:nth-child(4) a")
    reader.browser.wait_for("location.search.includes('reason=')")
    assert "No mistake of this release is known." in reader.text()


def test_the_first_release_is_told_against_nothing_and_not_as_no_change(reader, changed_site):
    total = changed_site.get("/v1/releases/1").json()["data"]["counts"]["observation"]
    reader.open("/explore/releases?lang=en&number=1")
    assert "There is no earlier release to compare with" in reader.text()
    assert f"New {total}" in reader.texts("nav[aria-label='Filter by change'] a")
    reader.open("/explore/releases?lang=en")
    assert reader.texts("tbody tr:last-child td")[2:5] == ["–", "–", "–"]


def test_the_whole_site_is_read_as_of_a_release_until_one_goes_back(reader):
    """A bar says so on every page; menu, search and links stay with the release."""
    reader.open("/explore/indicators?lang=en&release=1")
    assert "You are reading release 1." in reader.text(".as-of")
    assert "The current one is release 2." in reader.text(".as-of")
    menu = reader.attributes("body > header nav a", "href")
    assert all("release=1" in address for address in menu)
    assert reader.attributes("form.search input[name=release]", "value") == ["1"]
    assert all("release=1" in address for address in reader.attributes("main tbody a", "href"))
    [back] = reader.attributes(".as-of a", "href")
    reader.open(back)
    assert reader.texts(".as-of") == []
    asked = [address for address in reader.browser.requests if "/v1/" in address]
    assert {"release=1", "release=2"} == {
        part
        for address in asked
        for part in address.split("?")[-1].split("&")
        if "release=" in part
    }


def test_every_page_says_which_release_it_is_read_as_of(reader):
    for page in ("explore/organizations", "explore/checks", "explore/sources"):
        reader.open(f"/{page}?lang=vi&release=1")
        assert "Đang xem theo bản công bố 1." in reader.text(".as-of")


def test_a_release_is_compared_with_any_earlier_one(reader, changed_site):
    everything = changed_site.get("/v1/releases/2/changes?from=0&limit=50").json()["data"]
    reader.open("/explore/releases?lang=en&number=2")
    reader.browser.evaluate("document.querySelector('input[name=from]').value = 0")
    reader.press("form.fields button")
    reader.browser.wait_for("document.querySelector('main').innerText.includes('no earlier')")
    assert reader.texts("tbody tr td:nth-child(4)") == ["nothing yet"] * len(everything)
