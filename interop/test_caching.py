"""hishel, a caching client by RFC 9111, keeps what we let it keep, and asks again where it must."""

import json
import re

import pytest

from app.publication.publish import Publisher
from app.settings import Settings
from interop.running import PROGRAMS, PYTHON, run
from tests.packages import figure, organization, write_package
from tests.serving import serving

LIST = "/v1/observations?organization=lao-cai&indicator=members"
SENTENCE = "/v1/observations/lao-cai.members.2022/sentence"
FRESH = {"from_cache": False, "revalidated": False, "stored": True}
KEPT = {"from_cache": True, "revalidated": False, "stored": False}
CONFIRMED = {"from_cache": True, "revalidated": True, "stored": False}


@pytest.fixture
def asked(tmp_path):
    """Ask these paths, with headers where they are pairs; what came from where."""

    def ask(address, *requests):
        pairs = [each if isinstance(each, tuple) else (each, {}) for each in requests]
        given = [{"path": path, "headers": headers} for path, headers in pairs]
        file = tmp_path / "kept.sqlite"
        program = PROGRAMS / "caching_client.py"
        return json.loads(run(PYTHON, program, address, file, given=json.dumps(given)))

    return ask


def origins(answers):
    return [{name: answer[name] for name in FRESH} for answer in answers]


def sent(client):
    """How often a release was read for answers, by status, of this worker."""
    counted = re.findall(
        r'^partystats_requests_total\{.*route="/v1/observations".*status="(\d+)"\} (\d+)',
        client.get("/metrics").text,
        re.MULTILINE,
    )
    return {int(status): int(times) for status, times in counted}


def test_a_pinned_answer_is_never_asked_for_again(client, address, asked):
    pinned = f"{LIST}&release=1"
    before = sent(client)
    answers = asked(address, pinned, pinned, pinned)
    after = sent(client)
    assert origins(answers) == [FRESH, KEPT, KEPT]
    assert len({answer["text"] for answer in answers}) == 1
    assert after.get(200, 0) - before.get(200, 0) == 1
    assert after.get(304, 0) == before.get(304, 0)


def test_an_unpinned_answer_is_confirmed_by_a_304(client, address, asked):
    before = sent(client)
    answers = asked(address, LIST, LIST, LIST)
    after = sent(client)
    assert origins(answers) == [FRESH, CONFIRMED, CONFIRMED]
    assert {answer["status"] for answer in answers} == {200}
    assert after.get(304, 0) - before.get(304, 0) == 2
    assert json.loads(answers[2]["text"])["data"] == client.get(LIST).json()["data"]


def test_formats_and_languages_of_one_address_are_kept_apart(address, asked):
    pinned = f"{SENTENCE}?release=1"
    vietnamese, english = {"accept-language": "vi"}, {"accept-language": "en"}
    table = {"accept": "text/csv", "accept-language": "vi"}
    requests = [(pinned, headers) for headers in (vietnamese, english, table) for _ in range(2)]
    answers = asked(address, *requests)
    # The second language asks whether the answer in the first would do for it too, and is told no.
    assert [answer["from_cache"] for answer in answers] == [False, True] * 3
    assert origins(answers[1::2]) == [KEPT] * 3
    texts = [answer["text"] for answer in answers]
    assert texts[0::2] == texts[1::2]
    assert [json.loads(text)["data"]["language"] for text in texts[:4:2]] == ["vi", "en"]
    assert texts[4].startswith("id,")


def test_a_refusal_is_not_kept(address, asked):
    misspelt = "/v1/observations?organization=lao-cay"
    answers = asked(address, misspelt, misspelt)
    assert origins(answers) == [{**FRESH, "stored": False}] * 2
    assert {answer["status"] for answer in answers} == {422}


def test_a_new_release_is_seen_at_once_and_the_pinned_answer_stays(tmp_path, asked):
    publisher = Publisher(Settings(data_dir=tmp_path / "data"))

    def publish(members):
        publisher.load(
            write_package(
                tmp_path / members,
                organizations=[organization("vn")],
                figures=[figure("vn.members.2022", members)],
            )
        )

    publish("100")
    with serving(publisher.settings) as client:
        address = str(client.base_url).rstrip("/")
        path = "/v1/observations?indicator=members"
        first = asked(address, path, f"{path}&release=1")
        publish("200")
        second = asked(address, path, f"{path}&release=1", path)
    assert origins(first) == [FRESH, FRESH]
    # Both answers may bear the date of one second: which is confirmed the third time is open.
    assert origins(second[:2]) == [{**FRESH, "revalidated": True}, KEPT]
    values = [json.loads(each["text"])["data"][0]["value"] for each in (*first, *second)]
    assert values == [100, 100, 200, 100, 200]
