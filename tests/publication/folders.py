"""What lies in a data folder, and what a reader finds there."""

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

from app.publication.publish import Publisher
from app.publication.store import kept_package
from app.releases.canonical import Digests
from app.releases.file_storage import FileStorage
from app.releases.files import DataFolder
from app.releases.registry import PublishedRelease

OBSERVED = """
    SELECT o.code || ' ' || i.code || ' ' || v.period, v.value FROM observation v
    JOIN organization o ON o.id = v.organization_id JOIN indicator i ON i.id = v.indicator_id
"""


def contents(folder: Path) -> dict[str, str]:
    """Digests of all files below the folder, but for the lock, which is always empty."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "loader.lock"
    }


def current(publisher: Publisher) -> PublishedRelease:
    """The release that is served; the only one marked so, and the last."""
    releases = publisher.releases()
    assert [release.is_current for release in releases] == [False] * (len(releases) - 1) + [True]
    return releases[-1]


def query(publisher: Publisher, sql: str, *values: object, number: int | None = None) -> list:
    """Rows of a release file."""
    releases = publisher.releases()
    release = releases[-1 if number is None else number - 1]
    with closing(sqlite3.connect(publisher.folder.release(release.file_digest))) as connection:
        return connection.execute(sql, values).fetchall()


def observed(publisher: Publisher, number: int | None = None) -> dict[str, int | None]:
    """Published values in millionths by `organization indicator period-ordinal`."""
    return dict(query(publisher, OBSERVED, number=number))


def assert_whole(root: Path) -> tuple[PublishedRelease, ...]:
    """Everything the registry names is there, undamaged and in order, and nothing half done."""
    folder = DataFolder(root)
    releases = FileStorage(folder).releases()
    assert [release.number for release in releases] == list(range(1, len(releases) + 1))
    assert [release.is_current for release in releases].count(True) == 1
    assert releases[-1].is_current
    chain = None
    for release in releases:
        path = folder.release(release.file_digest)
        assert hashlib.sha256(path.read_bytes()).hexdigest() == release.file_digest
        assert not path.with_name(f"{path.name}-journal").exists()
        for package in release.packages:
            assert kept_package(folder, package.digest).name == package.name
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            (count,) = connection.execute("SELECT count(*) FROM observation").fetchone()
        assert count == release.counts["observation"] > 0
        assert chain is None or release.chain_digest != chain
        chain = release.chain_digest
    with closing(sqlite3.connect(folder.registry)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    return releases


def assert_no_leftovers(root: Path) -> None:
    """Only what some release names lies there."""
    folder = DataFolder(root)
    releases = FileStorage(folder).releases()
    assert list(folder.building.iterdir()) == []
    assert {path.name for path in folder.releases.iterdir()} == {
        folder.release(release.file_digest).name for release in releases if release.is_kept
    }
    assert {path.name for path in folder.packages.iterdir()} == {
        folder.package(each.digest).name for release in releases for each in release.packages
    }
    assert {path.name for path in root.iterdir()} <= {
        "registry.sqlite", "loader.lock", "building", "releases", "packages",
    }  # fmt: skip


def chain_of(releases: tuple[PublishedRelease, ...], histories: list[str]) -> list[str]:
    """Chain digests reckoned again from the digests of contents and histories."""
    chains: list[str] = []
    for release, history in zip(releases, histories, strict=True):
        previous = chains[-1] if chains else None
        chains.append(Digests(release.content_digest, history).chain(previous))
    return chains
