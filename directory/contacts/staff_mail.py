"""Telling staff, at once, that a family waits for them: never what it said. Nothing here commits.

Nobody gets more than one such mail in a quarter of an hour; the page it leads to has all who wait.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from directory.accounts.models import Worker
from directory.accounts.people import Person, people_at, people_in
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
            write(db, to=person.email, subject=subject(), text=_text(db, handover, person, site), now=now)
        db.flush()  # the next family finds these written
        if rested or not people:  # else all have just had one: they hear of this when they may again
            handover.told_at = now
        written += len(rested)
    return written


def subject() -> str:
    return words_for(SOURCE).gettext("A family waits for an answer")


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
    if handover.centre_id is None:
        return _first_of(HIGHEST, people_in(db, handover.council_id))
    return _first_of(NEAREST, people_at(db, db.get_one(Centre, handover.centre_id)))


def _first_of(order: Iterable[tuple[Role, ...]], people: list[Person]) -> list[Person]:
    """Each once, however many roles she has."""
    may = [person for person in people if Deed.ANSWER_FAMILIES in DEEDS[person.role]]
    for roles in order:
        if found := {person.email: person for person in may if person.role in roles}:
            return list(found.values())
    return []


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
