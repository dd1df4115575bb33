"""Lines of all packages by table and key, and the rules between tables."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from app.catalog.catalog import Catalog
from app.derivation.breaks import ALL_INDICATORS
from app.derivation.figures import Source
from app.publication.compact import KeyedLines
from app.publication.figures import Figures, Known, again
from app.publication.lines import (
    ErratumLine,
    EventLine,
    IdentifierLine,
    Line,
    OrganizationLine,
    SourceLine,
    TermLine,
    VintageLine,
)
from app.publication.package import CATALOG, DESCRIPTOR, Package
from app.publication.problems import Problem
from app.publication.staging import Numbers
from app.publication.tables import Located
from app.values.codes import CODE_LENGTH_MAX

_LOADED = "a package that is loaded already, or comes with this one"


@dataclass(frozen=True, slots=True)
class _Codes:
    """The codes that a column may hold, and where in a package they are brought."""

    place: str
    known: Collection[str]


def _nearest(code: str, known: Collection[str]) -> str:
    near = get_close_matches(code[:CODE_LENGTH_MAX], known, n=1)
    return f"; nearest: {near[0]}" if near else ""


class Gathered:
    """Lines of all packages by table and key, and the rules between tables."""

    def __init__(self, packages: Sequence[Package], catalog: Catalog) -> None:
        self.catalog = catalog
        self.packages = packages
        self.sources = KeyedLines(SourceLine)
        self.vintages = KeyedLines(VintageLine)
        self.terms = KeyedLines(TermLine)
        self.errata = KeyedLines(ErratumLine)
        self.organizations = KeyedLines(OrganizationLine)
        self.identifiers = KeyedLines(IdentifierLine)
        self.events = KeyedLines(EventLine)
        self._strays: list[Problem] = []
        self._absent: dict[str, list[str]] = {}
        loaded = {package.name for package in packages}
        for package in packages:
            self._gather(package, loaded)
        self.numbers = Numbers(
            {code: number for number, code in enumerate(self.tree(), 1)},
            {code: number for number, code in enumerate(catalog.by_code, 1)},
            {code: number for number, code in enumerate(sorted(self.sources.keys()), 1)},
        )
        self.figures = Figures(
            [found for package in packages if (found := package.figures) is not None], self.numbers
        )
        self._strays.extend(self.figures.repeated())

    def _gather(self, package: Package, loaded: Collection[str]) -> None:
        absent = sorted(set(package.requires) - set(loaded))
        self._absent[package.name] = absent
        self._strays.extend(
            Problem(
                f"{package.name}/{DESCRIPTOR}",
                None,
                "requires",
                repr(name),
                _LOADED + _nearest(name, loaded),
            )
            for name in absent
        )
        for lines in (
            self.sources,
            self.vintages,
            self.terms,
            self.errata,
            self.organizations,
            self.identifiers,
            self.events,
        ):
            repeated = lines.add(package.tables.get(lines.kind, ()))
            self._strays.extend(again(*pair) for pair in repeated)

    def problems(self) -> Iterator[Problem]:
        """Duplicates, references to nothing, and a tree that is none."""
        yield from self._strays
        organizations = _Codes(OrganizationLine.file, self.organizations.keys())
        sources = _Codes(SourceLine.file, self.sources.keys())
        vintages = _Codes(VintageLine.file, self.vintages.keys())
        indicators = _Codes(f"{CATALOG}, [[indicator]]", self.catalog.by_code.keys())
        levels = _Codes(f"{CATALOG}, level", {level.code for level in self.catalog.levels})
        breaking = _Codes(indicators.place, {*indicators.known, ALL_INDICATORS})
        found: Iterable[Located[Line]]
        for column, codes, found in (
            ("parent", organizations, self.organizations),
            ("level", levels, self.organizations),
            ("organization", organizations, self.identifiers),
            ("source", sources, self.identifiers),
            ("organization", organizations, self.events),
            ("related", organizations, self.events),
            ("breaks", breaking, self.events),
            ("source", sources, self.events),
            ("organization", organizations, self.figures.of_other_organizations()),
            ("indicator", indicators, self.figures.of_other_indicators()),
            ("source", sources, self.figures.of_other_sources()),
            ("vintage", vintages, self.figures.of_other_vintages(vintages.known)),
        ):
            yield from self._dangling(found, column, codes)
        yield from self._repeated_ordinals()
        yield from self._circles()

    def _dangling(
        self, lines: Iterable[Located[Line]], column: str, codes: _Codes
    ) -> Iterator[Problem]:
        for located in lines:
            value = getattr(located.line, column)
            for code in value if isinstance(value, tuple) else (value,):
                if code is not None and code not in codes.known:
                    expected = f"a code that exists in {codes.place}, of this or another package"
                    absent = self._absent[located.file.partition("/")[0]]
                    if absent:
                        expected += f"; not loaded, though required: {', '.join(absent)}"
                    yield located.problem(column, code, expected + _nearest(code, codes.known))

    def _repeated_ordinals(self) -> Iterator[Problem]:
        """Two vintages of one ordinal would leave open which is the later."""
        first: dict[int, str] = {}
        for located in self.vintages:
            code = first.setdefault(located.line.ordinal, located.line.code)
            if code != located.line.code:
                expected = f"another ordinal; this is that of {code}"
                yield located.problem("ordinal", located.line.ordinal, expected)

    def _circles(self) -> Iterator[Problem]:
        """The first organization found whose parents lead back to it."""
        parents = {line.code: line.parent for line in self.organizations.each()}
        lead_to_the_top: set[str | None] = {None}
        for start in parents:
            passed: set[str | None] = set()
            code: str | None = start
            while code not in lead_to_the_top and code not in passed:
                passed.add(code)
                code = parents.get(code) if code is not None else None
            if code is not None and code in passed:
                located = self.organizations[code]
                yield located.problem("parent", parents[code], "a tree without circles")
                return
            lead_to_the_top |= passed

    def tree(self) -> list[str]:
        """Organizations in pre-order, those of one parent by code."""
        children: dict[str | None, list[str]] = {}
        parents = sorted((line.code, line.parent) for line in self.organizations.each())
        for code, parent in reversed(parents):
            children.setdefault(parent, []).append(code)
        ordered: list[str] = []
        waiting = children.get(None, [])
        while waiting:
            code = waiting.pop()
            ordered.append(code)
            waiting.extend(children.get(code, []))
        return ordered

    def known(self) -> Known:
        """What of sources and vintages bears on a figure."""
        return Known(
            {
                line.code: Source(line.code, line.authority, line.published)
                for line in self.sources.each()
            },
            {line.code: line.ordinal for line in self.vintages.each()},
        )
