"""One notice becomes a message that we owe, and the talk learns what it offers."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice

from sqlalchemy.orm import Session

from bot.abilities import ABILITIES
from bot.core import keeping
from bot.core.fitting import fit
from bot.core.screen import Screen
from directory.contacts import outbox, people
from directory.contacts.gate import quiet_hours
from directory.contacts.models import Contact, ContactStatus, Owing
from directory.db import Database
from directory.errors import SealBroken

AT_A_TIME = 20  # messages owed in one transaction

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Notice:
    """One message for one contact, of no use after `good_until`.

    `needed_by` is when she has to know at the latest: it does not wait for quiet hours that last so long.
    """

    contact_id: int
    screen: Screen
    kind: Owing
    source: str
    good_until: datetime
    needed_by: datetime


def owe_all(database: Database, notices: Iterable[Notice], now: datetime) -> int:
    """Owe them, some at a time. Returns how many were not owed before."""
    told, left = 0, iter(notices)
    while some := list(islice(left, AT_A_TIME)):
        with database.unit_of_work() as db:
            told += sum(owe(db, notice, now) for notice in some)
    return told


def owe(db: Session, notice: Notice, now: datetime) -> bool:
    """Owe one, unless it is owed already, or she wants nothing unasked."""
    contact = people.held(db, notice.contact_id)
    if contact is None or contact.status is not ContactStatus.ACTIVE:
        return False
    try:
        return _owe(db, contact, notice, now)
    except SealBroken:
        log.error("contact %s cannot be opened, and is told nothing", contact.id)
        return False


def _owe(db: Session, contact: Contact, notice: Notice, now: datetime) -> bool:
    waits_until = quiet_hours(people.about(db, contact)).over_at(now)
    at_once = waits_until is None or notice.needed_by <= waits_until
    messages = fit(notice.screen, ABILITIES[contact.channel])
    for number, message in enumerate(messages):
        new = outbox.owe(
            db,
            contact,
            message,
            kind=notice.kind,
            source=f"{notice.source}:{number}" if number else notice.source,
            now=now,
            good_until=notice.needed_by if waits_until and at_once else notice.good_until,
        )
        if not new:
            return False
    if at_once:
        _offer(db, contact, notice.screen)
    return True


def _offer(db: Session, contact: Contact, screen: Screen) -> None:
    """From now on “2”, or a label typed, means this message's choice; what was asked is still asked."""
    talk = keeping.unpacked(people.talk_of(db, contact), people.about(db, contact))
    if talk.step != keeping.OUTDATED:
        people.keep_talk(db, contact, keeping.packed(replace(talk, offered=screen.pressable)))
