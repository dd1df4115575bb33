"""What cells had before releases changed them, as each release tells of those up to itself."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, select
from sqlmodel import col

from app.cells.queries import cell_id
from app.database import RELEASE, Statement, in_cells, json_list
from app.observations.models import Revision
from app.releases.reader import Reader
from app.releases.registry import PublishedRelease
from app.releases.resource import Row
from app.values.changes import Change
from app.values.codes import CellKey
from app.values.scaled import plain_number

_COLUMNS = (
    "changed_in",
    "change",
    "value",
    "lower",
    "upper",
    "lower_closed",
    "upper_closed",
    "qualifier",
    "status",
)
_CELL = (col(Revision.organization), col(Revision.indicator), col(Revision.period))
_HISTORY = tuple(col(getattr(Revision, name)) for name in _COLUMNS)
_OF_CELL = Statement(
    select(*_HISTORY)
    .where(
        col(Revision.release) == RELEASE,
        col(Revision.organization) == bindparam("organization"),
        col(Revision.indicator) == bindparam("indicator"),
        col(Revision.period) == bindparam("period"),
    )
    .order_by(col(Revision.changed_in))
)
_OF_CELLS = Statement(
    select(*_CELL, *_HISTORY)
    .where(col(Revision.release) == RELEASE, in_cells(_CELL, "cells"))
    .order_by(col(Revision.changed_in))
)


def fetch_history(reader: Reader, key: CellKey) -> list[Row]:
    """What became of the cell, release by release; numbers are those it had before each change."""
    rows = reader.fetch(
        _OF_CELL,
        {
            "organization": key.organization,
            "indicator": key.indicator,
            "period": key.period.ordinal,
        },
    )
    return [_revision(row) for row in rows]


def fetch_histories(
    reader: Reader, rows: Sequence[Mapping[str, Any]], releases: Iterable[PublishedRelease]
) -> list[Row]:
    """The rows, each with its history, in which releases are told with their moment."""
    cells = [CellKey.parse(row["id"]) for row in rows]
    moments = {release.number: release.published_at for release in releases}
    triples = [(cell.organization, cell.indicator, cell.period.ordinal) for cell in cells]
    histories: dict[str, list[Row]] = {str(cell): [] for cell in cells}
    for organization, indicator, period, *columns in reader.fetch(
        _OF_CELLS, {"cells": json_list(triples)}
    ):
        told = _revision(columns)
        number = told["release"]
        histories[cell_id(organization, indicator, period)].append(
            {"release": number, "published_at": moments[number], **told}
        )
    return [{**row, "history": histories[row["id"]]} for row in rows]


def _revision(row: Sequence[Any]) -> Row:
    cells = dict(zip(_COLUMNS, row, strict=True))
    for name in ("value", "lower", "upper"):
        cells[name] = None if cells[name] is None else plain_number(cells[name])
    for name in ("lower_closed", "upper_closed"):
        cells[name] = bool(cells[name])
    release, change = cells.pop("changed_in"), cells.pop("change")
    before = None if change == Change.NEW else cells
    return {"release": release, "change": change, "before": before}
