"""Where the temporary files of a load lie."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.publication.store import make_folder


@contextmanager
def staged_in(folder: Path) -> Iterator[None]:
    """Temporary files of this process in the folder, unless the environment says where.

    The folder is made as a load makes it, and they have no names there. The system's own folder is
    often small, or in memory.
    """
    before = tempfile.tempdir
    named = {"SQLITE_TMPDIR", "TMPDIR"} & os.environ.keys()
    if named:
        yield
        return
    make_folder(folder)
    os.environ["SQLITE_TMPDIR"] = tempfile.tempdir = str(folder)
    try:
        yield
    finally:
        del os.environ["SQLITE_TMPDIR"]
        tempfile.tempdir = before
