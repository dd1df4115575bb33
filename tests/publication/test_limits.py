"""Limits of what is read: the largest passes, one more is refused, and bombs are never unpacked."""

import dataclasses
import io
import time
import tracemalloc
import zipfile

import pytest

from app.publication.limits import DEFAULT_LIMITS, NESTING_MAX, ReadingLimits
from app.publication.package import read_package
from app.publication.problems import PackageError
from app.publication.reading import read_source
from tests.publication.packed import (
    MORE,
    SIZE_AT,
    below,
    bundle,
    laid_out,
    patched,
    refused,
    saved,
    small_zip,
    zip_of,
)
from tests.publication.small import FIGURES, changed, small_files

MEBIBYTE = 2**20


def with_limits(**limits: int) -> ReadingLimits:
    return dataclasses.replace(DEFAULT_LIMITS, **limits)


@pytest.mark.parametrize("name", [field.name for field in dataclasses.fields(ReadingLimits)])
def test_a_limit_is_at_least_one(name):
    with pytest.raises(ValueError, match=name):
        with_limits(**{name: 0})


def test_no_one_may_ask_for_a_nesting_that_the_parsers_cannot_follow():
    with pytest.raises(ValueError, match="nesting"):
        with_limits(nesting=NESTING_MAX + 1)


def test_an_archive_may_have_so_many_bytes_and_no_more(tmp_path):
    place = saved(tmp_path / "a.zip", small_zip())
    size = place.stat().st_size
    assert read_source(place, with_limits(archive_bytes=size))
    (problem,) = refused(place, with_limits(archive_bytes=size - 1))
    assert problem.expected == f"at most {size - 1} bytes"


@pytest.mark.parametrize("form", ["archive", "folder"])
def test_a_file_may_have_so_many_bytes_and_no_more(tmp_path, form):
    archived = form == "archive"
    place = saved(tmp_path / "a.zip", small_zip()) if archived else laid_out(
        tmp_path / "small", small_files()
    )  # fmt: skip
    size = max(map(len, small_files().values()))
    assert read_source(place, with_limits(file_bytes=size))
    (problem,) = refused(place, with_limits(file_bytes=size - 1))
    assert problem.expected == f"at most {size - 1} bytes of one file"
    assert problem.found == (f"{size} bytes" if archived else "a larger file")
    assert problem.file.endswith("/catalog.toml")


@pytest.mark.parametrize("form", ["archive", "folder"])
def test_all_packages_of_a_source_share_so_many_bytes_and_no_more(tmp_path, form):
    files = bundle({"a": small_files(), "b": MORE})
    archived = form == "archive"
    place = saved(tmp_path / "a.zip", zip_of(files)) if archived else laid_out(
        tmp_path / "both", files
    )  # fmt: skip
    size = sum(map(len, files.values()))
    assert len(read_source(place, with_limits(expanded_bytes=size))) == 2
    (problem,) = refused(place, with_limits(expanded_bytes=size - 1))
    assert problem.expected == f"at most {size - 1} bytes of all files together"


def test_files_that_are_not_read_are_not_counted(tmp_path):
    files = small_files() | {"photo.raw": b"\0" * 9_000_000}
    limits = with_limits(file_bytes=10_000, expanded_bytes=50_000)
    assert read_source(saved(tmp_path / "a.zip", zip_of(files)), limits)
    assert read_source(laid_out(tmp_path / "small", files), limits)


def test_a_file_may_expand_so_many_times_and_no_more(tmp_path):
    entries = small_files() | {"figures.csv": b"," * 4 * MEBIBYTE}
    place = saved(tmp_path / "a.zip", zip_of(entries))
    (problem,) = refused(place)
    assert (problem.file, problem.expected) == (
        "a.zip/figures.csv", "at most 500 bytes of each packed one",
    )  # fmt: skip
    (problem,) = refused(place, with_limits(expansion_ratio=1030))
    assert problem.file == "small/figures.csv"


def test_a_small_file_may_expand_as_it_likes(tmp_path):
    catalog = small_files()["catalog.toml"] + b"#" * 1_000_000
    place = saved(tmp_path / "a.zip", zip_of(small_files() | {"catalog.toml": catalog}))
    with zipfile.ZipFile(place) as archive:
        assert archive.getinfo("catalog.toml").compress_size * 500 < len(catalog)
    assert read_source(place)


