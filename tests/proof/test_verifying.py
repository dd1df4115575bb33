"""Verifying: whatever is not what was published is named, and what is, is proven."""

import sqlite3
from contextlib import closing

import pytest

from app.publication.store import digest_of_file
from app.publication.verifying import verify
from app.releases.canonical import digests, recipe_text
from app.releases.reader import Reader
from tests.cli.commands import environment, partystats
from tests.publication.folders import contents

ALL = ["packages", "stored form", "content and chain"]


def change(path, statement, *values):
    """A change by hand, of rows that are whole."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement, values)


def change_by_hand(publisher):
    """A number of the second release is another, and the registry knows the changed file."""
    path = release_file(publisher, 2)
    change(path, "UPDATE observation SET value = value + 1000000 WHERE value > 0")
    digest = digest_of_file(path)
    path.rename(publisher.folder.release(digest))
    statement = "UPDATE kept_release SET file_digest = ? WHERE release = 2"
    change(publisher.folder.registry, statement, digest)


def release_file(publisher, number):
    return publisher.folder.release(publisher.releases()[number - 1].file_digest)


def faults(publisher, **options):
    return {
        found.number: [fault.partition(":")[0] for fault in found.faults]
        for found in verify(publisher, **options)
    }


@pytest.mark.parametrize("rebuild", [False, True])
def test_what_was_published_is_proven_and_nothing_is_written(two_releases, rebuild):
    before = contents(two_releases.folder.root)
    found = list(verify(two_releases, rebuild=rebuild))
    assert [each.number for each in found] == [1, 2]
    for each in found:
        assert each.proven == ALL + ["rebuilt"] * rebuild
        assert (each.absent, each.faults) == ([], [])
    assert contents(two_releases.folder.root) == before


def test_a_flipped_bit_of_a_release_file_is_found(two_releases):
    path = release_file(two_releases, 1)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    assert "stored form" in faults(two_releases)[1]
    assert faults(two_releases)[2] == []


def test_a_number_changed_with_all_file_digests_set_right_is_found_by_the_content(two_releases):
    change_by_hand(two_releases)
    assert faults(two_releases) == {1: [], 2: ["content and chain"]}


def test_a_number_changed_with_every_digest_of_it_set_right_is_found_by_rebuilding(two_releases):
    """Whoever may write everywhere can forge a release; not the packages it would come of."""
    change_by_hand(two_releases)
    release = two_releases.releases()[1]
    storage = two_releases.writing.reading
    reader = Reader(release, storage.open(release), storage.dialect, seconds=5)
    forged = digests(reader.stream, recipe_text(release.recipe))
    reader.close()
    chain = forged.chain(release.previous_chain_digest)
    statement = "UPDATE release SET content_digest = ?, chain_digest = ? WHERE number = 2"
    change(two_releases.folder.registry, statement, forged.content, chain)
    assert faults(two_releases) == {1: [], 2: []}
    assert faults(two_releases, rebuild=True) == {1: [], 2: ["rebuilt"]}


def test_a_chain_that_does_not_follow_is_found(two_releases):
    change(
        two_releases.folder.registry,
        "UPDATE release SET chain_digest = replace(chain_digest, 'a', 'b') WHERE number = 1",
    )
    assert faults(two_releases) == {1: ["content and chain"], 2: ["content and chain"]}


def test_a_damaged_package_is_found(two_releases):
    (first,) = two_releases.releases()[0].packages
    path = two_releases.folder.package(first.digest)
    path.write_bytes(path.read_bytes()[:-40])
    assert faults(two_releases) == {1: ["packages"], 2: []}
    found = faults(two_releases, rebuild=True)
    assert found == {1: ["packages", "rebuilt"], 2: []}


def test_the_command_tells_programs_by_its_exit_code(two_releases):
    env = environment(two_releases.folder.root)
    assert partystats("verify", "--rebuild", env=env).returncode == 0
    release_file(two_releases, 1).unlink()
    told = partystats("verify", "--json", env=env)
    assert told.returncode == 5
    assert "the file cannot be read" in told.stdout
