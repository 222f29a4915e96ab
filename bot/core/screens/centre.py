"""A centre: where, when it is open, what is on there soon."""

from collections.abc import Sequence
from datetime import datetime

from bot.core.screen import Choice, Pin, Screen, go, isolated, press
from bot.core.screens.session import call, directions
from bot.core.ways import list_and_menu
from directory.listings import wording
from directory.listings.cards import DateCard
from directory.listings.queries import Entry
from directory.places.queries import CentreCard
from directory.places.wording import hours_in_short, opening
from directory.words import N_, Words, phrases

SOON = 6  # sessions on its screen
NOTHING_ON = N_("No sessions are listed here for the next seven days. Ring to ask what is on.")


def centre(
    words: Words,
    card: CentreCard,
    week: Sequence[Entry],
    wall: datetime,
    *,
    followed: bool,
    back: str = "",
) -> Screen:
    soon = _by_session(week)[:SOON]
    text = (
        isolated(card.name),
        isolated(", ".join(part for part in (card.street, card.town, card.postcode) if part)),
        "\n".join((opening(words, card, wall), *hours_in_short(words, card.hours))),
        words.gettext("Ring %(phone)s", phone=isolated(card.phone)) if card.phone else "",
        words.all_of(phrases.features(words, card.features)),
        words.gettext("The next seven days") if soon else words.gettext(NOTHING_ON),
        *(_session(words, entries, wall, at) for at, entries in enumerate(soon, 1)),
    )
    sessions = (
        (Choice(first.activity.name.text, press("session", "show", first.activity.id)),) for first, *_ in soon
    )
    choices = (*sessions, *_deeds(words, card, followed=followed), list_and_menu(words, back))
    return Screen("centre", tuple(filter(None, text)), choices, words.spoken)


def done(words: Words, card: CentreCard, said: str, back: str, *, followed: bool) -> Screen:
    """What has just been done about it; the centre itself stays in sight above."""
    choices = (
        (_follow_or_not(words, card, followed=followed),),
        (_to_centre(words, card), Choice(words.gettext("Saved sessions"), go("saved"))),
        list_and_menu(words, back),
    )
    return Screen("centre-done", (said,), choices, words.spoken, fresh=True)


def map_of(words: Words, card: CentreCard) -> Screen | None:
    """The centre as a point on a map; None where no point is known."""
    if card.lat is None or card.lng is None:
        return None
    address = ", ".join(part for part in (card.street, card.town, card.postcode) if part)
    choices = (
        (Choice(words.gettext("The way there"), url=directions(card.lat, card.lng)),),
        (_to_centre(words, card),),
    )
    return Screen(
        "centre-map",
        (isolated(card.name), isolated(address)),
        choices,
        words.spoken,
        pin=Pin(card.lat, card.lng, card.name, address),
        fresh=True,
    )


def _to_centre(words: Words, card: CentreCard) -> Choice:
    return Choice(words.gettext("Back to the centre"), press("centre", "show", card.id))


def _by_session(week: Sequence[Entry]) -> list[list[Entry]]:
    """The dates of each session together, the soonest session first."""
    sessions: dict[int, list[Entry]] = {}
    for entry in week:
        sessions.setdefault(entry.activity.id, []).append(entry)
    return list(sessions.values())


def _session(words: Words, entries: Sequence[Entry], wall: datetime, number: int) -> str:
    name = isolated(entries[0].activity.name.text)
    return "\n".join((f"{number}. {name}", *(_date(words, entry.date, wall) for entry in entries)))


def _date(words: Words, date: DateCard, wall: datetime) -> str:
    day = phrases.near_day(words, date.starts.date(), wall.date(), brief=True)
    when = words.gettext("%(day)s, %(times)s", day=day, times=phrases.times(words, date.starts, date.ends))
    off = words.gettext("Cancelled.") if date.status == "cancelled" else ""
    return " ".join(part for part in (when, off, wording.late(words, date)) if part)


def _deeds(words: Words, card: CentreCard, *, followed: bool) -> tuple[tuple[Choice, ...], ...]:
    rows: list[tuple[Choice, ...]] = []
    if card.phone:
        rows.append((call(words, card.phone),))
    if card.lat is not None and card.lng is not None:
        rows.append(
            (
                Choice(words.gettext("Map"), press("centre", "map", card.id)),
                Choice(words.gettext("The way there"), url=directions(card.lat, card.lng)),
            )
        )
    rows.append((_follow_or_not(words, card, followed=followed),))
    return tuple(rows)


def _follow_or_not(words: Words, card: CentreCard, *, followed: bool) -> Choice:
    if followed:
        return Choice(words.gettext("Do not tell me any more"), press("centre", "unfollow", card.id))
    return Choice(words.gettext("Tell me if it changes"), press("centre", "follow", card.id))
