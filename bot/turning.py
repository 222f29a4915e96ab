"""One turn: what somebody sent becomes an answer we owe her, in one transaction, or nothing has happened."""

import logging
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot import deeds
from bot.abilities import ABILITIES
from bot.core import engine, keeping
from bot.core.effects import DeleteEverything
from bot.core.event import Kind, event_from
from bot.core.fitting import fit
from bot.core.talk import Talk, Turn
from bot.core.talks import menu
from bot.directory_rooms import DirectoryRooms
from directory.contacts import handovers, inbox, outbox, people
from directory.contacts.inbox import Arrived
from directory.contacts.models import Contact, ContactStatus, Owing
from directory.runtime import Runtime

log = logging.getLogger(__name__)


def take_turn(runtime: Runtime, *, now: datetime, mark: str | None = None) -> bool:
    """Answer what has waited longest, if anything has; returns whether it did. With `mark`, only hers.

    A turn that fails leaves nothing behind and is tried again later; the fifth time, she gets an apology.
    """
    with runtime.database.read() as db:
        if not db.scalar(select(inbox.waiting(now, mark=mark))):
            return False
    taken: Arrived | None = None
    deleted = False
    try:
        with runtime.database.unit_of_work() as db:
            taken = inbox.take_next(db, now=now, mark=mark)
            if taken is None:
                return False
            deleted = _answer(runtime, db, taken, now)
    except Exception as error:
        if taken is None:
            raise
        _note_failure(runtime, taken, error, now)
    if deleted:
        runtime.database.scrub()
    return True


def _answer(runtime: Runtime, db: Session, taken: Arrived, now: datetime) -> bool:
    """Returns whether everything about her has been deleted."""
    contact = people.find_or_make(db, channel=taken.channel, address=taken.address, now=now)
    contact.heard_at = now
    event = event_from(taken.event)
    if contact.status is ContactStatus.BLOCKED or event.kind in (Kind.LEFT, Kind.CAME_BACK):
        contact.status = ContactStatus.BLOCKED if event.kind is Kind.LEFT else ContactStatus.ACTIVE
    if event.kind in (Kind.LEFT, Kind.CAME_BACK):
        inbox.note_done(db, taken.id)
        return False
    before = talk_of(db, contact, returned=event.kind is Kind.RETURNED)
    turn = engine.take(before, event, DirectoryRooms(runtime, db, contact, now))
    deleted = any(isinstance(effect, DeleteEverything) for effect in turn.effects)
    if deleted:
        people.delete_everything(db, contact)
        _say_farewell(db, taken, turn, now)
        return True
    for effect in turn.effects:
        deeds.do(effect, db, contact, before, now)
    keep(db, contact, turn.talk)
    _owe(db, contact, taken, turn, edits=event.message, answers=event.answer_to, now=now)
    inbox.note_done(db, taken.id)
    return False


def talk_of(db: Session, contact: Contact, *, returned: bool = False) -> Talk:
    """Where her conversation stands; `returned` from a person, where it stood before she asked for one."""
    return keeping.unpacked(
        handovers.came_from(db, contact.id) if returned else people.talk_of(db, contact),
        people.about(db, contact),
        language=contact.language,
        stopped=contact.status is ContactStatus.STOPPED,
        with_person=handovers.open_of(db, contact.id) is not None,
    )


def keep(db: Session, contact: Contact, talk: Talk) -> None:
    """Put the conversation away until her next word."""
    contact.language = talk.language
    people.keep_talk(db, contact, keeping.packed(talk))
    people.keep_about(db, contact, keeping.about_packed(talk.about))


def _owe(
    db: Session, contact: Contact, taken: Arrived, turn: Turn, *, edits: str, answers: str, now: datetime
) -> None:
    abilities = ABILITIES[contact.channel]
    messages = [
        message
        for at, screen in enumerate(turn.screens)
        for message in fit(screen, abilities, edits="" if at else edits, answers="" if at else answers)
    ]
    for number, message in enumerate(messages):
        source = f"in:{taken.id}:{number}"
        outbox.owe(db, contact, message, kind=Owing.REPLY, source=source, now=now)


def _say_farewell(db: Session, taken: Arrived, turn: Turn, now: datetime) -> None:
    for screen in turn.screens:
        answers = taken.event.get("answer_to", "")
        for number, message in enumerate(fit(screen, ABILITIES[taken.channel], answers=answers)):
            outbox.owe_farewell(
                db,
                channel=taken.channel,
                mark=taken.mark,
                address=taken.address,
                message=message,
                source=f"in:{taken.id}:{number}",
                now=now,
            )


def _note_failure(runtime: Runtime, taken: Arrived, error: Exception, now: datetime) -> None:
    fault = type(error).__name__
    where = error.__traceback__
    while where and where.tb_next:
        where = where.tb_next
    at = f"{where.tb_frame.f_code.co_qualname}:{where.tb_lineno}" if where else ""
    log.error("turn %s failed: %s in %s", taken.id, fault, at)  # never what the error says: it may be hers
    with runtime.database.unit_of_work() as db:
        if inbox.note_failed(db, taken.id, fault=f"{fault} in {at}", now=now):
            contact = people.find_or_make(db, channel=taken.channel, address=taken.address, now=now)
            turn = menu.failed(talk_of(db, contact))
            keep(db, contact, turn.talk)
            message = fit(turn.screens[0], ABILITIES[taken.channel])[0]
            outbox.owe(db, contact, message, kind=Owing.REPLY, source=f"sorry:{taken.id}", now=now)
