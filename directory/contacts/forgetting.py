"""What is forgotten by itself: talks on the site, a day after her last word."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from directory.contacts.models import Contact
from directory.contacts.people import delete_everything

FORGETS = "web"
A_TALK = timedelta(hours=24)


def forget_old(db: Session, *, now: datetime) -> None:
    """Forget every talk on the site whose last word is a day old."""
    long_silent = select(Contact).where(Contact.channel == FORGETS, Contact.heard_at < now - A_TALK)
    for contact in db.scalars(long_silent):
        delete_everything(db, contact)
