"""One session: looked at, kept, found on a map, sent on."""

from dataclasses import replace

from bot.core.effects import Effect, Save
from bot.core.event import Event
from bot.core.rooms import Rooms
from bot.core.screen import Choice
from bot.core.screens import session as screens
from bot.core.screens.find import back_to_list
from bot.core.searching import kept
from bot.core.talk import Talk, TalkKind, Turn, number
from directory.listings.cards import ActivityCard


def show(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    """A session from a list, or from a link in a message or on a poster (`s_12`)."""
    return shown(talk, rooms, number(event))


def dates(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    return shown(talk, rooms, number(event), most_dates=screens.MORE_DATES)


def save(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    said = talk.words.gettext("Saved. You find it again under “Saved sessions”.")
    return _kept(talk, rooms, number(event), said, kept=True)


def unsave(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    said = talk.words.gettext("It is no longer among your saved sessions.")
    return _kept(talk, rooms, number(event), said, kept=False)


def map_pin(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    page = rooms.session(number(event), talk.language)
    place = page.card.where if page.card.delivery == "in-person" else None
    screen = screens.map_of(talk.words, page, place) if place else None
    if screen is None:
        return shown(talk, rooms, number(event))
    return talk.ask(screen, "", **kept(talk))


def share(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    page = rooms.session(number(event), talk.language)
    return talk.ask(screens.share(talk.words, page.card, rooms.site), "", **kept(talk))


def shown(talk: Talk, rooms: Rooms, activity_id: int, *, most_dates: int = screens.FIRST_DATES) -> Turn:
    """The session's screen. Raises NotFound."""
    screen = screens.session(
        talk.words,
        rooms.session(activity_id, talk.language),
        rooms.now,
        saved=rooms.is_saved(activity_id),
        back=back_to_list(talk.memory),
        most_dates=most_dates,
    )
    return talk.ask(screen, "", **kept(talk))


def done(talk: Talk, card: ActivityCard, said: str, *effects: Effect, undo: Choice | None = None) -> Turn:
    """What has just been done about a session, in a few words."""
    ways_back = (undo,) if undo else ()
    screen = screens.done(talk.words, card, said, back_to_list(talk.memory), *ways_back)
    return talk.ask(screen, "", *effects, **kept(talk))


def _kept(talk: Talk, rooms: Rooms, activity_id: int, said: str, *, kept: bool) -> Turn:
    card = rooms.session(activity_id, talk.language).card
    undo = screens.keep_or_not(talk.words, activity_id, saved=kept)
    turn = done(talk, card, said, Save(activity_id, kept), undo=undo)
    return replace(turn, screens=(replace(turn.screens[0], fresh=True),))


TALK = TalkKind(
    "session",
    presses={
        "show": show,
        "dates": dates,
        "save": save,
        "unsave": unsave,
        "map": map_pin,
        "share": share,
    },
    links={"s": show},
)
