"""What is true of places, whoever asks."""

from datetime import time
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.db import Base, choice


class CentreKind(StrEnum):
    """A hub leads a cluster and is open full time; a linked site belongs to another centre."""

    HUB = "hub"
    CENTRE = "centre"
    LINKED_SITE = "linked-site"


class Council(Base):
    """A local authority, its own word for a children's centre and the languages its families read."""

    __tablename__ = "council"

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    key: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    brand: Mapped[str] = mapped_column(String(80), default="children's centre")
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    phone: Mapped[str | None] = mapped_column(String(40))
    email: Mapped[str | None] = mapped_column(String(254))
    website: Mapped[str | None] = mapped_column(String(500))
    safeguarding_contact: Mapped[str | None] = mapped_column(String(200))
    review_days: Mapped[int] = mapped_column(default=90)

    centres: Mapped[list["Centre"]] = relationship(back_populates="council")


class Cluster(Base):
    """A hub and the centres linked to it, run by one lead agency."""

    __tablename__ = "cluster"
    __table_args__ = (UniqueConstraint("council_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"))
    key: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(200))
    lead_agency: Mapped[str | None] = mapped_column(String(200))

    centres: Mapped[list["Centre"]] = relationship(back_populates="cluster")


class Centre(Base):
    """A children's centre or family hub. It keeps its own name, also inside a cluster.

    `reach_number` counts the children under five living in its area (an imported count, never the
    share of them seen). `health_visitor` and `social_worker` are for staff only.
    """

    __tablename__ = "centre"
    __table_args__ = (
        UniqueConstraint("source", "external_id"),
        CheckConstraint("(lat IS NULL) = (lng IS NULL)", name="whole_position"),
        Index("ix_centre_town", "town"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    cluster_id: Mapped[int | None] = mapped_column(ForeignKey("cluster.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[CentreKind] = mapped_column(choice(CentreKind), default=CentreKind.CENTRE)
    on_school_site: Mapped[bool | None]
    street: Mapped[str] = mapped_column(String(300), default="")
    town: Mapped[str] = mapped_column(String(120), default="")
    postcode: Mapped[str | None] = mapped_column(String(8))
    lat: Mapped[float | None]
    lng: Mapped[float | None]
    lsoa: Mapped[str | None] = mapped_column(String(9))
    reach_number: Mapped[int | None]
    features: Mapped[list[str]] = mapped_column(JSON, default=list)
    bus: Mapped[str] = mapped_column(String(300), default="")
    phone: Mapped[str | None] = mapped_column(String(40))
    email: Mapped[str | None] = mapped_column(String(254))
    website: Mapped[str | None] = mapped_column(String(500))
    health_visitor: Mapped[str | None] = mapped_column(String(200))
    social_worker: Mapped[str | None] = mapped_column(String(200))
    source: Mapped[str | None] = mapped_column(String(40))
    external_id: Mapped[str | None] = mapped_column(String(120))

    council: Mapped[Council] = relationship(back_populates="centres")
    cluster: Mapped[Cluster | None] = relationship(back_populates="centres")
    hours: Mapped[list["OpeningHours"]] = relationship(
        back_populates="centre", cascade="all, delete-orphan", order_by="OpeningHours.weekday"
    )
    venues: Mapped[list["Venue"]] = relationship(back_populates="centre")


class OpeningHours(Base):
    """When a centre's door is open on one day of the week (0 is Monday), in London wall time."""

    __tablename__ = "opening_hours"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday_known"),
        CheckConstraint("opens < closes", name="opens_first"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centre.id", ondelete="CASCADE"), index=True)
    weekday: Mapped[int]
    opens: Mapped[time]
    closes: Mapped[time]

    centre: Mapped[Centre] = relationship(back_populates="hours")


class Venue(Base):
    """Where something happens: a centre's own building (`centre` is set), or a library, hall or park.

    A hidden venue keeps people safe who must not be found: nothing that shows where, or when, leaves
    through any door.
    """

    __tablename__ = "venue"
    __table_args__ = (
        UniqueConstraint("source", "external_id"),
        CheckConstraint("(lat IS NULL) = (lng IS NULL)", name="whole_position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uuid: Mapped[UUID] = mapped_column(default=uuid4, unique=True)
    council_id: Mapped[int] = mapped_column(ForeignKey("council.id"), index=True)
    centre_id: Mapped[int | None] = mapped_column(ForeignKey("centre.id"), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(40), default="other")
    street: Mapped[str] = mapped_column(String(300), default="")
    town: Mapped[str] = mapped_column(String(120), default="")
    postcode: Mapped[str | None] = mapped_column(String(8))
    lat: Mapped[float | None]
    lng: Mapped[float | None]
    features: Mapped[list[str]] = mapped_column(JSON, default=list)
    bus: Mapped[str] = mapped_column(String(300), default="")
    hidden: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str | None] = mapped_column(String(40))
    external_id: Mapped[str | None] = mapped_column(String(120))

    centre: Mapped[Centre | None] = relationship(back_populates="venues")


class Postcode(Base):
    """One postcode, without its space, and the middle of it in degrees (WGS84)."""

    __tablename__ = "postcode"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 — 1.7 million rows: half the size

    postcode: Mapped[str] = mapped_column(String(7), primary_key=True)
    lat: Mapped[float]
    lng: Mapped[float]


class Outcode(Base):
    """The first half of a postcode (“DA1”): the middle of all that begin with it, and how many do."""

    __tablename__ = "outcode"

    outcode: Mapped[str] = mapped_column(String(4), primary_key=True)
    lat: Mapped[float]
    lng: Mapped[float]
    postcodes: Mapped[int]


class Area(Base):
    """A small census area (LSOA): how deprived (1 is most), and how many children of each age live there."""

    __tablename__ = "area"

    lsoa: Mapped[str] = mapped_column(String(9), primary_key=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    deprivation_decile: Mapped[int | None]
    children_by_age: Mapped[list[int]] = mapped_column(JSON, default=list)
