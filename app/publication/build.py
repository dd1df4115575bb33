"""Building a release file beside those being served: migrated, filled, checked, closed."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path

from sqlalchemy import insert
from sqlalchemy.engine import Connection
from sqlmodel import SQLModel

from app.checks.models import CheckRow
from app.derivation.breaks import Break
from app.derivation.checks import Check
from app.derivation.derive import OrganizationInput, derive
from app.derivation.disclosure import suppress
from app.derivation.figures import Figure
from app.derivation.verdicts import Outcome
from app.events.models import Event, EventBreak, EventOrganization
from app.figures.models import FigureRow
from app.indicators.models import CodeListItem, IndicatorRow
from app.migrations import engine_for, upgrade
from app.observations.models import ObservationRow, Revision
from app.organizations.models import Identifier, Organization
from app.publication import rows
from app.publication.changes import earlier_revisions, revisions
from app.publication.content import Content
from app.publication.digest import chain_digest, content_digest, history_digest
from app.publication.lines import EventLine
from app.publication.problems import PackageError, Problem
from app.sources.models import SourceRow
from app.values.periods import Period

BATCH = 2000
Progress = Callable[[str, int, int], None]


def silent(_stage: str, _done: int, _total: int) -> None:
    """Progress for nobody."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a release is built with besides its packages."""

    text: str
    disclosure_threshold: int


@dataclass(frozen=True, slots=True)
class Previous:
    """The release before the one being built."""

    file: Path
    chain: str


@dataclass(slots=True)
class Built:
    """A finished file: digests, and how many rows of each table and change it has."""

    content: str
    chain: str
    counts: dict[str, int] = field(default_factory=dict)
    changes: dict[str, int] = field(default_factory=dict)


def build(
    path: Path,
    migrations: Path,
    content: Content,
    recipe: Recipe,
    *,
    number: int,
    previous: Previous | None,
    progress: Progress = silent,
) -> Built:
    """Fill a new file at `path`. Raises PackageError where parts and wholes cannot both be true."""
    engine = engine_for(path)
    try:
        with engine.connect() as connection, connection.begin():
            upgrade(migrations, "release", connection)
            counts = _fill(connection, content, recipe, number, progress)
        history: dict[str, int] = {}
        if previous is not None:
            found = list(_history(path, previous.file, number))
            for row in found:
                if row["changed_in"] == number:
                    history[row["change"]] = history.get(row["change"], 0) + 1
            with engine.connect() as connection, connection.begin():
                _insert(connection, Revision, number, found)
        with engine.connect() as connection:
            connection.exec_driver_sql("ANALYZE")
            digest = content_digest(connection, recipe.text)
            chain = chain_digest(
                previous.chain if previous else None,
                content=digest,
                history=history_digest(connection),
            )
    finally:
        engine.dispose()
    return Built(digest, chain, counts, history)


def _fill(
    connection: Connection, content: Content, recipe: Recipe, number: int, progress: Progress
) -> dict[str, int]:
    numbering = rows.Numbering(content)
    counts = {}
    for model, generated in (
        (Organization, rows.organization_rows(content, numbering)),
        (Identifier, rows.identifier_rows(content, numbering)),
        (Event, rows.event_rows(content, numbering)),
        (EventOrganization, rows.event_organization_rows(content, numbering)),
        (EventBreak, rows.event_break_rows(content)),
        (IndicatorRow, rows.indicator_rows(content, numbering)),
        (CodeListItem, rows.code_list_rows(content)),
        (SourceRow, rows.source_rows(content)),
    ):
        counts[str(model.__tablename__)] = _insert(connection, model, number, generated)
    figures = tuple(
        suppress(content.figures, content.catalog, threshold=recipe.disclosure_threshold)
    )
    counts["figure"] = _insert(
        connection,
        FigureRow,
        number,
        (rows.figure_row(figure, content.catalog, numbering) for figure in figures),
    )
    return counts | _derive(connection, content, figures, numbering, number, progress)


