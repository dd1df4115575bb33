"""The index of the search: it follows from the rows, on both databases, and is in no digest."""

import json
from itertools import accumulate

import pytest
from sqlalchemy import text

from app.publication import rebuilding
from app.search.entries import EntryType, postings_as_json, postings_of
from app.values.folding import words
from tests.databases.test_migrating import registry_of
from tests.packages import organization
from tests.publication.small import TABLES, changed, small_files, written
from tests.publication.storages import query
from tests.serving import serving

NAMED = [
    organization("vn"),
    organization("a", "vn", name_vi="Đảng bộ tỉnh A"),
    organization("a1", "a", name_vi="Chi bộ rất dài tên"),
    organization("a2", "a", name_vi="Chi bộ Hồ"),
    organization("b", "vn", name_vi="Đảng bộ B", valid_to="2025-06-30"),
    organization("east", "vn"),
    organization("west", "vn"),
]


def indexed(publisher, tmp_path, **tables):
    publisher.load(written(tmp_path / "small", small_files(**tables)))
    return (
        query(publisher, "SELECT * FROM search_entry ORDER BY number"),
        query(publisher, "SELECT * FROM search_word ORDER BY kind, word"),
    )


def test_organizations_are_numbered_from_the_top_the_existing_and_short_names_first(
    publisher, tmp_path
):
    entries, _ = indexed(publisher, tmp_path, organizations=NAMED, figures=[])
    found = [code for _, _, kind, code, _ in entries if kind == "organization"]
    assert found == ["vn", "east", "west", "a", "b", "a2", "a1"]


def test_types_follow_each_other_and_are_counted(publisher, tmp_path):
    entries, found = indexed(publisher, tmp_path)
    assert [number for _, number, *_ in entries] == [*range(1, len(entries) + 1)]
    kinds = [kind for _, _, kind, *_ in entries]
    assert [*dict.fromkeys(kinds)] == [each.value for each in EntryType]
    counts = {word: count for _, kind, word, _, count, _ in found if kind == "type"}
    assert counts == {each.value: kinds.count(each.value) for each in EntryType}


def test_every_word_leads_to_the_entries_that_have_it_and_to_no_other(publisher, tmp_path):
    entries, found = indexed(publisher, tmp_path)
    having: dict[str, set[int]] = {}
    for _, number, kind, code, texts in entries:
        said = [text for field, text in json.loads(texts) if field != "url"]
        if kind != "organization":
            said.append(code)
        for each in said:
            for word in words(each):
                having.setdefault(word.folded, set()).add(number)
    listed = {}
    for _, kind, word, written_so, count, numbers in found:
        if kind in {"word", "number"}:
            listed[word] = [*postings_of(numbers)]
            assert len(listed[word]) == count
            assert [each.folded for each in words(written_so)] == [word]
            assert (kind == "number") == any(character.isdigit() for character in word)
    assert listed == {word: sorted(numbers) for word, numbers in having.items()}


def test_codes_of_every_scheme_are_keys(publisher, tmp_path):
    _, found = indexed(publisher, tmp_path)
    keys = {word for _, kind, word, *_ in found if kind == "key"}
    assert {"east", "10", "gso-province:10", "merger-2025", "members", "report"} < keys
    assert "https://example.org/report" in keys


@pytest.mark.parametrize("table", ["organizations", "identifiers", "events", "sources"])
def test_the_order_of_rows_does_not_change_the_index(publisher, tmp_path, table):
    plain = indexed(publisher, tmp_path)
    turned = {table: TABLES[table][::-1], "figures": changed(TABLES["figures"], note="x")}
    publisher.load(written(tmp_path / "other", small_files(**turned)))
    again = (
        query(publisher, "SELECT * FROM search_entry ORDER BY number"),
        query(publisher, "SELECT * FROM search_word ORDER BY kind, word"),
    )
    assert [[row[1:] for row in rows] for rows in again] == [
        [row[1:] for row in rows] for rows in plain
    ]


def test_no_digest_is_over_the_index_and_no_count_tells_of_it(publisher, tmp_path):
    indexed(publisher, tmp_path)
    with serving(publisher.settings) as client:
        content = client.get("/v1/releases/1/content.jsonl").text
        counts = client.get("/v1/releases/1").json()["data"]["counts"]
    assert "search_" not in content
    assert not [name for name in counts if name.startswith("search")]


def test_an_upgrade_indexes_releases_of_before(publisher, tmp_path):
    indexed(publisher, tmp_path)
    (before,) = publisher.releases()
    with registry_of(publisher) as connection:
        connection.execute(text("UPDATE kept_release SET schema_revision = '0002'"))
    assert rebuilding.upgrade(publisher) == ["release 1 rebuilt with the tables of this version"]
    (after,) = publisher.releases()
    assert (after.content_digest, after.chain_digest) == (
        before.content_digest,
        before.chain_digest,
    )
    with serving(publisher.settings) as client:
        assert client.get("/v1/search", params={"q": "dang bo east"}).json()["data"]


@pytest.mark.parametrize("numbers", [[], [1], [1, 2, 3], [5, 400_000, 400_001]])
def test_postings_are_read_as_they_are_written(numbers):
    written_so = postings_as_json(numbers)
    assert [*postings_of(written_so)] == numbers
    assert [*accumulate(json.loads(written_so))] == numbers
