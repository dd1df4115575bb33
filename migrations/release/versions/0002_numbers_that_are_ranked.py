"""Which numbers are ranked, at what level; checks that need not repeat what follows from them.

Revision 0002, after 0001. A release is built on empty tables, so those that change are made anew,
to the letter as the models say; there is no way down.
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
    refuse_rows()
    op.drop_table("observation")
    create_observations()
    op.drop_table("check")
    create_checks()
    columns = ["release", "level", "id"]
    op.create_index(op.f("ix_organization_release_level_id"), "organization", columns)


def downgrade() -> None:
    raise NotImplementedError("a release is built anew, never taken down")


def refuse_rows() -> None:
    """Rows of a release are never migrated: what is there would be lost."""
    for table in ("observation", "check"):
        if (
            op.get_bind().scalar(sa.table(table, sa.column("release")).select().limit(1))
            is not None
        ):
            message = f"{table} holds rows; a release is built anew, never migrated"
            raise RuntimeError(message)


def create_observations() -> None:
    clustered_table(
        "observation",
        ["release", "organization_id", "indicator_id", "period"],
        *(whole(name) for name in ("release", "organization_id", "indicator_id", "period")),
        text("period_start"),
        text("period_end"),
        optional_whole("value"),
        optional_whole("lower"),
        optional_whole("upper"),
        whole("lower_closed"),
        whole("upper_closed"),
        optional_text("qualifier"),
        text("derivation"),
        text("status"),
        text("confidentiality"),
        optional_text("as_reported"),
        optional_text("reference_date"),
        optional_text("vintage"),
        optional_text("source"),
        optional_whole("parts_known"),
        optional_whole("parts_total"),
        optional_whole("parts_complete"),
        whole("implied"),
        optional_whole("ranked_level"),
        sa.CheckConstraint("lower <= upper", name=op.f("ck_observation_ends_in_order")),
        *(flag(name) for name in ("lower_closed", "upper_closed", "parts_complete", "implied")),
    )
    ranked = sa.text("ranked_level IS NOT NULL")
    op.create_index(
        "ix_observation_ranking",
        "observation",
        ["release", "indicator_id", "ranked_level", "period", "value", "organization_id"],
        sqlite_where=ranked,
        postgresql_where=ranked,
    )
    op.create_index(
        "ix_observation_across",
        "observation",
        ["release", "indicator_id", "period", "organization_id", "ranked_level", "value"],
    )


def create_checks() -> None:
    clustered_table(
        "check",
        ["release", "code"],
        whole("release"),
        text("code"),
        text("rule"),
        whole("organization_id"),
        whole("indicator_id"),
        whole("period"),
        text("outcome"),
        optional_text("verdict"),
        optional_text("left_side"),
        optional_text("right_side"),
        text("sources"),
        optional_text("text_vi"),
        optional_text("text_en"),
    )
    for columns in (
        ["release", "outcome", "code"],
        ["release", "organization_id", "period", "code"],
    ):
        op.create_index(op.f(f"ix_check_{'_'.join(columns)}"), "check", columns)


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


def flag(column: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{column} IN (0, 1)", name=op.f(f"ck_observation_{column}"))


def text(name: str) -> sa.Column:
    return sa.Column(name, TEXT, nullable=False)


def whole(name: str) -> sa.Column:
    return sa.Column(name, WHOLE, autoincrement=False, nullable=False)


def optional_text(name: str) -> sa.Column:
    return sa.Column(name, TEXT, nullable=True)


def optional_whole(name: str) -> sa.Column:
    return sa.Column(name, WHOLE, nullable=True)
