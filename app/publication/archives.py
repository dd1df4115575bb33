"""Packages in a zip archive, which may come from anywhere: looked at before it is unpacked."""

import os
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from app.publication.allowance import Allowance, refusal
from app.publication.contents import Contents, Filed, OpenFile
from app.publication.limits import MEBIBYTE, ReadingLimits
from app.publication.package import DESCRIPTOR, FILES
from app.publication.problems import PackageError, Problem
from app.publication.texts import REFUSED_IN_A_LINE, named

# What a zip that is not whole may raise, says the source of zipfile.
_UNZIPPING = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    struct.error,
)
_FIRST_HEADER = b"PK\x03\x04"
_END = struct.Struct("<4s4H2LH")
_END_MARK = b"PK\x05\x06"
_WIDE_END_MARK = b"PK\x06\x07"
_WIDE_END_LENGTH = 20
_COMMENT_MAX = 2**16
_HEADER_LENGTH = 30
_HEADER_LENGTHS = struct.Struct("<2H")
_HEADER_LENGTHS_AT = 26
_BYTES_OF_AN_ENTRY = 512
# zipfile unpacks the other methods without a bound.
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_ENCRYPTED = 1
_DRIVE = re.compile(r"[A-Za-z]:")
_EXPECTED = f"{DESCRIPTOR} at its top, or in folders at its top"


def read_archive(path: Path, limits: ReadingLimits) -> dict[str, dict[str, Contents]]:
    """Files of each package by the folder it lies in, "" for the top of the archive.

    Other files are left alone. Raises PackageError where any entry is none that a plain archive of
    files has, whether or not it belongs to a package.
    """
    opened = OpenFile(os.open(path, os.O_RDONLY | os.O_CLOEXEC))
    if opened.size > limits.archive_bytes:
        expected = f"at most {limits.archive_bytes} bytes"
        raise refusal(str(path), f"an archive of {opened.size} bytes", expected)
    try:
        with opened.open() as file:
            _refuse_long_directory(file, path, limits)
            with zipfile.ZipFile(file) as archive:
                return _Archive(path, opened, file, archive, limits).packages()
    except _UNZIPPING as error:
        found = f"what cannot be unpacked ({error})"
        raise refusal(str(path), found, "a whole zip archive") from error


def _refuse_long_directory(file: IO[bytes], path: Path, limits: ReadingLimits) -> None:
    """A directory that is too long is never parsed: each entry of it becomes an object.

    Looks for the end of the directory where zipfile does. Raises PackageError.
    """
    if file.read(len(_FIRST_HEADER)) != _FIRST_HEADER:
        expected = f"a folder with {DESCRIPTOR}, or a zip archive with {_EXPECTED}"
        raise refusal(str(path), "a file that is no zip archive", expected)
    size = file.seek(0, 2)
    file.seek(max(size - _COMMENT_MAX - _END.size, 0))
    tail = file.read()
    place = len(tail) - _END.size
    if not (tail[place:].startswith(_END_MARK) and tail.endswith(b"\0\0")):
        place = tail.rfind(_END_MARK)
    if place < 0 or len(tail) - place < _END.size:
        raise refusal(str(path), "an archive without its end", "a whole zip archive")
    if tail[max(place - _WIDE_END_LENGTH, 0) : place].startswith(_WIDE_END_MARK):
        raise refusal(str(path), "a directory in the zip64 form", "an archive of the plain form")
    _, _, _, _, entries, length, _, _ = _END.unpack_from(tail, place)
    if entries > limits.entries or length > limits.entries * _BYTES_OF_AN_ENTRY:
        raise _too_many(path, limits)


def _too_many(path: Path, limits: ReadingLimits) -> PackageError:
    return refusal(str(path), "more entries", f"at most {limits.entries} files and folders")


