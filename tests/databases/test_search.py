"""Searching is the same on both databases: what is found, in which order, in the same bytes."""

import random
import sqlite3
import unicodedata
from contextlib import closing
from urllib.parse import quote

import psycopg
import pytest

from app.database import Dialect
from app.releases.postgresql_lending import RELEASES_SCHEMA
from app.search import queries
from app.search.entries import WordKind
from app.values.folding import folded
from tests.databases.comparing import ask_both
from tests.publication.storages import address_of

TYPED = [
    "đảng viên", "dang vien", "Đảng viên", "lao cai", "dang vein", "Ddangr vieen", "dang v", "15",
    "vn-0", "202/2025/QH15", "hop nhat", "bi thu", "số đảng viên Lào Cai 2022", "qwertyuiop", "…",
    "đ", "d", "2025", "members_", "party cell", "%", "_", "a\U0010ffff", "z", "ỹ", "=15", "'",
]  # fmt: skip
QUERIES = 150


@pytest.mark.parametrize("text", TYPED)
@pytest.mark.parametrize("rest", ["", "&type=source,event&limit=3", "&format=csv&limit=1000"])
def test_what_is_typed_is_answered_alike(pair, text, rest):
    ask_both(pair, f"/v1/search?q={quote(text)}{rest}")


def names_of(client):
    """What the first release calls its things."""
    found = []
    for path, name in (
        ("organizations", "name"), ("indicators", "label"), ("events", "title"),
    ):  # fmt: skip
        rows = client.get(f"/v1/{path}", params={"limit": 1000}).json()["data"]
        found += [text for row in rows for text in row[name].values()]
    rows = client.get("/v1/sources", params={"limit": 1000}).json()["data"]
    return found + [row["title"] for row in rows if row["title"]]


def typed(name, draw):
    """A part of a name as somebody might type it."""
    parts = name.split()
    start = draw.randrange(len(parts))
    text = " ".join(parts[start : start + draw.randint(1, 4)])
    if draw.random() < 0.5:
        text = folded(text)
    if draw.random() < 0.3:
        place = draw.randrange(len(text))
        text = text[:place] + draw.choice(["", "x", text[place] * 2]) + text[place + 1 :]
    if draw.random() < 0.2:
        text = text[: draw.randint(1, len(text))]
    return unicodedata.normalize(draw.choice(["NFC", "NFD"]), text)


@pytest.mark.scaled
def test_random_searches_are_answered_alike_page_by_page(pair, cases):
    draw = random.Random(7)
    names = names_of(pair[0])
    found = 0
    for _ in range(cases(QUERIES, 500)):
        limit = draw.choice([1, 5, 20, 1000])
        text = typed(draw.choice(names), draw)
        answer = ask_both(pair, f"/v1/search?q={quote(text)}&limit={limit}&total=true")
        if answer.status_code == 200:
            found += answer.json()["meta"]["count"] > 0
            if "next" in answer.links:
                ask_both(pair, answer.links["next"]["url"])
    assert found > 0.8 * cases(QUERIES, 500)


BOUND = {"release": 1, "words": '["dang", "bo"]', "numbers": "[1, 2]", "codes": '["lao-cai"]',
         "first": "d", "last": "d\U0010ffff", "limit": 5}  # fmt: skip
SOUGHT = {
    "counts": queries.COUNTS, "postings": queries.POSTINGS, "types": queries.TYPES,
    "vocabulary": queries.VOCABULARY, "written": queries.WRITTEN, "keyed": queries.KEYED,
    "beginning": queries.BEGINNING[WordKind.WORD], "entries": queries.ENTRIES,
    "by code": queries.ORGANIZATIONS_BY_CODE, "by number": queries.ORGANIZATIONS_BY_NUMBER,
    "events": queries.EVENTS, "sources": queries.SOURCES,
}  # fmt: skip


@pytest.mark.parametrize("name", SOUGHT)
def test_every_statement_of_a_search_seeks_an_index(seeded, name):
    files, database = seeded
    compiled = SOUGHT[name].on(Dialect.SQLITE)
    path = files.folder.release(files.releases()[0].file_digest)
    with closing(sqlite3.connect(path)) as connection:
        rows = connection.execute(
            f"EXPLAIN QUERY PLAN {compiled.sql}", {**compiled.defaults, **BOUND}
        )
        steps = [row[3] for row in rows if "json_each" not in row[3] and "SUBQUERY" not in row[3]]
    assert steps[0].startswith("SEARCH"), steps
    assert " (release=? AND " in steps[0]
    compiled = SOUGHT[name].on(Dialect.POSTGRESQL)
    # The tables of the seeds are so small that reading all of them would cost less.
    options = f"-c search_path={RELEASES_SCHEMA} -c enable_seqscan=off"
    with psycopg.connect(address_of(database), options=options) as connection:
        rows = connection.execute(
            f"EXPLAIN (COSTS OFF) {compiled.sql}", {**compiled.defaults, **BOUND}
        )
        plan = "\n".join(line for (line,) in rows)
    assert "Seq Scan" not in plan, plan
