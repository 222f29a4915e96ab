"""Dates as an iCalendar file (RFC 5545, RFC 7986), for the calendars of phones and for software."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from icalendar import Calendar, Event, vText

from directory.listings import wording
from directory.listings.cards import ActivityCard, DateCard
from directory.listings.queries import Entry
from directory.words import Words, labels

REFRESH = timedelta(hours=6)
A_YEAR = timedelta(days=366)


@dataclass(frozen=True)
class Feed:
    """A calendar: what it is called, the page it is about, and what is on."""

    name: str
    url: str
    entries: Iterable[Entry]


def calendar_file(words: Words, feed: Feed, *, site: str, day: datetime) -> bytes:
    """The whole file. `day` stamps its events; the file stays the same as long as they and the day do."""
    calendar = Calendar.new(
        uid=uuid5(NAMESPACE_URL, feed.url),
        name=feed.name,
        url=feed.url,
        language=words.spoken,
        method="PUBLISH",
        prodid="-//Doorstep//What is on//EN",
        refresh_interval=REFRESH,
    )
    calendar["REFRESH-INTERVAL"].params["VALUE"] = "DURATION"  # RFC 7986 asks for it
    calendar.add("x-published-ttl", "PT6H")
    for entry in feed.entries:
        calendar.add_component(_event(words, entry.activity, entry.date, site=site, stamp=day))
    calendar.add_missing_timezones(first_date=day.date() - A_YEAR, last_date=day.date() + A_YEAR)
    content: bytes = calendar.to_ical()
    return content


def _event(words: Words, card: ActivityCard, date: DateCard, *, site: str, stamp: datetime) -> Event:
    """One date. A cancelled one stays, and its name says so too: many calendars show nothing else."""
    cancelled, moved = date.status == "cancelled", date.status == "moved"
    name = wording.told(words, card.name)
    name = words.gettext("Cancelled: %(name)s", name=name) if cancelled else name
    event = Event()
    event.add("uid", date.uuid)
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("dtstart", date.starts)
    event.add("dtend", date.ends)
    event.add("summary", vText(name, params={"LANGUAGE": card.name.language}))
    event.add("description", _about(words, card, date))
    event.add("location", _place(words, card))
    if card.where and card.where.lat is not None and card.delivery == "in-person":
        event.add("geo", (card.where.lat, card.where.lng))
    event.add("url", f"{site}/{words.code}/session/{card.slug}")
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("sequence", int(cancelled or moved or bool(date.late_minutes)))
    event.add("transp", "TRANSPARENT")  # what is on at a centre makes nobody busy
    return event


def _about(words: Words, card: ActivityCard, date: DateCard) -> str:
    """What decides whether one goes, line by line."""
    lines = [words.gettext(labels.REASON[date.reason])] if date.reason else []
    lines += [wording.late(words, date), card.summary.text, *(tag.text for tag in wording.tags(words, card))]
    if card.phone:
        lines.append(words.gettext("Ring %(phone)s", phone=card.phone))
    return "\n".join(filter(None, lines))


def _place(words: Words, card: ActivityCard) -> str:
    if card.where is None or card.delivery != "in-person":
        return wording.where(words, card)
    place = card.where
    parts = [place.building or place.centre, place.street, place.town, place.postcode]
    return ", ".join(part for part in parts if part)
