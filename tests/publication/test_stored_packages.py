"""Packages in the data folder: read again as they were, or refused by name."""

import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.publication.package import read_package
from app.publication.problems import DamagedFileError
from app.publication.publish import Publisher
from app.publication.store import kept_package
from app.settings import Settings
from tests.publication.small import small_files, written


@pytest.fixture(scope="module")
def stored(tmp_path_factory):
    """A data folder, the digest of its one package, and the bytes of that package's file."""
    place = tmp_path_factory.mktemp("stored")
    publisher = Publisher(Settings(data_dir=place / "data"))
    (package,) = publisher.load(written(place / "small", small_files())).published.packages
    return publisher.folder, package.digest, publisher.folder.package(package.digest).read_bytes()


def test_a_package_is_read_again_as_it_was(stored):
    folder, digest, _ = stored
    assert kept_package(folder, digest) == read_package(small_files())


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_package_with_a_damaged_byte_is_the_same_or_refused(stored, data):
    folder, digest, whole = stored
    content = bytearray(whole)
    content[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    path = folder.package(digest)
    path.write_bytes(content)
    try:
        assert kept_package(folder, digest).digest == digest
    except DamagedFileError as error:
        assert path.name in str(error)  # noqa: PT017 (either end is right)
    finally:
        path.write_bytes(whole)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 10_000))
def test_a_package_that_is_cut_off_is_refused(stored, length):
    folder, digest, whole = stored
    path = folder.package(digest)
    path.write_bytes(whole[: min(length, len(whole) - 1)])
    with pytest.raises(DamagedFileError, match=path.name):
        kept_package(folder, digest)
    path.write_bytes(whole)


def test_a_package_file_opens_with_any_zip_program_and_holds_the_files_as_they_came(stored):
    folder, digest, _ = stored
    with zipfile.ZipFile(folder.package(digest)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == small_files()
