"""What the seeds have no example of: numbers kept back, revised or missing; nothing at all."""

from collections.abc import Iterator

import pytest

from app.publication.publish import Publisher
from app.settings import Settings
from tests.explorer.visiting import Visitor, ready
from tests.packages import figure, organization, source, write_package
from tests.serving import Client, serving

PLACES = [organization("vn"), organization("north", "vn"), organization("south", "vn")]
FIRST = [
    figure("north.members.2022", "100"),
    figure("north.members.2021", "3"),
    figure("north.bodies.2022", "30"),
    figure("north.committees.2022", "10"),
]
SECOND = [figure("north.members.2022", "hơn 110", source="other"), *FIRST[1:]]


@pytest.fixture(scope="module")
def site_of_two_releases(tmp_path_factory) -> Iterator[Client]:
    folder = tmp_path_factory.mktemp("two")
    publisher = Publisher(Settings(data_dir=folder / "data"))
    sources = [source(), source("other")]
    for figures in (FIRST, SECOND):
        package = write_package(folder, organizations=PLACES, figures=figures, sources=sources)
        publisher.load(package, allow_withdrawals=True)
    # A browser shares the machine with the server: its deadline is not what is tested here.
    with serving(publisher.settings, query_seconds=60) as client:
        yield ready(client)


@pytest.fixture
def there(site_of_two_releases, chrome) -> Iterator[Visitor]:
    chrome.complaints.clear()
    found = Visitor(chrome, str(site_of_two_releases.base_url).rstrip("/"))
    found.prefer("light")
    found.measure(1400, 1000)
    yield found
    assert chrome.complaints == []


def opened(there, identity, query=""):
    there.open(f"/explore/organization?code=north&lang=vi&card={identity}{query}")
    article = f"document.querySelector('article[data-id=\"{identity}\"]')"
    there.browser.wait_for(f"!!{article}?.querySelector('.cited')")
    return there.browser.evaluate(f"{article}.textContent.replaceAll(/\\s+/g, ' ')")


def test_a_number_that_is_kept_back_is_neither_told_nor_zero(there):
    text = opened(there, "north.members.2021")
    assert "không công bố" in text
    assert "không có nghĩa là 0" in text
    there.open("/explore/organization?code=north&lang=vi&period=2021")
    (told,) = there.texts("[data-group] button.number")
    assert "0" not in told
    assert "3" not in told


def test_a_revised_number_tells_what_it_was_and_each_release_its_own(there):
    text = opened(there, "north.members.2022")
    assert "hơn 110" in text
    assert "đã sửa" in text
    assert "100" in text
    assert "release=2" in text
    before = opened(there, "north.members.2022", "&release=1")
    assert "hơn" not in before
    assert "release=1" in before
    assert "release=2" not in before


def test_a_missing_part_is_left_open_and_named(there):
    there.open("/explore/organization?code=north&lang=vi&period=2022")
    picture = there.text("figure.parts")
    assert "30 tổ chức" in picture
    assert "10 tổ chức" in picture
    assert "cells" in picture.split("Không có số liệu")[1]


def test_an_organization_without_numbers_says_so(there):
    there.open("/explore/organization?code=south&lang=vi")
    assert "Chưa có số liệu nào về tổ chức này" in there.text()
    assert there.texts("button.number") == []


def test_a_page_that_fails_says_so(there):
    there.open("/explore/organization?code=south&lang=vi")
    there.browser.evaluate(
        "(async () => {"
        " const folder = document.querySelector('script[type=module]').src.replace('main.js', '');"
        " const { html, render } = await import(folder + 'vendored/preact-htm.js');"
        " const { Guarded } = await import(folder + 'parts/guarded.js');"
        " const Broken = () => { throw new Error('broken') };"
        " const main = document.querySelector('main'); render(null, main);"
        " render(html`<${Guarded}><${Broken} /><//>`, main) })(); 0"
    )
    there.browser.wait_for("document.querySelector('h1')?.innerText.includes('không hiển thị')")
    assert "API" in there.text(".refused")
    assert len(there.browser.complaints) == 1
    there.browser.complaints.clear()


def test_what_is_kept_back_is_a_gap_in_a_comparison_and_named_beside_a_ranking(there):
    there.open("/explore/compare?lang=vi&organizations=north,south&indicator=members")
    there.browser.wait_for("!!document.querySelector('figure.chart svg.plot [data-observation]')")
    marks = "figure.chart svg.plot [data-observation]"
    assert there.attributes(marks, "data-observation") == ["north.members.2022"]
    assert "không công bố" in there.text("main .wide table")
    level = PLACES[1]["level"]
    there.open(f"/explore/ranking?lang=vi&indicator=members&level={level}&period=2021")
    named = there.attributes(".unranked button.number", "data-observation")
    assert named == ["north.members.2021"]
