"""Packages as people keep them: in archives, some of them made to do harm, and in folders."""

import io
import struct
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from app.publication.limits import DEFAULT_LIMITS, ReadingLimits
from app.publication.problems import PackageError, Problem
from app.publication.reading import read_source
from tests.packages import organization, source
from tests.publication.small import Files, only, small_files

# A second package that refers to the codes of the small one.
MORE: Files = only(
    "more", organizations=[organization("north", "vn")], sources=[source("more-report")]
)
DIRECTORY_MARK = b"PK\x01\x02"
FLAGS_AT, METHOD_AT, CRC_AT, PACKED_AT, SIZE_AT, OFFSET_AT = 8, 10, 16, 20, 24, 42


def zip_of(entries: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive of these entries; names that end with a slash are folders."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as archive:
        for name, entry in entries.items():
            archive.writestr(name, entry)
    return content.getvalue()


def below(folder: str, files: Files) -> Files:
    return {f"{folder}/{name}": content for name, content in files.items()}


def bundle(folders: Mapping[str, Files]) -> Files:
    """Several packages, each in its folder."""
    return {
        name: content
        for folder, files in folders.items()
        for name, content in below(folder, files).items()
    }


def patched(archive: bytes, name: str, at: int, value: bytes) -> bytes:
    """The archive with other bytes in what its directory says of one entry."""
    start = archive.index(DIRECTORY_MARK)
    while True:
        (length,) = struct.unpack_from("<H", archive, start + 28)
        if archive[start + 46 : start + 46 + length] == name.encode():
            return archive[: start + at] + value + archive[start + at + len(value) :]
        start = archive.index(DIRECTORY_MARK, start + 1)


def saved(place: Path, content: bytes) -> Path:
    place.write_bytes(content)
    return place


def laid_out(folder: Path, files: Files) -> Path:
    """The files in a folder, in folders of their own where their names say so."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def refused(place: Path, limits: ReadingLimits = DEFAULT_LIMITS) -> list[Problem]:
    """Why nothing is read of it."""
    with pytest.raises(PackageError) as caught:
        read_source(place, limits)
    assert all(each.file and each.found and each.expected for each in caught.value.problems)
    assert str(caught.value).isprintable() or "\n" in str(caught.value)
    return caught.value.problems


def refused_archive(place: Path, content: bytes) -> Problem:
    """The one reason why an archive of these bytes is not read."""
    (problem,) = refused(saved(place / "package.zip", content))
    return problem


def small_zip() -> bytes:
    return zip_of(small_files())
