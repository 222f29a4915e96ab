"""Messages to followers, as staff see them: database in, cards out."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from directory.contacts.audiences import may_be_told_of
from directory.contacts.broadcasts import fates
from directory.contacts.models import (
    Broadcast,
    Contact,
    ContactStatus,
    Follow,
    Followed,
    OutgoingStatus,
)
from directory.errors import NotFound
from directory.listings.models import Activity
from directory.listings.queries import activity_cards
from directory.locales import SOURCE
from directory.places.models import Centre

MOST = 50
FEW = 6  # people; of fewer no number is shown, where none is needed


@dataclass(frozen=True)
class BroadcastCard:
    """One message. `name` is of the centre or session whose followers get it.

    `fates`: how many have which (values of `OutgoingStatus`).
    """

    id: int
    name: str
    centre: str
    texts: Mapping[str, str]
    people: int
    who: str
    written_at: datetime
    goes_at: datetime
    taken_back_at: datetime | None
    queued_at: datetime | None
    fates: Mapping[str, int]

    def can_be_taken_back(self, now: datetime) -> bool:
        return self.taken_back_at is None and now < self.goes_at

    @property
    def waiting(self) -> int:
        """How many it has yet to reach."""
        return sum(self.fates.get(status, 0) for status in (OutgoingStatus.QUEUED, OutgoingStatus.SENDING))


@dataclass(frozen=True)
class Followers:
    """How many follow a centre, or (`activity_id`) one of its sessions."""

    centre_id: int
    activity_id: int | None
    name: str
    centre: str
    people: int


def broadcasts(db: Session, centre_ids: Collection[int]) -> list[BroadcastCard]:
    """The messages to followers of these centres and their sessions, the last first."""
    query = _of(centre_ids).order_by(Broadcast.id.desc()).limit(MOST)
    return [_card(db, *row) for row in db.execute(query)]


def broadcast_card(db: Session, broadcast_id: int, centre_ids: Collection[int]) -> BroadcastCard:
    """Raises NotFound, also for one of another centre."""
    row = db.execute(_of(centre_ids).where(Broadcast.id == broadcast_id)).first()
    if row is None:
        raise NotFound(f"broadcast {broadcast_id}")
    return _card(db, *row)


def whom_to_write_to(db: Session, centre_ids: Collection[int]) -> list[Followers]:
    """Each centre, and each of its sessions that anybody follows and everybody may be told of."""
    centres = db.execute(
        select(Centre.id, Centre.name).where(Centre.id.in_(centre_ids)).order_by(Centre.name)
    )
    of_centre = _counts(db, Follow.centre_id, Followed.CENTRE)
    of_session = _counts(db, Follow.activity_id, Followed.SESSION)
    at = {
        activity.id: activity.centre_id
        for activity in db.scalars(
            select(Activity).where(Activity.id.in_(of_session), Activity.centre_id.in_(centre_ids))
        )
    }
    cards = [card for card in activity_cards(db, list(at), SOURCE).values() if may_be_told_of(card)]
    found = []
    for centre_id, name in centres:
        found.append(Followers(centre_id, None, name, name, of_centre.get(centre_id, 0)))
        sessions = [card for card in cards if at[card.id] == centre_id]
        found += [
            Followers(centre_id, card.id, card.name.text, name, of_session[card.id])
            for card in sorted(sessions, key=lambda card: (card.name.text, card.id))
        ]
    return found


def _counts(db: Session, target: InstrumentedAttribute[int | None], what: Followed) -> dict[int, int]:
    query = (
        select(target, func.count(Follow.contact_id.distinct()))
        .join(Contact, Contact.id == Follow.contact_id)
        .where(Follow.what == what, Contact.status == ContactStatus.ACTIVE)
        .group_by(target)
    )
    return {number: people for number, people in db.execute(query) if number is not None}


def _of(centre_ids: Collection[int]) -> Select[Broadcast, str, str]:
    return (
        select(Broadcast, Activity.name, Centre.name)
        .outerjoin(Activity, Activity.id == Broadcast.activity_id)
        .join(Centre, or_(Centre.id == Broadcast.centre_id, Centre.id == Activity.centre_id))
        .where(Centre.id.in_(centre_ids))
    )


def _card(db: Session, found: Broadcast, session: str | None, centre: str) -> BroadcastCard:
    return BroadcastCard(
        id=found.id,
        name=session or centre,
        centre=centre,
        texts=json.loads(found.texts),
        people=found.people,
        who=found.who,
        written_at=found.written_at,
        goes_at=found.goes_at,
        taken_back_at=found.taken_back_at,
        queued_at=found.queued_at,
        fates=fates(db, found),
    )
