"""A parent who asks for a person, and the staff who answer. Nothing here commits.

While a hand-over is open the bot says nothing. Whatever is said is sealed, and goes some weeks after the end.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from directory.accounts.cards import WorkerCard
from directory.accounts.models import Worker
from directory.accounts.roles import Deed
from directory.contacts import canned, inbox, outbox, people
from directory.contacts.messages import Message
from directory.contacts.models import Contact, Handover, HandoverLine, Owing
from directory.contacts.reaching import PersonCard, person, whom
from directory.contacts.sealing import seal, unseal
from directory.errors import DirectoryError, NotFound
from directory.locales import SOURCE
from directory.words.typed import plain

__all__ = ["PersonCard", "person"]  # the bot asks for them here

MOST_LETTERS = 2000  # of an answer
MOST_LETTERS_OF_HERS = 4000
KEPT = timedelta(days=90)  # after the end
RETURN_KEPT = timedelta(days=1)  # where she was, after the end: by then she is back there
LEFT_ALONE = timedelta(days=3)  # then nobody goes on with it, and the bot answers her again


class SomebodyElseHasIt(DirectoryError):
    """Somebody else answers this family."""

    def __init__(self, who: str) -> None:
        super().__init__(who)
        self.who = who


class HandoverClosed(DirectoryError):
    """It is over: closed, or she went back to the bot."""


class NothingToSay(DirectoryError):
    """There are no words in it."""


class TooMuchToSay(DirectoryError):
    """The words are more than one message takes."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


# What the parent does


def open(  # noqa: A001 — it is what is done to a hand-over
    db: Session,
    contact: Contact,
    *,
    text: str,
    activity_id: int | None,
    came_from: Mapping[str, Any],
    now: datetime,
) -> Handover:
    """She asks for a person; `came_from` is where she was. One that is open already goes on.

    Raises NotFound while there is no council here, so nobody to ask.
    """
    found = open_of(db, contact.id)
    if found is None:
        reached = whom(db, contact, activity_id)
        if reached.council is None:
            raise NotFound("nobody to hand over to")
        found = Handover(
            uuid=uuid4(),
            contact_id=contact.id,
            council_id=reached.council.id,
            centre_id=reached.centre.id if reached.centre else None,
            about_id=activity_id,
            language=contact.language or SOURCE,
            opened_at=now,
        )
        found.came_from = seal(db, dict(came_from), row=found.uuid)
        db.add(found)
        db.flush()  # lines need its number
    _add_hers(db, found, text, now)
    return found


def say(db: Session, contact: Contact, text: str, *, now: datetime) -> None:
    """One more line of hers, for the person she talks with; nothing if the talk has just ended."""
    found = open_of(db, contact.id)
    if found is not None:
        _add_hers(db, found, text, now)


def leave(db: Session, contact: Contact, *, now: datetime) -> None:
    """She does not want to wait any more."""
    found = open_of(db, contact.id)
    if found is not None:
        found.closed_at = now


def open_of(db: Session, contact_id: int) -> Handover | None:
    """The hand-over that is open for somebody, if one is."""
    query = select(Handover).where(Handover.contact_id == contact_id, Handover.closed_at.is_(None))
    return db.scalars(query.order_by(Handover.id.desc())).first()


def came_from(db: Session, contact_id: int) -> Mapping[str, Any]:
    """Where she was before she last asked for a person; empty once that is forgotten."""
    query = select(Handover).where(Handover.contact_id == contact_id).order_by(Handover.id.desc())
    found = db.scalars(query).first()
    return (unseal(db, found.came_from, row=found.uuid) or {}) if found else {}


# What staff do


def claim(
    db: Session, handover_id: int, worker: WorkerCard, *, take_over: bool = False, now: datetime
) -> None:
    """Say that one answers this family; `take_over`, even if somebody else does.

    Raises NotFound, HandoverClosed or SomebodyElseHasIt.
    """
    _claim(db, _hers(db, handover_id, worker), worker, take_over=take_over, now=now)


