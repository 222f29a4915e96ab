"""The people who write to us: found again, remembered, forgotten. Nothing here commits."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from directory.contacts.models import Contact, Incoming, IncomingStatus, Outgoing
from directory.contacts.sealing import former_mark_of, mark_of, seal, unseal
from directory.db import insert_once


def find_or_make(db: Session, *, channel: str, address: str, now: datetime) -> Contact:
    """The contact of this address, held until the work on it is done."""
    mark, uuid = mark_of(db, channel, address), uuid4()
    found = _held(db, channel, mark) or _known_by_former_mark(db, channel, address, mark)
    if found is None:
        sealed = seal(db, address, row=uuid)
        insert_once(
            db,
            Contact,
            uuid=uuid,
            channel=channel,
            mark=mark,
            address=sealed,
            created_at=now,
            heard_at=now,
        )
        found = _held(db, channel, mark)
    assert found is not None  # noqa: S101 — somebody has just added it, if not we
    return found


def held(db: Session, contact_id: int) -> Contact | None:
    """A contact that something is to be done for, held until it is; None if she has gone meanwhile."""
    return db.scalars(select(Contact).where(Contact.id == contact_id).with_for_update()).first()


def _held(db: Session, channel: str, mark: str) -> Contact | None:
    query = select(Contact).where(Contact.channel == channel, Contact.mark == mark)
    return db.scalars(query.with_for_update()).first()


def _known_by_former_mark(db: Session, channel: str, address: str, mark: str) -> Contact | None:
    """While a secret key gives way to another: somebody known by the mark of the former."""
    former = former_mark_of(db, channel, address)
    found = _held(db, channel, former) if former else None
    if found is not None:
        mark_anew(db, found, mark)
    return found


def mark_anew(db: Session, contact: Contact, mark: str) -> None:
    """Know her, what she sent and what we owe her by another mark from now on."""
    for post in (Incoming, Outgoing):
        hers = (post.channel == contact.channel, post.mark == contact.mark)
        db.execute(update(post).where(*hers).values(mark=mark))
    contact.mark = mark


def address_of(db: Session, contact: Contact) -> str:
    return str(unseal(db, contact.address, row=contact.uuid))


def talk_of(db: Session, contact: Contact) -> Mapping[str, Any]:
    """Where her conversation stands, as the bot put it away; empty at the beginning."""
    return unseal(db, contact.talk, row=contact.uuid) or {}


def keep_talk(db: Session, contact: Contact, talk: Mapping[str, Any]) -> None:
    contact.talk = seal(db, dict(talk), row=contact.uuid)


def about(db: Session, contact: Contact) -> Mapping[str, Any]:
    """What she told us so that answers suit her; empty where she has not."""
    return unseal(db, contact.about, row=contact.uuid) or {}


def keep_about(db: Session, contact: Contact, known: Mapping[str, Any]) -> None:
    contact.about = seal(db, dict(known), row=contact.uuid)


def delete_everything(db: Session, contact: Contact) -> None:
    """All that is kept of her goes, now, with what she sent and what we owed her.

    Of what she sent there stays that something came under the channel's number, or it could come again.
    """
    hers = (Incoming.channel == contact.channel, Incoming.mark == contact.mark)
    db.execute(
        update(Incoming).where(*hers).values(status=IncomingStatus.DONE, mark="", address="", event="")
    )
    db.execute(delete(Outgoing).where(Outgoing.channel == contact.channel, Outgoing.mark == contact.mark))
    db.execute(delete(Contact).where(Contact.id == contact.id))  # the rest goes with it
    db.expunge(contact)
