"""What we write unasked: a date has changed, it is soon, something new is on. Days are said in full: she may
read it tomorrow. Of a sensitive topic neither name nor place is said, for others may see her phone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.screen import Choice, Screen, go, isolated, press
from bot.core.ways import menu_choice
from directory.contacts.date_changes import DateChange, ListingChange, What
from directory.listings import wording
from directory.listings.cards import ActivityCard, DateCard
from directory.words import Words, phrases

DATES_SHOWN = 4
LISTINGS_SHOWN = 5
LISTINGS_IN_FULL = 2

Row = tuple[Choice, ...]


@dataclass(frozen=True)
class Told:
    """What has changed of a listing, with the listing in her language."""

    card: ActivityCard
    change: ListingChange


@dataclass(frozen=True)
class Instead:
    """Something like it that is on, about then and not far away."""

    card: ActivityCard
    starts: datetime
    ends: datetime
    km: float | None = None


@dataclass(frozen=True)
class New:
    """A listing that is new, and its next date if it has one."""

    card: ActivityCard
    date: DateCard | None


def changed(words: Words, told: Sequence[Told], instead: Instead | None = None) -> Screen:
    """Dates that are off, at another time, on after all, or late."""
    open_ = [one for one in told if not one.card.sensitive]
    brief = len(open_) > LISTINGS_IN_FULL
    tell = _in_brief if brief else _what_changed
    text = ["\n".join(tell(words, one)) for one in open_[:LISTINGS_SHOWN]]
    if len(open_) > LISTINGS_SHOWN:
        text.append(_more(words, len(open_) - LISTINGS_SHOWN))
    if brief and (why := _why(words, [date for one in open_ for date in one.change.dates])):
        text.append(why)
    if len(open_) < len(told):
        text.append(words.gettext("There is news about one of your sessions."))
    if instead:
        text.append(_instead(words, instead))
    return Screen("news", tuple(text), (*_ways_on(words, told, instead), _ways_out(words)), words.spoken)


def reminder(words: Words, card: ActivityCard, date: DateCard) -> Screen:
    """It is soon."""
    if card.sensitive:
        text: tuple[str, ...] = (
            words.gettext("You asked me to remind you: %(when)s.", when=_when(words, date.starts)),
        )
    else:
        times = phrases.times(words, date.starts, date.ends)
        when = words.gettext("%(day)s, %(times)s", day=words.day(date.starts.date()), times=times)
        text = (
            words.gettext("You asked me to remind you: %(name)s", name=_name(words, card)),
            "\n".join(part for part in (when, wording.late(words, date)) if part),
            isolated(_place(words, card)),
        )
    show = Choice(words.gettext("See the session"), press("session", "show", card.id))
    return Screen("reminder", text, ((show,), _ways_out(words)), words.spoken)


def something_new(words: Words, found: Sequence[New]) -> Screen:
    """New listings of a centre she follows, or that answer a search she asked us to repeat."""
    text = [words.gettext("Something new is on that you may like:")]
    text += ["\n".join(_one_new(words, one)) for one in found[:LISTINGS_SHOWN]]
    if len(found) > LISTINGS_SHOWN:
        text.append(_more(words, len(found) - LISTINGS_SHOWN))
    choices = tuple((_to(one.card),) for one in found[:LISTINGS_SHOWN])
    return Screen("something-new", tuple(text), (*choices, _ways_out(words)), words.spoken)


def _what_changed(words: Words, told: Told) -> Iterator[str]:
    name, change = _name(words, told.card), told.change
    if change.withdrawn:
        yield words.gettext("%(name)s is not on any more.", name=name)
        yield isolated(_place(words, told.card))
        return
    for what in What:
        if dates := [one for one in change.dates if one.what is what]:
            yield from (_late if what is What.LATE else _dates)(words, name, what, dates)
    yield isolated(_place(words, told.card))
    if any(one.what is What.OFF for one in change.dates) and change.next_on:
        yield words.gettext("Next time: %(when)s", when=_when(words, change.next_on.starts))


def _in_brief(words: Words, told: Told) -> Iterator[str]:
    """Two lines for each thing that happened: many sessions have changed together."""
    name, change = _name(words, told.card), told.change
    if change.withdrawn:
        yield words.gettext("%(name)s is not on any more.", name=name)
        return
    for what in What:
        if dates := [one for one in change.dates if one.what is what]:
            yield _headline(words, name, what, dates)
            more = f" {_more(words, len(dates) - 1)}" if len(dates) > 1 else ""
            yield _whens(words, what, dates)[0] + more


def _headline(words: Words, name: str, what: What, dates: list[DateChange]) -> str:
    if what is What.OFF:
        return words.gettext("Cancelled: %(name)s", name=name)
    if what is What.ON:
        return words.gettext("On after all: %(name)s", name=name)
    if what is What.LATE:
        return name
    if len(dates) == 1:
        return words.gettext("New time: %(name)s", name=name)
    return words.gettext("New times: %(name)s", name=name)


def _whens(words: Words, what: What, dates: list[DateChange]) -> list[str]:
    return [_when(words, one.now.starts if one.now and what is not What.OFF else one.was) for one in dates]


def _dates(words: Words, name: str, what: What, dates: list[DateChange]) -> Iterator[str]:
    yield _headline(words, name, what, dates)
    whens = _whens(words, what, dates)
    if len(dates) == 1:
        yield whens[0]
        if what is What.MOVED:
            yield words.gettext("It was: %(when)s", when=_when(words, dates[0].was))
    else:
        yield from (f"• {when}" for when in whens[:DATES_SHOWN])
    if len(dates) > DATES_SHOWN:
        yield _more(words, len(dates) - DATES_SHOWN)
    if why := _why(words, dates):
        yield why


def _late(words: Words, name: str, what: What, dates: list[DateChange]) -> Iterator[str]:
    yield _headline(words, name, what, dates)
    for date in dates:
        if date.now:
            yield _when(words, date.was)
            yield wording.late(words, date.now) or words.gettext("Starts on time after all.")


def _why(words: Words, dates: Sequence[DateChange]) -> str:
    """The reason, where there is one and the same."""
    reasons = {one.now.reason if one.now else None for one in dates}
    return wording.why(words, reasons.pop()) if len(reasons) == 1 else ""


def _instead(words: Words, instead: Instead) -> str:
    where = [_place(words, instead.card), words.miles(instead.km) if instead.km is not None else ""]
    lines = (
        words.gettext("This is on, too: %(name)s", name=_name(words, instead.card)),
        words.gettext(
            "%(day)s, %(times)s",
            day=words.day(instead.starts.date()),
            times=phrases.times(words, instead.starts, instead.ends),
        ),
        " · ".join(isolated(part) for part in where if part),
    )
    return "\n".join(lines)


def _one_new(words: Words, one: New) -> Iterator[str]:
    yield _name(words, one.card)
    if one.date:
        yield _when(words, one.date.starts)
    yield isolated(_place(words, one.card))


def _ways_on(words: Words, told: Sequence[Told], instead: Instead | None) -> Iterator[Row]:
    there = [one for one in told if not one.change.withdrawn]
    if len(told) == 1 and there:
        yield (Choice(words.gettext("See the session"), press("session", "show", there[0].card.id)),)
    else:
        open_ = [one for one in there if not one.card.sensitive][:LISTINGS_SHOWN]
        for one in open_:
            yield (_to(one.card),)
        if any(one.card.sensitive for one in there):
            yield (Choice(words.gettext("Saved sessions"), go("saved")),)
    off = [
        date.was
        for one in told
        for date in one.change.dates
        if date.what is What.OFF and not one.card.sensitive
    ]
    if instead:
        yield (_to(instead.card),)
    elif off:
        day = min(off).date()
        yield (Choice(words.gettext("What else is on that day?"), press("find", "day", day)),)


def _to(card: ActivityCard) -> Choice:
    return Choice(card.name.text, press("session", "show", card.id))


def _ways_out(words: Words) -> Row:
    return (Choice(words.gettext("Stop these messages"), go("stop")), menu_choice(words))


def _name(words: Words, card: ActivityCard) -> str:
    return isolated(wording.told(words, card.name))


def _place(words: Words, card: ActivityCard) -> str:
    return wording.where(words, card)


def _when(words: Words, starts: datetime) -> str:
    return words.gettext("%(day)s, %(times)s", day=words.day(starts.date()), times=words.time(starts.time()))


def _more(words: Words, number: int) -> str:
    return words.ngettext("and %(num)s more", "and %(num)s more", number)
