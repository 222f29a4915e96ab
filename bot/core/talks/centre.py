"""One centre: from a list, a session or a link on a poster (`c_3`)."""

from bot.core.effects import Effect, Follow, Unfollow
from bot.core.event import Event
from bot.core.rooms import FollowCard, Rooms
from bot.core.screen import isolated
from bot.core.screens import centre as screens
from bot.core.screens.find import back_to_list
from bot.core.screens.notifying import stopped_note
from bot.core.searching import kept
from bot.core.talk import Talk, TalkKind, Turn, number
from bot.core.talks.follow import followed
from directory.places.queries import CentreCard


def show(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    return _shown(talk, rooms, number(event))


def map_pin(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    screen = screens.map_of(talk.words, rooms.centre(number(event)))
    return talk.ask(screen, "", **kept(talk)) if screen else show(talk, event, rooms)


def follow(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    card = rooms.centre(number(event))
    good = talk.words.gettext(
        "Good. I write to you when something changes at %(centre)s.", centre=isolated(card.name)
    )
    said = "\n".join((good, *stopped_note(talk.words, stopped=talk.stopped)))
    effects = () if _followed(talk, rooms, card.id) else (Follow("centre", card.id),)
    return _done(talk, card, said, *effects, followed=True)


def unfollow(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    card = rooms.centre(number(event))
    said = talk.words.gettext("Good. I do not write to you about it any more.")
    already = _followed(talk, rooms, card.id)
    return _done(talk, card, said, *((Unfollow(already.id),) if already else ()), followed=False)


def _shown(talk: Talk, rooms: Rooms, centre_id: int) -> Turn:
    screen = screens.centre(
        talk.words,
        rooms.centre(centre_id),
        rooms.week(centre_id, talk.language),
        rooms.wall,
        followed=_followed(talk, rooms, centre_id) is not None,
        back=back_to_list(talk.memory),
    )
    return talk.ask(screen, "", **kept(talk))


def _done(talk: Talk, card: CentreCard, said: str, *effects: Effect, followed: bool) -> Turn:
    screen = screens.done(talk.words, card, said, back_to_list(talk.memory), followed=followed)
    return talk.ask(screen, "", *effects, **kept(talk))


def _followed(talk: Talk, rooms: Rooms, centre_id: int) -> FollowCard | None:
    return followed(rooms.follows(talk.language), "centre", centre_id)


TALK = TalkKind(
    "centre",
    presses={"show": show, "map": map_pin, "follow": follow, "unfollow": unfollow},
    links={"c": show},
)
