"""Which listings a change to a place reaches: their entries in the search index are behind from then on."""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from directory.listings.models import Activity, StaleListing
from directory.places.models import Venue


def listings_behind(db: Session, *, centre_id: int | None = None, venue_id: int | None = None) -> None:
    """Mark every listing of a centre, or held at a venue, in the transaction that changed the place.

    A centre without a listing is on pages too, which are kept for one generation of the index: then all are.
    """
    if centre_id is not None:
        building = select(Venue.id).where(Venue.centre_id == centre_id)
        which = or_(Activity.centre_id == centre_id, Activity.venue_id.in_(building))
    else:
        which = Activity.venue_id == venue_id
    ids = db.scalars(select(Activity.id).where(which).order_by(Activity.id)).all()
    reached: Sequence[int | None] = ids or [None]
    db.add_all(StaleListing(activity_id=id_) for id_ in reached)
