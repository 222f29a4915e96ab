"""Keeping a listing: adding it, or bringing it up to date. Nothing here commits."""

from dataclasses import fields
from datetime import datetime
from enum import StrEnum
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from directory import clock
from directory.listings.addressing import address_for
from directory.listings.dates import materialise
from directory.listings.drafts import Draft, Words
from directory.listings.history import ENGLISH, bring_up_to_date, newer_words, record_change
from directory.listings.models import Activity, ActivityText, WrittenBy
from directory.listings.slots import columns_of, schedule_of, slot_of, slots_said
from directory.listings.timetable import Slot

_APART = {"source", "external_id", "slots", "words"}
_PLAIN = [field.name for field in fields(Draft) if field.name not in _APART]


class Outcome(StrEnum):
    """What keeping a draft came to."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


def keep_activity(db: Session, draft: Draft, *, who: str, now: datetime) -> tuple[Outcome, list[str]]:
    """Store a draft: add the activity, or bring the one it stands for up to date.

    Returns what happened and the names of the fields that changed. Its dates follow at once, and its
    entry in the search index is marked as behind. Keeping the same draft again changes nothing.
    """
    activity = db.scalar(
        select(Activity)
        .where(Activity.source == draft.source, Activity.external_id == draft.external_id)
        .options(selectinload(Activity.texts), selectinload(Activity.schedules))
    )
    if activity is None:
        activity = _added(db, draft)
        outcome, changed = Outcome.ADDED, []
    else:
        changed = _brought_up_to_date(db, activity, draft, who=who, now=now)
        if not changed:
            return Outcome.UNCHANGED, []
        outcome = Outcome.CHANGED
    db.flush()  # the database gives rows their numbers, which occurrences need
    materialise(db, activity, today=clock.london(now).date())
    return outcome, changed


def _added(db: Session, draft: Draft) -> Activity:
    own = uuid4()
    activity = Activity(
        uuid=own,
        slug=address_for(
            db,
            name=draft.name,
            type_key=draft.type_key,
            centre_id=draft.centre_id,
            venue_id=draft.venue_id,
            own=own,
        ),
        source=draft.source,
        external_id=draft.external_id,
        **{name: _stored(draft, name) for name in _PLAIN},
    )
    activity.schedules = [schedule_of(slot) for slot in dict.fromkeys(draft.slots)]
    activity.texts = [_text(language, draft, 1) for language in draft.words]
    db.add(activity)
    return activity


def _brought_up_to_date(
    db: Session, activity: Activity, draft: Draft, *, who: str, now: datetime
) -> list[str]:
    before = bring_up_to_date(activity, {name: _stored(draft, name) for name in _PLAIN})
    if ENGLISH & before.keys():
        newer_words(db, activity, who=who, now=now)
    if {slot_of(schedule) for schedule in activity.schedules} != set(draft.slots):
        before["slots"] = slots_said(activity.schedules)
        _keep_schedules(activity, draft.slots)
    if _words_of(activity) != draft.words:
        before["words"] = None  # which words they were is not written down
        _keep_words(activity, draft)
    if before:
        activity.version += 1
    for name, old in before.items():
        new = slots_said(activity.schedules) if name == "slots" else getattr(activity, name, None)
        record_change(db, activity, name, old, new, who=who, now=now)
    return list(before)


def _keep_schedules(activity: Activity, slots: tuple[Slot, ...]) -> None:
    """Slots that stay keep their rows, and with them what was said about single dates.

    A slot of the same rule with another time, length or exception is the same one, corrected.
    """
    staying = {slot_of(schedule): schedule for schedule in activity.schedules}
    free = [schedule for slot, schedule in staying.items() if slot not in slots]
    kept = []
    for slot in dict.fromkeys(slots):
        schedule = staying.get(slot) or next((each for each in free if each.rule == slot.rule), None)
        if schedule in free:
            free.remove(schedule)
            for name, value in columns_of(slot).items():
                setattr(schedule, name, value)
        kept.append(schedule or schedule_of(slot))
    activity.schedules = kept


def _keep_words(activity: Activity, draft: Draft) -> None:
    """A text that stays as it was is no newer for another language's sake."""
    before = _words_of(activity)
    staying = {
        text.language: text
        for text in activity.texts
        if before[text.language] == draft.words.get(text.language)
    }
    activity.texts = [
        staying.get(language) or _text(language, draft, activity.text_version) for language in draft.words
    ]


def _stored(draft: Draft, name: str) -> object:
    value = getattr(draft, name)
    return list(value) if isinstance(value, tuple) else value


def _text(language: str, draft: Draft, version: int) -> ActivityText:
    words = draft.words[language]
    return ActivityText(
        language=language,
        name=words.name,
        summary=words.summary,
        description=words.description,
        reviewed=words.reviewed,
        by=WrittenBy.PERSON,
        source_version=version,
    )


def _words_of(activity: Activity) -> dict[str, Words]:
    return {
        text.language: Words(text.name, text.summary, text.description, text.reviewed)
        for text in activity.texts
    }
