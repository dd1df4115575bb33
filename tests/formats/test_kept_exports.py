"""Compressed exports are rendered once and kept, and never needed: whatever becomes of the file."""

import gzip
import hashlib
import resource

import pytest

from app.publication.publish import Publisher
from app.releases.files import UNFINISHED, DataFolder
from app.releases.renderings import Renderings, chunks_of
from tests.packages import figure, organization, write_package
from tests.serving import serving

ENDINGS = ["csv.gz", "ndjson.gz"]


@pytest.fixture
def loaded(publisher, tmp_path):
    """A storage with one release."""
    load(publisher, tmp_path / "first", "1.000")
    return publisher


def load(publisher, folder, printed, **settings):
    tree = [organization("vn"), organization("a", "vn")]
    figures = [figure(f"a.members.{year}", printed) for year in range(1950, 2020)]
    package = write_package(folder, organizations=tree, figures=figures)
    chosen = publisher.settings.model_copy(update=settings)
    return Publisher(chosen).load(package).published


def exports(publisher):
    folder = publisher.folder.exports
    return sorted(folder.iterdir()) if folder.exists() else []


def take(client, ending, number=1):
    answer = client.get(f"/v1/releases/{number}/observations.{ending}")
    assert answer.status_code == 200
    return answer


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_first_who_takes_it_whole_leaves_it_for_all(loaded, ending):
    with serving(loaded.settings) as client:
        assert exports(loaded) == []
        first = take(client, ending)
        (kept,) = exports(loaded)
        again = take(client, ending)
        plain = take(client, ending.removesuffix(".gz"))
    assert first.content == again.content == kept.read_bytes()
    assert gzip.decompress(first.content) == plain.content
    assert hashlib.sha256(first.content).hexdigest() in kept.name
    assert kept.name.startswith(loaded.current().chain_digest)
    assert int(again.headers["content-length"]) == len(first.content)
    assert first.headers["etag"] == again.headers["etag"]


def test_another_process_serves_what_is_kept(loaded):
    with serving(loaded.settings) as client:
        content = take(client, "csv.gz").content
    (kept,) = exports(loaded)
    before = kept.stat().st_mtime_ns
    with serving(loaded.settings) as client:
        answer = take(client, "csv.gz")
    assert answer.content == content
    assert int(answer.headers["content-length"]) == len(content)
    assert kept.stat().st_mtime_ns == before


@pytest.mark.parametrize(
    "damage",
    [lambda content: content[:-1], lambda _: b"", lambda content: b"\0" + content[1:]],
    ids=["cut off", "empty", "changed"],
)
def test_a_damaged_file_is_never_given_out_but_rendered_anew(loaded, damage):
    with serving(loaded.settings) as client:
        content = take(client, "csv.gz").content
    (kept,) = exports(loaded)
    kept.write_bytes(damage(content))
    with serving(loaded.settings) as client:
        assert take(client, "csv.gz").content == content
    assert exports(loaded) == [kept]
    assert kept.read_bytes() == content


def test_a_file_that_vanishes_is_rendered_anew(loaded):
    with serving(loaded.settings) as client:
        content = take(client, "csv.gz").content
        exports(loaded)[0].unlink()
        assert take(client, "csv.gz").content == content
        assert len(exports(loaded)) == 1


def test_where_nothing_can_be_written_it_is_sent_all_the_same(loaded):
    loaded.folder.exports.write_text("no folder")
    with serving(loaded.settings) as client:
        first, second = take(client, "ndjson.gz"), take(client, "ndjson.gz")
    assert first.content == second.content
    assert gzip.decompress(first.content).count(b"\n") > 50


def test_it_goes_with_its_release(loaded, tmp_path):
    with serving(loaded.settings) as client:
        take(client, "csv.gz")
        load(loaded, tmp_path / "second", "2.000")
        take(client, "csv.gz", 2)
        assert len(exports(loaded)) == 2
        load(loaded, tmp_path / "third", "3.000", keep_releases=2)
        (kept,) = exports(loaded)
        second = loaded.releases()[1]
        assert kept.name.startswith(second.chain_digest)
        assert client.get("/v1/releases/1/observations.csv.gz").status_code == 410


