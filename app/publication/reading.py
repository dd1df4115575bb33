"""Packages from where a person has them: a folder or an archive, of one package or of several."""

import os
import stat
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path

from app.publication.allowance import Allowance, refusal
from app.publication.archives import read_archive
from app.publication.contents import Contents
from app.publication.limits import DEFAULT_LIMITS, ReadingLimits
from app.publication.package import DESCRIPTOR, Package, read_files, read_package
from app.publication.problems import PROBLEMS_MAX, PackageError, Problem
from app.publication.texts import named

_EXPECTED = f"a folder or a zip archive with {DESCRIPTOR} in it, or in folders right below"


def read_source(source: Path, limits: ReadingLimits = DEFAULT_LIMITS) -> tuple[Package, ...]:
    """The packages of a folder or of a zip archive, in the order of their names.

    Either has a descriptor at its top, and is one package; or has none, and each folder right below
    that has one is a package. Raises PackageError with the faults of all of them, at most 100.
    """
    try:
        kind = source.stat().st_mode
        if stat.S_ISDIR(kind):
            found = _read_folders(source, limits)
        elif stat.S_ISREG(kind):
            found = read_archive(source, limits)
        else:
            raise refusal(str(source), "a device or a pipe", _EXPECTED)
    except FileNotFoundError as error:
        raise refusal(str(source), "no such file", _EXPECTED) from error
    except OSError as error:
        raise refusal(str(source), str(error), _EXPECTED) from error
    return _packages(found, limits)


def _read_folders(source: Path, limits: ReadingLimits) -> dict[str, dict[str, Contents]]:
    """Files of each package by the folder it lies in, "" for the source itself."""
    allowance = Allowance(limits)
    if os.path.lexists(source / DESCRIPTOR):
        return {"": read_files(source, source, allowance)}
    entries = list(islice(source.iterdir(), limits.entries + 1))
    if len(entries) > limits.entries:
        expected = f"{DESCRIPTOR}, or at most {limits.entries} files and folders"
        raise refusal(str(source), "more of them", expected)
    folders = sorted(entry for entry in entries if os.path.lexists(entry / DESCRIPTOR))
    if not folders:
        raise refusal(str(source), f"no {DESCRIPTOR}", _EXPECTED)
    return {folder.name: read_files(folder, source, allowance) for folder in folders}


def _packages(
    found: Mapping[str, Mapping[str, Contents]], limits: ReadingLimits
) -> tuple[Package, ...]:
    problems: list[Problem] = []
    packages: dict[str, Package] = {}
    places: dict[str, str] = {}
    for folder, files in found.items():
        try:
            package = read_package(files, limits)
        except PackageError as error:
            problems.extend(_placed(error.problems, folder))
            if len(problems) >= PROBLEMS_MAX:
                break
            continue
        if package.name in packages:
            expected = f"another name; {named(places[package.name])} has it"
            file = f"{named(folder)}/{DESCRIPTOR}"
            problems.append(Problem(file, None, "name", repr(package.name), expected))
        packages[package.name] = package
        places[package.name] = folder
    if problems:
        raise PackageError(problems)
    return tuple(packages[name] for name in sorted(packages))


def _placed(problems: Iterable[Problem], folder: str) -> list[Problem]:
    """Faults with the folder of their file where no package is named: several have such a file."""
    return [
        replace(each, file=f"{named(folder)}/{each.file}")
        if folder and "/" not in each.file
        else each
        for each in problems
    ]
