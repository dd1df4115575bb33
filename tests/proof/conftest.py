"""What proofs share: a writer with two releases of the small package."""

import pytest

from app.publication.publish import Publisher
from app.settings import Settings
from tests.publication.small import FIGURES, changed, small_files, written


@pytest.fixture
def two_releases(tmp_path):
    """The second release revises a figure."""
    publisher = Publisher(Settings(data_dir=tmp_path / "data"))
    publisher.load(written(tmp_path / "1", small_files()))
    lines = changed(FIGURES, 0, as_reported="53.800", value="53800")
    publisher.load(written(tmp_path / "2", small_files(figures=lines)))
    return publisher