def _derive(
    connection: Connection,
    content: Content,
    figures: tuple[Figure, ...],
    numbering: rows.Numbering,
    number: int,
    progress: Progress,
) -> dict[str, int]:
    counts = {"observation": 0, "check": 0}
    inputs = organization_inputs(content, figures)
    errors: list[Check] = []
    for done, result in enumerate(derive(content.catalog, inputs), 1):
        counts["observation"] += _insert(
            connection,
            ObservationRow,
            number,
            (rows.observation_row(each, numbering) for each in result.observations),
        )
        counts["check"] += _insert(
            connection,
            CheckRow,
            number,
            (rows.check_row(each, numbering) for each in result.checks),
        )
        errors.extend(check for check in result.checks if check.outcome is Outcome.ERROR)
        progress("derive", done, len(inputs))
    if errors:
        raise PackageError([_as_problem(check) for check in errors])
    return counts


def _as_problem(check: Check) -> Problem:
    """A rule that arithmetic alone breaks, with both sides and their sources."""
    found = f"{check.en} (sources: {', '.join(check.sources)})"
    expected = f"{' + '.join(check.left.keys)} to agree with {', '.join(check.right.keys)}"
    return Problem(f"rule {check.rule}", None, check.code, found, expected)


def organization_inputs(
    content: Content, figures: Iterable[Figure]
) -> tuple[OrganizationInput, ...]:
    """Organizations in pre-order, each with its breaks and its figures."""
    own: dict[str, list[Figure]] = {}
    for figure in figures:
        own.setdefault(figure.organization, []).append(figure)
    breaks = breaks_by_organization(content)
    return tuple(
        OrganizationInput(
            line.code,
            line.parent,
            None if line.valid_from is None else date.fromisoformat(line.valid_from),
            None if line.valid_to is None else date.fromisoformat(line.valid_to),
            line.children_complete,
            tuple(breaks.get(line.code, ())),
            tuple(own.get(line.code, ())),
        )
        for line in content.organizations
    )


def breaks_by_organization(content: Content) -> dict[str, list[Break]]:
    """Breaks an event brings to its organization, to related ones, and below where its scope says."""
    parents = {line.code: line.parent for line in content.organizations}
    children: dict[str, list[str]] = {}
    for code, parent in parents.items():
        if parent is not None:
            children.setdefault(parent, []).append(code)
    found: dict[str, list[Break]] = {}
    for event in content.events:
        if event.effective is None or not event.breaks:
            continue
        for code in _touched(event, children):
            found.setdefault(code, []).append(
                Break(
                    event.code,
                    Period.parse(event.effective).start,
                    frozenset(event.breaks),
                    event.related if code == event.organization and event.kind == "merger" else (),
                )
            )
    for breaks in found.values():
        breaks.sort(key=lambda each: (each.effective, each.event))
    return found


def _touched(event: EventLine, children: dict[str, list[str]]) -> Iterator[str]:
    touched = dict.fromkeys((event.organization, *event.related))
    waiting = list(touched)
    while waiting:
        code = waiting.pop()
        yield code
        if event.scope == "subtree":
            below = [child for child in children.get(code, ()) if child not in touched]
            touched.update(dict.fromkeys(below))
            waiting.extend(below)


def _history(path: Path, previous: Path, number: int) -> Iterator[rows.Row]:
    """What the release before carries, then what this one changes."""
    with (
        closing(sqlite3.connect(f"file:{previous}?mode=ro&immutable=1", uri=True)) as before,
        closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as after,
    ):
        yield from earlier_revisions(before)
        yield from revisions(before, after, number=number)


def _insert(
    connection: Connection, model: type[SQLModel], number: int, generated: Iterable[rows.Row]
) -> int:
    """Insert in batches straight on the driver; returns how many."""
    table = model.metadata.tables[str(model.__tablename__)]
    sql = str(insert(table).compile(dialect=connection.dialect))
    names = [column.name for column in table.columns]
    total = 0
    remaining = iter(generated)
    while batch := list(islice(remaining, BATCH)):
        values = [tuple({**row, "release": number}[name] for name in names) for row in batch]
        connection.exec_driver_sql(sql, values)
        total += len(values)
    return total
