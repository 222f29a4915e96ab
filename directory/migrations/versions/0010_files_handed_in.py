"""Files handed in in the browser"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

KINDS = ("table", "calendar")
STAGES = ("to-check", "checked", "to-keep", "kept", "to-undo", "undone", "wrong")


def upgrade() -> None:
    op.create_table(
        "handed_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("worker_id", sa.Integer(), nullable=False),
        sa.Column("who", sa.String(120), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(*KINDS, native_enum=False, create_constraint=True, length=20, name="filekind"),
            nullable=False,
        ),
        sa.Column("centre_id", sa.Integer(), nullable=True),
        sa.Column("type_key", sa.String(60), nullable=True),
        sa.Column("centres", sa.JSON(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column(
            "stage",
            sa.Enum(*STAGES, native_enum=False, create_constraint=True, length=20, name="stage"),
            nullable=False,
        ),
        sa.Column("found", sa.JSON(), nullable=True),
        sa.Column("steps", sa.JSON(), nullable=True),
        sa.Column("wrong", sa.String(1000), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("kept_at", sa.DateTime(), nullable=True),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.Column("undone_by", sa.String(120), nullable=True),
        sa.ForeignKeyConstraint(
            ["council_id"], ["council.id"], name=op.f("fk_handed_in_council_id_council"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handed_in")),
        sa.UniqueConstraint("uuid", name=op.f("uq_handed_in_uuid")),
    )
    op.create_index("ix_handed_in_stage", "handed_in", ["stage"])


def downgrade() -> None:
    op.drop_table("handed_in")
