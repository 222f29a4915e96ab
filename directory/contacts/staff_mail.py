"""Telling staff, at once, that a family waits for them: never what it said. Nothing here commits.

Nobody gets more than one such mail in a quarter of an hour; the page it leads to has all who wait. Where half
a working day brings no answer everybody hears of it who may give one: no family is to be forgotten.
"""

from datetime import datetime, timedelta

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from directory.accounts.models import Worker
from directory.accounts.people import Person, at_work, people_at, people_in
from directory.accounts.roles import DEEDS, Deed, Role
from directory.contacts.models import Handover, HandoverLine
from directory.listings import cards
from directory.listings.models import Activity
from directory.listings.session_types import session_types
from directory.locales import SOURCE
from directory.places.models import Centre
from directory.post.actions import write
from directory.post.models import Mail
from directory.words import words_for

NOT_AGAIN_FOR = timedelta(minutes=15)
HALF_A_DAY = timedelta(hours=4)
# Who is told first: of a centre those nearest to families, of a whole council those who answer for it.
NEAREST = ((Role.WORKER, Role.MANAGER), (Role.LEAD,), (Role.COUNCIL,))
HIGHEST = ((Role.COUNCIL,), (Role.LEAD,), (Role.WORKER, Role.MANAGER))


def somebody_to_tell_of(db: Session) -> bool:
    """A look that costs next to nothing and locks nothing."""
    return db.scalar(_untold().with_only_columns(Handover.id).limit(1)) is not None


def tell_staff(db: Session, *, site: str, now: datetime) -> int:
    """Write to those who may answer families of whom they have not been told; returns how many mails."""
    written = 0
    for handover in db.scalars(_untold().with_for_update(skip_locked=True)):
        people = _to_tell(db, handover)
        rested = [person for person in people if not _told_lately(db, person, now)]
        for person in rested:
            _write(db, handover, person, subject(), site, now)
        db.flush()  # the next family finds these written
        if rested or not people:  # else all have just had one: they hear of this when they may again
            handover.told_at = now
        written += len(rested)
    return written


def remind_staff(db: Session, *, site: str, now: datetime) -> int:
    """Write to everybody who may answer a family that still waits; returns how many mails.

    Only while people are at work, and have been since they were told.
    """
    if not (at_work(now) and at_work(now - HALF_A_DAY)):
        return 0
    written = 0
    told = select(Handover).where(Handover.closed_at.is_(None), Handover.told_at <= now - HALF_A_DAY)
    for handover in db.scalars(told.order_by(Handover.id).with_for_update(skip_locked=True)):
        if handover.lines and handover.lines[-1].who:
            continue  # the last word was ours
        for person in _who_may(db, handover):
            _write(db, handover, person, words_for(SOURCE).gettext("A family still waits"), site, now)
            written += 1
        handover.told_at = now
    return written


def subject() -> str:
    return words_for(SOURCE).gettext("A family waits for an answer")


def _write(db: Session, handover: Handover, person: Person, subject: str, site: str, now: datetime) -> None:
    write(db, to=person.email, subject=subject, text=_text(db, handover, person, site), now=now)


def _untold() -> Select[Handover]:
    """Those who are open, and of which staff do not know what she has said last."""
    said_since = select(HandoverLine.id).where(
        HandoverLine.handover_id == Handover.id,
        HandoverLine.who == "",
        HandoverLine.at > Handover.told_at,
    )
    new = or_(Handover.told_at.is_(None), said_since.exists())
    return select(Handover).where(Handover.closed_at.is_(None), new).order_by(Handover.id)


def _to_tell(db: Session, handover: Handover) -> list[Person]:
    """Whoever has taken it; else those who may, the nearest to it."""
    claimer = db.get(Worker, handover.claimed_by) if handover.claimed_by is not None else None
    if claimer is not None and claimer.active:
        return [Person(claimer.name, claimer.email, Role.WORKER)]
    people = _who_may(db, handover)
    for roles in HIGHEST if handover.centre_id is None else NEAREST:
        if found := [person for person in people if person.role in roles]:
            return found
    return []


def _who_may(db: Session, handover: Handover) -> list[Person]:
    """Everybody who may answer it; each once, in the first of her roles."""
    if handover.centre_id is None:
        people = people_in(db, handover.council_id)
    else:
        people = people_at(db, db.get_one(Centre, handover.centre_id))
    may = [person for person in people if Deed.ANSWER_FAMILIES in DEEDS[person.role]]
    return list({person.email: person for person in reversed(may)}.values())[::-1]


def _told_lately(db: Session, person: Person, now: datetime) -> bool:
    lately = select(Mail.id).where(
        Mail.to == person.email, Mail.subject == subject(), Mail.written_at > now - NOT_AGAIN_FOR
    )
    return db.scalar(lately.limit(1)) is not None


def _text(db: Session, handover: Handover, person: Person, site: str) -> str:
    words = words_for(SOURCE)
    about = _about(db, handover)
    return "\n\n".join(
        (
            words.gettext("Hello %(name)s,", name=person.name),
            words.gettext("somebody asks about %(what)s and waits for an answer in chat.", what=about)
            if about
            else words.gettext("somebody waits for an answer in chat."),
            words.gettext("See what it is, and who answers already:")
            + f"\n{site}/staff/families/{handover.id}",
            words.gettext("You get no second mail like this for a quarter of an hour, whoever else writes."),
        )
    )


def _about(db: Session, handover: Handover) -> str:
    """The listing, by name; of a sensitive one no mail says anything."""
    activity = db.get(Activity, handover.about_id) if handover.about_id is not None else None
    if activity is None:
        return ""
    card = cards.card(activity, session_types().get(activity.type_key), SOURCE)
    return "" if card.sensitive else f"“{card.name.text}”"
