"""The descriptor of a package: what must be there, and what is said when it is not."""

import json

import pytest

from app.publication.package import digest_of, read_folder, read_package
from app.publication.problems import PackageError
from tests.publication.small import descriptor, only, problem_of, problems_of, small_files, written


def with_descriptor(content: bytes) -> dict[str, bytes]:
    return small_files() | {"datapackage.json": content}


def test_the_small_package_is_read_whole(tmp_path):
    package = read_package(read_folder(written(tmp_path / "small", small_files())))
    assert (package.name, package.requires) == ("small", ())
    assert {kind.__name__: len(lines) for kind, lines in package.tables.items()} == {
        "SourceLine": 2, "VintageLine": 2, "TermLine": 2, "ErratumLine": 1, "OrganizationLine": 4,
        "IdentifierLine": 1, "EventLine": 1, "FigureLine": 8,
    }  # fmt: skip


def test_a_folder_without_a_descriptor_is_no_package(tmp_path):
    with pytest.raises(PackageError) as caught:
        read_folder(tmp_path)
    (problem,) = caught.value.problems
    assert (problem.file, problem.found) == (str(tmp_path), "no such file")
    assert "datapackage.json" in problem.expected


def test_other_files_of_the_folder_are_left_alone(tmp_path):
    folder = written(tmp_path / "small", small_files() | {"README.md": b"\xff", "notes.csv": b"x"})
    assert set(read_folder(folder)) == set(small_files())


@pytest.mark.parametrize(
    ("content", "column"),
    [
        (b"", None),
        (b"{", None),
        (b"\xff", None),
        (b"[" * 100_000, None),
        (b'{"name": "small", "version": ' + b"9" * 5000 + b', "resources": []}', None),
        (b"[]", None),
        (b"null", None),
        (b"{}", "name"),
        (b'{"name": "Small", "resources": []}', "name"),
        (b'{"name": 5, "resources": []}', "name"),
        (b'{"name": "../etc", "resources": []}', "name"),
        (b'{"name": "small"}', "resources"),
        (b'{"name": "small", "resources": 5}', "resources"),
        (b'{"name": "small", "resources": [5]}', "resources.0"),
        (b'{"name": "small", "resources": [{}]}', "resources.0.path"),
        (b'{"name": "small", "resources": [], "requires": 5}', "requires"),
        (b'{"name": "small", "resources": [], "requires": ["No Code"]}', "requires.0"),
        (b'{"name": "small", "resources": [], "title": {"vi": "x"}}', "title"),
        (b'{"name": "small", "resources": [], "title": "\\ud800"}', "title"),
        (b'{"name": "small", "resources": [], "version": "1\\n2"}', "version"),
    ],
    ids=lambda value: str(value)[:60],
)
def test_a_descriptor_that_says_too_little_is_refused(content, column):
    problems = problems_of(with_descriptor(content))
    found = {(problem.file, problem.column) for problem in problems}
    assert ("datapackage.json", column) in found


def test_a_resource_without_its_file_is_named():
    files = small_files()
    del files["terms.csv"]
    problem = problem_of(files)
    assert (problem.file, problem.column, problem.found) == (
        "datapackage.json", "resources", "'terms.csv'",
    )  # fmt: skip


@pytest.mark.parametrize("path", ["../terms.csv", "/etc/passwd", "https://example.org/x.csv"])
def test_a_resource_elsewhere_is_never_fetched(path):
    files = small_files()
    document = json.loads(files["datapackage.json"])
    document["resources"].append({"name": "elsewhere", "path": path})
    problem = problem_of(with_descriptor(json.dumps(document).encode()))
    assert problem.found == repr(path)


def test_a_file_the_descriptor_does_not_name_is_refused():
    files = small_files()
    paths = [name for name in files if name not in {"datapackage.json", "terms.csv"}]
    problem = problem_of(with_descriptor(descriptor(paths)))
    assert (problem.file, problem.expected) == ("small/terms.csv", "a resource of the descriptor")


def test_a_descriptor_may_begin_with_a_byte_order_mark():
    content = b"\xef\xbb\xbf" + small_files()["datapackage.json"]
    assert read_package(with_descriptor(content)).name == "small"


def test_a_required_package_that_is_not_loaded_is_named():
    problem = problem_of(small_files(), only("more", requires=["small", "gone"]))
    assert (problem.file, problem.column, problem.found) == (
        "more/datapackage.json", "requires", "'gone'",
    )  # fmt: skip


def test_the_digest_of_a_package_is_that_of_its_files_wherever_they_lie(tmp_path):
    files = small_files()
    first = read_folder(written(tmp_path / "a", files))
    second = read_folder(written(tmp_path / "b", dict(reversed(files.items()))))
    assert digest_of(first) == digest_of(second)
    assert digest_of(files | {"terms.csv": files["terms.csv"] + b" "}) != digest_of(files)
