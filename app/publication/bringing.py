"""Packages as they are brought: from where they lie, after those they require."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from app.publication.package import Package
from app.publication.reading import read_source


def packages_of(source: Path | Sequence[Package]) -> Sequence[Package]:
    """The packages that lie there; packages as they are. Raises PackageError."""
    return read_source(source) if isinstance(source, Path) else source


def in_order(packages: Iterable[Package]) -> list[Package]:
    """Packages after those they require, else by name: the same order whatever came first."""
    waiting = sorted(packages, key=lambda package: package.name)
    names = {package.name for package in waiting}
    ordered: list[Package] = []
    while waiting:
        done = {package.name for package in ordered}
        ready = [each for each in waiting if done >= set(each.requires) & names] or waiting
        ordered.append(ready[0])
        waiting.remove(ready[0])
    return ordered
