"""Tables of observations and of their revisions."""

from sqlalchemy import CheckConstraint, Index
from sqlalchemy import text as sql

from app.database import (
    ReleaseTable,
    flag_check,
    optional_text,
    optional_whole,
    options,
    text,
    whole,
)

_IS_RANKED = sql("ranked_level IS NOT NULL")


class ObservationRow(ReleaseTable, table=True):
    """The number of one cell, clustered on (organization, indicator, period).

    Value and bounds are millionths: the value rounded half-even, bounds outward; a missing bound
    is no limit, or nothing disclosed where the status is Q. Print, reference date, vintage and
    source are the preferred figure's, for reported numbers alone. `ranked_level` is the place of
    the organization's level in the catalog's list, from 1, where the number may be ranked.
    """

    __tablename__ = "observation"
    __table_args__ = options(
        Index(
            "ix_observation_ranking",
            *("release", "indicator_id", "ranked_level", "period", "value", "organization_id"),
            sqlite_where=_IS_RANKED,
            postgresql_where=_IS_RANKED,
        ),
        Index(
            "ix_observation_across",
            *("release", "indicator_id", "period", "organization_id", "ranked_level", "value"),
        ),
        CheckConstraint("lower <= upper", name="ends_in_order"),
        *flag_check("lower_closed", "upper_closed", "parts_complete", "implied"),
    )

    release: int = whole(key=True)
    organization_id: int = whole(key=True)
    indicator_id: int = whole(key=True)
    period: int = whole(key=True)
    period_start: str = text()
    period_end: str = text()
    value: int | None = optional_whole()
    lower: int | None = optional_whole()
    upper: int | None = optional_whole()
    lower_closed: int = whole()
    upper_closed: int = whole()
    qualifier: str | None = optional_text()
    derivation: str = text()
    status: str = text()
    confidentiality: str = text()
    as_reported: str | None = optional_text()
    reference_date: str | None = optional_text()
    vintage: str | None = optional_text()
    source: str | None = optional_text()
    parts_known: int | None = optional_whole()
    parts_total: int | None = optional_whole()
    parts_complete: int | None = optional_whole()
    implied: int = whole()
    ranked_level: int | None = optional_whole()


class Revision(ReleaseTable, table=True):
    """What became of a cell in release `changed_in`; numbers are those it had before.

    `reason` is the change itself, or what it certainly comes of.
    """

    __tablename__ = "revision"
    __table_args__ = options(
        Index(None, "release", "changed_in", "organization", "indicator", "period"),
        CheckConstraint("change IN ('new', 'revised', 'withdrawn')", name="change"),
        *flag_check("lower_closed", "upper_closed"),
    )

    release: int = whole(key=True)
    organization: str = text(key=True)
    indicator: str = text(key=True)
    period: int = whole(key=True)
    changed_in: int = whole(key=True)
    change: str = text()
    reason: str = text()
    value: int | None = optional_whole()
    lower: int | None = optional_whole()
    upper: int | None = optional_whole()
    lower_closed: int = whole()
    upper_closed: int = whole()
    qualifier: str | None = optional_text()
    status: str | None = optional_text()
