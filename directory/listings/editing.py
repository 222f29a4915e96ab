"""Saving one section of a listing, also while somebody else works on it. Nothing here commits."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from directory import clock
from directory.errors import NotFound
from directory.listings.addressing import keep_discreet
from directory.listings.dates import materialise
from directory.listings.history import ENGLISH, bring_up_to_date, newer_words, record_change
from directory.listings.models import Activity, Delivery
from directory.listings.refusals import Broken, Difference, ListingWrong, Rule, SectionChanged
from directory.listings.rules import broken, broken_by_place
from directory.listings.sections import (
    FIELDS,
    SECTIONS,
    Section,
    Where,
    columns_of_section,
    differing,
    made_of,
    section_of,
    with_kin,
)
from directory.listings.session_types import session_types
from directory.listings.versions import changes_since, values_before
from directory.places.models import Centre, Venue


def listing_to_edit(db: Session, activity_id: int) -> Activity:
    """A listing, held until the change is done so that nobody else changes it meanwhile. Raises NotFound."""
    found = db.scalars(
        select(Activity)
        .where(Activity.id == activity_id)
        .options(selectinload(Activity.texts), selectinload(Activity.schedules))
        .with_for_update()
    ).first()
    if found is None:
        raise NotFound(f"activity {activity_id}")
    return found


def save_section(
    db: Session,
    activity: Activity,
    section: Section,
    *,
    seen: int,
    who: str,
    now: datetime,
    minor: bool = False,
    leave: Collection[str] = (),
) -> list[str]:
    """Save one section as somebody wants it; returns the fields that changed.

    `seen` is the number of the last change she had seen when she opened it. What somebody else has changed
    since and she has not stays theirs. Raises SectionChanged with both values where both changed the same
    field to different ones (those in `leave` she leaves to the other), and ListingWrong for what cannot be.
    A `minor` change of the English leaves its translations right.
    """
    if wrong := broken(section):
        raise ListingWrong(*wrong)
    merged = _merged(db, activity, section, seen=seen, leave=leave)
    if wrong := [*broken(merged), *_wrong_place(db, activity, merged)]:
        raise ListingWrong(*wrong)
    return keep_fields(db, activity, columns_of_section(merged), minor=minor, who=who, now=now)


def check_all(db: Session, activity: Activity, wanted: Mapping[str, object]) -> None:
    """Raises ListingWrong unless every section can be as it would be with these fields."""
    wrong: list[Broken] = []
    for name in SECTIONS:
        section = made_of(name, columns_of_section(section_of(activity, name)) | _of(name, wanted))
        wrong += [*broken(section), *_wrong_place(db, activity, section)]
    if wrong:
        raise ListingWrong(*wrong)


def keep_fields(
    db: Session,
    activity: Activity,
    wanted: Mapping[str, object],
    *,
    who: str,
    now: datetime,
    minor: bool = False,
) -> list[str]:
    """Set fields that were found to be right, write down what changed, and bring dates and index in line."""
    before = bring_up_to_date(activity, wanted)
    if not before:
        return []
    activity.version += 1
    for field, old in before.items():
        record_change(db, activity, field, old, getattr(activity, field), who=who, now=now)
    if ENGLISH & before.keys() and not minor:
        newer_words(db, activity, who=who, now=now)
    db.flush()
    db.expire(activity, ["centre", "venue"])
    keep_discreet(db, activity)
    materialise(db, activity, today=clock.london(now).date())
    return list(before)


def _merged(
    db: Session, activity: Activity, wanted: Section, *, seen: int, leave: Collection[str]
) -> Section:
    """What both want, if that can be: her changes to what she saw, over what it is now."""
    name = next(FIELDS[field] for field in columns_of_section(wanted))
    current = section_of(activity, name)
    changed_since = values_before(db, activity, FIELDS, after=seen)
    had_seen = made_of(name, columns_of_section(current) | _of(name, changed_since))
    theirs = with_kin(differing(had_seen, current))
    hers = with_kin(differing(had_seen, wanted)) - with_kin(leave)
    both = [field for field in differing(current, wanted) if field in theirs & hers]
    if both:
        changes = changes_since(db, activity, seen)
        raise SectionChanged(
            tuple(
                Difference(field, *(getattr(each, field) for each in (had_seen, current, wanted)))
                for field in both
            ),
            who=changes[-1].who,
            at=changes[-1].at,
            seen=changes[-1].id,
        )
    values: dict[str, Any] = {field: getattr(wanted, field) for field in hers}
    return replace(current, **values)


def _of(name: str, values: Mapping[str, object]) -> dict[str, object]:
    return {field: value for field, value in values.items() if FIELDS[field] == name}


def _wrong_place(db: Session, activity: Activity, section: Section) -> list[Broken]:
    """What cannot be of a place: one that is not there, another council's, or one that is seen."""
    if not isinstance(section, Where):
        return []
    council_id = db.get_one(Centre, activity.centre_id).council_id
    centre = db.get(Centre, section.centre_id)
    if centre is None or centre.council_id != council_id:
        return [Broken("centre_id", Rule.UNKNOWN)]
    venue = db.get(Venue, section.venue_id) if section.venue_id else None
    if section.delivery is Delivery.IN_PERSON and (venue is None or venue.council_id != council_id):
        return [Broken("venue_id", Rule.UNKNOWN if section.venue_id else Rule.NO_VENUE)]
    return broken_by_place(session_types().get(activity.type_key), section, venue)
