"""What must hold of a data folder after a kill or a power loss, whatever else was lost."""

import shutil
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from app.publication.publish import Publisher
from app.releases.file_storage import FileStorage
from app.releases.files import DataFolder
from app.releases.registry import PublishedRelease
from app.settings import Settings
from tests.durability.disk import Tree
from tests.durability.loads import End, Loads
from tests.publication.folders import assert_no_leftovers, assert_whole
from tests.serving import serving


class Judge:
    """Knows what was published when nothing went wrong: that is found, or less, never else.

    `whole` are the files of that folder, by their path below the one the data folder lies in.
    """

    def __init__(self, published: Sequence[PublishedRelease], whole: Tree, scratch: Path) -> None:
        self._expected = _identities(published)
        self._whole = whole
        self._folder = DataFolder(scratch)
        scratch.mkdir()

    def releases(self, tree: Tree) -> int:
        """How many releases are found, in order, the last of them current, all their files whole.

        Raises AssertionError, or what reading a damaged registry raises.
        """
        found = self._registered(tree)
        assert _identities(found) == self._expected[: len(found)]
        assert [each.number for each in found if each.is_current] == [len(found)][: len(found)]
        for path in _files(found):
            assert tree.get(path) == self._whole[path], f"{path} is not whole"
        return len(found)

    def _registered(self, tree: Tree) -> tuple[PublishedRelease, ...]:
        """What the service finds in the registry, a journal beside it played back."""
        for path in self._folder.root.iterdir():
            path.unlink()
        for path, content in tree.items():
            if path.startswith("data/registry"):
                (self._folder.root / Path(path).name).write_bytes(content)
        if not self._folder.registry.exists():
            return ()
        found = FileStorage(self._folder).releases()
        with closing(sqlite3.connect(self._folder.registry)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        return found


def _identities(releases: Iterable[PublishedRelease]) -> list[tuple[object, ...]]:
    """All but the moment of publication, which two loads of one package do not share."""
    return [
        (each.number, each.content_digest, each.chain_digest, each.file_digest, each.packages)
        for each in releases
    ]


def _files(releases: Iterable[PublishedRelease]) -> set[str]:
    data = DataFolder(Path("data"))
    return {str(data.release(each.file_digest)) for each in releases} | {
        str(data.package(package.digest)) for each in releases for package in each.packages
    }


def assert_usable(folder: Path, releases: int) -> None:
    """The service answers from the release it should have, or says that there is none."""
    with serving(folder, lifespan="off") as client:
        ready = client.get("/readyz")
        if releases == 0:
            assert ready.status_code == 503
            return
        assert ready.json()["release"] == releases
        assert client.get("/v1/organizations").json()["meta"]["count"] > 0
        assert client.get("/v1/observations").json()["data"]


def assert_next_loads_succeed(
    folder: Path, packages: Iterable[Path], expected: Sequence[PublishedRelease], loads: Loads
) -> None:
    """Loading the packages leads where it would have led at once, and tidies up."""
    for package in packages:
        end = loads.load(folder, package)
        assert end.code == 0, end.err
    assert _identities(assert_whole(folder)) == _identities(expected)
    assert_no_leftovers(folder)


@dataclass(frozen=True)
class Trial:
    """A load into a copy of `base` that may go wrong; `expected` is what it leads to if not."""

    base: Path
    package: Path
    expected: Sequence[PublishedRelease]
    next_loads: Loads
    place: Path

    def run(self, load: Callable[[Path, Path], End]) -> tuple[End, bool]:
        """How the load ended, and whether the new release was there then; old ones always are.

        The next load leads where this one should have led.
        """
        shutil.copytree(self.base, self.place)
        end = load(self.place, self.package)
        releases = Publisher(Settings(data_dir=self.place)).releases()
        assert _identities(releases) == _identities(self.expected[: len(releases)])
        assert len(releases) >= len(self.expected) - 1
        if releases:
            assert_whole(self.place)
        assert_next_loads_succeed(self.place, [self.package], self.expected, self.next_loads)
        shutil.rmtree(self.place)
        return end, len(releases) == len(self.expected)
