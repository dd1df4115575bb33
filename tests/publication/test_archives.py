"""Archives of packages: what they may look like, and what is never unpacked."""

import stat
import struct
import zipfile

import pytest

from app.publication.package import read_package
from app.publication.reading import read_source
from tests.publication.packed import (
    CRC_AT,
    FLAGS_AT,
    METHOD_AT,
    MORE,
    OFFSET_AT,
    PACKED_AT,
    SIZE_AT,
    below,
    bundle,
    patched,
    refused,
    refused_archive,
    saved,
    small_zip,
    zip_of,
)
from tests.publication.small import small_files


@pytest.mark.parametrize(
    "entries",
    [
        small_files(),
        below("small", small_files()),
        below("Số liệu 2022", small_files()),
        {"small/": b"", **below("small", small_files())},
        small_files() | {"README.md": b"\xff", "__MACOSX/._figures.csv": b"\0", ".DS_Store": b"\0"},
        below("small", small_files()) | {"__MACOSX/small/._datapackage.json": b"\0"},
        small_files() | below("old", MORE),
        small_files() | {"x/y/datapackage.json": b"{}"},
    ],
    ids=["top", "one deep", "named in Vietnamese", "with its folder", "beside other files",
         "of a Mac", "top before folders", "top before deeper"],
)  # fmt: skip
@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_an_archive_with_one_package_is_read(tmp_path, entries, method):
    (package,) = read_source(saved(tmp_path / "a.zip", zip_of(entries, method)))
    assert package == read_package(small_files())


def test_an_archive_with_several_packages_is_read_in_the_order_of_their_names(tmp_path):
    entries = bundle({"a": small_files(), "b": MORE})
    packages = read_source(saved(tmp_path / "a.zip", zip_of(entries)))
    assert packages == (read_package(MORE), read_package(small_files()))


def test_an_archive_may_have_a_comment_and_any_name(tmp_path):
    place = saved(tmp_path / "số liệu", small_zip())
    with zipfile.ZipFile(place, "a") as archive:
        archive.comment = b"saved in 2026\0\0"
    assert read_source(place)[0].name == "small"


@pytest.mark.parametrize(
    ("entries", "found"),
    [
        ({"README.md": b""}, "no datapackage.json"),
        (bundle({"a/b": small_files()}), "datapackage.json in a/b/datapackage.json"),
        ({"xdatapackage.json": b"{}"}, "no datapackage.json"),
    ],
)
def test_an_archive_without_a_package_where_one_is_looked_for_is_refused(tmp_path, entries, found):
    problem = refused_archive(tmp_path, zip_of(entries))
    assert problem.file.endswith("package.zip")
    assert problem.found == found
    assert problem.expected.startswith("datapackage.json at its top")


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("/notes.txt", "an absolute name"),
        ("C:/notes.txt", "an absolute name"),
        ("../notes.txt", "a name that leads elsewhere"),
        ("a/../../notes.txt", "a name that leads elsewhere"),
        ("a/./notes.txt", "a name that leads elsewhere"),
        ("a//notes.txt", "a name that leads elsewhere"),
        ("a\\notes.txt", "a backslash in the name"),
        ("a\x1bnotes.txt", "a name with control characters"),
        ("more.zip", "an archive within the archive"),
        ("a/MORE.ZIP", "an archive within the archive"),
        ("Figures.csv", "it again"),
        ("FIGURES.CSV/", "it again"),
    ],
)
def test_an_entry_whose_name_could_mean_something_else_is_refused(tmp_path, name, found):
    problem = refused_archive(tmp_path, zip_of(small_files() | {name: b""}))
    assert problem.found == found
    assert problem.file.startswith("package.zip/")
    assert problem.file.isprintable()


def test_a_name_with_a_nul_is_refused(tmp_path):
    content = zip_of(small_files() | {"notes.csv#.txt": b""})
    problem = refused_archive(tmp_path, content.replace(b"csv#", b"csv\0"))
    assert problem.found == "a name with control characters"


@pytest.mark.parametrize(
    ("first", "second"),
    [("ghi-chú.txt", "ghi-chu\u0301.txt"), ("a/b.txt", "A/b.txt"), ("straße", "STRASSE")],
)
def test_names_that_are_one_on_some_system_are_refused_with_the_other_name(tmp_path, first, second):
    problem = refused_archive(tmp_path, zip_of(small_files() | {first: b"1", second: b"2"}))
    assert (problem.file, problem.found) == (f"package.zip/{second}", "it again")
    assert problem.expected == f"one entry of the name; there is also {first}"


def test_a_name_that_stands_twice_is_refused(tmp_path):
    content = zip_of(small_files() | {"figures.cs_": b"others"}).replace(b"cs_", b"csv")
    assert refused_archive(tmp_path, content).found == "it again"


