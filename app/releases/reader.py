"""Reading one release: its file, its catalog, and statements within a time limit."""

import json
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from queue import Empty, LifoQueue
from typing import Any

from app.catalog.catalog import Catalog
from app.database import Statement
from app.errors import TooSlowError
from app.releases.files import sqlite_address
from app.releases.queries import CODE_LISTS, STANZAS, VINTAGES
from app.releases.registry import PublishedRelease

STEPS_BETWEEN_CHECKS = 20_000
CATALOG_LISTS = ("level", "unit", "concept", "group")
Values = Mapping[str, Any]


class Reader:
    """One release, for as long as anyone reads it; safe to use from several threads.

    Connections are kept and lent, each to one thread at a time.
    """

    def __init__(self, release: PublishedRelease, file: Path, *, seconds: float) -> None:
        self.release = release
        self._file = file
        self._seconds = seconds
        self._idle: LifoQueue[sqlite3.Connection] = LifoQueue()
        self._closed = False

    def fetch(self, statement: Statement, values: Values | None = None) -> list[tuple[Any, ...]]:
        """All rows. Raises TooSlowError when it takes longer than the time limit."""
        bound = {**statement.defaults, "release": self.release.number, **(values or {})}
        deadline = time.monotonic() + self._seconds
        with self._connection() as connection:
            connection.set_progress_handler(
                lambda: time.monotonic() > deadline, STEPS_BETWEEN_CHECKS
            )
            try:
                return connection.execute(statement.sql, bound).fetchall()
            except sqlite3.OperationalError as error:
                if "interrupted" in str(error):
                    raise TooSlowError(
                        f"The answer took longer than {self._seconds:g} seconds."
                    ) from error
                raise

    @cached_property
    def catalog(self) -> Catalog:
        """The catalog this release was built with."""
        stanzas: dict[str, Any] = {name: [] for name in CATALOG_LISTS}
        for code_list, code, details in self.fetch(CODE_LISTS):
            if code_list in CATALOG_LISTS:
                stanzas[code_list].append(json.loads(details))
            elif code_list == "setting":
                stanzas[code] = json.loads(details)["value"]
        stanzas["indicator"] = [json.loads(stanza) for (stanza,) in self.fetch(STANZAS)]
        return Catalog.model_validate(stanzas)

    @cached_property
    def vintages(self) -> dict[str, int]:
        """Ordinals of vintages by code; later ones are greater."""
        return dict(self.fetch(VINTAGES))

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        try:
            connection = self._idle.get_nowait()
        except Empty:
            # The file never changes, so SQLite needs neither locks nor a look for a journal.
            address = sqlite_address(self._file, "mode=ro&immutable=1")
            connection = sqlite3.connect(address, uri=True, check_same_thread=False)
        try:
            yield connection
        finally:
            self._idle.put(connection)
            if self._closed:  # After it is put back: whoever closes meanwhile finds it, or this.
                self.close()

    def close(self) -> None:
        """Close what is idle now; what is lent closes when it comes back."""
        self._closed = True
        while True:
            try:
                self._idle.get_nowait().close()
            except Empty:
                return
