"""Folders of packages: one, or several side by side, and what in them is never read."""

import dataclasses
import io
import os
import socket
import time

import pytest

from app.publication.allowance import Allowance
from app.publication.limits import DEFAULT_LIMITS
from app.publication.package import read_folder, read_package
from app.publication.problems import PackageError
from app.publication.reading import read_source
from tests.publication.packed import MORE, below, bundle, laid_out, refused
from tests.publication.small import only, small_files


def test_a_folder_with_a_descriptor_is_one_package_whatever_lies_below(tmp_path):
    place = laid_out(tmp_path / "small", small_files() | below("old", MORE))
    assert read_source(place) == (read_package(small_files()),)


def test_a_folder_of_packages_is_read_in_the_order_of_their_names(tmp_path):
    files = bundle({"a": small_files(), "b": MORE}) | {"README.md": b"\xff", "empty/x.txt": b""}
    packages = read_source(laid_out(tmp_path / "all", files | below("x/y", MORE)))
    assert packages == (read_package(MORE), read_package(small_files()))


@pytest.mark.parametrize("files", [{}, {"x.txt": b""}, below("a/b", MORE)])
def test_a_folder_without_a_package_is_refused(tmp_path, files):
    (tmp_path / "all").mkdir()
    (problem,) = refused(laid_out(tmp_path / "all", files))
    assert (problem.file, problem.found) == (str(tmp_path / "all"), "no datapackage.json")


def test_a_source_that_is_not_there_is_refused(tmp_path):
    (problem,) = refused(tmp_path / "gone")
    assert (problem.file, problem.found) == (str(tmp_path / "gone"), "no such file")
    (tmp_path / "file").write_bytes(b"")
    (problem,) = refused(tmp_path / "file" / "below")
    assert "Not a directory" in problem.found


def test_a_pipe_or_a_device_is_no_source(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for place in (tmp_path / "pipe", type(tmp_path)("/dev/zero")):
        (problem,) = refused(place)
        assert problem.found == "a device or a pipe"


def _pipe(path):
    os.mkfifo(path)


def _socket(path):
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(path))


@pytest.mark.parametrize(
    ("make", "found"),
    [
        (_pipe, "a folder, a device or a pipe"),
        (_socket, "No such device"),
        (lambda path: path.mkdir(), "a folder, a device or a pipe"),
        (lambda path: path.symlink_to("/dev/zero"), "a link out of the folder"),
        (lambda path: path.symlink_to("/etc/passwd"), "a link out of the folder"),
        (lambda path: path.symlink_to("../outside.csv"), "a link out of the folder"),
        (lambda path: path.symlink_to("gone"), "No such file"),
        (lambda path: path.symlink_to(path.name), "link"),
    ],
    ids=["pipe", "socket", "folder", "endless device", "absolute link", "link", "broken", "circle"],
)
@pytest.mark.parametrize("name", ["figures.csv", "datapackage.json", "catalog.toml"])
def test_what_is_no_file_of_the_folder_is_refused_at_once(tmp_path, monkeypatch, make, found, name):
    (tmp_path / "outside.csv").write_bytes(small_files()["figures.csv"])
    place = laid_out(tmp_path / "small", small_files())
    (place / name).unlink()
    monkeypatch.chdir(place)  # The name of a socket is short.
    make(type(place)(name))
    started = time.monotonic()
    for reading in (read_source, read_folder):
        with pytest.raises(PackageError) as caught:
            reading(place)
        (problem,) = caught.value.problems
        assert problem.file == str(place / name)
        assert found in problem.found
    assert time.monotonic() - started < 5


def test_a_link_within_the_folder_is_followed(tmp_path):
    """As a mounted ConfigMap has them."""
    place = laid_out(tmp_path / "small", below("..data", small_files()))
    for name in small_files():
        (place / name).symlink_to(f"..data/{name}")
    (tmp_path / "link").symlink_to("small")
    for source in (place, tmp_path / "link"):
        assert read_source(source) == (read_package(small_files()),)


def test_a_package_of_a_bundle_that_lies_elsewhere_is_refused(tmp_path):
    laid_out(tmp_path / "elsewhere", MORE)
    place = laid_out(tmp_path / "all", below("small", small_files()))
    (place / "more").symlink_to("../elsewhere")
    (problem,) = refused(place)
    assert (problem.file, problem.found) == (
        f"{place}/more/datapackage.json", "a link out of the folder",
    )  # fmt: skip


def test_a_file_that_grows_while_it_is_read_is_read_to_its_limit():
    limits = dataclasses.replace(DEFAULT_LIMITS, file_bytes=100_000, expanded_bytes=150_000)
    allowance = Allowance(limits)
    assert allowance.take(io.BytesIO(b"x" * 100_000), "a") == b"x" * 100_000
    for size in (50_001, 10**7):
        stream = io.BytesIO(b"x" * size)
        with pytest.raises(PackageError, match=r"^b: found"):
            allowance.take(stream, "b")
        assert stream.tell() < 200_000
    assert allowance.take(io.BytesIO(b"x" * 50_000), "c")


def test_two_packages_of_one_name_are_refused_with_both_folders(tmp_path):
    files = bundle({"a": small_files(), "b": only("small", requires=[])})
    (problem,) = refused(laid_out(tmp_path / "all", files))
    assert (problem.file, problem.column, problem.found) == (
        "b/datapackage.json", "name", "'small'",
    )  # fmt: skip
    assert problem.expected == "another name; a has it"


def test_faults_of_all_packages_are_told_at_once_with_their_folders(tmp_path):
    broken = small_files() | {"datapackage.json": b"{", "terms.csv": b"x,y\n"}
    wrong = MORE | {"organizations.csv": MORE["organizations.csv"].replace(b"yes", b"perhaps")}
    files = bundle({"a": broken, "b": wrong, "c": {"datapackage.json": b"{}"}})
    problems = refused(laid_out(tmp_path / "all", files))
    assert [(problem.file, problem.row, problem.column) for problem in problems][:2] == [
        ("a/datapackage.json", None, None),
        ("a/terms.csv", 1, "'x'"),
    ]
    assert {problem.file for problem in problems} == {
        "a/datapackage.json", "a/terms.csv", "more/organizations.csv", "c/datapackage.json",
    }  # fmt: skip


def test_names_of_folders_cannot_write_to_the_terminal(tmp_path):
    folder = "a\x1b[2J\nb"
    (problem, *_) = refused(laid_out(tmp_path / "all", {f"{folder}/datapackage.json": b"{}"}))
    assert problem.file == f"{folder!a}/datapackage.json"