@dataclass(frozen=True, slots=True)
class _Archive:
    path: Path
    opened: OpenFile
    file: IO[bytes]
    archive: zipfile.ZipFile
    limits: ReadingLimits

    def packages(self) -> dict[str, dict[str, Contents]]:
        entries = self.archive.infolist()
        if len(entries) > self.limits.entries:
            raise _too_many(self.path, self.limits)
        problems = [
            Problem(self._name(entry), None, None, *fault)
            for entry in entries
            for fault in _faults(entry)
        ]
        problems += [*self._repeated(entries), *self._overlapping(entries)]
        if problems:
            raise PackageError(problems)
        return self._read({entry.filename: entry for entry in entries})

    def _name(self, entry: zipfile.ZipInfo) -> str:
        return f"{named(self.path.name)}/{named(entry.orig_filename)}"

    def _repeated(self, entries: Sequence[zipfile.ZipInfo]) -> Iterator[Problem]:
        """Names that are one on some system: in other cases, or in another form of Unicode."""
        first: dict[str, zipfile.ZipInfo] = {}
        for entry in entries:
            plain = unicodedata.normalize("NFC", entry.filename).casefold().rstrip("/")
            other = first.setdefault(plain, entry)
            if other is not entry:
                expected = f"one entry of the name; there is also {named(other.orig_filename)}"
                yield Problem(self._name(entry), None, None, "it again", expected)

    def _overlapping(self, entries: Sequence[zipfile.ZipInfo]) -> Iterator[Problem]:
        """Entries that share bytes, so that a small archive unpacks to a large one."""
        end = 0
        for entry in sorted(entries, key=lambda entry: entry.header_offset):
            if entry.header_offset < end:
                expected = "bytes of its own"
                yield Problem(self._name(entry), None, None, "bytes of another entry", expected)
            self.file.seek(entry.header_offset + _HEADER_LENGTHS_AT)
            lengths = _HEADER_LENGTHS.unpack(self.file.read(_HEADER_LENGTHS.size))
            end = entry.header_offset + _HEADER_LENGTH + sum(lengths) + entry.compress_size
            if end > self.archive.start_dir:
                expected = "bytes that end before the directory of the archive"
                yield Problem(self._name(entry), None, None, f"bytes up to {end}", expected)

    def _read(self, entries: Mapping[str, zipfile.ZipInfo]) -> dict[str, dict[str, Contents]]:
        wanted = {
            folder: {name: entries[folder + name] for name in FILES if folder + name in entries}
            for folder in self._folders(entries)
        }
        for files in wanted.values():
            for entry in files.values():
                self._refuse_bomb(entry)
        declared = sum(entry.file_size for files in wanted.values() for entry in files.values())
        allowance = Allowance(self.limits)
        allowance.refuse_more_together(declared, str(self.path))
        return {
            folder.rstrip("/"): {
                name: self._contents(entry, allowance) for name, entry in files.items()
            }
            for folder, files in wanted.items()
        }

    def _folders(self, names: Collection[str]) -> list[str]:
        """Beginnings of the names of each package's files."""
        if DESCRIPTOR in names:
            return [""]
        places = sorted(name for name in names if name.endswith(f"/{DESCRIPTOR}"))
        folders = [name.removesuffix(DESCRIPTOR) for name in places if name.count("/") == 1]
        if not folders:
            found = f"{DESCRIPTOR} in {named(places[0])}" if places else f"no {DESCRIPTOR}"
            raise refusal(str(self.path), found, f"{_EXPECTED}, not deeper")
        return folders

    def _refuse_bomb(self, entry: zipfile.ZipInfo) -> None:
        """By what the archive says; what it says too little is cut there, and its CRC is wrong."""
        if entry.file_size > self.limits.file_bytes:
            expected = f"at most {self.limits.file_bytes} bytes of one file"
            raise refusal(self._name(entry), f"{entry.file_size} bytes", expected)
        packed = max(entry.compress_size, 1)
        if entry.file_size > max(MEBIBYTE, self.limits.expansion_ratio * packed):
            found = f"{entry.file_size} bytes out of {entry.compress_size} packed ones"
            expected = f"at most {self.limits.expansion_ratio} bytes of each packed one"
            raise refusal(self._name(entry), found, expected)

    def _contents(self, entry: zipfile.ZipInfo, allowance: Allowance) -> Contents:
        name = self._name(entry)
        try:
            with self.archive.open(entry) as stream:
                content = allowance.take(stream, name, file=self.opened, entry=entry.filename)
        except _UNZIPPING as error:
            found = f"what cannot be unpacked ({error})"
            raise refusal(self._name(entry), found, "a whole file") from error
        size = content.size if isinstance(content, Filed) else len(content)
        if size != entry.file_size:
            expected = f"{entry.file_size}, as the archive says"
            raise refusal(name, f"{size} bytes", expected)
        return content


def _faults(entry: zipfile.ZipInfo) -> Iterator[tuple[str, str]]:
    """Why the entry is none of a plain archive of files: what was found, what was expected."""
    if entry.flag_bits & _ENCRYPTED:
        yield "an encrypted file", "one that can be read without a password"
    if entry.compress_type not in _METHODS:
        yield f"compression method {entry.compress_type}", "stored or deflated"
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        found = "a symbolic link" if kind == stat.S_IFLNK else "a device or a pipe"
        yield found, "a file or a folder"
    yield from _faults_of_name(entry.orig_filename)


def _faults_of_name(name: str) -> Iterator[tuple[str, str]]:
    if REFUSED_IN_A_LINE.search(name):
        yield "a name with control characters", "a plain name"
    if "\\" in name:
        yield "a backslash in the name", "slashes between folders"
    if name.startswith("/") or _DRIVE.match(name):
        yield "an absolute name", "a name within the archive"
    if not {"", ".", ".."}.isdisjoint(name.removeprefix("/").removesuffix("/").split("/")):
        yield "a name that leads elsewhere", "a name without . and .."
    if name.lower().endswith(".zip"):
        yield "an archive within the archive", "the files themselves"
