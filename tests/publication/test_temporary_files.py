"""Temporary files of a load lie on the disk of its data, and leave nothing there."""

import os
import tempfile
from pathlib import Path

from app.publication.temporary import staged_in


def test_they_lie_in_the_folder_while_it_is_asked_for(tmp_path, monkeypatch):
    for name in ("SQLITE_TMPDIR", "TMPDIR"):
        monkeypatch.delenv(name, raising=False)
    before = tempfile.tempdir
    with staged_in(tmp_path / "data" / "building"):
        assert os.environ["SQLITE_TMPDIR"] == str(tmp_path / "data" / "building")
        with tempfile.TemporaryFile() as file:
            place = str(Path(f"/proc/self/fd/{file.fileno()}").readlink())
            assert place.startswith(str(tmp_path / "data" / "building"))
            assert list((tmp_path / "data" / "building").iterdir()) == []
    assert "SQLITE_TMPDIR" not in os.environ
    assert tempfile.tempdir == before


def test_the_environment_has_the_last_word(tmp_path, monkeypatch):
    monkeypatch.setenv("SQLITE_TMPDIR", str(tmp_path))
    with staged_in(tmp_path / "building"):
        assert os.environ["SQLITE_TMPDIR"] == str(tmp_path)
    assert not (tmp_path / "building").exists()
