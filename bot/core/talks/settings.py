"""What she may tell us so that answers suit her better: all of it may be left out, and nothing is a name."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import time

from bot.core.event import Event, Kind
from bot.core.rooms import Rooms
from bot.core.screen import Choice, Screen, go, isolated, press, rows
from bot.core.searching import ages_now
from bot.core.talk import Talk, TalkKind, Turn, Unknown, number
from bot.core.talks import stop
from bot.core.ways import menu_choice
from directory.search.request import MOST_AGES, MOST_MONTHS, Request
from directory.words import Words, phrases

AGE, NEAR = "settings.age", "settings.near"
OFFERED_AGES = (0, 6, 12, 24, 36, 48)  # months, for a tap
QUIET = ((21, 7), (20, 8), (22, 9))  # from and until, whole hours
LONGEST_PLACE = 80


def overview(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    words, about = talk.words, talk.about
    ages = ages_now(about, rooms.wall.date())
    said = (
        words.gettext("What I know of you. You can leave all of it out."),
        "\n".join(
            (
                words.gettext("Children: %(ages)s", ages=_ages(words, ages) or words.gettext("not told")),
                words.gettext(
                    "Near: %(place)s", place=isolated(about.near) if about.near else words.gettext("not told")
                ),
                words.gettext(
                    "Quiet hours: %(hours)s", hours=_hours(words, about.quiet_from, about.quiet_until)
                ),
                words.gettext("Language: %(language)s", language=isolated(words.locale.own_name)),
                words.gettext("Messages: stopped") if talk.stopped else words.gettext("Messages: on"),
            )
        ),
    )
    choices = rows(
        Choice(words.gettext("Children’s ages"), press("settings", "children")),
        Choice(words.gettext("Where you live"), press("settings", "place")),
        Choice(words.gettext("Quiet hours"), press("settings", "hours")),
        Choice(words.gettext("Language"), go("language")),
        stop.unasked(talk),
        menu_choice(words),
        wide=2,
    )
    return talk.show(Screen("settings", said, choices, words.spoken))


def children(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    return _ask_age(talk, rooms)


def add_age(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    """An age on a button."""
    return _added(talk, [number(event)], rooms)


def answer_age(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    """An age in her own words; a number alone is months."""
    typed = event.text.strip()
    if typed.isdecimal() and len(typed) < 4:
        return _added(talk, [int(typed)], rooms)
    understood = (
        rooms.find(Request(text=event.text[:LONGEST_PLACE]), talk.language).request if typed else Request()
    )
    ages = [age.youngest for age in understood.ages]
    if ages:
        return _added(talk, ages, rooms)
    return _ask_age(talk, rooms, talk.words.gettext("Sorry, I did not understand that age."))


def choose_age(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    """Which age to take out; on a screen of its own, so that a number typed before is always an age."""
    words, ages = talk.words, ages_now(talk.about, rooms.wall.date())
    choices = rows(
        *(Choice(phrases.age(words, age), press("settings", "forget", age)) for age in ages), wide=2
    )
    said = words.gettext("Which age shall I forget?")
    return talk.show(Screen("forget-age", (said,), (*choices, *_back(words)), words.spoken))


def forget_age(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    today = rooms.wall.date()
    left = [age for age in ages_now(talk.about, today) if age != number(event)]
    return _onward(talk.knowing(ages=tuple(left), ages_on=today.isoformat()), "children")


def place(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    return _ask_place(talk)


def answer_place(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    """A postcode or town that we know; a point on a map is more than we need to keep."""
    typed = " ".join(event.text.split())[:LONGEST_PLACE]
    if event.kind is Kind.PLACE or not typed:
        return _ask_place(
            talk,
            talk.words.gettext(
                "Please write a postcode or a town, so that I need not keep where exactly you are."
            ),
        )
    if rooms.spot(typed) is None:
        return _ask_place(talk, talk.words.gettext("Sorry, I do not know %(place)s.", place=isolated(typed)))
    return _onward(talk.knowing(near=typed), "overview")


def forget_place(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    return _onward(talk.knowing(near=""), "overview")


def hours(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    words = talk.words
    said = words.gettext("When should I not write first? I always answer when you write.")
    choices = rows(
        *(Choice(_hours(words, *each), press("settings", "quiet", *each)) for each in QUIET),
        Choice(words.gettext("No quiet hours"), press("settings", "quiet", 0, 0)),
    )
    screen = Screen("quiet-hours", (said,), (*choices, *_back(words)), words.spoken)
    return talk.show(screen)


def set_hours(talk: Talk, event: Event, rooms: Rooms) -> Turn:
    quiet = number(event), number(event, 1)
    if max(quiet) > 23:
        raise Unknown(event.press)
    return _onward(talk.knowing(quiet_from=quiet[0], quiet_until=quiet[1]), "overview")


def _added(talk: Talk, ages: Sequence[int], rooms: Rooms) -> Turn:
    """More children; two of one age are one answer."""
    today = rooms.wall.date()
    known = dict.fromkeys((*ages_now(talk.about, today), *ages))
    if max(ages) > MOST_MONTHS:
        return _ask_age(talk, rooms, talk.words.gettext("Sorry, I did not understand that age."))
    return _onward(talk.knowing(ages=tuple(known)[-MOST_AGES:], ages_on=today.isoformat()), "children")


def _onward(talk: Talk, screen: str) -> Turn:
    """Keep it, and show a screen that can be shown again without keeping it twice."""
    return Turn(replace(talk, step="", memory={}), onward=Event(Kind.PRESS, press=press("settings", screen)))


def _ask_age(talk: Talk, rooms: Rooms, sorry: str = "") -> Turn:
    words, ages = talk.words, ages_now(talk.about, rooms.wall.date())
    said = (
        *([sorry] if sorry else []),
        *([words.gettext("Children: %(ages)s", ages=_ages(words, ages))] if ages else []),
        words.gettext(
            "How old is your child? Tap, or write it: “7 months”, “2 years”. If there are more, one by one."
        ),
        words.gettext("I never ask for a name. The ages grow by themselves."),
    )
    offered = [
        Choice(phrases.age(words, age) if age else words.gettext("Newborn"), press("settings", "age", age))
        for age in OFFERED_AGES
        if age not in ages
    ]
    gone = [Choice(words.gettext("Forget an age"), press("settings", "ages"))] if ages else []
    choices = (*rows(*offered, wide=3), *rows(*gone), *_back(words))
    return talk.ask(Screen("children", said, choices, words.spoken), AGE)


def _ask_place(talk: Talk, sorry: str = "") -> Turn:
    words, near = talk.words, talk.about.near
    said = (
        *([sorry] if sorry else []),
        words.gettext("Where do you live? A postcode or a town is enough. I then look near there first."),
    )
    forget = (
        [(Choice(words.gettext("Forget %(place)s", place=isolated(near)), press("settings", "nowhere")),)]
        if near
        else []
    )
    return talk.ask(Screen("home", said, (*forget, *_back(words)), words.spoken), NEAR)


def _back(words: Words) -> tuple[tuple[Choice, ...], ...]:
    return ((Choice(words.gettext("Settings"), go("settings")), menu_choice(words)),)


def _ages(words: Words, ages: Sequence[int]) -> str:
    return words.all_of([phrases.age(words, age) for age in sorted(ages)])


def _hours(words: Words, begin: int, end: int) -> str:
    if begin == end:
        return words.gettext("none")
    return words.gettext("%(start)s to %(end)s", start=words.time(time(begin)), end=words.time(time(end)))


TALK = TalkKind(
    "settings",
    presses={
        "overview": overview,
        "children": children,
        "age": add_age,
        "ages": choose_age,
        "forget": forget_age,
        "place": place,
        "nowhere": forget_place,
        "hours": hours,
        "quiet": set_hours,
    },
    steps={"age": answer_age, "near": answer_place},
    commands={"settings": overview},
    numeric=frozenset({"age"}),
)
