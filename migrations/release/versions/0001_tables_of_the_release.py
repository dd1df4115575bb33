"""The tables of a release: its catalog, its figures, what was derived, and what changed.

Revision 0001, after nothing. A release is built on an empty database and never migrated, so there
is no way down.
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


def upgrade() -> None:
    create_catalog()
    create_organizations()
    create_events()
    create_figures()
    create_observations()
    create_checks()
    create_revisions()


def downgrade() -> None:
    raise NotImplementedError("a release is built anew, never taken down")


def create_catalog() -> None:
    clustered_table(
        "indicator",
        key_whole("id"),
        text("code"),
        text("kind"),
        text("group_code"),
        text("unit"),
        whole("computed"),
        text("stanza"),
        unique("indicator", "release", "code"),
        flag("indicator", "computed"),
    )
    clustered_table(
        "code_list_item",
        key_text("code_list"),
        key_whole("ordinal"),
        text("code"),
        text("label_vi"),
        text("label_en"),
        text("details"),
    )
    clustered_table(
        "source",
        key_text("code"),
        text("authority"),
        optional_text("origin"),
        text("publisher"),
        optional_text("title"),
        text("url"),
        optional_text("published"),
        text("accessed"),
        text("language"),
        optional_text("note"),
    )


def create_organizations() -> None:
    clustered_table(
        "organization",
        key_whole("id"),
        whole("last"),
        text("code"),
        text("level"),
        text("kind"),
        whole("territorial"),
        optional_whole("parent_id"),
        text("name_vi"),
        text("name_en"),
        optional_text("valid_from"),
        optional_text("valid_to"),
        whole("all_listed"),
        optional_text("note"),
        unique("organization", "release", "code"),
        flag("organization", "territorial"),
        flag("organization", "all_listed"),
    )
    index("organization", "release", "parent_id", "id")
    clustered_table(
        "identifier",
        key_text("scheme"),
        key_text("value"),
        key_whole("organization_id"),
        optional_text("valid_from"),
        optional_text("valid_to"),
        text("source"),
        optional_text("note"),
    )
    index("identifier", "release", "organization_id")


def create_events() -> None:
    clustered_table(
        "event",
        key_text("code"),
        text("kind"),
        optional_whole("ordinal"),
        optional_text("decided"),
        optional_text("effective"),
        whole("organization_id"),
        text("scope"),
        text("title_vi"),
        text("title_en"),
        optional_text("legal_basis"),
        optional_text("refers_to"),
        text("source"),
    )
    clustered_table(
        "event_organization", key_text("event"), key_whole("organization_id"), text("role")
    )
    index("event_organization", "release", "organization_id", "event")
    clustered_table("event_break", key_text("event"), key_text("indicator"))


def create_figures() -> None:
    clustered_table(
        "figure",
        key_whole("organization_id"),
        key_whole("indicator_id"),
        key_whole("period"),
        key_text("source"),
        text("period_start"),
        text("period_end"),
        optional_text("as_reported"),
        text("printed_unit"),
        text("decimal_mark"),
        text("qualifier"),
        optional_whole("value"),
        optional_whole("upper_value"),
        whole("resolution"),
        optional_whole("lower"),
        optional_whole("upper"),
        whole("lower_closed"),
        whole("upper_closed"),
        optional_text("reference_date"),
        optional_text("vintage"),
        text("period_basis"),
        text("indicator_basis"),
        text("status"),
        text("confidentiality"),
        whole("preferred"),
        optional_text("note"),
        flag("figure", "preferred"),
        flag("figure", "lower_closed"),
        flag("figure", "upper_closed"),
    )
    index("figure", "release", "source", "organization_id", "indicator_id", "period")


def create_observations() -> None:
    clustered_table(
        "observation",
        key_whole("organization_id"),
        key_whole("indicator_id"),
        key_whole("period"),
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
        sa.CheckConstraint("lower <= upper", name=op.f("ck_observation_ends_in_order")),
        flag("observation", "lower_closed"),
        flag("observation", "upper_closed"),
        flag("observation", "parts_complete"),
        flag("observation", "implied"),
    )
    index("observation", "release", "indicator_id", "period", "organization_id", "value")


def create_checks() -> None:
    clustered_table(
        "check",
        key_text("code"),
        text("rule"),
        whole("organization_id"),
        whole("indicator_id"),
        whole("period"),
        text("outcome"),
        optional_text("verdict"),
        text("left_side"),
        text("right_side"),
        text("sources"),
        text("text_vi"),
        text("text_en"),
    )
    index("check", "release", "outcome", "code")
    index("check", "release", "organization_id", "code")


def create_revisions() -> None:
    clustered_table(
        "revision",
        key_text("organization"),
        key_text("indicator"),
        key_whole("period"),
        key_whole("changed_in"),
        text("change"),
        optional_whole("value"),
        optional_whole("lower"),
        optional_whole("upper"),
        whole("lower_closed"),
        whole("upper_closed"),
        optional_text("qualifier"),
        optional_text("status"),
        sa.CheckConstraint(
            "change IN ('new', 'revised', 'withdrawn')", name=op.f("ck_revision_change")
        ),
        flag("revision", "lower_closed"),
        flag("revision", "upper_closed"),
    )


def clustered_table(name: str, *items: sa.schema.SchemaItem) -> None:
    """A STRICT table of a release, clustered on the release and the columns made by `key_…`.

    In PostgreSQL a partitioned table of all releases.
    """
    columns = [item for item in items if isinstance(item, sa.Column)]
    key = ["release", *(column.name for column in columns if column.info.get("key"))]
    op.create_table(
        name,
        key_whole("release"),
        *items,
        sa.PrimaryKeyConstraint(*key, name=op.f(f"pk_{name}")),
        sqlite_strict=True,
        sqlite_with_rowid=False,
        postgresql_partition_by="LIST (release)",
    )


def index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))


def unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=op.f(f"uq_{table}_{'_'.join(columns)}"))


def flag(table: str, column: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(f"{column} IN (0, 1)", name=op.f(f"ck_{table}_{column}"))


def key_text(name: str) -> sa.Column:
    return sa.Column(name, TEXT, nullable=False, info={"key": True})


def key_whole(name: str) -> sa.Column:
    return sa.Column(name, WHOLE, autoincrement=False, nullable=False, info={"key": True})


def text(name: str) -> sa.Column:
    return sa.Column(name, TEXT, nullable=False)


def whole(name: str) -> sa.Column:
    return sa.Column(name, WHOLE, nullable=False)


def optional_text(name: str) -> sa.Column:
    return sa.Column(name, TEXT, nullable=True)


def optional_whole(name: str) -> sa.Column:
    return sa.Column(name, WHOLE, nullable=True)
