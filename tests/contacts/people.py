"""People in chat for tests."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from directory.contacts.models import Contact
from directory.contacts.sealing import mark_of, seal
from tests.builders import NOW


def add_contact(
    db: Session, *, channel: str = "telegram", address: str = "7001", now: datetime = NOW, **details: Any
) -> Contact:
    """Somebody who has chosen English, unless the test says otherwise."""
    uuid = uuid4()
    contact = Contact(
        uuid=uuid,
        channel=channel,
        mark=mark_of(db, channel, address),
        address=seal(db, address, row=uuid),
        **{"language": "en", "created_at": now, "heard_at": now} | details,
    )
    db.add(contact)
    db.flush()
    return contact
