"""Councils, clusters, centres, venues, postcodes and areas"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "area",
        sa.Column("lsoa", sa.String(length=9), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("deprivation_decile", sa.Integer(), nullable=True),
        sa.Column("children_by_age", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("lsoa", name=op.f("pk_area")),
    )
    op.create_table(
        "council",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("brand", sa.String(length=80), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("website", sa.String(length=500), nullable=True),
        sa.Column("safeguarding_contact", sa.String(length=200), nullable=True),
        sa.Column("review_days", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_council")),
        sa.UniqueConstraint("key", name=op.f("uq_council_key")),
        sa.UniqueConstraint("uuid", name=op.f("uq_council_uuid")),
    )
    op.create_table(
        "outcode",
        sa.Column("outcode", sa.String(length=4), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("lng", sa.Double(), nullable=False),
        sa.Column("postcodes", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("outcode", name=op.f("pk_outcode")),
    )
    op.create_table(
        "postcode",
        sa.Column("postcode", sa.String(length=7), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("lng", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("postcode", name=op.f("pk_postcode")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "cluster",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("lead_agency", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_cluster_council_id_council")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cluster")),
        sa.UniqueConstraint("council_id", "key", name=op.f("uq_cluster_council_id_key")),
        sa.UniqueConstraint("uuid", name=op.f("uq_cluster_uuid")),
    )
    op.create_table(
        "centre",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=120), nullable=False),
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("cluster_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "hub",
                "centre",
                "linked-site",
                name="centrekind",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("on_school_site", sa.Boolean(), nullable=True),
        sa.Column("street", sa.String(length=300), nullable=False),
        sa.Column("town", sa.String(length=120), nullable=False),
        sa.Column("postcode", sa.String(length=8), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lng", sa.Double(), nullable=True),
        sa.Column("lsoa", sa.String(length=9), nullable=True),
        sa.Column("reach_number", sa.Integer(), nullable=True),
        sa.Column("features", sa.JSON(), nullable=False),
        sa.Column("bus", sa.String(length=300), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("website", sa.String(length=500), nullable=True),
        sa.Column("health_visitor", sa.String(length=200), nullable=True),
        sa.Column("social_worker", sa.String(length=200), nullable=True),
        sa.Column("source", sa.String(length=40), nullable=True),
        sa.Column("external_id", sa.String(length=120), nullable=True),
        sa.CheckConstraint("(lat IS NULL) = (lng IS NULL)", name=op.f("ck_centre_whole_position")),
        sa.ForeignKeyConstraint(["cluster_id"], ["cluster.id"], name=op.f("fk_centre_cluster_id_cluster")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_centre_council_id_council")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_centre")),
        sa.UniqueConstraint("slug", name=op.f("uq_centre_slug")),
        sa.UniqueConstraint("source", "external_id", name=op.f("uq_centre_source_external_id")),
        sa.UniqueConstraint("uuid", name=op.f("uq_centre_uuid")),
    )
    op.create_index(op.f("ix_centre_cluster_id"), "centre", ["cluster_id"], unique=False)
    op.create_index(op.f("ix_centre_council_id"), "centre", ["council_id"], unique=False)
    op.create_index("ix_centre_town", "centre", ["town"], unique=False)
    op.create_table(
        "opening_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("closes", sa.Time(), nullable=False),
        sa.CheckConstraint("opens < closes", name=op.f("ck_opening_hours_opens_first")),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_opening_hours_weekday_known")),
        sa.ForeignKeyConstraint(
            ["centre_id"], ["centre.id"], name=op.f("fk_opening_hours_centre_id_centre"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opening_hours")),
    )
    op.create_index(op.f("ix_opening_hours_centre_id"), "opening_hours", ["centre_id"], unique=False)
    op.create_table(
        "venue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("centre_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("street", sa.String(length=300), nullable=False),
        sa.Column("town", sa.String(length=120), nullable=False),
        sa.Column("postcode", sa.String(length=8), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("lng", sa.Double(), nullable=True),
        sa.Column("features", sa.JSON(), nullable=False),
        sa.Column("bus", sa.String(length=300), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=True),
        sa.Column("external_id", sa.String(length=120), nullable=True),
        sa.CheckConstraint("(lat IS NULL) = (lng IS NULL)", name=op.f("ck_venue_whole_position")),
        sa.ForeignKeyConstraint(["centre_id"], ["centre.id"], name=op.f("fk_venue_centre_id_centre")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f("fk_venue_council_id_council")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_venue")),
        sa.UniqueConstraint("centre_id", name=op.f("uq_venue_centre_id")),
        sa.UniqueConstraint("source", "external_id", name=op.f("uq_venue_source_external_id")),
        sa.UniqueConstraint("uuid", name=op.f("uq_venue_uuid")),
    )
    op.create_index(op.f("ix_venue_council_id"), "venue", ["council_id"], unique=False)


def downgrade() -> None:
    op.drop_table("venue")
    op.drop_table("opening_hours")
    op.drop_table("centre")
    op.drop_table("cluster")
    op.drop_table("postcode")
    op.drop_table("outcode")
    op.drop_table("council")
    op.drop_table("area")
