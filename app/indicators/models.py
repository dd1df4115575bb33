"""Tables of the catalog: indicators as their stanzas, and the code lists they speak of."""

from sqlalchemy import UniqueConstraint

from app.database import ReleaseTable, flag_check, options, text, whole


class IndicatorRow(ReleaseTable, table=True):
    """One stanza of the catalog; `id` is its place there, `stanza` JSON as the package wrote it."""

    __tablename__ = "indicator"
    __table_args__ = options(UniqueConstraint("release", "code"), *flag_check("computed"))

    release: int = whole(key=True)
    id: int = whole(key=True)
    code: str = text()
    kind: str = text()
    group_code: str = text()
    unit: str = text()
    computed: int = whole()
    stanza: str = text()


class CodeListItem(ReleaseTable, table=True):
    """A code of a list: level, unit, concept, group, vintage, term; `details` is JSON."""

    __tablename__ = "code_list_item"
    __table_args__ = options()

    release: int = whole(key=True)
    code_list: str = text(key=True)
    ordinal: int = whole(key=True)
    code: str = text()
    label_vi: str = text()
    label_en: str = text()
    details: str = text()
