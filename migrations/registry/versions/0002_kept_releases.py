"""Which releases are kept for reading, and where: apart from what was published.

Revision 0002, after 0001.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "kept_release",
        sa.Column("release", WHOLE, autoincrement=False, nullable=False),
        sa.Column("schema_revision", TEXT, nullable=False),
        sa.Column("file_digest", TEXT, nullable=True),
        sa.Column("placement", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("release", name=op.f("pk_kept_release")),
        sa.ForeignKeyConstraint(
            ["release"], ["release.number"], name=op.f("fk_kept_release_release_release")
        ),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    # Releases of before were all kept, with the tables of the first release schema.
    op.execute("INSERT INTO kept_release SELECT number, '0001', file_digest, 'first' FROM release")
    op.drop_column("release", "file_digest")


def downgrade() -> None:
    """Releases that are no longer kept, or lie in PostgreSQL, go without the name of a file."""
    op.add_column(
        "release", sa.Column("file_digest", TEXT, nullable=False, server_default=sa.text("''"))
    )
    op.execute(
        "UPDATE release SET file_digest = COALESCE((SELECT file_digest FROM kept_release "
        "WHERE kept_release.release = release.number), '')"
    )
    op.drop_table("kept_release")
