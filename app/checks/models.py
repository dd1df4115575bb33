"""The table of checks."""

from sqlalchemy import Index

from app.database import ReleaseTable, optional_text, options, text, whole


class CheckRow(ReleaseTable, table=True):
    """One rule at one cell; `left_side`, `right_side` and `sources` are JSON.

    Sides and texts may be left out where they follow from the cell and the rule.
    """

    __tablename__ = "check"
    __table_args__ = options(
        Index(None, "release", "outcome", "code"),
        Index(None, "release", "organization_id", "period", "code"),
    )

    release: int = whole(key=True)
    code: str = text(key=True)
    rule: str = text()
    organization_id: int = whole()
    indicator_id: int = whole()
    period: int = whole()
    outcome: str = text()
    verdict: str | None = optional_text()
    left_side: str | None = optional_text()
    right_side: str | None = optional_text()
    sources: str = text()
    text_vi: str | None = optional_text()
    text_en: str | None = optional_text()
