"""Reminding people of what is due: first whoever keeps a listing, a week later a manager. Nothing commits.

That somebody was reminded is written down in the same transaction as the mail, so that after a crash
nobody is left out and nobody gets the same twice.
"""

from collections import defaultdict
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from directory import clock
from directory.accounts.people import Person, people_at
from directory.freshness import letters
from directory.freshness.models import CheckReminder, Step
from directory.freshness.people import keeper, managers
from directory.freshness.queries import due
from directory.listings.models import Activity
from directory.post.actions import write

MANAGER_AFTER = timedelta(days=7)


def remind(db: Session, *, site: str, now: datetime) -> int:
    """Write to everybody who has to hear of something, one mail to each; returns how many."""
    today = clock.london(now).date()
    found = db.scalars(
        select(Activity).where(*due(today)).options(joinedload(Activity.centre)).order_by(Activity.id)
    ).all()
    sent = _sent(db)
    at_centre: dict[int, list[Person]] = {}
    to_say: dict[tuple[Step, str, str], list[Activity]] = defaultdict(list)
    for activity in found:
        centre = activity.centre
        if centre.id not in at_centre:
            at_centre[centre.id] = people_at(db, centre)
        step, people = _next(db, activity, at_centre[centre.id], sent, now)
        for person in people:
            to_say[step, person.email, person.name].append(activity)
        if people:
            due_on = _due_on(activity)
            db.add(CheckReminder(activity_id=activity.id, due_on=due_on, step=step, sent_at=now))
    for (step, email, name), listings in to_say.items():
        told = [(one.name, one.centre.name, one.assured_on) for one in listings]
        text = letters.text(step, name, told, site=site)
        write(db, to=email, subject=letters.subject(len(told)), text=text, now=now)
    return len(to_say)


def _next(
    db: Session,
    activity: Activity,
    people: list[Person],
    sent: dict[tuple[int, date, Step], datetime],
    now: datetime,
) -> tuple[Step, list[Person]]:
    """Who is to hear of a listing now, and as what; nobody if it is too soon, or nobody is there."""
    to_keeper = sent.get((activity.id, _due_on(activity), Step.KEEPER))
    if to_keeper is None and (person := keeper(db, activity, people)):
        return Step.KEEPER, [person]
    too_soon = to_keeper is not None and now - to_keeper < MANAGER_AFTER
    if too_soon or (activity.id, _due_on(activity), Step.MANAGER) in sent:
        return Step.MANAGER, []
    return Step.MANAGER, managers(people)


def _sent(db: Session) -> dict[tuple[int, date, Step], datetime]:
    rows = db.scalars(select(CheckReminder))
    return {(row.activity_id, row.due_on, row.step): row.sent_at for row in rows}


def _due_on(activity: Activity) -> date:
    return activity.review_by or date.min
