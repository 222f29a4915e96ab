"""What families looked for and did not find"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unmet_need",
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("need", sa.String(60), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("outcode", sa.String(4), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.CheckConstraint("times > 0", name=op.f("ck_unmet_need_happened")),
        sa.PrimaryKeyConstraint("week", "need", "language", "outcode", name=op.f("pk_unmet_need")),
    )
    op.create_table(
        "wish",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("words", sa.String(500), nullable=False),
        sa.Column("outcode", sa.String(4), nullable=False),
        sa.Column("town", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wish")),
    )
    op.create_index(op.f("ix_wish_sent_at"), "wish", ["sent_at"])


def downgrade() -> None:
    op.drop_table("wish")
    op.drop_table("unmet_need")
