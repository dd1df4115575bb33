"""The tables of the registry: releases, their packages, and which one is current.

Revision 0001, after nothing.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
CLUSTERED = {"sqlite_strict": True, "sqlite_with_rowid": False}


def upgrade() -> None:
    op.create_table(
        "release",
        sa.Column("number", WHOLE, autoincrement=False, nullable=False),
        sa.Column("published_at", TEXT, nullable=False),
        sa.Column("content_digest", TEXT, nullable=False),
        sa.Column("chain_digest", TEXT, nullable=False),
        sa.Column("file_digest", TEXT, nullable=False),
        sa.Column("recipe", TEXT, nullable=False),
        sa.Column("application_version", TEXT, nullable=False),
        sa.Column("counts", TEXT, nullable=False),
        sa.Column("changes", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_release")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_release_number")),
        **CLUSTERED,
    )
    op.create_table(
        "release_package",
        sa.Column("release", WHOLE, autoincrement=False, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("ordinal", WHOLE, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("version", TEXT, nullable=True),
        sa.Column("title", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("release", "name", name=op.f("pk_release_package")),
        sa.ForeignKeyConstraint(
            ["release"], ["release.number"], name=op.f("fk_release_package_release_release")
        ),
        **CLUSTERED,
    )
    op.create_table(
        "current_release",
        sa.Column("id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("number", WHOLE, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_current_release")),
        sa.CheckConstraint("id = 1", name=op.f("ck_current_release_one_row")),
        sa.ForeignKeyConstraint(
            ["number"], ["release.number"], name=op.f("fk_current_release_number_release")
        ),
        **CLUSTERED,
    )


def downgrade() -> None:
    op.drop_table("current_release")
    op.drop_table("release_package")
    op.drop_table("release")
