"""The feed of releases as a reader of feeds sees it."""

from urllib.parse import urlsplit

import feedparser
import pytest

from tests.changes.states import FIGURES, load, written
from tests.serving import serving

PATH = "/v1/releases.atom"


def read(client):
    answer = client.get(PATH)
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    feed = feedparser.parse(answer.content)
    assert not feed.bozo
    assert feed.version == "atom10"
    return feed


@pytest.fixture
def load_members(publisher, tmp_path):
    return lambda members: load(
        publisher, written(tmp_path, FIGURES | {"west-1.members.2022": members})
    )


def test_each_release_is_an_entry_and_stays_the_same_one(publisher, load_members):
    load_members("200")
    with serving(publisher.settings) as client:
        before = read(client)
        load_members("201")
        after = read(client)
        assert after.feed.id == before.feed.id
        assert [entry.id for entry in after.entries][1:] == [entry.id for entry in before.entries]
        assert len({entry.id for entry in after.entries}) == 2
        releases = client.get("/v1/releases").json()["data"]
        assert [entry.updated for entry in after.entries] == [
            each["published_at"] for each in reversed(releases)
        ]
        assert after.feed.updated == releases[-1]["published_at"] > before.feed.updated
        counts = releases[1]["changes"]
        newest = after.entries[0].summary
        assert f"{counts['revised']} điều chỉnh" in newest
        assert f"{counts['revised']} revised" in newest


def test_all_that_is_required_is_there(client):
    feed = read(client)
    assert feed.feed.id.startswith("tag:")
    assert feed.feed.title
    assert feed.feed.author
    for entry in feed.entries:
        assert entry.id.startswith("tag:")
        assert entry.title
        assert entry.updated
        assert entry.summary


def test_every_link_answers_with_what_it_says(client):
    feed = read(client)
    links = [*feed.feed.links, *(link for entry in feed.entries for link in entry.links)]
    assert {"self", "alternate", "related", "enclosure"} <= {link.rel for link in links}
    for link in links:
        answer = client.get(urlsplit(link.href).path)
        assert answer.status_code == 200, link
        assert answer.headers["content-type"].partition(";")[0] == link.type
    (itself,) = [link.href for link in feed.feed.links if link.rel == "self"]
    assert urlsplit(itself).path == PATH


def test_who_holds_the_feed_is_sent_nothing_until_there_is_news(publisher, load_members):
    load_members("200")
    with serving(publisher.settings) as client:
        first = client.get(PATH)
        assert first.headers["cache-control"] == "public, max-age=0, must-revalidate"
        held = {"if-none-match": first.headers["etag"]}
        for _ in range(2):
            answer = client.get(PATH, headers=held)
            assert (answer.status_code, answer.content) == (304, b"")
        load_members("201")
        assert client.get(PATH, headers=held).status_code == 200


def test_releases_lead_to_their_feed_and_to_the_catalogue(client):
    links = client.get("/v1/releases").links
    assert links["alternate"] == {
        "url": PATH, "rel": "alternate", "type": "application/atom+xml",
    }  # fmt: skip
    assert links["describedby"]["url"] == "/catalog"
    assert client.get("/v1/releases/1").links["describedby"]["url"] == "/catalog"


def test_parameters_are_refused(client):
    assert client.get(f"{PATH}?release=1").status_code == 422
