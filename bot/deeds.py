"""Doing what a turn says should happen, for one contact, in the turn's transaction."""

from collections import Counter
from datetime import datetime
from functools import singledispatch

from sqlalchemy import update
from sqlalchemy.orm import Session

from bot.core import effects, keeping
from bot.core.talk import Talk
from directory import clock
from directory.contacts import following, handovers, reminding
from directory.contacts.models import ChatCount, Contact, ContactStatus, Followed
from directory.db import insert_once
from directory.reports import actions as reports
from directory.reports.models import MOST_LETTERS, Wrong
from directory.unmet.actions import add_counts


@singledispatch
def do(effect: effects.Effect, db: Session, contact: Contact, talk: Talk, now: datetime) -> None:
    """Do it. `talk` is where the conversation stood before. Raises TypeError for what nobody can do."""
    raise TypeError(f"nobody knows how to do {type(effect).__name__}")


@do.register
def _(effect: effects.Save, db: Session, contact: Contact, talk: Talk, now: datetime) -> None:
    following.save(db, contact.id, effect.activity_id, kept=effect.kept, now=now)


@do.register
def _(effect: effects.Remind, db: Session, contact: Contact, talk: Talk, now: datetime) -> None:
    reminding.remind(
        db,
        contact.id,
        activity_id=effect.activity_id,
        date=effect.date,
        minutes_before=effect.minutes_before,
        now=now,
    )


@do.register
def _(effect: effects.ForgetReminder, db: Session, contact: Contact, talk: Talk, now: datetime) -> None:
    reminding.forget(db, contact.id, effect.date)


@do.register
def _(effect: effects.Follow, db: Session, contact: Contact, talk: Talk, now: datetime) -> None:
    what = Followed(effect.what)
    following.follow(db, contact, what=what, target=effect.target, query=effect.query, now=now)


@do.register
def _(effect: effects.Unfollow, db: Session, contact: Contact, talk: Talk, now: datetime) -> None:
    following.unfollow(db, contact.id, effect.follow_id)


@do.register
def _(effect: effects.AskPerson, db: Session, contact: Contact, talk: Talk, now: datetime) -> None:
    handovers.open(
        db,
        contact,
        text=effect.text,
        activity_id=effect.activity_id,
        came_from=keeping.packed(talk),
        now=now,
    )


@do.register
def _(effect: effects.TellPerson, db: Session, contact: Contact, talk: Talk, now: datetime) -> None:
    handovers.say(db, contact, effect.text, now=now)


@do.register
def _(effect: effects.LeavePerson, db: Session, contact: Contact, talk: Talk, now: datetime) -> None:
    handovers.leave(db, contact, now=now)


@do.register
def _(effect: effects.Report, db: Session, contact: Contact, talk: Talk, now: datetime) -> None:
    reports.report(
        db,
        effect.activity_id,
        what=Wrong(effect.what),
        words=effect.text[:MOST_LETTERS],
        language=talk.language,
        now=now,
    )


@do.register
def _(effect: effects.StopMessages, db: Session, contact: Contact, talk: Talk, now: datetime) -> None:
    contact.status = ContactStatus.STOPPED


@do.register
def _(effect: effects.ResumeMessages, db: Session, contact: Contact, talk: Talk, now: datetime) -> None:
    contact.status = ContactStatus.ACTIVE


@do.register
def _(effect: effects.Unmet, db: Session, contact: Contact, talk: Talk, now: datetime) -> None:
    add_counts(db, Counter(effect.needs))


@do.register
def _(effect: effects.Count, db: Session, contact: Contact, talk: Talk, now: datetime) -> None:
    """Counted by day; who it was is not written down."""
    key = {"day": clock.london(now).date(), "what": effect.what, "sort": effect.sort}
    if not insert_once(db, ChatCount, **key, times=1):
        db.execute(update(ChatCount).filter_by(**key).values(times=ChatCount.times + 1))
