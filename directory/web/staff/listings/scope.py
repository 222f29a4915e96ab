"""Which listings are hers. What is another centre's is not there at all."""

from flask import g
from sqlalchemy.orm import Session

from directory.accounts.roles import Deed
from directory.errors import NotFound
from directory.listings.editing import listing_to_edit
from directory.listings.models import Activity
from directory.listings.own_listings import centre_of


def hers(db: Session, activity_id: int, deed: Deed = Deed.EDIT_LISTINGS) -> int:
    """The centre of a listing at which she may do this deed. Raises NotFound for any other listing."""
    centre_id = centre_of(db, activity_id)
    if not g.worker.may(deed, centre_id):
        raise NotFound(f"activity {activity_id}")
    return centre_id


def hers_to_change(db: Session, activity_id: int, deed: Deed = Deed.EDIT_LISTINGS) -> Activity:
    """The listing itself, for an action."""
    hers(db, activity_id, deed)
    return listing_to_edit(db, activity_id)
