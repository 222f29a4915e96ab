"""The address of a listing's page: readable, unless a link left in a phone's history could harm."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from directory.listings.models import Activity
from directory.listings.session_types import session_types
from directory.places.models import Centre, Venue
from directory.slugs import addresses, discreet_addresses


def address_for(
    db: Session, *, name: str, type_key: str, centre_id: int, venue_id: int | None, own: UUID, kept: str = ""
) -> str:
    """An address that nobody has but who keeps it: of name and town, unless those are better not seen."""
    if needs_discretion(db, type_key, venue_id):
        choices = discreet_addresses(own)
    else:
        choices = addresses(name, db.get_one(Centre, centre_id).town, own=own)
    taken = set(db.scalars(select(Activity.slug).where(Activity.slug.in_(choices)))) - {kept}
    return next(address for address in choices if address not in taken)


def readdress(db: Session, activity: Activity) -> None:
    """Give a listing the address it would get if it were new."""
    activity.slug = address_for(
        db,
        name=activity.name,
        type_key=activity.type_key,
        centre_id=activity.centre_id,
        venue_id=activity.venue_id,
        own=activity.uuid,
        kept=activity.slug,
    )


def keep_discreet(db: Session, activity: Activity) -> None:
    """Take away an address that says too much since the listing moved to a hidden place. Old links end."""
    discreet = activity.slug in discreet_addresses(activity.uuid)
    if not discreet and needs_discretion(db, activity.type_key, activity.venue_id):
        readdress(db, activity)


def needs_discretion(db: Session, type_key: str, venue_id: int | None) -> bool:
    """Whether a link left in a phone's history could put someone at risk, or tell of what is not public."""
    kind = session_types().get(type_key)
    if kind and (kind.sensitive or kind.venue_hidden or not kind.listed):
        return True
    return venue_id is not None and db.get_one(Venue, venue_id).hidden
