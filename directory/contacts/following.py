"""What people keep at hand, and what they want to be told about. Nothing here commits."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from directory.contacts.models import Contact, Follow, Followed, Reminder, Saved
from directory.contacts.sealing import seal, unseal
from directory.errors import NotFound
from directory.listings.models import Activity
from directory.listings.queries import activity_cards
from directory.locales import SOURCE
from directory.places.models import Centre


@dataclass(frozen=True)
class FollowCard:
    """Something she is told about when it changes. `name` is the listing's or centre's.

    `sensitive`: a listing that is not named in lists which others may see. Of a search the name is empty:
    `query` is the search as an address of the site has it (`q=massage&age=7`).
    """

    id: int
    what: str
    target: int | None
    query: str
    name: str
    sensitive: bool = False


def save(db: Session, contact_id: int, activity_id: int, kept: bool, now: datetime) -> None:
    """Keep a listing among hers, or (`kept` false) no longer. Raises NotFound for one nobody may see."""
    row = db.get(Saved, (contact_id, activity_id))
    if not kept:
        if row is not None:
            db.delete(row)
        return
    if activity_id not in activity_cards(db, [activity_id], SOURCE):
        raise NotFound(f"activity {activity_id}")
    if row is None:
        db.add(Saved(contact_id=contact_id, activity_id=activity_id, at=now))


def saved_ids(db: Session, contact_id: int) -> list[int]:
    """The numbers of the listings she keeps, the last one first."""
    hers = select(Saved.activity_id).where(Saved.contact_id == contact_id)
    return list(db.scalars(hers.order_by(Saved.at.desc(), Saved.activity_id.desc())))


def follow(
    db: Session,
    contact: Contact,
    *,
    what: str,
    target: int | None = None,
    query: str = "",
    now: datetime,
) -> None:
    """Tell her from now on when this changes; the same twice is once.

    `query` is a search as it stands in an address. Raises NotFound for a listing or centre that nobody may
    see, and for a listing whose dates nobody may be told.
    """
    wanted = Followed(what)
    if wanted is Followed.SESSION and not may_tell(db, target or 0):
        raise NotFound(f"activity {target}")
    if wanted is Followed.CENTRE and db.get(Centre, target or 0) is None:
        raise NotFound(f"centre {target}")
    for one in _hers(db, contact):
        if (one.what, _target(one), _asked(db, one)) == (wanted, target, query):
            return
    uuid = uuid4()
    db.add(
        Follow(
            uuid=uuid,
            contact_id=contact.id,
            what=wanted,
            activity_id=target if wanted is Followed.SESSION else None,
            centre_id=target if wanted is Followed.CENTRE else None,
            query=seal(db, query, row=uuid) if wanted is Followed.SEARCH else "",
            seen_up_to=newest(db),
            looked_at=now,
            at=now,
        )
    )


def unfollow(db: Session, contact_id: int, follow_id: int) -> None:
    """Not to be told about this any more. What is not hers, or is gone already, stays as it is."""
    db.execute(delete(Follow).where(Follow.id == follow_id, Follow.contact_id == contact_id))


def follows(db: Session, contact: Contact, language: str) -> list[FollowCard]:
    """What she is told about, as far as it is there for families now; the first one first."""
    hers = _hers(db, contact)
    listings = activity_cards(db, [one.activity_id for one in hers if one.activity_id], language)
    ids = [one.centre_id for one in hers if one.centre_id]
    found = db.execute(select(Centre.id, Centre.name).where(Centre.id.in_(ids)))
    centres = {row: name for row, name in found}  # noqa: C416 — rows are no pairs to the type checker
    cards = []
    for one in hers:
        name, sensitive = "", False
        if one.activity_id is not None:
            if one.activity_id not in listings:
                continue
            card = listings[one.activity_id]
            name, sensitive = card.name.text, card.sensitive
        elif one.centre_id is not None:
            name = centres[one.centre_id]
        cards.append(FollowCard(one.id, one.what.value, _target(one), _asked(db, one), name, sensitive))
    return cards


def somebody_keeps(db: Session, activity_id: int) -> bool:
    """Whether anybody has saved or follows this listing, or has a reminder of one of its dates."""
    return any(
        db.scalar(select(1).where(kind.activity_id == activity_id).limit(1)) is not None
        for kind in (Saved, Follow, Reminder)
    )


def may_tell(db: Session, activity_id: int) -> bool:
    """Whether families may see this listing, and be told of its dates."""
    card = activity_cards(db, [activity_id], SOURCE).get(activity_id)
    return card is not None and card.where is not None


def newest(db: Session) -> int:
    """The number of the newest listing there is, 0 if there is none."""
    return db.scalar(select(func.max(Activity.id))) or 0


def _hers(db: Session, contact: Contact) -> list[Follow]:
    return list(db.scalars(select(Follow).where(Follow.contact_id == contact.id).order_by(Follow.id)))


def _target(one: Follow) -> int | None:
    return one.activity_id or one.centre_id


def _asked(db: Session, one: Follow) -> str:
    return str(unseal(db, one.query, row=one.uuid) or "")
