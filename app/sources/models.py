"""The table of sources."""

from app.database import ReleaseTable, optional_text, options, text, whole


class SourceRow(ReleaseTable, table=True):
    """A publication, precise enough to find the same page again."""

    __tablename__ = "source"
    __table_args__ = options()

    release: int = whole(key=True)
    code: str = text(key=True)
    authority: str = text()
    origin: str | None = optional_text()
    publisher: str = text()
    title: str | None = optional_text()
    url: str = text()
    published: str | None = optional_text()
    accessed: str = text()
    language: str = text()
    note: str | None = optional_text()
