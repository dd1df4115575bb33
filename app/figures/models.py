"""The table of figures."""

from sqlalchemy import Index

from app.database import (
    ReleaseTable,
    flag_check,
    optional_text,
    optional_whole,
    options,
    text,
    whole,
)


class FigureRow(ReleaseTable, table=True):
    """One printed number; value, second value, resolution and bounds are millionths.

    Value, print and bounds are missing where it is suppressed.
    """

    __tablename__ = "figure"
    __table_args__ = options(
        Index(None, "release", "source", "organization_id", "indicator_id", "period"),
        *flag_check("preferred", "lower_closed", "upper_closed"),
    )

    release: int = whole(key=True)
    organization_id: int = whole(key=True)
    indicator_id: int = whole(key=True)
    period: int = whole(key=True)
    source: str = text(key=True)
    period_start: str = text()
    period_end: str = text()
    as_reported: str | None = optional_text()
    printed_unit: str = text()
    decimal_mark: str = text()
    qualifier: str = text()
    value: int | None = optional_whole()
    upper_value: int | None = optional_whole()
    resolution: int = whole()
    lower: int | None = optional_whole()
    upper: int | None = optional_whole()
    lower_closed: int = whole()
    upper_closed: int = whole()
    reference_date: str | None = optional_text()
    vintage: str | None = optional_text()
    period_basis: str = text()
    indicator_basis: str = text()
    status: str = text()
    confidentiality: str = text()
    preferred: int = whole()
    note: str | None = optional_text()
