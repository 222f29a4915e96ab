"""Activities, their words, schedules and dates"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("who", sa.String(length=120), nullable=False),
        sa.Column("table", sa.String(length=40), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=40), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
    )
    op.create_index("ix_change_table_row", "change", ["table", "row"], unique=False)
    op.create_table(
        "stale_listing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stale_listing")),
    )
    op.create_table(
        "bank_holiday",
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["council_id"],
            ["council.id"],
            name=op.f("fk_bank_holiday_council_id_council"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("council_id", "day", name=op.f("pk_bank_holiday")),
    )
    op.create_table(
        "term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_term_days_in_order")),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_term_council_id_council"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term")),
    )
    op.create_index(op.f("ix_term_council_id"), "term", ["council_id"], unique=False)
    op.create_table(
        "activity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=140), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("venue_id", sa.Integer(), nullable=True),
        sa.Column(
            "delivery",
            sa.Enum(
                "in-person",
                "online",
                "phone",
                "at-home",
                name="delivery",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("type_key", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("summary", sa.String(length=400), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("themes", sa.JSON(), nullable=False),
        sa.Column("youngest_months", sa.Integer(), nullable=True),
        sa.Column("oldest_months", sa.Integer(), nullable=True),
        sa.Column("pregnancy", sa.Boolean(), nullable=False),
        sa.Column("adults", sa.Boolean(), nullable=False),
        sa.Column(
            "cost",
            sa.Enum(
                "free",
                "donation",
                "price",
                "unknown",
                name="cost",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("cost_pence", sa.Integer(), nullable=True),
        sa.Column("cost_note", sa.String(length=200), nullable=False),
        sa.Column(
            "offer",
            sa.Enum(
                "universal", "targeted", name="offer", native_enum=False, create_constraint=True, length=20
            ),
            nullable=False,
        ),
        sa.Column(
            "access",
            sa.Enum(
                "open",
                "booked",
                "referral",
                name="access",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("book_phone", sa.String(length=40), nullable=True),
        sa.Column("book_url", sa.String(length=500), nullable=True),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("features", sa.JSON(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("organisations", sa.JSON(), nullable=False),
        sa.Column("programme", sa.String(length=120), nullable=True),
        sa.Column("programme_validated", sa.Boolean(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "draft",
                "published",
                "withdrawn",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text_version", sa.Integer(), nullable=False),
        sa.Column("assured_on", sa.Date(), nullable=True),
        sa.Column("review_by", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=40), nullable=True),
        sa.Column("external_id", sa.String(length=120), nullable=True),
        sa.CheckConstraint(
            "(cost = 'price') = (cost_pence IS NOT NULL)", name=op.f("ck_activity_price_has_pence")
        ),
        sa.CheckConstraint(
            "(youngest_months IS NULL) = (oldest_months IS NULL)", name=op.f("ck_activity_ages_whole")
        ),
        sa.CheckConstraint("youngest_months <= oldest_months", name=op.f("ck_activity_ages_in_order")),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_activity_centre_id_centre")),
        sa.ForeignKeyConstraint(["venue_id"], ["venue.id"], name=op.f("fk_activity_venue_id_venue")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity")),
        sa.UniqueConstraint("slug", name=op.f("uq_activity_slug")),
        sa.UniqueConstraint("source", "external_id", name=op.f("uq_activity_source_external_id")),
        sa.UniqueConstraint("uuid", name=op.f("uq_activity_uuid")),
    )
    op.create_index("ix_activity_centre_id_status", "activity", ["centre_id", "status"], unique=False)
    op.create_index(op.f("ix_activity_type_key"), "activity", ["type_key"], unique=False)
    op.create_index(op.f("ix_activity_venue_id"), "activity", ["venue_id"], unique=False)
    op.create_table(
        "activity_text",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("summary", sa.String(length=600), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column(
            "by",
            sa.Enum(
                "person", "machine", name="writtenby", native_enum=False, create_constraint=True, length=20
            ),
            nullable=False,
        ),
        sa.Column("reviewed", sa.Boolean(), nullable=False),
        sa.Column("source_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activity.id"],
            name=op.f("fk_activity_text_activity_id_activity"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("activity_id", "language", name=op.f("pk_activity_text")),
    )
    op.create_table(
        "schedule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=200), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("term_time_only", sa.Boolean(), nullable=False),
        sa.Column("on_bank_holidays", sa.Boolean(), nullable=False),
        sa.Column("extra_days", sa.JSON(), nullable=False),
        sa.Column("skipped_days", sa.JSON(), nullable=False),
        sa.CheckConstraint("minutes BETWEEN 1 AND 1440", name=op.f("ck_schedule_up_to_a_day")),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activity.id"],
            name=op.f("fk_schedule_activity_id_activity"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_schedule")),
    )
    op.create_index(op.f("ix_schedule_activity_id"), "schedule", ["activity_id"], unique=False)
    op.create_table(
        "occurrence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("schedule_id", sa.Integer(), nullable=True),
        sa.Column("rule_day", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False),
        sa.Column("wall_start", sa.DateTime(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "scheduled",
                "cancelled",
                "moved",
                "full",
                name="occurrencestatus",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "reason",
            sa.Enum(
                "staff_ill",
                "weather",
                "building",
                "low_numbers",
                "other",
                name="reason",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=True,
        ),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_occurrence_starts_first")),
        sa.ForeignKeyConstraint(
            ["activity_id"],
            ["activity.id"],
            name=op.f("fk_occurrence_activity_id_activity"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["schedule_id"],
            ["schedule.id"],
            name=op.f("fk_occurrence_schedule_id_schedule"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_occurrence")),
        sa.UniqueConstraint("schedule_id", "rule_day", name=op.f("uq_occurrence_schedule_id_rule_day")),
        sa.UniqueConstraint("uuid", name=op.f("uq_occurrence_uuid")),
    )
    op.create_index(
        "ix_occurrence_activity_id_starts_at", "occurrence", ["activity_id", "starts_at"], unique=False
    )
    op.create_index("ix_occurrence_starts_at", "occurrence", ["starts_at"], unique=False)


def downgrade() -> None:
    op.drop_table("occurrence")
    op.drop_table("schedule")
    op.drop_table("activity_text")
    op.drop_table("activity")
    op.drop_table("term")
    op.drop_table("bank_holiday")
    op.drop_table("stale_listing")
    op.drop_table("change")
