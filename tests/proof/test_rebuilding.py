"""Pruning, rebuilding and upgrading: what is let go comes back the same, from its packages."""

import sqlite3
from contextlib import closing

import pytest

from app.publication.problems import DamagedFileError, PublicationError
from app.publication.publish import Publisher
from app.publication.rebuilding import OtherRulesError, rebuild, upgrade
from app.publication.verifying import verify
from app.settings import Settings
from tests.api.problems import assert_problem
from tests.cli.commands import environment, partystats
from tests.publication.folders import assert_no_leftovers
from tests.publication.small import FIGURES, changed, small_files, written
from tests.serving import serving

KEEPING = {"keep_releases": 2}
OTHER_RULES = """UPDATE release SET recipe = replace(recipe, '"rules":1', '"rules":0')"""


def load(publisher, folder, count):
    for number in range(count):
        lines = changed(FIGURES, 0, as_reported=str(60_000 + number), value=str(60_000 + number))
        publisher.load(written(folder / str(number), small_files(figures=lines)))
    return publisher


@pytest.fixture
def pruned(tmp_path):
    """The writer of five releases, of which the last two are kept."""
    publisher = Publisher(Settings(data_dir=tmp_path / "data", **KEEPING))
    return load(publisher, tmp_path, 5)


def registry_says(publisher, statement):
    with closing(sqlite3.connect(publisher.folder.registry)) as connection, connection:
        connection.execute(statement)


def test_only_the_newest_releases_are_kept_and_all_packages(pruned):
    releases = pruned.releases()
    assert [release.is_kept for release in releases] == [False, False, False, True, True]
    assert len(list(pruned.folder.releases.iterdir())) == 2
    assert len(list(pruned.folder.packages.iterdir())) == 5
    assert_no_leftovers(pruned.folder.root)


def test_a_pruned_release_is_gone_and_its_packages_are_not(pruned):
    with serving(pruned.folder.root) as client:
        for address in ("/v1/observations?release=2", "/v1/releases/2/content.jsonl"):
            problem = assert_problem(client.get(address), 410)
            assert problem["expected"] == "one of: 4, 5"
        moment = pruned.releases()[1].published_at
        assert_problem(client.get(f"/v1/observations?asOf={moment}"), 410)
        assert client.get("/v1/releases/2/package.zip").status_code == 200
        assert client.get("/v1/observations?release=4").status_code == 200
        assert client.get("/v1/releases").json()["meta"]["count"] == 5
        rebuild(pruned, 2)
        assert client.get("/v1/observations?release=2").status_code == 200


def test_a_release_pruned_while_it_is_served_is_answered_410_and_never_500(tmp_path):
    publisher = load(Publisher(Settings(data_dir=tmp_path / "data")), tmp_path, 2)
    with serving(tmp_path / "data") as client:
        assert client.get("/v1/observations?release=1").status_code == 200
        load(Publisher(Settings(data_dir=tmp_path / "data", keep_releases=1)), tmp_path / "x", 3)
        assert_problem(client.get("/v1/observations?release=1&limit=7"), 410)
    assert [each.is_kept for each in publisher.releases()] == [False] * 4 + [True]


@pytest.mark.parametrize("number", [1, 2, 3, 4, 5])
def test_any_release_can_be_rebuilt_to_what_was_published(pruned, number):
    before = pruned.releases()[number - 1]
    after = rebuild(pruned, number)
    assert after.is_kept
    assert after.content_digest == before.content_digest
    assert after.chain_digest == before.chain_digest
    (found,) = [each for each in verify(pruned) if each.number == number]
    assert found.faults == []
    assert "content and chain" in found.proven


def test_a_damaged_current_release_is_refused_as_a_base_and_rebuilt(pruned, tmp_path):
    current = pruned.releases()[-1]
    path = pruned.folder.release(current.file_digest)
    path.write_bytes(b"x" + path.read_bytes()[1:])
    with pytest.raises(DamagedFileError, match="partystats rebuild 5"):
        pruned.load(written(tmp_path / "next", small_files()))
    with serving(pruned.folder.root) as client:
        problem = assert_problem(client.get("/v1/observations"), 503)
        assert problem["type"] == "/problems/quarantined-release"
        assert_problem(client.get("/readyz"), 503)
        assert client.get("/v1/observations?release=4").status_code == 200
        told = partystats("rebuild", "5", env=environment(pruned.folder.root))
        assert (told.returncode, told.stderr) == (0, "")
        assert client.get("/v1/observations").status_code == 200
        assert client.get("/readyz").json()["quarantined"] == []
    assert pruned.load(written(tmp_path / "next", small_files())).published.number == 6


def test_a_release_whose_package_is_damaged_cannot_be_rebuilt_and_nothing_changes(pruned):
    (package,) = pruned.releases()[1].packages
    pruned.folder.package(package.digest).unlink()
    with pytest.raises(DamagedFileError, match=package.digest):
        rebuild(pruned, 2)
    assert not pruned.releases()[1].is_kept


