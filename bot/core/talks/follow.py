"""Tell me if it changes: a session, its centre, or whatever answers her search."""

from collections.abc import Iterator

from bot.core.effects import Effect, Follow, Unfollow
from bot.core.event import Event
from bot.core.rooms import FollowCard, Rooms
from bot.core.screen import Choice, isolated, press
from bot.core.screens import notifying as screens
from bot.core.searching import kept, search_in
from bot.core.talk import Talk, TalkKind, Turn, Unknown, number
from bot.core.talks.session import done
from directory.errors import NotFound
from directory.listings.cards import ActivityCard, Where


def choose(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    card, _ = _told(talk, event, rooms)
    screen = screens.choose_follow(talk.words, card, list(_choices(talk, card, rooms)), stopped=talk.stopped)
    return talk.ask(screen, "", **kept(talk))


def session(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    card, _ = _told(talk, event, rooms)
    said = talk.words.gettext("Good. I write to you when this session changes.")
    return done(talk, card, said, *_once(talk, rooms, "session", card.id))


def centre(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    card, where = _told(talk, event, rooms)
    said = talk.words.gettext(
        "Good. I write to you when something changes at %(centre)s.", centre=isolated(where.centre)
    )
    return done(talk, card, said, *_once(talk, rooms, "centre", where.centre_id))


def search(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    found = search_in(talk.memory)
    if found is None:
        raise Unknown(event.press)
    said = talk.words.gettext("Good. I write to you when something new is on that answers your search.")
    card, _ = _told(talk, event, rooms)
    return done(talk, card, said, *_once(talk, rooms, "search", None, found.query))


def stop(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    """No more of this one (`follow.stop.<session>.<follow>`)."""
    said = talk.words.gettext("Good. I do not write to you about it any more.")
    card = rooms.session(number(event), talk.language).card
    return done(talk, card, said, Unfollow(number(event, 1)))


def followed(
    follows: list[FollowCard], what: str, target: int | None = None, query: str = ""
) -> FollowCard | None:
    """What she follows already, if it is this."""
    wanted = (what, target, query)
    return next((one for one in follows if (one.what, one.target, one.query) == wanted), None)


def _choices(talk: Talk, card: ActivityCard, rooms: Rooms) -> Iterator[Choice]:
    words, follows = talk.words, rooms.follows(talk.language)
    ways = [("session", card.id, "", words.gettext("This session"))]
    if card.where:
        ways.append(("centre", card.where.centre_id, "", card.where.centre))
    if (found := search_in(talk.memory)) and found.query:
        ways.append(("search", 0, found.query, words.gettext("Whatever answers my search")))
    for what, target, query, label in ways:
        if already := followed(follows, what, target or None, query):
            label = words.gettext("No longer: %(what)s", what=label)
            yield Choice(label, press("follow", "stop", card.id, already.id))
        else:
            yield Choice(label, press("follow", what, card.id))


def _told(talk: Talk, event: Event, rooms: Rooms) -> tuple[ActivityCard, Where]:
    """The session, of which she may be told. Raises NotFound where its place may not be shown."""
    card = rooms.session(number(event), talk.language).card
    if card.where is None:
        raise NotFound(card.id)
    return card, card.where


def _once(talk: Talk, rooms: Rooms, what: str, target: int | None, query: str = "") -> tuple[Effect, ...]:
    if followed(rooms.follows(talk.language), what, target, query):
        return ()
    return (Follow(what, target, query),)


TALK = TalkKind(
    "follow",
    {"choose": choose, "session": session, "centre": centre, "search": search, "stop": stop},
)
