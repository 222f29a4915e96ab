"""Putting a listing back to what it was before a saving. Nothing here commits."""

from datetime import datetime

from sqlalchemy.orm import Session

from directory.errors import NotFound
from directory.listings.editing import check_all, keep_fields
from directory.listings.history import ENGLISH
from directory.listings.models import Activity
from directory.listings.sections import FIELDS
from directory.listings.versions import values_before
from directory.places.models import Venue


def restore(db: Session, activity: Activity, *, before: int, who: str, now: datetime) -> list[str]:
    """Give a listing back the sections it had before the change with this number; returns what changed.

    That is one more saving: nothing in between is forgotten. Its dates and whether families see it stay as
    they are. Translations made for the words it gets back are right again. Raises NotFound if there was no
    such change, and ListingWrong if what it was cannot be any more.
    """
    was = values_before(db, activity, {*FIELDS, "text_version"}, after=before - 1)
    words_of = was.pop("text_version", activity.text_version)
    if not was:
        raise NotFound(f"nothing to put back before change {before}")
    if (venue_id := was.get("venue_id")) and db.get(Venue, venue_id) is None:
        was["venue_id"] = None
    check_all(db, activity, was)
    changed = keep_fields(db, activity, was, who=who, now=now)
    if ENGLISH & set(changed):
        for text in activity.texts:
            if text.source_version == words_of:
                text.source_version = activity.text_version
    return changed
