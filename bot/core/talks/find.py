"""Find something: whatever she writes is a search; ages, days and places also by tapping."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.core.effects import Effect, Follow, Unmet
from bot.core.event import Event, Kind
from bot.core.rooms import Rooms
from bot.core.screens import find as screens
from bot.core.screens.notifying import stopped_note
from bot.core.searching import Answer, Search, answer, changed, kept, search_in
from bot.core.talk import Talk, TalkKind, Turn, Unknown, arguments
from bot.core.talks.courtesy import answered, courtesy_in
from directory.places.geography import Spot
from directory.search.request import PARTS, Request, read
from directory.unmet.counting import needs_of

WHERE = "find.where"
AGES = ("ages", "pregnant", "adults")
DAYS = ("days", "since", "until")
NOBODY: Mapping[str, Any] = {"ages": (), "pregnant": False, "adults": False}


def start(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    """What are you looking for?"""
    return talk.show(screens.start(talk.words))


def search(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    """Whatever she writes is a question. “Near me” is answered once we know where that is."""
    if courtesy := courtesy_in(event.text, talk.language):
        return answered(talk, courtesy)
    request = read({"q": [event.text]})[0]
    asked = Search(request)
    turn, found = _answered(talk, rooms, asked)
    if found.page.reading.near_me and not found.page.request.spot:
        return _asking_where(replace(talk, memory=asked.as_memory()))
    needs = tuple(needs_of(found.page, language=talk.language, now=rooms.now))
    return turn.then(Unmet(needs)) if needs else turn


def page(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    """The list, or another screenful of it; an older list's button shows the newest list instead."""
    found = search_in(talk.memory)
    said = arguments(event)
    if found is None:
        return talk.show(screens.start(talk.words, talk.words.gettext("That list is an old one.")))
    if said[1:] != [found.mark]:
        return listed(
            talk, rooms, found, said=talk.words.gettext("That list is an old one. This is your last one.")
        )
    return listed(talk, rooms, found, number=_page_number(said[0]))


