"""Reminding people of dates, as they asked us to."""

from datetime import datetime

from bot.core.screens import notices
from bot.telling.owing import AT_A_TIME, Notice, owe
from directory.contacts import reminding
from directory.contacts.models import Owing
from directory.contacts.reminding import DueReminder
from directory.runtime import Runtime
from directory.words import words_for


def send_reminders(runtime: Runtime, now: datetime) -> int:
    """Remind those whose time has come, and never of what has begun. Returns how many."""
    sent = 0
    while _anything_due(runtime, now):
        with runtime.database.unit_of_work() as db:
            due = reminding.due(db, now=now, most=AT_A_TIME)
            for one in due:
                owe(db, _notice(one), now)
                reminding.note_done(db, one.id, now=now)
        sent += len(due)
        if not due:
            break
    return sent


def _anything_due(runtime: Runtime, now: datetime) -> bool:
    with runtime.database.read() as db:
        return reminding.anything_due(db, now=now)


def _notice(one: DueReminder) -> Notice:
    return Notice(
        one.contact_id,
        notices.reminder(words_for(one.language), one.activity, one.date),
        Owing.REMINDER,
        f"reminder:{one.id}:{one.due_at:%Y%m%dT%H%M}",
        good_until=one.date.starts,
        needed_by=one.date.starts,
    )
