"""How long ago something was, and when, as staff say it."""

from datetime import datetime, timedelta

from flask import g

from directory import clock
from directory.web.templating import gettext as _
from directory.web.templating import ngettext


def lasting(span: timedelta) -> str:
    """“12 minutes”, “3 hours”, “2 days”: whole, rounded down, from one minute."""
    minutes = max(int(span.total_seconds() // 60), 1)
    if minutes < 60:
        return ngettext("%(num)s minute", "%(num)s minutes", minutes)
    if minutes < 48 * 60:
        return ngettext("%(num)s hour", "%(num)s hours", minutes // 60)
    return ngettext("%(num)s day", "%(num)s days", minutes // (24 * 60))


def moment(at: datetime, now: datetime) -> str:
    """“9:30am” today, “Mon 23 Nov, 9:30am” on any other day."""
    here, today = clock.london(at), clock.london(now).date()
    time = g.words.time(here.time())
    if here.date() == today:
        return str(time)
    return str(_("%(day)s, %(time)s", day=g.words.brief_day(here.date()), time=time))
