"""How often listings are opened, reminders to check them, and what parents report as wrong"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=20)


def of_activity(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_activity_id_activity")
    return sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=name, ondelete="CASCADE")


def upgrade() -> None:
    op.create_table(
        "listing_views",
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("views", sa.Integer(), nullable=False),
        sa.CheckConstraint("views > 0", name=op.f("ck_listing_views_happened")),
        of_activity("listing_views"),
        sa.PrimaryKeyConstraint("activity_id", "day", name=op.f("pk_listing_views")),
    )
    op.create_table(
        "check_reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("step", choice("step", "keeper", "manager"), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        of_activity("check_reminder"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_check_reminder")),
        sa.UniqueConstraint(
            "activity_id", "due_on", "step", name=op.f("uq_check_reminder_activity_id_due_on_step")
        ),
    )
    op.create_index(op.f("ix_check_reminder_activity_id"), "check_reminder", ["activity_id"])
    op.create_table(
        "wrong_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("what", choice("wrong", "when", "where", "cost", "not-on", "who", "other"), nullable=False),
        sa.Column("words", sa.String(length=500), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("answer", choice("answer", "put-right", "is-right", "not-ours"), nullable=True),
        sa.Column("answered_by", sa.String(length=120), nullable=True),
        sa.Column("answered_at", sa.DateTime(), nullable=True),
        of_activity("wrong_report"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wrong_report")),
    )
    op.create_index("ix_wrong_report_activity_id_answer", "wrong_report", ["activity_id", "answer"])
    op.create_index(op.f("ix_wrong_report_at"), "wrong_report", ["at"])


def downgrade() -> None:
    for table in ("wrong_report", "check_reminder", "listing_views"):
        op.drop_table(table)
