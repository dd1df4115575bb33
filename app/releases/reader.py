"""Reading one release: its catalog, and statements within a time limit."""

import json
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from app.catalog.catalog import Catalog
from app.database import Compiled, Dialect, Statement
from app.releases.queries import CODE_LISTS, STANZAS, VINTAGES
from app.releases.registry import PublishedRelease
from app.releases.storage import Connections, Values

CATALOG_LISTS = ("level", "unit", "concept", "group")


class Reader:
    """One release, for as long as anyone reads it; safe to use from several threads."""

    def __init__(
        self,
        release: PublishedRelease,
        connections: Connections,
        dialect: Dialect,
        *,
        seconds: float,
    ) -> None:
        self.release = release
        self._connections = connections
        self._dialect = dialect
        self._seconds = seconds

    def fetch(self, statement: Statement, values: Values | None = None) -> list[tuple[Any, ...]]:
        """All rows. Raises TooSlowError when it takes longer than the time limit."""
        compiled = statement.on(self._dialect)
        bound = self._bound(compiled, values)
        return self._connections.fetch(compiled, bound, seconds=self._seconds)

    def stream(self, statement: Statement) -> Iterator[tuple[Any, ...]]:
        """Rows one by one, for what is too much to hold."""
        compiled = statement.on(self._dialect)
        return self._connections.stream(compiled, self._bound(compiled, None))

    def _bound(self, compiled: Compiled, values: Values | None) -> Values:
        return {**compiled.defaults, "release": self.release.number, **(values or {})}

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

    def warm(self) -> None:
        """Read what every answer needs, before the first one does."""
        _ = self.catalog, self.vintages

    def close(self) -> None:
        """Close what is idle now; what is lent closes when it comes back."""
        self._connections.close()
