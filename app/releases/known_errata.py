"""What is known now to be wrong in a release: as the current one says, whichever answers."""

from app.releases.directory import ReleaseDirectory
from app.releases.errata import Erratum


class KnownErrata:
    """The errata of the current release, read again whenever another may have become current."""

    def __init__(self, directory: ReleaseDirectory) -> None:
        self._directory = directory
        self._generation: int | None = None
        self._errata: tuple[Erratum, ...] = ()

    def all(self) -> tuple[Erratum, ...]:
        """None where the current release cannot be read: its own answers say so."""
        generation = self._directory.generation
        if self._generation != generation:
            self._errata = self._read()
            self._generation = generation
        return self._errata

    def on(self, number: int) -> tuple[Erratum, ...]:
        """Those that concern the release of this number."""
        errata = self.all()
        return tuple(each for each in errata if number in each.releases) if errata else ()

    def _read(self) -> tuple[Erratum, ...]:
        for release in self._directory.releases:
            if (
                release.is_current
                and release.is_kept
                and self._directory.guard.is_admitted(release)
            ):
                return self._directory.reader(release).errata
        return ()