@pytest.mark.parametrize("declared", [None, 0, 100, 2**32 - 2], ids=str)
def test_a_bomb_is_refused_before_it_is_unpacked_whatever_it_says_of_its_size(tmp_path, declared):
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("datapackage.json", small_files()["datapackage.json"])
        with archive.open("figures.csv", "w") as file:
            for _ in range(300):
                file.write(b"\n" * MEBIBYTE)
    content = bomb.getvalue()
    if declared is not None:
        content = patched(content, "figures.csv", SIZE_AT, declared.to_bytes(4, "little"))
    place = saved(tmp_path / "a.zip", content)
    started = time.process_time()
    tracemalloc.start()
    (problem,) = refused(place)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert problem.file == "a.zip/figures.csv"
    assert peak < 4 * MEBIBYTE
    assert time.process_time() - started < 5


def test_an_archive_may_have_so_many_entries_and_no_more(tmp_path):
    entries = small_files() | {f"notes/{number}": b"" for number in range(1000)}
    place = saved(tmp_path / "a.zip", zip_of(entries))
    assert read_source(place, with_limits(entries=len(entries)))
    (problem,) = refused(place, with_limits(entries=len(entries) - 1))
    assert problem.expected == f"at most {len(entries) - 1} files and folders"


def test_a_long_directory_is_not_parsed_to_be_counted(tmp_path):
    content = zip_of(small_files() | {f"notes/{number}": b"" for number in range(60_000)})
    lying = content[:-14] + b"\x05\0\x05\0" + content[-10:]
    for archive in (content, lying):
        place = saved(tmp_path / "a.zip", archive)
        tracemalloc.start()
        (problem,) = refused(place)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert problem.expected == "at most 1000 files and folders"
        assert peak < MEBIBYTE


def test_entries_are_counted_even_where_the_end_of_the_archive_says_fewer(tmp_path):
    content = zip_of(small_files() | {f"{number}": b"" for number in range(2000)})
    lying = content[:-14] + b"\x05\0\x05\0" + content[-10:]
    (problem,) = refused(saved(tmp_path / "a.zip", lying))
    assert problem.found == "more entries"


def test_a_folder_of_packages_may_have_so_many_entries_and_no_more(tmp_path):
    laid_out(tmp_path / "all", below("small", small_files()) | {"README.md": b"", "x.txt": b""})
    assert read_source(tmp_path / "all", with_limits(entries=3))
    (problem,) = refused(tmp_path / "all", with_limits(entries=2))
    assert "at most 2 files and folders" in problem.expected


def test_a_table_may_have_so_many_rows_and_no_more(tmp_path):
    place = laid_out(tmp_path / "small", small_files())
    assert read_source(place, with_limits(rows=len(FIGURES)))
    (problem,) = refused(place, with_limits(rows=len(FIGURES) - 1))
    assert (problem.file, problem.row) == ("small/figures.csv", len(FIGURES) + 1)
    assert problem.expected == f"at most {len(FIGURES) - 1} rows below the heading"


@pytest.mark.parametrize("line_end", ["", "\n", "\r"], ids=["one line", "LF", "CR"])
def test_a_row_may_have_so_many_characters_and_no_more(tmp_path, line_end):
    note = "x" * 70 + line_end + "y" * 70
    files = small_files(figures=changed(FIGURES, 3, note=note))
    row = files["figures.csv"].split(b"\neast.population")[0]
    longest = max(map(len, row.decode().replace(note, "z" * len(note)).splitlines())) + 1
    place = laid_out(tmp_path / "small", files)
    (problem,) = refused(place, with_limits(row_characters=longest - 1))
    assert (problem.file, problem.row) == ("small/figures.csv", 5)
    assert problem.found == f"a row of more than {longest - 1} characters"
    if line_end:
        (problem,) = refused(place, with_limits(row_characters=longest))
        assert problem.column == "note"
    else:
        assert read_source(place, with_limits(row_characters=longest))


@pytest.mark.parametrize("quote", [b"", b'"'])
def test_a_cell_without_an_end_is_not_gathered(quote):
    content = small_files()["figures.csv"] + quote + b"x\n" * 10_000_000
    started = time.process_time()
    with pytest.raises(PackageError) as caught:
        read_package(small_files() | {"figures.csv": content}, DEFAULT_LIMITS)
    problem = caught.value.problems[0]
    assert (problem.file, problem.row) == ("small/figures.csv", len(FIGURES) + 2)
    assert time.process_time() - started < 20
