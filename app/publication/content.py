"""Several packages as one whole: every code named once, every reference kept, one tree."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction
from typing import Any

from pydantic import ValidationError

from app.catalog.catalog import Catalog
from app.catalog.indicators import Indicator, IndicatorKind
from app.derivation.breaks import ALL_INDICATORS
from app.derivation.figures import DomainError, Figure, Source
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
from app.publication.package import CATALOG, LineOfTable, Located, Package
from app.publication.problems import PackageError, Problem
from app.values.bounds import EmptyBoundsError
from app.values.periods import Period
from app.values.statuses import ObservationStatus


@dataclass(frozen=True, slots=True)
class Content:
    """All that packages say, checked: what a release is derived from.

    `organizations` stand in pre-order, those of one parent by code.
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
    problems: list[Problem] = []
    for package in packages:
        for name in set(package.requires) - {each.name for each in packages}:
            expected = "a package that is loaded already"
            problems.append(Problem(package.name, None, "requires", repr(name), expected))
    stanzas = _stanzas(packages)
    try:
        catalog = Catalog.model_validate(stanzas)
    except ValidationError as error:
        for fault in error.errors(include_url=False):
            place = ".".join(map(str, fault["loc"])) or None
            problems.append(Problem(CATALOG, None, place, "a fault", str(fault["msg"])))
        raise PackageError(problems) from error
    gathered = _Gathered(packages, catalog)
    problems.extend(gathered.problems())
    if problems:
        raise PackageError(problems)
    figures = list(gathered.figures(problems))
    if problems:
        raise PackageError(problems)
    return Content(
        catalog,
        stanzas,
        tuple(sorted(gathered.each(SourceLine), key=lambda line: line.code)),
        tuple(sorted(gathered.each(VintageLine), key=lambda line: line.ordinal)),
        tuple(gathered.each(TermLine)),
        gathered.tree(),
        tuple(sorted(gathered.each(IdentifierLine), key=lambda line: line.key)),
        tuple(sorted(gathered.each(EventLine), key=lambda line: line.code)),
        tuple(figures),
    )


def _stanzas(packages: Sequence[Package]) -> dict[str, Any]:
    """The catalogs of all packages as one, in the order of the packages."""
    merged: dict[str, Any] = {}
    for package in packages:
        for name, value in package.catalog.items():
            if isinstance(value, list):
                merged[name] = [*merged.get(name, []), *value]
            else:
                merged[name] = value
    return merged


class _Gathered:
    """Lines of all packages by table and key, and the rules between tables."""

    def __init__(self, packages: Sequence[Package], catalog: Catalog) -> None:
        self.catalog = catalog
        self.tables: dict[type[Line], dict[str, Located[Line]]] = {kind: {} for kind in LINES}
        self._duplicates: list[Problem] = []
        for package in packages:
            for kind in LINES:
                for located in package.lines(kind):
                    self._take(kind, located)

    def _take(self, kind: type[Line], located: Located[Line]) -> None:
        first = self.tables[kind].setdefault(located.line.key, located)
        if first is not located:
            expected = f"one row for it; the other is {first.file}, row {first.row}"
            key = repr(located.line.key)
            self._duplicates.append(Problem(located.file, located.row, "key", key, expected))

    def located(self, kind: type[LineOfTable]) -> Iterator[Located[LineOfTable]]:
        for located in self.tables[kind].values():
            if isinstance(located.line, kind):
                yield Located(located.line, located.file, located.row)

    def each(self, kind: type[LineOfTable]) -> Iterator[LineOfTable]:
        for located in self.located(kind):
            yield located.line

    def problems(self) -> Iterator[Problem]:
        """Duplicates and references to nothing."""
        yield from self._duplicates
        organizations = self.tables[OrganizationLine].keys()
        sources = self.tables[SourceLine].keys()
        indicators = self.catalog.by_code.keys()
        levels = {level.code for level in self.catalog.levels}
        for kind, column, known in (
            (OrganizationLine, "parent", organizations),
            (OrganizationLine, "level", levels),
            (IdentifierLine, "organization", organizations),
            (IdentifierLine, "source", sources),
            (EventLine, "organization", organizations),
            (EventLine, "related", organizations),
            (EventLine, "breaks", {*indicators, ALL_INDICATORS}),
            (EventLine, "source", sources),
            (FigureLine, "organization", organizations),
            (FigureLine, "indicator", indicators),
            (FigureLine, "source", sources),
            (FigureLine, "vintage", self.tables[VintageLine].keys()),
        ):
            yield from self._dangling(kind, column, known)
        yield from self._circles()

    def _dangling(self, kind: type[Line], column: str, known: Collection[str]) -> Iterator[Problem]:
        for located in self.tables[kind].values():
            value = getattr(located.line, column)
            for code in value if isinstance(value, tuple) else (value,):
                if code is not None and code not in known:
                    near = get_close_matches(code, known, n=1)
                    hint = f"; nearest: {near[0]}" if near else ""
                    yield located.problem(column, code, f"a code that exists{hint}")

    def _circles(self) -> Iterator[Problem]:
        parents = {line.code: line.parent for line in self.each(OrganizationLine)}
        for located in self.located(OrganizationLine):
            seen: set[str] = set()
            code: str | None = located.line.code
            while code is not None and code not in seen:
                seen.add(code)
                code = parents.get(code)
            if code is not None:
                yield located.problem("parent", located.line.parent, "a tree without circles")
                return

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
        """Figures in the order of their keys; faults are added to `problems`."""
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
