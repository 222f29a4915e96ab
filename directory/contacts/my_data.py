"""Everything we hold of one person, for her to take away (UK GDPR, articles 15 and 20)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from directory.contacts import people
from directory.contacts.models import Contact, Follow, Handover, Outgoing, Reminder, Saved
from directory.contacts.sealing import unseal
from directory.listings.models import Activity
from directory.places.models import Centre


def all_of(db: Session, contact: Contact) -> Mapping[str, Any]:
    """What we hold, in plain words and values; names of listings and centres as they stand in English."""
    return {
        "channel": contact.channel,
        "address": people.address_of(db, contact),
        "language": contact.language,
        "messages": contact.status.value,
        "first wrote": _said(contact.created_at),
        "last wrote": _said(contact.heard_at),
        "told us": people.about(db, contact),
        "where the talk stands": people.talk_of(db, contact),
        "saved sessions": list(_saved(db, contact)),
        "reminders": _reminders(db, contact),
        "told about": _follows(db, contact),
        "talks with a person": _handovers(db, contact),
        "messages we sent or owe": _outbox(db, contact),
    }


def _saved(db: Session, contact: Contact) -> Sequence[str]:
    query = select(Activity.name).join(Saved, Saved.activity_id == Activity.id)
    return db.scalars(query.where(Saved.contact_id == contact.id).order_by(Saved.at)).all()


def _reminders(db: Session, contact: Contact) -> list[Mapping[str, Any]]:
    query = (
        select(Reminder, Activity.name)
        .join(Activity, Activity.id == Reminder.activity_id)
        .where(Reminder.contact_id == contact.id)
        .order_by(Reminder.starts_at)
    )
    return [
        {
            "session": session,
            "begins": _said(reminder.starts_at),
            "minutes before": reminder.minutes_before,
            "done": _said(reminder.done_at),
        }
        for reminder, session in db.execute(query)
    ]


def _follows(db: Session, contact: Contact) -> list[Mapping[str, Any]]:
    query = (
        select(Follow, Activity.name, Centre.name)
        .outerjoin(Activity, Activity.id == Follow.activity_id)
        .outerjoin(Centre, Centre.id == Follow.centre_id)
        .where(Follow.contact_id == contact.id)
        .order_by(Follow.id)
    )
    return [
        {
            "what": follow.what.value,
            "name": session or centre or unseal(db, follow.query, row=follow.uuid),
            "since": _said(follow.at),
        }
        for follow, session, centre in db.execute(query)
    ]


def _handovers(db: Session, contact: Contact) -> list[Mapping[str, Any]]:
    query = (
        select(Handover)
        .where(Handover.contact_id == contact.id)
        .options(selectinload(Handover.lines))
        .order_by(Handover.id)
    )
    return [
        {
            "began": _said(handover.opened_at),
            "ended": _said(handover.closed_at),
            "said": [
                {"by": line.who or "you", "at": _said(line.at), "text": unseal(db, line.text, row=line.uuid)}
                for line in handover.lines
            ],
        }
        for handover in db.scalars(query)
    ]


def _outbox(db: Session, contact: Contact) -> list[Mapping[str, Any]]:
    query = select(Outgoing).where(Outgoing.contact_id == contact.id).order_by(Outgoing.id)
    return [
        {"written": _said(row.written_at), "sent": _said(row.sent_at), "text": _text_of(db, row)}
        for row in db.scalars(query)
    ]


def _text_of(db: Session, row: Outgoing) -> str:
    message = unseal(db, row.message, row=row.uuid)
    return message.get("text", "") if message else ""


def _said(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="minutes") if moment else None
