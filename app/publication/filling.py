"""Filling the tables of a release from checked content."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from sqlalchemy import Table
from sqlmodel import SQLModel

from app.checks.models import CheckRow
from app.database import ReleaseTable
from app.derivation.checks import Check
from app.derivation.derive import PlainResult, derive_plain
from app.derivation.plain import PlainCatalog
from app.derivation.verdicts import Outcome
from app.events.models import Event, EventBreak, EventOrganization
from app.figures.models import FigureRow
from app.indicators.models import CodeListItem, IndicatorRow
from app.observations.models import ObservationRow, Revision
from app.organizations.models import Identifier, Organization
from app.publication import rows
from app.publication.content import Content
from app.publication.inputs import printed_inputs
from app.publication.plain_rows import ResultRows
from app.publication.printed import PrintedFigures
from app.publication.problems import PROBLEMS_MAX, PackageError, Problem
from app.publication.workplace import Workplace, batches
from app.sources.models import SourceRow

BATCH = 2000
WAITING_MAX = 20_000
Progress = Callable[[str, int, int], None]


def silent(_stage: str, _done: int, _total: int) -> None:
    """Progress for nobody."""


@dataclass(slots=True)
class Filling:
    """One release's tables while they are filled; `counts` are the rows of each so far."""

    workplace: Workplace
    counts: dict[str, int] = field(default_factory=dict)

    def fill(self, content: Content, *, disclosure_threshold: int, progress: Progress) -> None:
        """All tables but the history.

        Raises PackageError where parts and wholes cannot both be true.
        """
        numbering = rows.Numbering(content)
        self._fill_catalog(content, numbering)
        catalog = content.catalog
        total = len(content.organizations)
        plain = PlainCatalog(catalog)
        release = self.workplace.number
        figures = PrintedFigures(content, plain, numbering, threshold=disclosure_threshold)
        figure_rows = self._buffer(FigureRow)
        results = ResultRows(release, content, numbering)
        observations = self._buffer(ObservationRow)
        checks = self._buffer(CheckRow)
        errors: list[Check] = []
        inputs = printed_inputs(
            content, figures, lambda raw: figure_rows.extend(figures.rows(release, raw))
        )
        for done, result in enumerate(derive_plain(plain, inputs), 1):
            observations.extend(results.observations(result))
            checks.extend(results.checks(result))
            errors.extend(_errors(result))
            if len(errors) >= PROBLEMS_MAX:
                break
            progress("derive", done, total)
        figure_rows.flush()
        observations.flush()
        checks.flush()
        refuse_errors(errors)

    def fill_history(self, revisions: Iterable[rows.Row]) -> None:
        self._insert(Revision, revisions)

    def _fill_catalog(self, content: Content, numbering: rows.Numbering) -> None:
        self._insert(Organization, rows.organization_rows(content, numbering))
        self._insert(Identifier, rows.identifier_rows(content, numbering))
        self._insert(Event, rows.event_rows(content, numbering))
        self._insert(EventOrganization, rows.event_organization_rows(content, numbering))
        self._insert(EventBreak, rows.event_break_rows(content))
        self._insert(IndicatorRow, rows.indicator_rows(content, numbering))
        self._insert(CodeListItem, rows.code_list_rows(content))
        self._insert(SourceRow, rows.source_rows(content))

    def _buffer(self, model: type[ReleaseTable]) -> "Buffer":
        table = model.metadata.tables[str(model.__tablename__)]
        self.counts.setdefault(table.name, 0)
        return Buffer(self, table)

    def _insert(self, model: type[SQLModel], generated: Iterable[rows.Row]) -> None:
        table = model.metadata.tables[str(model.__tablename__)]
        names = [column.name for column in table.columns]
        release = {"release": self.workplace.number}
        values = (tuple({**row, **release}[name] for name in names) for row in generated)
        self.counts.setdefault(table.name, 0)
        for batch in batches(values, BATCH):
            self.workplace.insert(table, batch)
            self.counts[table.name] += len(batch)


@dataclass(slots=True)
class Buffer:
    """Rows of one table that come nearly in order: sorted by their key before they are written."""

    filling: Filling
    table: Table
    waiting: list[tuple[Any, ...]] = field(default_factory=list)

    def extend(self, values: Iterable[tuple[Any, ...]]) -> None:
        self.waiting.extend(values)
        if len(self.waiting) >= WAITING_MAX:
            self.flush()

    def flush(self) -> None:
        if self.waiting:
            self.waiting.sort(key=itemgetter(*range(len(self.table.primary_key.columns))))
            self.filling.workplace.insert(self.table, self.waiting)
            self.filling.counts[self.table.name] += len(self.waiting)
            self.waiting.clear()


def _errors(result: PlainResult) -> Iterator[Check]:
    for check in result.checks:
        if isinstance(check, Check) and check.outcome is Outcome.ERROR:
            yield check


def refuse_errors(checks: Iterable[Check]) -> None:
    """Raises PackageError for checks that cannot both be true, each with both sides."""
    errors = [_as_problem(check) for check in checks if check.outcome is Outcome.ERROR]
    if errors:
        raise PackageError(errors)


def _as_problem(check: Check) -> Problem:
    """A rule that arithmetic alone breaks, with both sides and their sources."""
    found = f"{check.en} (sources: {', '.join(check.sources)})"
    expected = f"{' + '.join(check.left.keys)} to agree with {', '.join(check.right.keys)}"
    return Problem(f"rule {check.rule}", None, check.code, found, expected)