def literally(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    """No word taken for another."""
    found = _search(talk)
    return listed(talk, rooms, replace(found, request=replace(found.request, exact=True)))


def without_settings(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    return listed(talk, rooms, replace(_search(talk), plain=True))


def without(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    """With one thing fewer, because nothing is all of it."""
    gone = next(iter(arguments(event)), "")
    if gone not in screens.WITHOUT:
        raise Unknown(event.press)
    return listed(talk, rooms, changed(_search(talk), talk, rooms, gone=(gone,)))


def ask_age(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    return _keeping(talk, screens.ages(talk.words, _back(talk)))


def age(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    chosen = next(iter(arguments(event)), "")
    now: Mapping[str, Any]
    if chosen in ("pregnant", "adults"):
        now = {**NOBODY, chosen: True}
    elif chosen == "any":
        now = NOBODY
    else:
        ages = read({"age": [chosen]})[0].ages
        if not ages:
            raise Unknown(event.press)
        now = {**NOBODY, "ages": ages}
    found = changed(_or_everything(talk), talk, rooms, gone=AGES, **now)
    return listed(talk, rooms, replace(found, plain=found.plain or chosen == "any"))


def ask_day(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    return _keeping(talk, screens.days(talk.words, rooms.wall.date(), _back(talk)))


def day(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    """One day, a weekend (`2026-11-28_2026-11-29`), a part of the day, or any."""
    chosen = next(iter(arguments(event)), "")
    if chosen in PARTS:
        return listed(
            talk, rooms, changed(_or_everything(talk), talk, rooms, gone=("parts",), parts=(chosen,))
        )
    if chosen == "any":
        return listed(talk, rooms, changed(_or_everything(talk), talk, rooms, gone=(*DAYS, "parts")))
    first, _, last = chosen.partition("_")
    request = read({"from": [first], "to": [last or first]})[0]
    if request.since is None or request.until is None:
        raise Unknown(event.press)
    if request.until < rooms.wall.date():
        return ask_day(talk, event, rooms)
    now = {"since": request.since, "until": request.until}
    return listed(talk, rooms, changed(_or_everything(talk), talk, rooms, gone=DAYS, **now))


def ask_where(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    return _asking_where(talk)


def where(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    """A place, typed or shared; something else that she looks for is not lost over it."""
    if event.kind is Kind.PLACE:
        return place(talk, event, rooms)
    if courtesy := courtesy_in(event.text, talk.language):
        return answered(talk, courtesy)
    spot = rooms.spot(event.text)
    if spot:
        return _near(talk, rooms, near=" ".join(event.text.split())[:80])
    read_as = rooms.find(Request(text=event.text[:200]), talk.language)
    if read_as.reading.concepts or read_as.request.spot:
        return search(talk, event, rooms)
    return _asking_where(talk, unknown=event.text)


def place(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    """Where she is, as her phone says, to about 100 metres: no more of it is kept."""
    spot = read({"here": [f"{event.lat:.3f},{event.lng:.3f}"]})[0].spot if event.lat is not None else None
    if spot is None:
        return _asking_where(talk, far=True)
    return _near(talk, rooms, spot=spot)


def anywhere(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    found = changed(_or_everything(talk), talk, rooms, gone=("near", "spot"))
    return listed(talk, rooms, replace(found, plain=True))


def follow(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    """Tell her when something new answers this search."""
    found = _search(talk)
    words = talk.words
    good = words.gettext("Good. I write to you when something new is on that answers this.")
    said = "\n".join((good, *stopped_note(words, stopped=talk.stopped)))
    effects: tuple[Effect, ...] = ()
    if all(each.query != found.query for each in rooms.follows(talk.language)):
        effects = (Follow("search", query=found.query),)
    return listed(talk, rooms, found, *effects, said=said, followed=True)


def _near(talk: Talk, rooms: Rooms, *, near: str = "", spot: Spot | None = None) -> Turn:
    found = changed(_or_everything(talk), talk, rooms, gone=("near", "spot"), near=near, spot=spot)
    return listed(talk, rooms, found)


def _asking_where(talk: Talk, *, unknown: str = "", far: bool = False) -> Turn:
    screen = screens.where(talk.words, _back(talk), unknown=unknown, far=far)
    return talk.ask(screen, WHERE, **kept(talk))


def listed(
    talk: Talk,
    rooms: Rooms,
    search: Search,
    *effects: Effect,
    number: int = 1,
    said: str = "",
    followed: bool = False,
) -> Turn:
    """One screenful, remembered so that she can come back to it."""
    turn, _ = _answered(talk, rooms, search, number=number, said=said, followed=followed)
    return turn.then(*effects)


def _answered(
    talk: Talk, rooms: Rooms, search: Search, *, number: int = 1, said: str = "", followed: bool = False
) -> tuple[Turn, Answer]:
    found = answer(search, talk, rooms, number)
    screen = screens.results(talk.words, found, rooms.wall, said=said, followed=followed)
    return talk.ask(screen, "", **search.as_memory(), page=found.number), found


def _keeping(talk: Talk, screen: screens.Screen) -> Turn:
    """Show this; her search is still there to come back to."""
    return talk.ask(screen, "", **kept(talk))


def _search(talk: Talk) -> Search:
    found = search_in(talk.memory)
    if found is None:
        raise Unknown("no search to come back to")
    return found


def _or_everything(talk: Talk) -> Search:
    return search_in(talk.memory) or Search(Request())


def _back(talk: Talk) -> str:
    """The press that shows her list again, if there is one."""
    return screens.back_to_list(talk.memory)


def _page_number(said: str) -> int:
    return max(1, int(said)) if said.isascii() and said.isdigit() and len(said) < 4 else 1


TALK = TalkKind(
    "find",
    presses={
        "list": page,
        "exactly": literally,
        "plain": without_settings,
        "without": without,
        "ages": ask_age,
        "age": age,
        "days": ask_day,
        "day": day,
        "near": ask_where,
        "anywhere": anywhere,
        "follow": follow,
    },
    steps={"where": where},
    commands={"find": start},
    answers={Kind.TEXT: search, Kind.PLACE: place},
)