def answer(
    db: Session,
    handover_id: int,
    worker: WorkerCard,
    text: str,
    *,
    number: UUID | None = None,
    now: datetime,
) -> None:
    """Answer; whoever does has claimed it. The family reads the first name of the worker.

    The same `number` twice is one answer. Raises NotFound, HandoverClosed, SomebodyElseHasIt, NothingToSay
    or TooMuchToSay.
    """
    found = _hers(db, handover_id, worker)
    if number and db.scalar(select(HandoverLine.id).where(HandoverLine.uuid == number)):
        return
    said = plain(text)
    if not said:
        raise NothingToSay
    if len(said) > MOST_LETTERS:
        raise TooMuchToSay(MOST_LETTERS)
    _claim(db, found, worker, take_over=False, now=now)
    line = _add_line(db, found, said, who=worker.name, now=now, number=number)
    language = canned.language_of(db, found.council_id, said) or SOURCE
    message = Message(f"{first_name(worker.name)}:\n{said}", screen="person.says", language=language)
    contact = db.get_one(Contact, found.contact_id)
    outbox.owe(db, contact, message, kind=Owing.STAFF, source=f"line:{line.uuid}", now=now)


def close(db: Session, handover_id: int, worker: WorkerCard, *, now: datetime) -> None:
    """End it: the bot takes her back to where she was. Raises NotFound or HandoverClosed."""
    found = _hers(db, handover_id, worker)
    if found.closed_at is not None:
        raise HandoverClosed
    _give_back(db, found, now)


def let_go_of_silent(db: Session, *, now: datetime) -> None:
    """Give back to the bot those in whose hand-over nobody has said anything for days."""
    last = select(func.max(HandoverLine.at)).where(HandoverLine.handover_id == Handover.id).scalar_subquery()
    silent = select(Handover).where(
        Handover.closed_at.is_(None), func.coalesce(last, Handover.opened_at) < now - LEFT_ALONE
    )
    for found in db.scalars(silent.with_for_update(of=Handover)):
        _give_back(db, found, now)


def forget_old(db: Session, *, now: datetime) -> None:
    """Forget what was said three months after the end, and where she had been on the next day."""
    let_go_of_silent(db, now=now)
    over = update(Handover).where(Handover.closed_at < now - RETURN_KEPT, Handover.came_from != "")
    db.execute(over.values(came_from=""))
    db.execute(delete(Handover).where(Handover.closed_at < now - KEPT))


def may_answer(worker: WorkerCard, *, council_id: int, centre_id: int | None) -> bool:
    """Whether this is hers to answer: of her centres; what is of no centre, whoever answers families."""
    if centre_id is not None:
        return worker.may(Deed.ANSWER_FAMILIES, centre_id)
    return worker.council_id == council_id and worker.may(Deed.ANSWER_FAMILIES)


def first_name(name: str) -> str:
    return name.split()[0] if name.split() else name


def _hers(db: Session, handover_id: int, worker: WorkerCard) -> Handover:
    """The hand-over, held until the work on it is done."""
    query = select(Handover).where(Handover.id == handover_id).with_for_update()
    found = db.scalars(query.execution_options(populate_existing=True)).first()
    if found is None or not may_answer(worker, council_id=found.council_id, centre_id=found.centre_id):
        raise NotFound(f"hand-over {handover_id}")
    return found


def _claim(db: Session, found: Handover, worker: WorkerCard, *, take_over: bool, now: datetime) -> None:
    if found.closed_at is not None:
        raise HandoverClosed
    if found.claimed_by == worker.id:
        return
    if found.claimed_by is not None and not take_over:
        raise SomebodyElseHasIt(db.get_one(Worker, found.claimed_by).name)
    found.claimed_by, found.claimed_at = worker.id, now


def _add_hers(db: Session, found: Handover, text: str, now: datetime) -> None:
    if said := plain(text)[:MOST_LETTERS_OF_HERS]:
        _add_line(db, found, said, who="", now=now)


def _add_line(
    db: Session, found: Handover, text: str, *, who: str, now: datetime, number: UUID | None = None
) -> HandoverLine:
    line = HandoverLine(uuid=number or uuid4(), handover_id=found.id, who=who, at=now)
    line.text = seal(db, text, row=line.uuid)
    db.add(line)
    db.flush()  # the next line comes after this one
    return line


def _give_back(db: Session, found: Handover, now: datetime) -> None:
    """Closed; and the bot hears of it as of anything else that happens, so that nothing is lost."""
    found.closed_at = now
    contact = db.get_one(Contact, found.contact_id)
    inbox.receive(
        db,
        channel=contact.channel,
        external_id=f"handover:{found.uuid}",
        address=people.address_of(db, contact),
        place=0,  # before anything she has sent that is still to be answered
        event={"kind": "returned"},
        now=now,
    )
