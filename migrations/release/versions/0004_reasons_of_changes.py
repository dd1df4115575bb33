"""Why each cell changed, and an index that finds what one release changed.

Revision 0004, after 0003. A release is built on empty tables, so the one that changes is made
anew, to the letter as the models say; there is no way down.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")


def upgrade() -> None:
    first = sa.table("revision", sa.column("release")).select().limit(1)
    if op.get_bind().scalar(first) is not None:
        raise RuntimeError("revision holds rows; a release is built anew, never migrated")
    op.drop_table("revision")
    key = ["release", "organization", "indicator", "period", "changed_in"]
    op.create_table(
        "revision",
        sa.Column("release", WHOLE, autoincrement=False, nullable=False),
        sa.Column("organization", TEXT, nullable=False),
        sa.Column("indicator", TEXT, nullable=False),
        sa.Column("period", WHOLE, autoincrement=False, nullable=False),
        sa.Column("changed_in", WHOLE, autoincrement=False, nullable=False),
        sa.Column("change", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("value", WHOLE, nullable=True),
        sa.Column("lower", WHOLE, nullable=True),
        sa.Column("upper", WHOLE, nullable=True),
        sa.Column("lower_closed", WHOLE, autoincrement=False, nullable=False),
        sa.Column("upper_closed", WHOLE, autoincrement=False, nullable=False),
        sa.Column("qualifier", TEXT, nullable=True),
        sa.Column("status", TEXT, nullable=True),
        sa.CheckConstraint(
            "change IN ('new', 'revised', 'withdrawn')", name=op.f("ck_revision_change")
        ),
        sa.CheckConstraint("lower_closed IN (0, 1)", name=op.f("ck_revision_lower_closed")),
        sa.CheckConstraint("upper_closed IN (0, 1)", name=op.f("ck_revision_upper_closed")),
        sa.PrimaryKeyConstraint(*key, name=op.f("pk_revision")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
        postgresql_partition_by="LIST (release)",
    )
    columns = ["release", "changed_in", "organization", "indicator", "period"]
    op.create_index(op.f(f"ix_revision_{'_'.join(columns)}"), "revision", columns)


def downgrade() -> None:
    raise NotImplementedError("a release is built anew, never taken down")
