"""Every name there is can be found: as it is written, without its marks, with a slip."""

import random

import pytest

from app.values.folding import folded

LENGTH_MAX = 200


@pytest.fixture(scope="module")
def named(client):
    """Each name with the id of what it names."""
    found = []
    for kind, path, name in (
        ("organization", "organizations", "name"),
        ("indicator", "indicators", "label"),
        ("event", "events", "title"),
    ):
        for row in client.get(f"/v1/{path}", params={"limit": 1000}).json()["data"]:
            found += [(f"{kind}:{row['code']}", text) for text in row[name].values()]
    for row in client.get("/v1/sources", params={"limit": 1000}).json()["data"]:
        found.append((f"source:{row['code']}", row["title"] or row["publisher"]))
    assert len(found) > 500
    return found


def asked(client, text):
    answer = client.get("/v1/search", params={"q": text[:LENGTH_MAX], "limit": 1000})
    assert answer.status_code == 200
    return answer.json()


def ids(answer):
    return [row["entry"] for row in answer["data"]]


@pytest.fixture
def some_named(named, cases):
    """As many of the names as the run has time for; the same ones every time."""
    return random.Random(3).sample(named, cases(80, len(named)))


@pytest.mark.scaled
def test_every_name_finds_what_it_names_before_what_only_has_its_words(client, some_named):
    for wanted, name in some_named:
        rows = asked(client, name)["data"]
        kinds = {row["entry"]: row["matched"]["kind"] for row in rows}
        expected = {"exact", "prefix"} if len(name) <= LENGTH_MAX else {"phrase", "prefix"}
        # A name that is also a code, or stands in others as a word of theirs.
        assert kinds[wanted] in expected, name
        assert not rows[0]["matched"]["folded"]
        assert kinds[rows[0]["entry"]] in {"code", "exact", "phrase", "prefix"}, name


@pytest.mark.scaled
def test_every_name_is_found_without_its_marks(client, some_named):
    for wanted, name in some_named:
        assert wanted in ids(asked(client, folded(name))), name


@pytest.mark.scaled
def test_every_code_finds_what_it_names_first(client, some_named):
    for wanted, _ in some_named:
        row = asked(client, wanted.partition(":")[2])["data"][0]
        assert row["matched"]["kind"] == "code"
        assert row["code"] == wanted.partition(":")[2]


def slipped(text, draw):
    """The text with one letter of a word of four or more left out, doubled, or swapped."""
    parts = text.split()
    long = [place for place, part in enumerate(parts) if len(part) >= 5 and part.isalpha()]
    if not long:
        return None
    place = draw.choice(long)
    word = parts[place]
    at = draw.randrange(len(word) - 1)
    parts[place] = draw.choice(
        [
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        ]
    )
    return " ".join(parts)


@pytest.mark.scaled
def test_every_name_is_found_with_a_slip_that_makes_no_other_word(client, some_named):
    draw = random.Random(3)
    found = 0
    for wanted, name in some_named:
        text = slipped(folded(name[:LENGTH_MAX]), draw)
        if text is None:
            continue
        answer = asked(client, text)
        makes_a_word = all(each["code"] != "unknown_words" for each in answer["meta"]["notices"])
        assert makes_a_word or wanted in ids(answer), text
        found += wanted in ids(answer)
    assert found > len(some_named) / 3
