"""People who write to us from a telephone, and what we owe them."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from directory.contacts import people
from directory.contacts.messages import Message
from directory.contacts.models import Contact, Owing
from directory.contacts.outbox import owe
from tests.builders import NOW

AddContact = Callable[..., Contact]
Owe = Callable[..., bool]


def new_contact(db: Session, address: str = "70001", channel: str = "telegram", **details: Any) -> Contact:
    contact = people.find_or_make(db, channel=channel, address=address, now=NOW)
    people.keep_about(db, contact, details.pop("about", {}))
    for name, value in details.items():
        setattr(contact, name, value)
    return contact


def owed(db: Session, contact: Contact, text: str, kind: Owing = Owing.REPLY, **details: Any) -> bool:
    """Owe her these words, which are their own source unless another is said."""
    usual = {"source": f"{contact.id}:{text}"[:80], "now": NOW}
    return owe(db, contact, Message(text), kind=kind, **usual | details)


@pytest.fixture
def add_contact(db: Session) -> AddContact:
    """`add_contact("70001", status=…, about={"quiet_from": 20})`."""
    return lambda *address, **details: new_contact(db, *address, **details)


@pytest.fixture
def owe_her(db: Session) -> Owe:
    return lambda contact, text, *kind, **details: owed(db, contact, text, *kind, **details)