@pytest.mark.parametrize(
    ("mode", "found"),
    [(stat.S_IFLNK, "a symbolic link"), (stat.S_IFIFO, "a device or a pipe"),
     (stat.S_IFCHR, "a device or a pipe")],
)  # fmt: skip
def test_an_entry_that_is_no_file_is_refused(tmp_path, mode, found):
    place = saved(tmp_path / "a.zip", small_zip())
    with zipfile.ZipFile(place, "a") as archive:
        entry = zipfile.ZipInfo("notes.txt")
        entry.external_attr = (mode | 0o777) << 16
        archive.writestr(entry, "/etc/passwd")
    (problem,) = refused(place)
    assert (problem.file, problem.found) == ("a.zip/notes.txt", found)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_methods_of_packing_are_refused(tmp_path, method):
    problem = refused_archive(tmp_path, zip_of({"datapackage.json": b"{}"}, method))
    assert problem.expected == "stored or deflated"
    assert problem.file == "package.zip/datapackage.json"


def test_a_method_that_nobody_knows_is_refused(tmp_path):
    content = patched(small_zip(), "figures.csv", METHOD_AT, struct.pack("<H", 77))
    assert refused_archive(tmp_path, content).found == "compression method 77"


def test_an_encrypted_entry_is_refused(tmp_path):
    problem = refused_archive(tmp_path, patched(small_zip(), "terms.csv", FLAGS_AT, b"\1\0"))
    assert problem.file == "package.zip/terms.csv"
    assert problem.expected == "one that can be read without a password"


@pytest.mark.parametrize(
    ("at", "value"),
    [
        (CRC_AT, b"\0\0\0\0"),
        (FLAGS_AT, b"\x20\0"),
        (FLAGS_AT, b"\x40\0"),
        (SIZE_AT, struct.pack("<L", 3)),
        (METHOD_AT, struct.pack("<H", zipfile.ZIP_STORED)),
    ],
    ids=["checksum", "patched data", "strong encryption", "says too little", "other method"],
)
def test_an_entry_that_is_not_what_the_archive_says_is_refused(tmp_path, at, value):
    problem = refused_archive(tmp_path, patched(small_zip(), "terms.csv", at, value))
    assert problem.file == "package.zip/terms.csv"
    assert problem.found.startswith("what cannot be unpacked")


def test_an_entry_shorter_than_the_archive_says_is_refused(tmp_path):
    content = patched(small_zip(), "terms.csv", SIZE_AT, struct.pack("<L", 90_000))
    problem = refused_archive(tmp_path, content)
    assert (problem.file, problem.expected) == (
        "package.zip/terms.csv", "90000, as the archive says",
    )  # fmt: skip


def test_entries_that_share_their_bytes_are_refused(tmp_path):
    content = zip_of(small_files() | {"a.txt": b"a" * 9, "b.txt": b"b" * 9}, zipfile.ZIP_STORED)
    with zipfile.ZipFile(saved(tmp_path / "a.zip", content)) as archive:
        first = archive.getinfo("a.txt").header_offset
    shared = patched(content, "b.txt", OFFSET_AT, struct.pack("<L", first))
    assert refused_archive(tmp_path, shared).found == "bytes of another entry"
    within = patched(content, "a.txt", PACKED_AT, struct.pack("<L", 40))
    assert refused_archive(tmp_path, within).found == "bytes of another entry"


def test_an_entry_that_reaches_into_the_directory_is_refused(tmp_path):
    entries = small_files() | {"a.txt": b"a"}
    content = patched(zip_of(entries), "a.txt", PACKED_AT, struct.pack("<L", 5000))
    problem = refused_archive(tmp_path, content)
    assert problem.expected == "bytes that end before the directory of the archive"


@pytest.mark.parametrize("length", [4, 21, 100, -1, -22, -60])
def test_an_archive_that_is_cut_off_is_refused(tmp_path, length):
    assert refused_archive(tmp_path, small_zip()[:length]).expected == "a whole zip archive"


@pytest.mark.parametrize("content", [b"", b"PK", b"Rar!\x1a\x07", b"\x1f\x8b\x08", b"name;x\n"])
def test_a_file_that_is_no_archive_is_refused(tmp_path, content):
    problem = refused_archive(tmp_path, content)
    assert problem.found == "a file that is no zip archive"
    assert "datapackage.json" in problem.expected


def test_an_archive_behind_a_program_is_refused(tmp_path):
    assert refused_archive(tmp_path, b"#!/bin/sh\n" + small_zip()).found.startswith("a file that")


def test_the_wide_form_of_a_directory_is_refused(tmp_path):
    content = small_zip()
    end = len(content) - 22
    wide = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 8, 8, 2**40, 9)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1)
    problem = refused_archive(tmp_path, content[:end] + wide + locator + content[end:])
    assert problem.found == "a directory in the zip64 form"


def test_every_fault_of_an_archive_is_told_at_once(tmp_path):
    names = ["../a", "b\\c", "more.zip"]
    place = saved(tmp_path / "a.zip", zip_of(small_files() | dict.fromkeys(names, b"")))
    assert [problem.file for problem in refused(place)] == [f"a.zip/{name}" for name in names]
