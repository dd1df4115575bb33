"""Reading one release: what it holds little of, and statements within a time limit."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, TypeVar

from app.catalog.catalog import Catalog
from app.database import Compiled, Dialect, Statement
from app.releases.errata import Erratum
from app.releases.queries import CODE_LISTS, ERRATA, STANZAS, VINTAGES
from app.releases.registry import PublishedRelease
from app.releases.storage import Connections, Fetching, OverAllowanceError, Values

CATALOG_LISTS = ("level", "unit", "concept", "group")
Rows = list[tuple[Any, ...]]
Gathered = TypeVar("Gathered")


class Facts:
    """What a release holds little of: read once, and shared by all its readers."""

    def __init__(self) -> None:
        self.rows: dict[Statement, Rows] = {}
        self.catalog: Catalog | None = None
        self.indicators: dict[str, int] = {}
        self.gathered: dict[str, Any] = {}


class Reader:
    """One release, to be read by several threads; or one connection to it, by one."""

    def __init__(
        self,
        release: PublishedRelease,
        connections: Connections,
        dialect: Dialect,
        *,
        seconds: float,
        facts: Facts | None = None,
        fetching: Fetching | None = None,
    ) -> None:
        self.release = release
        self._connections = connections
        self._dialect = dialect
        self._seconds = seconds
        self._facts = Facts() if facts is None else facts
        self._fetching = fetching

    @cached_property
    def at_once(self) -> "Reader | None":
        """A reader for the event loop alone, which raises OverAllowanceError; None without one."""
        fetching = self._connections.at_once
        return None if fetching is None else self._with(fetching)

    async def awaited(self, find: Callable[["Reader"], Gathered]) -> Gathered:
        """What it finds while the event loop goes on with others. Raises OverAllowanceError."""
        return await self._connections.awaited(lambda fetching: find(self._with(fetching)))

    def ask(self, find: Callable[["Reader"], Gathered]) -> Gathered:
        """What it finds with a connection of its own, for one thread."""
        return self._connections.ask(
            lambda fetching: find(self._with(fetching)), seconds=self._seconds
        )

    def _with(self, fetching: Fetching) -> "Reader":
        return Reader(
            self.release,
            self._connections,
            self._dialect,
            seconds=self._seconds,
            facts=self._facts,
            fetching=fetching,
        )

    def fetch(self, statement: Statement, values: Values | None = None) -> Rows:
        """All rows. Raises TooSlowError when it takes longer than the time limit."""
        compiled = statement.on(self._dialect)
        bound = self._bound(compiled, values)
        if self._fetching is not None:
            return self._fetching.fetch(compiled, bound)
        return self._connections.ask(
            lambda fetching: fetching.fetch(compiled, bound), seconds=self._seconds
        )

    def leave_the_loop(self) -> None:
        """Raises OverAllowanceError on the event loop: what follows takes long in itself."""
        if self._fetching is not None and self._fetching.on_loop:
            raise OverAllowanceError

    def fetch_once(self, statement: Statement) -> Rows:
        """All rows of a statement that takes no parameters and finds few: kept for all who ask."""
        found = self._facts.rows.get(statement)
        if found is None:
            found = self._facts.rows[statement] = self.fetch(statement)
        return found

    def stream(
        self, statement: Statement, values: Values | None = None
    ) -> Iterator[tuple[Any, ...]]:
        """Rows one by one, for what is too much to hold."""
        compiled = statement.on(self._dialect)
        return self._connections.stream(compiled, self._bound(compiled, values))

    def _bound(self, compiled: Compiled, values: Values | None) -> Values:
        return {**compiled.defaults, "release": self.release.number, **(values or {})}

    @property
    def catalog(self) -> Catalog:
        """The catalog this release was built with."""
        found = self._facts.catalog
        if found is None:
            found = self._facts.catalog = self._read_catalog()
        return found

    @property
    def indicator_numbers(self) -> Mapping[str, int]:
        """The number of each indicator in every table: its place in the catalog, from 1."""
        if not self._facts.indicators:
            codes = self.catalog.by_code
            self._facts.indicators = {code: number for number, code in enumerate(codes, 1)}
        return self._facts.indicators

    @property
    def indicator_codes(self) -> Sequence[str]:
        """Codes in the order of their numbers: that of number 1 first."""
        return self.gathered("indicator codes", lambda reader: [*reader.indicator_numbers])

    def gathered(self, name: str, gather: Callable[["Reader"], Gathered]) -> Gathered:
        """What `gather` makes of the release, once for all who ask by that name."""
        found: Gathered | None = self._facts.gathered.get(name)
        if found is None:
            found = self._facts.gathered[name] = gather(self)
        return found

    @property
    def vintages(self) -> dict[str, int]:
        """Ordinals of vintages by code; later ones are greater."""
        return dict(self.fetch_once(VINTAGES))

    @property
    def errata(self) -> tuple[Erratum, ...]:
        """What this release says was wrong in it or before it, by the day it was found."""
        return tuple(Erratum.of(*row) for row in self.fetch_once(ERRATA))

    def _read_catalog(self) -> Catalog:
        stanzas: dict[str, Any] = {name: [] for name in CATALOG_LISTS}
        for code_list, code, details in self.fetch(CODE_LISTS):
            if code_list in CATALOG_LISTS:
                stanzas[code_list].append(json.loads(details))
            elif code_list == "setting":
                stanzas[code] = json.loads(details)["value"]
        stanzas["indicator"] = [json.loads(stanza) for (stanza,) in self.fetch(STANZAS)]
        return Catalog.model_validate(stanzas)

    def warm(self) -> None:
        """Read what every answer needs, before the first one does."""
        _ = self.indicator_numbers, self.vintages, self.errata

    def close(self) -> None:
        """Close what is idle now; what is lent closes when it comes back."""
        self._connections.close()
