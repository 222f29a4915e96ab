"""One centre: from a list, a session or a link on a poster (`c_3`)."""

from bot.core.effects import Effect, Follow, Unfollow
from bot.core.event import Event
from bot.core.rooms import Rooms
from bot.core.screen import isolated
from bot.core.screens import centre as screens
from bot.core.screens.find import back_to_list
from bot.core.screens.notifying import stopped_note
from bot.core.searching import kept
from bot.core.talk import Talk, TalkKind, Turn, number
from bot.core.talks.follow import followed


def show(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    return _shown(talk, rooms, number(event))


def map_pin(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    screen = screens.map_of(talk.words, rooms.centre(number(event)))
    return talk.ask(screen, "", **kept(talk)) if screen else show(talk, event, rooms)


def follow(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    card = rooms.centre(number(event))
    already = followed(rooms.follows(talk.language), "centre", card.id)
    effects = () if already else (Follow("centre", card.id),)
    good = talk.words.gettext(
        "Good. I write to you when something changes at %(centre)s.", centre=isolated(card.name)
    )
    said = "\n".join((good, *stopped_note(talk.words, stopped=talk.stopped)))
    return _shown(talk, rooms, card.id, *effects, said=said, follows=True)


def unfollow(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    said = talk.words.gettext("Good. I do not write to you about it any more.")
    already = followed(rooms.follows(talk.language), "centre", number(event))
    effects = (Unfollow(already.id),) if already else ()
    return _shown(talk, rooms, number(event), *effects, said=said, follows=False)


def _shown(
    talk: Talk,
    rooms: Rooms,
    centre_id: int,
    *effects: Effect,
    said: str = "",
    follows: bool | None = None,
) -> Turn:
    card = rooms.centre(centre_id)
    if follows is None:
        follows = followed(rooms.follows(talk.language), "centre", centre_id) is not None
    screen = screens.centre(
        talk.words,
        card,
        rooms.week(centre_id, talk.language),
        rooms.wall,
        followed=follows,
        back=back_to_list(talk.memory),
        said=said,
    )
    return talk.ask(screen, "", *effects, **kept(talk))


TALK = TalkKind(
    "centre",
    presses={"show": show, "map": map_pin, "follow": follow, "unfollow": unfollow},
    links={"c": show},
)
