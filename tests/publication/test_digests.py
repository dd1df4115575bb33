"""Digests: what they depend on, and what they do not."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from app.migrations import engine_for
from app.publication.publish import Publisher
from app.publication.workplace import Workplace
from app.releases.canonical import Digests, digests, recipe
from app.settings import Settings
from tests.packages import figure, source
from tests.publication.folders import chain_of
from tests.publication.small import FIGURES, TABLES, changed, only, small_files, written

MORE = only(
    "more", sources=[source("more")], figures=[figure("west.cells.2022", "7", source="more")]
)
LOAD_SEEDS = """
import json, sys
from pathlib import Path
from app.migrations import engine_for
from app.publication.publish import Publisher
from app.publication.workplace import Workplace
from app.releases.canonical import Digests, digests, recipe
from app.settings import Settings
publisher = Publisher(Settings(data_dir=Path(sys.argv[1])))
publisher.ensure_published()
(release,) = publisher.releases()
print(json.dumps([release.content_digest, release.chain_digest, release.file_digest]))
"""


def published(folder, *packages, **settings):
    """The last release of a new data folder after loading the packages one by one."""
    publisher = Publisher(Settings(data_dir=folder / "data", **settings))
    for number, files in enumerate(packages):
        publisher.load(written(folder / str(number), files))
    return publisher.releases()[-1]


def test_the_same_package_gives_the_same_digests_anywhere(tmp_path):
    one, other = published(tmp_path / "a", small_files()), published(tmp_path / "b", small_files())
    assert one.content_digest == other.content_digest
    assert one.chain_digest == other.chain_digest
    assert one.file_digest == other.file_digest
    assert one.published_at < other.published_at


@pytest.mark.parametrize("table", TABLES)
def test_the_order_of_rows_does_not_change_the_content(tmp_path, table):
    plain = published(tmp_path / "a", small_files())
    turned = published(tmp_path / "b", small_files(**{table: TABLES[table][::-1]}))
    assert turned.content_digest == plain.content_digest


def test_the_order_of_columns_and_line_ends_do_not_change_the_content(tmp_path):
    plain = published(tmp_path / "a", small_files())
    turned = {name: [dict(reversed(line.items())) for line in TABLES[name]] for name in TABLES}
    files = {
        name: content.replace(b"\n", b"\r\n") for name, content in small_files(**turned).items()
    }
    assert published(tmp_path / "b", files).content_digest == plain.content_digest


def test_the_order_of_packages_does_not_change_the_content(tmp_path):
    alone = only("alone", requires=[], sources=[source("alone")])
    one = published(tmp_path / "a", small_files(), MORE, alone)
    other = published(tmp_path / "b", alone, small_files(), MORE)
    assert one.content_digest == other.content_digest
    assert one.chain_digest != other.chain_digest
    assert [each.digest for each in one.packages] == [each.digest for each in other.packages]


def test_what_a_package_is_called_does_not_change_the_content(tmp_path):
    files = small_files()
    renamed = files | {"datapackage.json": files["datapackage.json"].replace(b"small", b"other")}
    one, other = published(tmp_path / "a", files), published(tmp_path / "b", renamed)
    assert one.content_digest == other.content_digest
    assert one.packages != other.packages


@pytest.mark.parametrize("table", TABLES)
def test_any_row_changes_the_content(tmp_path, table):
    texts = {
        "terms": "vi", "vintages": "title_vi", "events": "title_vi", "errata": "text_vi",
    }  # fmt: skip
    text = texts.get(table, "note")
    lines = changed(TABLES[table], 0, **{text: "khác"})
    plain = published(tmp_path / "a", small_files())
    assert published(tmp_path / "b", small_files(**{table: lines})).content_digest != (
        plain.content_digest
    )


def test_the_recipe_changes_the_content_and_is_recorded(tmp_path):
    plain = published(tmp_path / "a", small_files())
    other = published(tmp_path / "b", small_files(), disclosure_threshold=6)
    assert other.content_digest != plain.content_digest
    assert (plain.recipe["disclosure_threshold"], other.recipe["disclosure_threshold"]) == (5, 6)
    assert set(json.loads(recipe(disclosure_threshold=5))) == {
        "columns", "disclosure_threshold", "rules",
    }  # fmt: skip


def test_another_threshold_makes_a_new_release_of_the_same_packages(tmp_path):
    published(tmp_path, small_files())
    again = published(tmp_path, small_files(), disclosure_threshold=0)
    assert (again.number, again.changes) == (2, {})


def test_the_chain_depends_on_what_came_before(tmp_path):
    other = small_files(figures=changed(FIGURES, 0, as_reported="53.800", value="53800"))
    first = published(tmp_path / "a", small_files())
    second = published(tmp_path / "b", other, small_files())
    assert second.content_digest == first.content_digest
    assert second.chain_digest != first.chain_digest
    assert len({Digests("a", "b").chain(previous) for previous in (None, "x", "y")}) == 3


def test_the_chain_can_be_reckoned_again_from_the_files(tmp_path):
    other = small_files(figures=changed(FIGURES, 0, as_reported="53.800", value="53800"))
    published(tmp_path, small_files(), other)
    publisher = Publisher(Settings(data_dir=tmp_path / "data"))
    histories = []
    for release in publisher.releases():
        engine = engine_for(publisher.folder.release(release.file_digest))
        with engine.connect() as connection:
            histories.append(
                digests(
                    Workplace(connection, release.number).rows, recipe(disclosure_threshold=5)
                ).history
            )
        engine.dispose()
    releases = publisher.releases()
    assert chain_of(releases, histories) == [release.chain_digest for release in releases]


def test_the_digests_of_the_seeds_do_not_depend_on_the_hash_seed(tmp_path):
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", LOAD_SEEDS, str(tmp_path / seed)],
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONHASHSEED": seed},
        )
        for seed in ("0", "1", "4711")
    ]
    digests = [run.communicate()[0] for run in runs]
    assert [run.returncode for run in runs] == [0, 0, 0]
    assert len(set(digests)) == 1


def test_a_clock_that_was_set_back_does_not_put_a_release_before_the_last(tmp_path):
    first = published(tmp_path, small_files())
    ahead = (datetime.now(UTC) + timedelta(days=3)).isoformat(timespec="microseconds")
    publisher = Publisher(Settings(data_dir=tmp_path / "data"))
    engine = engine_for(publisher.folder.registry)
    with engine.connect() as connection, connection.begin():
        connection.exec_driver_sql("UPDATE release SET published_at = ?", (ahead,))
    engine.dispose()
    other = small_files(figures=changed(FIGURES, 0, note="x"))
    second = published(tmp_path, small_files(), other)
    assert second.number == first.number + 1
    assert second.published == datetime.fromisoformat(ahead) + timedelta(microseconds=1)
