"""Tables of organizations and identifiers."""

from sqlalchemy import Index, UniqueConstraint

from app.database import (
    ReleaseTable,
    flag_check,
    optional_text,
    optional_whole,
    options,
    text,
    whole,
)


class Organization(ReleaseTable, table=True):
    """Numbered densely in pre-order: those below `id` are `id + 1` to `last`."""

    __tablename__ = "organization"
    __table_args__ = options(
        UniqueConstraint("release", "code"),
        Index(None, "release", "parent_id", "id"),
        Index(None, "release", "level", "id"),
        *flag_check("territorial", "all_listed"),
    )

    release: int = whole(key=True)
    id: int = whole(key=True)
    last: int = whole()
    code: str = text()
    level: str = text()
    kind: str = text()
    territorial: int = whole()
    parent_id: int | None = optional_whole()
    name_vi: str = text()
    name_en: str = text()
    valid_from: str | None = optional_text()
    valid_to: str | None = optional_text()
    all_listed: int = whole()
    note: str | None = optional_text()


class Identifier(ReleaseTable, table=True):
    """A code of another scheme, which named the organization from `valid_from` to `valid_to`."""

    __tablename__ = "identifier"
    __table_args__ = options(Index(None, "release", "organization_id"))

    release: int = whole(key=True)
    scheme: str = text(key=True)
    value: str = text(key=True)
    organization_id: int = whole(key=True)
    valid_from: str | None = optional_text()
    valid_to: str | None = optional_text()
    source: str = text()
    note: str | None = optional_text()