def test_leftovers_go_at_the_next_load(loaded, tmp_path):
    folder = loaded.folder.exports
    folder.mkdir()
    for name in (f"{'0' * 64}.x.y.csv.gz", f"{loaded.current().chain_digest}.x.1{UNFINISHED}"):
        (folder / name).write_bytes(b"half")
    load(loaded, tmp_path / "second", "2.000")
    assert exports(loaded) == []


def test_a_load_renders_nothing(loaded, tmp_path):
    load(loaded, tmp_path / "second", "2.000")
    assert exports(loaded) == []


@pytest.fixture
def renderings(loaded):
    return Renderings(loaded.folder), loaded.current()


PARTS = [b"one", b"two", b"three"]


def test_who_leaves_before_the_end_leaves_nothing(renderings, loaded):
    kept, release = renderings
    parts = kept.keeping(release, "csv.gz", lambda: PARTS)
    assert next(parts) == b"one"
    assert [path.name.endswith(UNFINISHED) for path in exports(loaded)] == [True]
    parts.close()
    assert exports(loaded) == []
    assert kept.find(release, "csv.gz") is None


def test_of_several_at_once_one_writes(renderings, loaded):
    kept, release = renderings
    first, second = (kept.keeping(release, "csv.gz", lambda: PARTS) for _ in range(2))
    assert (next(first), next(second)) == (b"one", b"one")
    assert len(exports(loaded)) == 1
    assert b"".join(second) == b"twothree"
    assert kept.find(release, "csv.gz") is None
    assert b"".join(first) == b"twothree"
    path, size = kept.find(release, "csv.gz")
    assert (path.read_bytes(), size) == (b"onetwothree", 11)


def test_two_processes_that_render_the_same_agree(renderings, loaded):
    kept, release = renderings
    other = Renderings(loaded.folder)
    first, second = (each.keeping(release, "csv.gz", lambda: PARTS) for each in (kept, other))
    assert [*zip(first, second, strict=True)] == [(part, part) for part in PARTS]
    assert kept.find(release, "csv.gz") == other.find(release, "csv.gz")
    assert len(exports(loaded)) == 1


def test_what_a_load_clears_away_meanwhile_is_not_kept(renderings, loaded):
    kept, release = renderings
    parts = kept.keeping(release, "csv.gz", lambda: PARTS)
    next(parts)
    exports(loaded)[0].unlink()
    assert b"".join(parts) == b"twothree"
    assert exports(loaded) == []


def test_what_another_version_rendered_makes_way(renderings, loaded):
    kept, release = renderings
    DataFolder(loaded.folder.root).exports.mkdir()
    old = loaded.folder.exports / f"{release.chain_digest}.00000000.{'0' * 64}.csv.gz"
    other = loaded.folder.exports / f"{release.chain_digest}.00000000.{'0' * 64}.ndjson.gz"
    for path in (old, other):
        path.write_bytes(b"old")
    assert kept.find(release, "csv.gz") is None
    assert b"".join(kept.keeping(release, "csv.gz", lambda: PARTS)) == b"onetwothree"
    assert not old.exists()
    assert other.exists()


def test_a_full_disk_keeps_nothing_and_stops_nobody(renderings, loaded):
    """As far as this process may write: no file of more than a few bytes."""
    kept, release = renderings
    parts = [b"x" * 100_000, b"y" * 100_000]
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        sent = b"".join(kept.keeping(release, "csv.gz", lambda: parts))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert sent == b"".join(parts)
    assert exports(loaded) == []


def test_a_file_that_is_gone_when_it_is_opened_is_rendered_instead(tmp_path):
    assert b"".join(chunks_of(tmp_path / "gone.csv.gz", lambda: PARTS)) == b"onetwothree"


def test_a_rendering_that_fails_is_everyones_own_and_leaves_nothing(renderings, loaded):
    kept, release = renderings

    def failing():
        yield b"one"
        raise LookupError("lost")

    parts = kept.keeping(release, "csv.gz", failing)
    with pytest.raises(LookupError, match="lost"):
        b"".join(parts)
    assert exports(loaded) == []
    assert b"".join(kept.keeping(release, "csv.gz", lambda: PARTS)) == b"onetwothree"
