"""Taking over from a former secret key: what it sealed is sealed anew, bit by bit, while everything runs."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from directory.accounts import kept_forms, second_factor
from directory.accounts.models import KeptForm, RecoveryCode, Worker
from directory.contacts import people, sealing
from directory.contacts.models import Contact, Follow, Handover, HandoverLine, Incoming, Outgoing
from directory.db import Base, Database, keys_of
from directory.errors import SealBroken
from directory.post import actions as post
from directory.post.models import Mail

AT_ONCE = 200  # rows in one transaction

Column = InstrumentedAttribute[Any]


@dataclass(frozen=True)
class Sealed:
    """A sealed column, what for, and the column of its row that it is bound to."""

    column: Column
    purpose: str
    bound_to: Column

    @property
    def table(self) -> type[Base]:
        return cast(type[Base], self.column.class_)


CONTACTS = (
    Sealed(column, sealing.PURPOSE, column.class_.uuid)
    for column in (
        *(Contact.address, Contact.talk, Contact.about, Incoming.address, Incoming.event),
        *(Outgoing.address, Outgoing.message, Follow.query, Handover.came_from, HandoverLine.text),
    )
)
SEALED = (
    Sealed(Mail.text, post.PURPOSE, Mail.uuid),
    Sealed(KeptForm.fields, kept_forms.PURPOSE, KeptForm.worker_id),
    Sealed(Worker.totp, second_factor.PURPOSE, Worker.id),
    *CONTACTS,
)


@dataclass
class Tally:
    """How far it is: values looked at, of which so many were sealed anew; and those that no key opens."""

    looked_at: int = 0
    renewed: int = 0
    broken: int = 0


def how_many(db: Session) -> int:
    """How many values there are to look at."""
    return sum(
        db.scalar(_values(each).with_only_columns(func.count()).order_by(None)) or 0 for each in SEALED
    )


def renew(database: Database) -> Iterator[Tally]:
    """Seal anew what the former key sealed, some at a time, each time in a transaction of its own.

    It can be cut short and begun again at any moment. Contacts come first, and are known by their new mark.
    """
    tally, last = Tally(), 0
    while True:
        with database.unit_of_work() as db:
            contacts = db.scalars(_after(select(Contact), Contact, last)).all()
            for contact in contacts:
                _mark_anew(db, contact)
        if not contacts:
            break
        last = contacts[-1].id
    for sealed in SEALED:
        last = 0
        while True:
            with database.unit_of_work() as db:
                rows = db.execute(_after(_values(sealed), sealed.table, last)).all()
                for id_, bound_to, value in rows:
                    _seal_anew(db, sealed, id_, bound_to, value, tally)
            yield tally
            if not rows:
                break
            last = rows[-1][0]


def with_recovery_codes(db: Session) -> int:
    """How many workers have recovery codes, which end with the key that made them: only she knows them."""
    unused = RecoveryCode.used_at.is_(None)
    return db.scalar(select(func.count(func.distinct(RecoveryCode.worker_id))).where(unused)) or 0


def _mark_anew(db: Session, contact: Contact) -> None:
    try:
        mark = sealing.mark_of(db, contact.channel, people.address_of(db, contact))
    except SealBroken:
        return  # counted with the other values
    taken = select(Contact.id).where(Contact.channel == contact.channel, Contact.mark == mark)
    if mark != contact.mark and db.scalar(taken) is None:
        people.mark_anew(db, contact, mark)


def _seal_anew(db: Session, sealed: Sealed, id_: int, bound_to: object, value: str, tally: Tally) -> None:
    tally.looked_at += 1
    try:
        anew = keys_of(db).sealed_anew(sealed.purpose, value, bound_to=str(bound_to))
    except SealBroken:
        tally.broken += 1
        return
    if anew != value:
        unchanged = update(sealed.table).where(_id(sealed.table) == id_, sealed.column == value)
        db.execute(unchanged.values({sealed.column: anew}))
        tally.renewed += 1


def _values(sealed: Sealed) -> Select[Any]:
    return select(_id(sealed.table), sealed.bound_to, sealed.column).where(sealed.column != "")


def _after(query: Select[Any], table: type[Base], last: int) -> Select[Any]:
    return query.where(_id(table) > last).order_by(_id(table)).limit(AT_ONCE)


def _id(table: type[Base]) -> Column:
    id_: Column = table.id  # type: ignore[attr-defined]
    return id_
