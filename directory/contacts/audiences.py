"""Whom a message of staff is for: those who follow a session or a centre. Database in, cards out."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session

from directory.contacts.models import Contact, ContactStatus, Follow, Followed
from directory.errors import NotFound
from directory.listings.cards import ActivityCard
from directory.listings.models import Activity
from directory.listings.queries import activity_cards
from directory.listings.session_types import session_types
from directory.locales import SOURCE
from directory.places.models import Centre, Venue

SHORTEST_NAME = 4  # letters; below that a name is in any text


@dataclass(frozen=True)
class Audience:
    """Whom a message is for: those who follow a session, or (`activity_id` None) its centre."""

    council_id: int
    centre_id: int
    activity_id: int | None
    name: str

    @property
    def followed(self) -> ColumnElement[bool]:
        if self.activity_id is not None:
            return (Follow.what == Followed.SESSION) & (Follow.activity_id == self.activity_id)
        return (Follow.what == Followed.CENTRE) & (Follow.centre_id == self.centre_id)


def of_centre(db: Session, centre_id: int) -> Audience:
    """Raises NotFound."""
    centre = db.get(Centre, centre_id)
    if centre is None:
        raise NotFound(f"centre {centre_id}")
    return Audience(centre.council_id, centre.id, None, centre.name)


def of_session(db: Session, activity_id: int) -> Audience:
    """Raises NotFound, also for one of which nobody may be told."""
    card = session_card(db, activity_id, SOURCE)
    if card is None:
        raise NotFound(f"activity {activity_id}")
    centre = db.get_one(Activity, activity_id).centre
    return Audience(centre.council_id, centre.id, activity_id, card.name.text)


def people(db: Session, audience: Audience) -> int:
    """How many follow, and may be written to."""
    return db.scalar(select(func.count()).select_from(followers(audience).subquery())) or 0


def followers(audience: Audience) -> Select[Contact]:
    """Everybody who follows and may be written to."""
    follows = exists().where(Follow.contact_id == Contact.id, audience.followed)
    return select(Contact).where(Contact.status == ContactStatus.ACTIVE, follows)


def session_card(db: Session, activity_id: int, language: str) -> ActivityCard | None:
    """A listing that everybody may be told of."""
    card = activity_cards(db, [activity_id], language).get(activity_id)
    return card if card and may_be_told_of(card) else None


def may_be_told_of(card: ActivityCard) -> bool:
    """Whether a message about it may reach a phone unasked: not if its place, or its topic, is kept quiet."""
    return card.where is not None and not card.sensitive


def not_to_be_named(db: Session, audience: Audience) -> set[str]:
    """Sensitive sessions of the centre, in every language, and the council's hidden places."""
    secret = [key for key, kind in session_types().items() if kind.sensitive or kind.venue_hidden]
    hidden = select(Venue.id).where(Venue.hidden)
    listings = db.scalars(
        select(Activity).where(
            Activity.centre_id == audience.centre_id,
            Activity.type_key.in_(secret) | Activity.venue_id.in_(hidden),
        )
    ).all()
    names = [listing.name for listing in listings]
    names += [text.name for listing in listings for text in listing.texts]
    places = select(Venue.name, Venue.street, Venue.postcode).where(
        Venue.hidden, Venue.council_id == audience.council_id
    )
    for place in db.execute(places):
        names += [part for part in place if part]
    return {name.casefold() for name in names if len(name) >= SHORTEST_NAME}
