"""What is forgotten by itself: people long silent, what they sent, and what we sent them."""

from datetime import datetime, timedelta

from sqlalchemy import and_, delete, exists, or_, select
from sqlalchemy.orm import Session

from directory.contacts import outbox
from directory.contacts.handovers import LEFT_ALONE
from directory.contacts.models import Contact, Handover, Incoming, IncomingStatus
from directory.contacts.people import delete_everything

FORGETS = "web"  # a talk on the site lasts a day
A_TALK = timedelta(hours=24)
WITH_A_PERSON = LEFT_ALONE + A_TALK  # the longest that a talk on the site lasts in which a person is asked
A_CONTACT = timedelta(days=730)
ANSWERED = timedelta(hours=48)  # longer than any channel brings the same thing again
GIVEN_UP = timedelta(days=30)  # for staff to look at


def forget_old(db: Session, *, now: datetime) -> None:
    """Forget every talk on the site whose last word is a day old, others after two years, and all post.

    Who waits for a person of staff is not forgotten meanwhile: `handovers` ends what nobody goes on with.
    """
    waits = exists().where(Handover.contact_id == Contact.id, Handover.closed_at.is_(None))
    long_silent = or_(
        and_(Contact.channel == FORGETS, Contact.heard_at < now - A_TALK, ~waits),
        Contact.heard_at < now - A_CONTACT,
    )
    for contact in db.scalars(select(Contact).where(long_silent)):
        delete_everything(db, contact)
    over = or_(
        and_(Incoming.status == IncomingStatus.DONE, Incoming.received_at < now - ANSWERED),
        and_(Incoming.status == IncomingStatus.DEAD, Incoming.received_at < now - GIVEN_UP),
    )
    db.execute(delete(Incoming).where(over))
    outbox.forget_old(db, now=now)
