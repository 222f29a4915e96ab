"""Closing days, dates that run late or keep a time of their own, and changes to many listings at once"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

CLOSED_FOR = (
    "closed_holiday",
    "closed_training",
    "closed_building",
    "closed_polling",
    "closed_weather",
    "closed_other",
)


def upgrade() -> None:
    op.create_table(
        "closure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("cluster_id", sa.Integer(), nullable=True),
        sa.Column("centre_id", sa.Integer(), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(*CLOSED_FOR, name="closedfor", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_closure_days_in_order")),
        sa.CheckConstraint("cluster_id IS NULL OR centre_id IS NULL", name=op.f("ck_closure_one_scope")),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_closure_council_id_council"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["cluster_id"], ["cluster.id"], name=op.f("fk_closure_cluster_id_cluster"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["centre_id"], ["centre.id"], name=op.f("fk_closure_centre_id_centre"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closure")),
    )
    op.create_index(op.f("ix_closure_council_id"), "closure", ["council_id"], unique=False)
    with op.batch_alter_table("occurrence") as occurrence:
        occurrence.add_column(sa.Column("own_time", sa.Boolean(), nullable=False, server_default=sa.false()))
        occurrence.add_column(sa.Column("late_minutes", sa.Integer(), nullable=True))
        occurrence.add_column(sa.Column("closure_id", sa.Integer(), nullable=True))
        occurrence.create_check_constraint(
            op.f("ck_occurrence_late_for_a_while"), "late_minutes BETWEEN 1 AND 240"
        )
        occurrence.create_foreign_key(
            op.f("fk_occurrence_closure_id_closure"), "closure", ["closure_id"], ["id"], ondelete="SET NULL"
        )
    op.execute("UPDATE occurrence SET own_time = TRUE WHERE status = 'moved'")
    op.create_table(
        "bulk_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("who", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("dates", sa.JSON(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.Column("undone_by", sa.String(length=120), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_change")),
        sa.UniqueConstraint("uuid", name=op.f("uq_bulk_change_uuid")),
    )


def downgrade() -> None:
    op.drop_table("bulk_change")
    with op.batch_alter_table("occurrence") as occurrence:
        occurrence.drop_constraint(op.f("fk_occurrence_closure_id_closure"), type_="foreignkey")
        occurrence.drop_constraint(op.f("ck_occurrence_late_for_a_while"), type_="check")
        for column in ("closure_id", "late_minutes", "own_time"):
            occurrence.drop_column(column)
    op.drop_table("closure")
