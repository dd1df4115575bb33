"""What lets clients keep answers: tags, 304, validity, and one body for pinned and unpinned."""

import pytest

from tests.api.problems import assert_problem
from tests.serving import serving

PATHS = [
    "/v1/organizations?limit=3",
    "/v1/organizations/lao-cai",
    "/v1/organizations/vn/children?limit=1&total=true",
    "/v1/organizations/lao-cai/profile?period=2022",
    "/v1/events?kind=merger",
    "/v1/indicators/members",
    "/v1/codelists",
    "/v1/sources?limit=2",
    "/v1/figures?organization=lao-cai&limit=2",
    "/v1/observations?period=2022&value=ge:50000&identifier=gso-province:10,15@2022-12-31",
    "/v1/observations/lao-cai.members_share_of_population.2022",
    "/v1/ratios/members_share_of_population?organization=lao-cai&period=2022,2010",
    "/v1/computations?numerator=members&denominator=cells&organization=lao-cai&scale=100",
    "/v1/checks?outcome=contradiction",
    "/v1/releases",
    "/v1/releases/1",
    "/v1/config",
]
VARY = {"Accept", "Accept-Language"}


def pinned(path):
    return f"{path}{'&' if '?' in path else '?'}release=1"


@pytest.mark.parametrize("path", PATHS)
def test_the_pinned_answer_is_the_same_bytes_under_the_same_tag(client, path):
    unpinned, fixed = client.get(path), client.get(pinned(path))
    assert unpinned.status_code == fixed.status_code == 200
    assert unpinned.content == fixed.content
    assert unpinned.headers["etag"] == fixed.headers["etag"]
    assert unpinned.headers["etag"].startswith('W/"')
    assert unpinned.headers["cache-control"] == "public, max-age=0, must-revalidate"
    assert fixed.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert {each.strip() for each in fixed.headers["vary"].split(",")} >= VARY


@pytest.mark.parametrize("path", PATHS)
def test_the_link_to_itself_is_relative_canonical_and_pinned(client, path):
    answer = client.get(path)
    link = answer.json()["links"]["self"]
    assert link.startswith(f"{path.partition('?')[0]}?release=1")
    again = client.get(link)
    assert again.content == answer.content
    assert again.json()["meta"]["query"]["release"] == 1


@pytest.mark.parametrize("path", PATHS)
def test_what_a_client_holds_is_not_sent_again(client, path):
    tag = client.get(path).headers["etag"]
    for held in (tag, tag.removeprefix("W/"), f'"other", {tag}', f'W/"a",{tag} , "b"'):
        answer = client.get(path, headers={"if-none-match": held})
        assert (answer.status_code, answer.content) == (304, b"")
        assert answer.headers["etag"] == tag
        assert "cache-control" in answer.headers
        assert "vary" in answer.headers
        assert "content-type" not in answer.headers
    for other in ('"other"', 'W/"other"', tag.strip('W/"'), ""):
        assert client.get(path, headers={"if-none-match": other}).status_code == 200


def test_any_tag_does_not_stand_for_something_that_is_not_there(client):
    for path in ("/v1/organizations/nobody", "/v1/observations/lao-cai.members.1999"):
        assert client.get(path, headers={"if-none-match": "*"}).status_code == 404
    assert client.get("/v1/config", headers={"if-none-match": "*"}).status_code == 200


@pytest.mark.parametrize("path", PATHS)
def test_head_answers_as_get_does_without_the_body(client, path):
    got, head = client.get(path), client.head(path)
    assert (head.status_code, head.content) == (200, b"")
    kept = ("etag", "cache-control", "vary", "content-type", "content-length", "link")
    assert {name: head.headers.get(name) for name in kept} == {
        name: got.headers.get(name) for name in kept
    }
    held = client.head(path, headers={"if-none-match": got.headers["etag"]})
    assert held.status_code == 304


def test_the_same_selection_written_otherwise_is_the_same_answer(client):
    canonical = client.get(
        "/v1/observations?organization=lao-cai,yen-bai&period=2010,2022&value=ge:50000"
    )
    for other in (
        "/v1/observations?value=ge:50000.0&period=2022,2010,2022&organization=yen-bai,lao-cai",
        "/v1/observations?organization=lao-cai%2Cyen-bai&period=2010,2022&value=ge%3A50000"
        "&limit=100&total=false",
        "/v1/observations?&&organization=yen-bai,lao-cai&period=2010,2022&value=ge:50000.000000&",
    ):
        again = client.get(other)
        assert again.headers["etag"] == canonical.headers["etag"]
        assert again.content == canonical.content


def test_answers_that_differ_have_different_tags(client):
    tags = [client.get(path).headers["etag"] for path in PATHS]
    tags.append(client.get("/v1/observations?period=2022&format=csv").headers["etag"])
    tags.append(client.get("/v1/observations?period=2022&lang=en").headers["etag"])
    tags.append(client.get("/v1/observations?period=2022&limit=2").headers["etag"])
    assert len(set(tags)) == len(tags)


def test_what_answers_tell_of_the_instance_is_part_of_their_tag(seeds_folder):
    tags = set()
    for changed in (
        {},
        {"page_size_max": 500},
        {"query_seconds": 9},
        {"public_url": "https://s.vn"},
    ):
        with serving(seeds_folder, **changed) as client:
            answer = client.get("/v1/config")
            assert answer.json()["data"]["limits"]["page_size_max"] == changed.get(
                "page_size_max", 1000
            )
            tags.add(answer.headers["etag"])
    assert len(tags) == 4


def test_the_largest_page_is_enforced_and_told(seeds_folder):
    with serving(seeds_folder, page_size_max=100, public_url="https://stats.example") as client:
        assert client.get("/v1/observations").status_code == 200
        answer = client.get("/v1/observations?limit=101")
        assert (answer.status_code, answer.json()["expected"]) == (422, "1 to 100")
        found = client.get("/v1/observations/lao-cai.members.2022").json()["data"]
        assert found["permalink"].startswith("https://stats.example/v1/observations/")


def test_the_links_stand_in_a_header_too(client):
    answer = client.get("/v1/organizations?limit=2&format=csv")
    address = "/v1/organizations?release=1&format=csv&limit=2"
    assert answer.links["self"]["url"] == address
    assert answer.links["next"]["url"] == f"{address}&after=an-giang"
    assert "next" not in client.get("/v1/organizations/vn?format=csv").links


def test_a_host_that_a_client_makes_up_is_nowhere_in_the_answer(client):
    plain = client.get("/v1/organizations?limit=1")
    for host in ("evil.example", "evil.example:80", "[::1]:8000", ""):
        answer = client.get("/v1/organizations?limit=1", headers={"host": host})
        assert answer.content == plain.content
        assert answer.headers["link"] == plain.headers["link"]
    for host in ("evil.example/path", "[", "a@b", "x?y#z", "a b", "a:b", "a" * 256, "%zz"):
        answer = client.get("/v1/organizations?limit=1", headers={"host": host})
        assert assert_problem(answer, 400)["parameter"] == "Host"
        assert host not in answer.text.replace('"Host"', "")


def test_what_cannot_be_kept_says_so(client):
    for path in ("/metrics", "/healthz", "/readyz"):
        assert client.get(path).headers.get("cache-control", "no-store") == "no-store"


def test_no_header_of_ours_names_the_software(client):
    for path in ("/v1/organizations", "/v1/nothing", "/healthz", "/docs"):
        assert not {"server", "x-powered-by"} & set(client.get(path).headers)
