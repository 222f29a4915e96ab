"""A new listing: from a kind of session, or from another listing. Both begin as drafts. Nothing commits."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from directory import clock
from directory.errors import NotFound
from directory.listings.actions import keep_activity
from directory.listings.addressing import address_for
from directory.listings.dates import materialise
from directory.listings.drafts import FEATURES
from directory.listings.history import record_change
from directory.listings.kinds import draft_of_kind
from directory.listings.models import Activity, ActivityText, Status
from directory.listings.sections import FIELDS
from directory.listings.session_types import session_types
from directory.listings.slots import schedule_of, slot_of
from directory.places.models import Centre, Venue

SOURCE = "staff"
_OF_A_TEXT = ("language", "name", "summary", "description", "by", "reviewed", "source_version")


def start(db: Session, *, type_key: str, centre_id: int, who: str, now: datetime) -> Activity:
    """Begin a listing of one of the 85 kinds, with the words, themes, ages and translations that it has.

    It is in the centre's own building, unless its kind must not be seen there, and offers what most listings
    of its kind offer in that council. What it costs nobody knows yet. Raises NotFound for another kind.
    """
    kind = session_types().get(type_key)
    if kind is None:
        raise NotFound(f"session type {type_key}")
    own = uuid4().hex
    draft = draft_of_kind(
        kind,
        {
            "source": SOURCE,
            "external_id": own,
            "centre_id": centre_id,
            "venue_id": None if kind.venue_hidden else _own_building(db, centre_id),
            "features": _usual_features(db, type_key, centre_id),
            "status": Status.DRAFT,
        },
    )
    keep_activity(db, draft, who=who, now=now)
    started = db.scalars(select(Activity).where(Activity.source == SOURCE, Activity.external_id == own)).one()
    record_change(db, started, "status", None, started.status, who=who, now=now)
    return started


def copy(db: Session, activity: Activity, *, with_dates: bool, who: str, now: datetime) -> Activity:
    """A draft that says all that another listing says; with its slots too, or with none."""
    own = uuid4()
    columns = {field: getattr(activity, field) for field in (*FIELDS, "type_key", "themes", "concepts")}
    copied = Activity(
        uuid=own,
        source=SOURCE,
        external_id=own.hex,
        slug=address_for(
            db,
            name=activity.name,
            type_key=activity.type_key,
            centre_id=activity.centre_id,
            venue_id=activity.venue_id,
            own=own,
        ),
        text_version=activity.text_version,
        programme_validated=activity.programme_validated,
        status=Status.DRAFT,
        **{field: list(value) if isinstance(value, list) else value for field, value in columns.items()},
    )
    copied.texts = [
        ActivityText(**{field: getattr(text, field) for field in _OF_A_TEXT}) for text in activity.texts
    ]
    if with_dates:
        copied.schedules = [schedule_of(slot_of(schedule)) for schedule in activity.schedules]
    db.add(copied)
    db.flush()  # the database gives rows their numbers, which dates and history need
    record_change(db, copied, "status", None, copied.status, who=who, now=now)
    materialise(db, copied, today=clock.london(now).date())
    return copied


def _own_building(db: Session, centre_id: int) -> int | None:
    return db.scalar(select(Venue.id).where(Venue.centre_id == centre_id, Venue.hidden.is_(False)))


def _usual_features(db: Session, type_key: str, centre_id: int) -> Sequence[str]:
    """What more than half of the council's listings of a kind offer."""
    council_id = db.get_one(Centre, centre_id).council_id
    alike = db.scalars(
        select(Activity.features)
        .join(Centre, Centre.id == Activity.centre_id)
        .where(Centre.council_id == council_id, Activity.type_key == type_key)
        .where(Activity.status == Status.PUBLISHED)
    ).all()
    counted = Counter(feature for features in alike for feature in features)
    return tuple(feature for feature in FEATURES if counted[feature] * 2 > len(alike))
