"""A session: when, where, for whom, what it costs, how to get in; and what can be done about it."""

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import quote

from bot.core.screen import Choice, Pin, Screen, go, isolated, press
from bot.core.ways import list_and_menu
from directory.listings import wording
from directory.listings.cards import ActivityCard, ActivityPage, DateCard, Where
from directory.words import N_, Words, phrases

FIRST_DATES = 3
MORE_DATES = 12

Row = tuple[Choice, ...]

ACCESS = {
    "open": N_("Just turn up. You do not need to tell anyone."),
    "booked": N_("Please book a place first."),
    "referral": N_(
        "You come by invitation, or someone who knows your family refers you. You can ring and ask."
    ),
}


def session(
    words: Words,
    page: ActivityPage,
    now: datetime,
    *,
    saved: bool,
    back: str = "",
    most_dates: int = FIRST_DATES,
) -> Screen:
    """Everything one needs to go there. Of a place that may not be shown: only whom to ring."""
    text = [
        isolated(wording.told(words, page.card.name)),
        wording.told(words, page.card.summary),
        "\n".join(_when(words, page, now, most_dates)),
        "\n".join(where(words, page)),
        "\n".join(_for_whom(words, page)),
        "\n".join(_getting_in(words, page)),
        words.gettext("Bring:") + f" {wording.told(words, page.bring)}" if page.bring else "",
        words.gettext("Nobody has checked this for a while. Please ring before you go.")
        if page.long_unchecked
        else "",
        words.gettext("If somebody else may see this phone, delete this chat when you are done.")
        if page.card.sensitive
        else "",
    ]
    choices = (*_ways_there(words, page), *_deeds(words, page, saved=saved))
    more = len(page.dates) > most_dates and most_dates == FIRST_DATES
    dates = ((Choice(words.gettext("More dates"), press("session", "dates", page.card.id)),),) if more else ()
    choices = (*dates, *choices, list_and_menu(words, back))
    return Screen("session", tuple(filter(None, text)), choices, words.spoken)


def _when(words: Words, page: ActivityPage, now: datetime, most: int) -> Iterator[str]:
    card = page.card
    if card.where is None:
        yield words.gettext("Ring to hear where and when. You can ask anything first.")
        return
    if not page.dates:
        unknown = words.gettext("No dates are known yet. Please ring.")
        yield unknown if card.access == "open" else words.gettext("The time is agreed with each family.")
        return
    for date in page.dates[:most]:
        yield date_line(words, date, now)


def date_line(words: Words, date: DateCard, now: datetime) -> str:
    """One date with what there is to know of it: “Tuesday 24 November, 10am to 11:30am. Cancelled.”"""
    view = wording.dates(words, [date], now)[0]
    parts = [view.when]
    if date.status == "cancelled":
        parts = ["✗", view.when, words.gettext("Cancelled.")]
    elif date.status == "moved":
        parts.append(words.gettext("New time."))
    elif date.status == "full":
        parts.append(words.gettext("Full."))
    return " ".join(part for part in (*parts, view.reason, view.late) if part)


def where(words: Words, page: ActivityPage) -> Iterator[str]:
    card = page.card
    if card.where is None or card.delivery != "in-person":
        yield wording.where(words, card)
        return
    place = card.where
    address = [place.building or place.centre, place.street, place.town, place.postcode]
    yield isolated(", ".join(dict.fromkeys(part for part in address if part)))
    if features := phrases.features(words, place.features):
        yield words.all_of(features)
    if place.bus:
        yield isolated(place.bus)


def _for_whom(words: Words, page: ActivityPage) -> Iterator[str]:
    card = page.card
    who = words.all_of(wording.who_for(words, card))
    everyone = words.gettext("Every family is welcome.") if card.offer == "universal" else ""
    yield " ".join(part for part in (f"{who}.", everyone) if part)
    cost = phrases.cost(words, card.cost, card.cost_pence)
    yield f"{cost}. {isolated(page.cost_note)}" if page.cost_note else cost
    if card.spoken:
        yield words.all_of([phrases.spoken(words, code) for code in card.spoken])


