"""My saved sessions, reminders and what I am told about, all in one place."""

from collections.abc import Iterator

from bot.core.effects import Effect, ForgetReminder, Save, Unfollow
from bot.core.event import Event
from bot.core.rooms import FollowCard, Rooms
from bot.core.screen import press
from bot.core.screens import saved as screens
from bot.core.screens.saved import FOLLOWED, KEPT, REMINDED, Item, name_of
from bot.core.searching import answer, search_of
from bot.core.talk import Talk, TalkKind, Turn, date_named, number
from bot.core.talks import find
from directory.errors import NotFound
from directory.listings import wording
from directory.search import retelling
from directory.words import Words


def show(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    return _shown(talk, rooms)


def page(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    return _shown(talk, rooms, at=max(1, number(event)))


def unsave(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    return _without(talk, event, rooms, Save(number(event), kept=False))


def forget(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    return _without(talk, event, rooms, ForgetReminder(date_named(event)))


def unfollow(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    return _without(talk, event, rooms, Unfollow(number(event)))


def search(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    """The answers to a search she follows, as they are now. Raises NotFound."""
    for one in rooms.follows(talk.language):
        if one.id == number(event) and one.query:
            return find.listed(talk, rooms, search_of(one.query))
    raise NotFound(event.press)


def _without(talk: Talk, event: Event, rooms: Rooms, effect: Effect) -> Turn:
    return _shown(talk, rooms, effect, said=talk.words.gettext("Taken out."), gone=event.press)


def _shown(talk: Talk, rooms: Rooms, *effects: Effect, at: int = 1, said: str = "", gone: str = "") -> Turn:
    """All she has but what is just being taken away: the room still holds that."""
    items = [item for item in _items(talk, rooms) if item.away != gone]
    return talk.show(screens.saved(talk.words, items, at, said), *effects)


def _items(talk: Talk, rooms: Rooms) -> Iterator[Item]:
    words, language = talk.words, talk.language
    for card in rooms.saved(language):
        about = "" if card.sensitive else wording.where(words, card)
        yield Item(
            KEPT,
            name_of(words, card.name.text, sensitive=card.sensitive),
            press("session", "show", card.id),
            press("saved", "unsave", card.id),
            about,
        )
    dates = set()
    for one in rooms.reminders(language):
        if one.date.uuid not in dates:  # two reminders of one date are one thing here
            dates.add(one.date.uuid)
            yield Item(
                REMINDED,
                name_of(words, one.activity.name.text, sensitive=one.activity.sensitive),
                press("session", "show", one.activity.id),
                press("saved", "forget", one.date.uuid),
                wording.dates(words, [one.date], rooms.now)[0].when,
            )
    for follow in rooms.follows(language):
        yield Item(FOLLOWED, *_followed(words, talk, rooms, follow))


def _followed(words: Words, talk: Talk, rooms: Rooms, follow: FollowCard) -> tuple[str, str, str]:
    """Its name, the press that opens it, the one that takes it away."""
    away = press("saved", "unfollow", follow.id)
    if follow.what == "session":
        name = name_of(words, follow.name, sensitive=follow.sensitive)
        return name, press("session", "show", follow.target), away
    if follow.what == "centre":
        return follow.name, press("centre", "show", follow.target), away
    found = answer(search_of(follow.query, plain=True), talk, rooms).page
    asked = retelling.things(words, found, rooms.wall.date())
    sensitive = any(result.activity.sensitive for result in found.results[:1])
    name = ", ".join(thing.text for thing in asked) or words.gettext("Whatever is new")
    name = words.gettext("My search") if sensitive else name
    return name, press("saved", "search", follow.id), away


TALK = TalkKind(
    "saved",
    presses={"page": page, "unsave": unsave, "forget": forget, "unfollow": unfollow, "search": search},
    commands={"saved": show},
)
