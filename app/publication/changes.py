"""What a new release changes in its cells, against the one before."""

from collections.abc import Iterator, Sequence
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import select
from sqlmodel import col

from app.database import RELEASE, Statement
from app.indicators.models import IndicatorRow
from app.observations.models import ObservationRow
from app.organizations.models import Organization
from app.publication.rows import Row
from app.releases.canonical import Rows
from app.releases.queries import HISTORY

_NUMBERS = ("value", "lower", "upper", "lower_closed", "upper_closed", "qualifier", "status")


_CELLS = Statement(
    select(
        col(Organization.code).label("organization"),
        col(IndicatorRow.code).label("indicator"),
        col(ObservationRow.period),
        *(col(getattr(ObservationRow, name)) for name in _NUMBERS),
    )
    .join(
        Organization,
        (col(Organization.release) == col(ObservationRow.release))
        & (col(Organization.id) == col(ObservationRow.organization_id)),
    )
    .join(
        IndicatorRow,
        (col(IndicatorRow.release) == col(ObservationRow.release))
        & (col(IndicatorRow.id) == col(ObservationRow.indicator_id)),
    )
    .where(col(ObservationRow.release) == RELEASE)
    .order_by(col(Organization.code), col(IndicatorRow.code), col(ObservationRow.period))
)


def revisions(previous: Rows, current: Rows, *, number: int) -> Iterator[Row]:
    """Cells that are new, revised or withdrawn in release `number`, by key.

    A revision carries the numbers the cell had before; a new cell has none.
    """
    before = ((row[:3], 0, row[3:]) for row in previous(_CELLS))
    after = ((row[:3], 1, row[3:]) for row in current(_CELLS))
    for key, group in groupby(merge(before, after, key=itemgetter(0, 1)), key=itemgetter(0)):
        numbers = {side: values for _, side, values in group}
        if numbers.get(0) == numbers.get(1):
            continue
        change = "new" if 0 not in numbers else "revised" if 1 in numbers else "withdrawn"
        yield _revision(key, number, change, numbers.get(0))


def _revision(key: Sequence[Any], number: int, change: str, before: Sequence[Any] | None) -> Row:
    organization, indicator, period = key
    values = dict(zip(_NUMBERS, before or (None, None, None, 0, 0, None, None), strict=True))
    return {
        "organization": organization,
        "indicator": indicator,
        "period": period,
        "changed_in": number,
        "change": change,
        **values,
    }


def earlier_revisions(previous: Rows) -> Iterator[Row]:
    """The history that the release before carries."""
    for (_, *columns), statement in HISTORY:
        for row in previous(statement):
            yield dict(zip(columns, row, strict=True))
