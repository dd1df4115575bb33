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
from app.publication.reasons import Changed, Numbers, Reasons, Side
from app.publication.rows import Row
from app.releases.canonical import COLUMNS_VERSION, Rows
from app.releases.queries import HISTORY
from app.values.changes import Reason

_NUMBERS = Numbers._fields
_PRINTS = ("derivation", "source", "as_reported")


_CELLS = Statement(
    select(
        col(Organization.code).label("organization"),
        col(IndicatorRow.code).label("indicator"),
        col(ObservationRow.period),
        *(col(getattr(ObservationRow, name)) for name in (*_NUMBERS, *_PRINTS)),
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
_KEY = 3
_NUMBERS_END = _KEY + len(_NUMBERS)


def revisions(
    previous: Rows, current: Rows, *, number: int, same_packages: bool = False
) -> Iterator[Row]:
    """Cells that are new, revised or withdrawn in release `number`, each with the reason.

    A revision carries the numbers the cell had before; a new cell has none. `same_packages`: the
    release before was built from the very same ones.
    """
    reasons = Reasons.between(previous, current, same_packages=same_packages)
    before = ((row[:_KEY], 0, row[_KEY:]) for row in previous(_CELLS))
    after = ((row[:_KEY], 1, row[_KEY:]) for row in current(_CELLS))
    numbers_end = _NUMBERS_END - _KEY
    for key, group in groupby(merge(before, after, key=itemgetter(0, 1)), key=itemgetter(0)):
        found = {side: values for _, side, values in group}
        if len(found) == 2 and found[0][:numbers_end] == found[1][:numbers_end]:
            continue
        changed = Changed(key, _side(found.get(0)), _side(found.get(1)))
        reason = reasons.reason(changed)
        if reason is not None:
            yield _revision(changed, reason, number)
    for changed, reason in reasons.rest():
        yield _revision(changed, reason, number)


def _side(values: Sequence[Any] | None) -> Side | None:
    if values is None:
        return None
    numbers_end = _NUMBERS_END - _KEY
    return Side(Numbers(*values[:numbers_end]), *values[numbers_end:])


_NOTHING = Numbers(None, None, None, 0, 0, None, None)


def _revision(changed: Changed, reason: Reason, number: int) -> Row:
    organization, indicator, period = changed.key
    numbers = _NOTHING if changed.before is None else changed.before.numbers
    return {
        "organization": organization,
        "indicator": indicator,
        "period": period,
        "changed_in": number,
        "change": changed.change.value,
        "reason": reason.value,
        **numbers._asdict(),
    }


def earlier_revisions(previous: Rows) -> Iterator[Row]:
    """The history that the release before carries."""
    for (_, *columns), statement in HISTORY[COLUMNS_VERSION]:
        for row in previous(statement):
            yield dict(zip(columns, row, strict=True))
