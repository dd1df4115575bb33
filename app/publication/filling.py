"""Filling the tables of a release from checked content."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlmodel import SQLModel

from app.checks.models import CheckRow
from app.derivation.checks import Check
from app.derivation.verdicts import Outcome
from app.events.models import Event, EventBreak, EventOrganization
from app.figures.models import FigureRow
from app.indicators.models import CodeListItem, IndicatorRow
from app.observations.models import ObservationRow, Revision
from app.organizations.models import Identifier, Organization
from app.publication import rows
from app.publication.branches import Ground, branch_size, steps, twigs
from app.publication.content import Content
from app.publication.deriving import Derived
from app.publication.problems import PROBLEMS_MAX, PackageError, Problem
from app.publication.progress import Progress
from app.publication.working import deriving, results, workers_for
from app.publication.workplace import Workplace, batches
from app.sources.models import SourceRow

BATCH = 2000


@dataclass(slots=True)
class Filling:
    """One release's tables while they are filled; `counts` are the rows of each so far.

    `workers` processes derive what it is filled with; None: as many as suit.
    """

    workplace: Workplace
    workers: int | None = None
    counts: dict[str, int] = field(default_factory=dict)

    def fill(self, content: Content, *, disclosure_threshold: int, progress: Progress) -> None:
        """All tables but the history.

        Raises PackageError where parts and wholes cannot both be true.
        """
        numbering = rows.Numbering(content)
        self._fill_catalog(content, numbering)
        total = len(content.organizations)
        ground = Ground.of(content, self.workplace.number, threshold=disclosure_threshold)
        for model in (FigureRow, ObservationRow, CheckRow):
            self.counts[str(model.__tablename__)] = 0
        errors: list[Check] = []
        done = 0
        given = steps(twigs(content, numbering), numbering, branch_size(content))
        with deriving(ground, workers_for(len(content.figures), self.workers)) as hands:
            for derived in results(given, ground, hands):
                self._insert_derived(derived)
                errors.extend(derived.errors)
                if len(errors) >= PROBLEMS_MAX:
                    break
                done += derived.organizations
                progress("derive", done, total)
        refuse_errors(errors)

    def _insert_derived(self, derived: Derived) -> None:
        for name, found in derived.rows.items():
            if found:
                self.workplace.insert(CheckRow.metadata.tables[name], found)
                self.counts[name] += len(found)

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

    def _insert(self, model: type[SQLModel], generated: Iterable[rows.Row]) -> None:
        table = model.metadata.tables[str(model.__tablename__)]
        names = [column.name for column in table.columns]
        release = {"release": self.workplace.number}
        values = (tuple({**row, **release}[name] for name in names) for row in generated)
        self.counts.setdefault(table.name, 0)
        for batch in batches(values, BATCH):
            self.workplace.insert(table, batch)
            self.counts[table.name] += len(batch)


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
