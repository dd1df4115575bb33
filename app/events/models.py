"""Tables of events."""

from sqlalchemy import Index

from app.database import ReleaseTable, optional_text, optional_whole, options, text, whole


class Event(ReleaseTable, table=True):
    """Something that happened or was decided; dates as far as known (2004, 2004-01, 2004-01-01)."""

    __tablename__ = "event"
    __table_args__ = options()

    release: int = whole(key=True)
    code: str = text(key=True)
    kind: str = text()
    ordinal: int | None = optional_whole()
    decided: str | None = optional_text()
    effective: str | None = optional_text()
    organization_id: int = whole()
    scope: str = text()
    title_vi: str = text()
    title_en: str = text()
    legal_basis: str | None = optional_text()
    refers_to: str | None = optional_text()
    source: str = text()


class EventOrganization(ReleaseTable, table=True):
    """An organization an event touches: as its `subject`, or as `related`."""

    __tablename__ = "event_organization"
    __table_args__ = options(Index(None, "release", "organization_id", "event"))

    release: int = whole(key=True)
    event: str = text(key=True)
    organization_id: int = whole(key=True)
    role: str = text()


class EventBreak(ReleaseTable, table=True):
    """An indicator whose series the event breaks; `*` for all."""

    __tablename__ = "event_break"
    __table_args__ = options()

    release: int = whole(key=True)
    event: str = text(key=True)
    indicator: str = text(key=True)
