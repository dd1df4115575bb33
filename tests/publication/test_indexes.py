"""Indexes of a release that was filled without them."""

import sqlite3

from app.publication.publish import Publisher
from app.settings import Settings
from tests.publication.folders import current
from tests.publication.small import small_files, written

DEFINED = "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'index' ORDER BY name"


def test_a_filled_release_has_every_index_of_an_empty_one(tmp_path):
    written(tmp_path / "package", small_files())
    publisher = Publisher(Settings(data_dir=tmp_path / "data"))
    with publisher.writing.lock(wait=True):
        publisher.writing.prepare()
        with publisher.writing.workplace(1) as workplace:
            driver = workplace.connection.connection.driver_connection
            empty = driver.execute(DEFINED).fetchall()
        publisher.writing.discard(1)
    publisher.load(tmp_path / "package")
    file = publisher.folder.release(current(publisher).file_digest)
    with sqlite3.connect(file) as release:
        assert release.execute(DEFINED).fetchall() == empty
    assert {table for _, table, _ in empty} >= {"figure", "observation", "check"}
