"""Statements on the registry, and on what a reader needs to know of its release at once."""

from sqlalchemy import select
from sqlmodel import col

from app.database import RELEASE, Statement
from app.indicators.models import CodeListItem, IndicatorRow
from app.releases.models import CurrentRelease, Release, ReleasePackage

MIGRATED = "SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'"
SCHEMA = "SELECT version_num FROM alembic_version"
RELEASES = Statement.of(
    select(
        col(Release.number),
        col(Release.published_at),
        col(Release.content_digest),
        col(Release.chain_digest),
        col(Release.file_digest),
        col(Release.recipe),
        col(Release.application_version),
        col(Release.counts),
        col(Release.changes),
        col(CurrentRelease.number),
    )
    .outerjoin(CurrentRelease, col(CurrentRelease.number) == col(Release.number))
    .order_by(col(Release.number))
)
PACKAGES = Statement.of(
    select(
        col(ReleasePackage.release),
        col(ReleasePackage.name),
        col(ReleasePackage.digest),
        col(ReleasePackage.version),
        col(ReleasePackage.title),
    ).order_by(col(ReleasePackage.release), col(ReleasePackage.ordinal))
)
STANZAS = Statement.of(
    select(col(IndicatorRow.stanza))
    .where(col(IndicatorRow.release) == RELEASE)
    .order_by(col(IndicatorRow.id))
)
CODE_LISTS = Statement.of(
    select(col(CodeListItem.code_list), col(CodeListItem.code), col(CodeListItem.details))
    .where(col(CodeListItem.release) == RELEASE)
    .order_by(col(CodeListItem.code_list), col(CodeListItem.ordinal))
)
VINTAGES = Statement.of(
    select(col(CodeListItem.code), col(CodeListItem.ordinal)).where(
        col(CodeListItem.release) == RELEASE, col(CodeListItem.code_list) == "vintage"
    )
)
