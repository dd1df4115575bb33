"""What the search looks up: entries, and the words they are found by.

Revision 0003, after 0002. Nothing else changes; there is no way down.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    clustered_table(
        "search_entry",
        ["release", "number"],
        *(whole(name) for name in ("release", "number")),
        *(text(name) for name in ("type", "code", "texts")),
    )
    clustered_table(
        "search_word",
        ["release", "kind", "word"],
        whole("release"),
        *(text(name) for name in ("kind", "word", "written")),
        whole("count"),
        text("entries"),
    )


def downgrade() -> None:
    raise NotImplementedError("a release is built anew, never taken down")


def clustered_table(name: str, key: list[str], *items: sa.schema.SchemaItem) -> None:
    """A STRICT table of a release, clustered on its key; in PostgreSQL partitioned by release."""
    op.create_table(
        name,
        *items,
        sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{name}")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
        postgresql_partition_by="LIST (release)",
    )


def text(name: str) -> sa.Column:
    return sa.Column(name, TEXT, nullable=False)


def whole(name: str) -> sa.Column:
    return sa.Column(name, WHOLE, autoincrement=False, nullable=False)