def _getting_in(words: Words, page: ActivityPage) -> Iterator[str]:
    yield words.gettext(ACCESS[page.card.access])
    if phone := page.book_phone or page.card.phone:
        yield words.gettext("Ring %(phone)s", phone=isolated(phone))


def _ways_there(words: Words, page: ActivityPage) -> Iterator[Row]:
    """How to book, to ring and to get there."""
    if page.book_url and page.book_url.startswith(("https://", "http://")):
        yield (Choice(words.gettext("Book a place"), url=page.book_url),)
    if phone := page.book_phone or page.card.phone:
        yield (call(words, phone),)
    place = page.card.where
    if place and page.card.delivery == "in-person" and place.lat is not None and place.lng is not None:
        yield (
            Choice(words.gettext("Map"), press("session", "map", page.card.id)),
            Choice(words.gettext("The way there"), url=directions(place.lat, place.lng)),
        )
    if place:
        yield (Choice(place.centre, press("centre", "show", place.centre_id)),)


def _deeds(words: Words, page: ActivityPage, *, saved: bool) -> Iterator[Row]:
    card = page.card
    save = keep_or_not(words, card.id, saved=saved)
    if card.where is None:
        yield (save,)
    else:
        yield (save, Choice(words.gettext("Remind me"), press("remind", "choose", card.id)))
        yield (Choice(words.gettext("Tell me if it changes"), press("follow", "choose", card.id)),)
    yield (Choice(words.gettext("Share"), press("session", "share", card.id)),)
    yield (
        Choice(words.gettext("Is something wrong here?"), press("wrong", "ask", card.id)),
        Choice(words.gettext("Ask a person"), press("person", "about", card.id)),
    )


def keep_or_not(words: Words, activity_id: int, *, saved: bool) -> Choice:
    if saved:
        return Choice(words.gettext("Do not keep it"), press("session", "unsave", activity_id))
    return Choice(words.gettext("Save"), press("session", "save", activity_id))


def map_of(words: Words, page: ActivityPage, place: Where) -> Screen | None:
    """The place as a point on a map; None where no point is known."""
    if place.lat is None or place.lng is None:
        return None
    title = place.building or place.centre
    address = ", ".join(part for part in (place.street, place.town, place.postcode) if part)
    there = Choice(words.gettext("The way there"), url=directions(place.lat, place.lng))
    return Screen(
        "session-map",
        (isolated(title), isolated(address)),
        ((there,), (to_session(words, page.card),)),
        words.spoken,
        pin=Pin(place.lat, place.lng, title, address),
        fresh=True,
    )


def share(words: Words, card: ActivityCard, site: str) -> Screen:
    """The listing's address, to send on; of a sensitive one with no more than that."""
    address = f"{site}/{words.code}/session/{quote(card.slug)}"
    name = () if card.sensitive else (isolated(card.name.text),)
    text = (words.gettext("Send this on to somebody:"), *name, address)
    choices = ((Choice(words.gettext("Open the page"), url=address),), (to_session(words, card),))
    return Screen("session-share", text, choices, words.spoken, fresh=True)


def done(words: Words, card: ActivityCard, said: str, back: str, *undo: Choice) -> Screen:
    """What has just been done about it, and the ways on."""
    ways = (to_session(words, card), Choice(words.gettext("Saved sessions"), go("saved")))
    choices = (undo, ways, list_and_menu(words, back))
    text = (said,) if card.sensitive else (isolated(card.name.text), said)
    return Screen("session-done", text, tuple(row for row in choices if row), words.spoken)


def directions(lat: float, lng: float) -> str:
    return f"https://www.openstreetmap.org/directions?to={lat:.5f}%2C{lng:.5f}"


def call(words: Words, phone: str) -> Choice:
    figures = "".join(sign for sign in phone if sign.isdigit() or sign == "+")
    return Choice(f"📞 {isolated(phone)}", url=f"tel:{figures}")


def to_session(words: Words, card: ActivityCard) -> Choice:
    return Choice(words.gettext("Back to the session"), press("session", "show", card.id))
