"""Several packages as one whole: every code named once, every reference kept, one tree."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction
from itertools import islice
from typing import Any

from app.catalog.catalog import Catalog
from app.catalog.indicators import Indicator, IndicatorKind
from app.derivation.breaks import ALL_INDICATORS
from app.derivation.figures import DomainError, Figure, Source
from app.publication.catalogs import Stanzas
from app.publication.lines import (
    LINES,
    EventLine,
    FigureLine,
    IdentifierLine,
    Line,
    OrganizationLine,
    SourceLine,
    TermLine,
    VintageLine,
)
from app.publication.package import CATALOG, DESCRIPTOR, Package
from app.publication.problems import PROBLEMS_MAX, PackageError, Problem
from app.publication.tables import LineOfTable, Located
from app.values.bounds import EmptyBoundsError
from app.values.codes import CODE_LENGTH_MAX
from app.values.periods import Period
from app.values.printed import PrintedUnit
from app.values.statuses import ObservationStatus

_LOADED = "a package that is loaded already, or comes with this one"


@dataclass(frozen=True, slots=True)
class Content:
    """All that packages say, checked: what a release is derived from.

    Lines stand by key, whatever their order in the files; `organizations` in pre-order, those of
    one parent by code; stanzas of the catalog as written.
    """

    catalog: Catalog
    stanzas: dict[str, Any]
    sources: tuple[SourceLine, ...]
    vintages: tuple[VintageLine, ...]
    terms: tuple[TermLine, ...]
    organizations: tuple[OrganizationLine, ...]
    identifiers: tuple[IdentifierLine, ...]
    events: tuple[EventLine, ...]
    figures: tuple[Figure, ...]


def assemble(packages: Sequence[Package]) -> Content:
    """Put packages together.

    Raises PackageError for duplicates, dangling codes and rows that cannot be.
    """
    stanzas = Stanzas.of(packages)
    catalog = stanzas.read()
    gathered = _Gathered(packages, catalog)
    problems = list(islice(gathered.problems(), PROBLEMS_MAX))
    if problems:
        raise PackageError(problems)
    figures = list(gathered.figures(problems))
    if problems:
        raise PackageError(problems)
    return Content(
        catalog,
        stanzas.merged,
        tuple(sorted(gathered.each(SourceLine), key=lambda line: line.code)),
        tuple(sorted(gathered.each(VintageLine), key=lambda line: line.ordinal)),
        tuple(sorted(gathered.each(TermLine), key=lambda line: line.code)),
        gathered.tree(),
        tuple(sorted(gathered.each(IdentifierLine), key=lambda line: line.key)),
        tuple(sorted(gathered.each(EventLine), key=lambda line: line.code)),
        tuple(sorted(figures, key=lambda figure: str(figure.key))),
    )


@dataclass(frozen=True, slots=True)
class _Codes:
    """The codes that a column may hold, and where in a package they are brought."""

    place: str
    known: Collection[str]


def _nearest(code: str, known: Collection[str]) -> str:
    near = get_close_matches(code[:CODE_LENGTH_MAX], known, n=1)
    return f"; nearest: {near[0]}" if near else ""


class _Gathered:
    """Lines of all packages by table and key, and the rules between tables."""

    def __init__(self, packages: Sequence[Package], catalog: Catalog) -> None:
        self.catalog = catalog
        self.tables: dict[type[Line], dict[str, Located[Line]]] = {kind: {} for kind in LINES}
        self._strays: list[Problem] = []
        self._absent: dict[str, list[str]] = {}
        loaded = {package.name for package in packages}
        for package in packages:
            absent = sorted(set(package.requires) - loaded)
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
            for kind in LINES:
                for located in package.lines(kind):
                    self._take(kind, located)

    def _take(self, kind: type[Line], located: Located[Line]) -> None:
        first = self.tables[kind].setdefault(located.line.key, located)
        if first is not located:
            columns = ", ".join(kind.key_columns)
            expected = f"one row for it in all packages; the other is {first.file}, row {first.row}"
            key = repr(located.line.key)
            self._strays.append(Problem(located.file, located.row, columns, key, expected))

    def located(self, kind: type[LineOfTable]) -> Iterator[Located[LineOfTable]]:
        for located in self.tables[kind].values():
            if isinstance(located.line, kind):
                yield Located(located.line, located.file, located.row)

    def each(self, kind: type[LineOfTable]) -> Iterator[LineOfTable]:
        for located in self.located(kind):
            yield located.line

    def problems(self) -> Iterator[Problem]:
        """Duplicates, references to nothing, and a tree that is none."""
        yield from self._strays
        organizations = self._codes(OrganizationLine)
        sources = self._codes(SourceLine)
        indicators = _Codes(f"{CATALOG}, [[indicator]]", self.catalog.by_code.keys())
        levels = _Codes(f"{CATALOG}, level", {level.code for level in self.catalog.levels})
        breaking = _Codes(indicators.place, {*indicators.known, ALL_INDICATORS})
        for kind, column, codes in (
            (OrganizationLine, "parent", organizations),
            (OrganizationLine, "level", levels),
            (IdentifierLine, "organization", organizations),
            (IdentifierLine, "source", sources),
            (EventLine, "organization", organizations),
            (EventLine, "related", organizations),
            (EventLine, "breaks", breaking),
            (EventLine, "source", sources),
            (FigureLine, "organization", organizations),
            (FigureLine, "indicator", indicators),
            (FigureLine, "source", sources),
            (FigureLine, "vintage", self._codes(VintageLine)),
        ):
            yield from self._dangling(kind, column, codes)
        yield from self._repeated_ordinals()
        yield from self._circles()

    def _codes(self, kind: type[Line]) -> _Codes:
        return _Codes(kind.file, self.tables[kind].keys())

    def _dangling(self, kind: type[Line], column: str, codes: _Codes) -> Iterator[Problem]:
        for located in self.tables[kind].values():
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
        for located in self.located(VintageLine):
            code = first.setdefault(located.line.ordinal, located.line.code)
            if code != located.line.code:
                expected = f"another ordinal; this is that of {code}"
                yield located.problem("ordinal", located.line.ordinal, expected)

    def _circles(self) -> Iterator[Problem]:
        """The first organization found whose parents lead back to it."""
        parents = {line.code: line.parent for line in self.each(OrganizationLine)}
        lead_to_the_top: set[str | None] = {None}
        for start in parents:
            passed: set[str | None] = set()
            code: str | None = start
            while code not in lead_to_the_top and code not in passed:
                passed.add(code)
                code = parents.get(code) if code is not None else None
            if code is not None and code in passed:
                located = self.tables[OrganizationLine][code]
                yield located.problem("parent", parents[code], "a tree without circles")
                return
            lead_to_the_top |= passed

    def tree(self) -> tuple[OrganizationLine, ...]:
        """Organizations in pre-order."""
        children: dict[str | None, list[OrganizationLine]] = {}
        for line in sorted(self.each(OrganizationLine), key=lambda line: line.code, reverse=True):
            children.setdefault(line.parent, []).append(line)
        ordered: list[OrganizationLine] = []
        waiting = children.get(None, [])
        while waiting:
            line = waiting.pop()
            ordered.append(line)
            waiting.extend(children.get(line.code, []))
        return tuple(ordered)

    def figures(self, problems: list[Problem]) -> Iterator[Figure]:
        """Figures as they come; faults are added to `problems`."""
        sources = {
            line.code: Source(line.code, line.authority, line.published)
            for line in self.each(SourceLine)
        }
        vintages = {line.code: line.ordinal for line in self.each(VintageLine)}
        for located in self.located(FigureLine):
            line = located.line
            figure = _figure(line, sources[line.source], vintages.get(line.vintage or "", 0))
            indicator = self.catalog.by_code[line.indicator]
            try:
                figure.bounds(indicator, counted=self.catalog.counted(indicator))
            except (DomainError, EmptyBoundsError) as error:
                problems.append(located.problem("value", line.as_reported, str(error)))
            if line.printed_unit is PrintedUnit.PERCENT and self.catalog.counted(indicator):
                expected = f"a unit to count {indicator.unit} in"
                problems.append(located.problem("printed_unit", line.printed_unit.value, expected))
            problems.extend(_date_problems(located, indicator))
            yield figure


def _figure(line: FigureLine, source: Source, vintage_ordinal: int) -> Figure:
    printed = line.printed
    upper = None if printed is None else printed.base_upper(line.printed_unit)
    status = ObservationStatus.SUPPRESSED if printed is None else printed.status
    return Figure(
        line.organization,
        line.indicator,
        line.period,
        source,
        line.as_reported,
        line.printed_unit,
        line.decimal_mark,
        line.qualifier,
        value=None if line.value is None else Fraction(line.value),
        resolution=Fraction(line.resolution),
        upper_value=upper,
        reference_date=line.reference_date,
        vintage=line.vintage,
        vintage_ordinal=vintage_ordinal,
        period_basis=line.period_basis,
        indicator_basis=line.indicator_basis,
        status=status,
        preferred=line.preferred,
        note=line.note,
    )


def _date_problems(located: Located[FigureLine], indicator: Indicator) -> Iterator[Problem]:
    """A reference date lies in its period; a year of a stock is its last day (design, rule 5)."""
    line = located.line
    if line.reference_date is None:
        return
    reference = Period.parse(line.reference_date)
    if not line.period.covers(reference):
        yield located.problem("reference_date", line.reference_date, f"a date within {line.period}")
        return
    year_end = indicator.kind is IndicatorKind.STOCK and not indicator.dated_by_source
    if year_end and line.period.is_annual and reference.end != line.period.end:
        expected = "31 December, or a period coded by half, quarter, month or day"
        yield located.problem("reference_date", line.reference_date, expected)
