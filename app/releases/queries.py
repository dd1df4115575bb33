"""Statements on the registry, and on what a reader needs to know of its release at once."""

from sqlalchemy import Table, select
from sqlmodel import SQLModel, col

from app.database import RELEASE, Statement
from app.indicators.models import CodeListItem, IndicatorRow
from app.migration_targets import DERIVED_TABLES, RELEASE_TABLES
from app.observations.models import Revision
from app.releases.models import CurrentRelease, KeptRelease, Release, ReleasePackage

RELEASES = Statement(
    select(
        col(Release.number),
        col(Release.published_at),
        col(Release.content_digest),
        col(Release.chain_digest),
        col(Release.recipe),
        col(Release.application_version),
        col(Release.counts),
        col(Release.changes),
        col(CurrentRelease.number),
        col(KeptRelease.schema_revision),
        col(KeptRelease.file_digest),
        col(KeptRelease.placement),
    )
    .outerjoin(KeptRelease, col(KeptRelease.release) == col(Release.number))
    .outerjoin(CurrentRelease, col(CurrentRelease.number) == col(Release.number))
    .order_by(col(Release.number))
)
PACKAGES = Statement(
    select(
        col(ReleasePackage.release),
        col(ReleasePackage.name),
        col(ReleasePackage.digest),
        col(ReleasePackage.version),
        col(ReleasePackage.title),
    ).order_by(col(ReleasePackage.release), col(ReleasePackage.ordinal))
)
STANZAS = Statement(
    select(col(IndicatorRow.stanza))
    .where(col(IndicatorRow.release) == RELEASE)
    .order_by(col(IndicatorRow.id))
)
CODE_LISTS = Statement(
    select(col(CodeListItem.code_list), col(CodeListItem.code), col(CodeListItem.details))
    .where(col(CodeListItem.release) == RELEASE)
    .order_by(col(CodeListItem.code_list), col(CodeListItem.ordinal))
)
ERRATA = Statement(
    select(
        col(CodeListItem.code),
        col(CodeListItem.label_vi),
        col(CodeListItem.label_en),
        col(CodeListItem.details),
    )
    .where(col(CodeListItem.release) == RELEASE, col(CodeListItem.code_list) == "erratum")
    .order_by(col(CodeListItem.ordinal))
)
VINTAGES = Statement(
    select(col(CodeListItem.code), col(CodeListItem.ordinal)).where(
        col(CodeListItem.release) == RELEASE, col(CodeListItem.code_list) == "vintage"
    )
)


# What later versions of the canonical columns added, so that a release keeps its own digests.
_ADDED_IN = {("observation", "ranked_level"): 2, ("revision", "reason"): 3}
_VERSIONS = (1, 2, 3)


def _canonical(model: type[SQLModel], version: int) -> tuple[tuple[str, ...], Statement]:
    table: Table = model.metadata.tables[str(model.__tablename__)]
    columns = [
        column
        for column in table.columns
        if column.name != "release" and _ADDED_IN.get((table.name, column.name), 1) <= version
    ]
    rows = select(*columns).where(table.c.release == RELEASE).order_by(*table.primary_key.columns)
    return (table.name, *(column.name for column in columns)), Statement(rows)


CONTENT = {
    version: tuple(
        _canonical(model, version)
        for model in RELEASE_TABLES
        if model is not Revision and model not in DERIVED_TABLES
    )
    for version in _VERSIONS
}
"""By version of the columns: each table, its columns, its rows by primary key.

But for the history, and for what follows from the others.
"""
HISTORY = {version: (_canonical(Revision, version),) for version in _VERSIONS}
"""The same of the revisions of cells."""