def test_a_release_that_never_was_cannot_be_rebuilt(pruned):
    with pytest.raises(PublicationError, match="no release 6"):
        rebuild(pruned, 6)


def test_a_release_of_other_rules_is_left_to_the_version_that_built_it(pruned):
    registry_says(pruned, OTHER_RULES)
    with pytest.raises(OtherRulesError, match="version"):
        rebuild(pruned, 1)
    first = next(iter(verify(pruned, rebuild=True)))
    assert (first.number, first.faults) == (1, [])
    assert "other rules; only that version can rebuild it" in " ".join(first.absent)


def test_an_upgrade_of_what_is_of_this_version_does_nothing(pruned):
    before = pruned.releases()
    assert upgrade(pruned) == []
    assert pruned.releases() == before


def test_an_upgrade_rebuilds_releases_of_another_schema_to_the_same_content(pruned):
    before = pruned.releases()
    registry_says(pruned, "UPDATE kept_release SET schema_revision = '0000'")
    with serving(pruned.folder.root) as client:
        assert_problem(client.get("/v1/observations"), 503)
        done = upgrade(pruned)
        assert [line.split()[:3] for line in done] == [
            ["release", "4", "rebuilt"],
            ["release", "5", "rebuilt"],
        ]
        assert client.get("/v1/observations").status_code == 200
    assert [(each.number, each.content_digest, each.chain_digest) for each in before] == [
        (each.number, each.content_digest, each.chain_digest) for each in pruned.releases()
    ]
    assert_no_leftovers(pruned.folder.root)


def test_an_upgrade_lets_go_of_a_release_that_only_its_own_version_can_rebuild(pruned):
    registry_says(pruned, "UPDATE kept_release SET schema_revision = '0000' WHERE release = 4")
    registry_says(pruned, f"{OTHER_RULES} WHERE number = 4")
    (line,) = upgrade(pruned)
    assert line.startswith("release 4 let go")
    assert [release.is_kept for release in pruned.releases()] == [False] * 4 + [True]


def test_a_change_of_the_recipe_is_a_new_release_of_the_same_packages(pruned):
    before = pruned.releases()[-1]
    other = Publisher(Settings(data_dir=pruned.folder.root, disclosure_threshold=0, **KEEPING))
    assert upgrade(other) == ["release 6 published by the rules of this version"]
    after = other.releases()[-1]
    assert after.packages == before.packages
    assert (before.recipe["disclosure_threshold"], after.recipe["disclosure_threshold"]) == (5, 0)
    assert after.content_digest != before.content_digest


def test_what_was_damaged_while_it_was_read_is_not_served_after_it_was_rebuilt(pruned):
    """Connections opened on the damaged file would go on reading it, deleted as it is."""
    release = pruned.releases()[-1]
    path = pruned.folder.release(release.file_digest)
    with serving(pruned.folder.root) as client:
        right = client.get("/v1/organizations?limit=1000").content
        content = path.read_bytes()
        with path.open("r+b") as file:  # In place, so that open connections see it.
            file.write(content.replace(b"Party organization east", b"Party organization EAST"))
        assert client.get("/v1/organizations?limit=999").content != right
        for detected in (False, True):
            if detected:
                client.application.api.state.directory.guard.examine(release)
                assert_problem(client.get("/v1/organizations?limit=1000"), 503)
            rebuild(pruned, release.number)
            assert client.get("/v1/organizations?limit=1000").content == right
            assert client.get("/readyz").json()["quarantined"] == []
            release = pruned.releases()[-1]
            path.write_bytes(path.read_bytes()[:-1])


def test_readiness_tells_of_damage_until_it_is_looked_at_again(pruned, tmp_path):
    old = pruned.releases()[-2]
    path = pruned.folder.release(old.file_digest)
    with serving(pruned.folder.root, scrub_seconds=3600) as client:
        path.write_bytes(path.read_bytes()[:-1])
        client.application.api.state.directory.guard.examine(old)
        assert_problem(client.get("/v1/observations?release=4"), 503)
        metric = "partystats_quarantined_releases 1.0"
        assert metric in client.get("/metrics").text
        other = Publisher(Settings(data_dir=pruned.folder.root))
        other.load(written(tmp_path / "next", small_files()))
        assert client.get("/readyz").json() == {
            "status": "ready", "release": 6, "quarantined": [4],
        }  # fmt: skip
        assert_problem(client.get("/v1/observations?release=4"), 503)


def test_a_lowered_number_of_releases_to_keep_holds_with_the_next_load_even_of_nothing_new(pruned):
    package = pruned.packages(pruned.releases()[-1])
    fewer = Publisher(Settings(data_dir=pruned.folder.root, keep_releases=1))
    assert fewer.load([*package.values()]).published is None
    assert [release.is_kept for release in fewer.releases()] == [False] * 4 + [True]
