"""One session: looked at, kept, found on a map, sent on."""

from bot.core.effects import Effect, Save
from bot.core.event import Event
from bot.core.rooms import Rooms
from bot.core.screens import session as screens
from bot.core.screens.find import back_to_list
from bot.core.searching import kept
from bot.core.talk import Talk, TalkKind, Turn, number


def show(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    """A session from a list, or from a link in a message or on a poster (`s_12`)."""
    return shown(talk, rooms, number(event))


def dates(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    return shown(talk, rooms, number(event), most_dates=screens.MORE_DATES)


def save(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    said = talk.words.gettext("Saved. You find it again under “Saved sessions”.")
    return shown(talk, rooms, number(event), Save(number(event)), said=said, saved=True)


def unsave(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    said = talk.words.gettext("It is no longer among your saved sessions.")
    return shown(talk, rooms, number(event), Save(number(event), kept=False), said=said, saved=False)


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


def shown(
    talk: Talk,
    rooms: Rooms,
    activity_id: int,
    *effects: Effect,
    said: str = "",
    saved: bool | None = None,
    most_dates: int = screens.FIRST_DATES,
) -> Turn:
    """The session's screen, with words above it that say what has just been done. Raises NotFound."""
    page = rooms.session(activity_id, talk.language)
    screen = screens.session(
        talk.words,
        page,
        rooms.now,
        saved=rooms.is_saved(activity_id) if saved is None else saved,
        back=back_to_list(talk.memory),
        said=said,
        most_dates=most_dates,
    )
    return talk.ask(screen, "", *effects, **kept(talk))


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
