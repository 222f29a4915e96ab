"""Looking for something: the questions we ask, and what was found."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from bot.core.screen import Choice, Screen, go, isolated, press, rows
from bot.core.searching import Answer, search_in
from bot.core.ways import list_and_menu, menu_choice
from directory.listings import wording
from directory.listings.cards import ActivityCard
from directory.places.queries import CentreCard
from directory.places.wording import opening
from directory.search import retelling
from directory.search.find import Result
from directory.search.request import PARTS, Age
from directory.search.retelling import WITHOUT
from directory.words import Words, phrases

__all__ = ["WITHOUT", "Screen", "ages", "back_to_list", "days", "results", "start", "where"]

BANDS = (Age(0, 5), Age(6, 11), Age(12, 23), Age(24, 35), Age(36, 59))
DAYS_AHEAD = 7
CENTRES_FIRST = 3  # where sessions follow
ADVICE = 3  # ways on that are offered where nothing was found

Row = tuple[Choice, ...]


def back_to_list(memory: Mapping[str, Any]) -> str:
    """The press that shows her list again where she left it; empty if she has none."""
    search = search_in(memory)
    return press("find", "list", memory.get("page", 1), search.mark) if search else ""


def start(words: Words, said: str = "") -> Screen:
    asked = words.gettext("What are you looking for? Just write it, or choose:")
    text = (said, asked) if said else (asked,)
    everything = Choice(words.gettext("See everything that is on"), press("find", "day", "any"))
    return Screen("find", text, (_narrowing(words), (everything,), (menu_choice(words),)), words.spoken)


def ages(words: Words, back: str) -> Screen:
    bands = [_age(words, str(band), phrases.age_range(words, band.youngest, band.oldest)) for band in BANDS]
    others = (
        _age(words, "pregnant", words.gettext("Expecting a baby")),
        _age(words, "adults", words.gettext("Grown-ups")),
        _age(words, "any", words.gettext("For any age")),
    )
    text = (words.gettext("Who is it for?"),)
    return Screen(
        "find-ages", text, (*rows(*bands, *others, wide=2), list_and_menu(words, back)), words.spoken
    )


def days(words: Words, today: date, back: str) -> Screen:
    saturday = today + timedelta(days=max(0, 5 - today.weekday()))
    sunday = today + timedelta(days=6 - today.weekday())
    weekend = _day(words.gettext("This weekend"), f"{saturday}_{sunday}")
    ahead = [today + timedelta(days=number) for number in range(DAYS_AHEAD)]
    each = [_day(phrases.near_day(words, day, today, brief=True), str(day)) for day in ahead]
    parts = [_day(retelling.label(words, "parts", part), part) for part in PARTS]
    any_day = _day(words.gettext("On any day of the week"), "any")
    text = (words.gettext("When would suit you?"),)
    choices = (
        *rows(*each[:2], weekend, *each[2:], wide=2),
        tuple(parts),
        (any_day,),
        list_and_menu(words, back),
    )
    return Screen("find-days", text, choices, words.spoken)


def where(words: Words, back: str, *, unknown: str = "", far: bool = False) -> Screen:
    """Asks for a place; `unknown` is one she named that we do not know, `far` one outside this country."""
    asked = words.gettext("Near what place? Send me where you are, or write a postcode or a town.")
    if unknown:
        asked = retelling.unknown_place(words, isolated(unknown[:80]))
    elif far:
        asked = words.gettext("That is too far away for me. Write a postcode or a town near here.")
    anywhere = Choice(words.gettext("Any distance"), press("find", "anywhere"))
    return Screen(
        "find-where",
        (asked,),
        ((anywhere,), list_and_menu(words, back)),
        words.spoken,
        asks_place=True,
        fresh=True,
    )


def results(
    words: Words, answer: Answer, wall: datetime, *, said: str = "", followed: bool = False
) -> Screen:
    """One screenful of a list, or that there is none and what would help."""
    found = bool(answer.page.total) or (answer.page.wants_centres and bool(answer.page.centres))
    show = _found if found else _nothing
    text, choices = show(words, answer, wall)
    head = (part for part in (said, *_head(words, answer, wall.date())) if part)
    ways: tuple[Row, ...] = (_narrowing(words), *_last_row(words, answer, followed=followed))
    return Screen("found" if found else "nothing", (*head, *text), (*choices, *ways), words.spoken)


def _head(words: Words, answer: Answer, today: date) -> Iterator[str]:
    """How many, what was understood, and whatever she should know about how it was read."""
    page = answer.page
    yield retelling.heading(words, page)
    asked = " · ".join(isolated(thing.text) for thing in retelling.things(words, page, today))
    if asked:
        yield words.gettext("You asked for: %(things)s", things=asked)
    yield _from_settings(words, answer)
    if meant := retelling.meant_instead(page):
        yield words.gettext("Showing results for “%(meant)s”.", meant=isolated(meant))
    if page.unknown_place:
        yield retelling.unknown_place(words, isolated(page.unknown_place))
    if page.reading.unsure and page.request.since:
        yield words.gettext(
            "I took that to mean %(day)s. If you meant another day, tap “Day”.",
            day=words.day(page.request.since),
        )
    if page.request.spot and page.request.spot.about:
        yield words.gettext(
            "We know only the first part of that postcode, so distances are from the middle of %(area)s.",
            area=page.request.spot.about,
        )
    if page.total and not page.all_words:
        yield words.gettext("No session has all your words. These have most of them.")


def _from_settings(words: Words, answer: Answer) -> str:
    known = answer.known
    said = [phrases.age(words, months) for months in known.ages]
    if known.near:
        said.append(words.gettext("Near %(place)s", place=known.near))
    if not said:
        return ""
    return words.gettext("From your settings: %(things)s", things=" · ".join(map(isolated, said)))


def _found(words: Words, answer: Answer, wall: datetime) -> tuple[list[str], list[Row]]:
    page = answer.page
    text: list[str] = []
    choices: list[Row] = []
    if page.wants_centres and answer.number == 1:
        most = CENTRES_FIRST if page.total else None
        for number, (card, km) in enumerate(page.centres[:most], 1):
            text.append(_centre(words, card, km, wall, number))
            choices.append((_to_centre(card),))
        if page.total:
            text.append(words.gettext("Sessions near there"))
    _add_results(words, answer.results, wall, text, choices)
    if answer.screens > 1:
        text.append(
            words.gettext(
                "Page %(page)s of %(pages)s",
                page=words.number(answer.number),
                pages=words.number(answer.screens),
            )
        )
        choices.append(_pages(words, answer))
    return text, choices


def _nothing(words: Words, answer: Answer, wall: datetime) -> tuple[list[str], list[Row]]:
    """What would help, one thing fewer at a time; the first of it shown; else somebody to ask."""
    page = answer.page
    text: list[str] = []
    choices: list[Row] = []
    if page.relaxed:
        text.append(words.gettext("No session is all of that at once. There are some like this:"))
        text.append(words.gettext(WITHOUT[page.relaxed[0].field]))
        _add_results(words, answer.results, wall, text, choices)
    else:
        text.append(
            words.gettext("We could not find that. Try other words, or ring a centre: they know what is on.")
        )
    choices += [(_relaxed(words, answer, one.field, one.total),) for one in page.relaxed[:ADVICE]]
    if page.centres:
        card, km = page.centres[0]
        text.append(words.gettext("Or ask your nearest centre"))
        text.append(_centre(words, card, km, wall))
        choices.append((_to_centre(card),))
    choices.append((Choice(words.gettext("Talk to a person"), go("person")),))
    return text, choices


def _add_results(
    words: Words, found: list[Result], wall: datetime, text: list[str], choices: list[Row]
) -> None:
    """Each result as text and as a button; numbers go on from what is there, so that “2” is the second."""
    for result, label in zip(found, _told_apart(words, found), strict=True):
        text.append(_result(words, result, wall, len(choices) + 1))
        choices.append((Choice(label, press("session", "show", result.activity.id)),))


def _told_apart(words: Words, found: list[Result]) -> list[str]:
    """A label for each: its name; where two have the same, with what tells them apart."""
    labels = [result.activity.name.text for result in found]
    wheres = [result.activity.where for result in found]
    towns = [where.town if where else "" for where in wheres]
    places = [(where.building or where.centre) if where else "" for where in wheres]
    for more in (towns, places, [words.number(at) for at in range(1, len(found) + 1)]):
        if len(set(labels)) == len(labels):
            break
        labels = [
            f"{result.activity.name.text} · {what}" if what and labels.count(label) > 1 else label
            for result, label, what in zip(found, labels, more, strict=True)
        ]
    return labels


def _result(words: Words, result: Result, wall: datetime, number: int) -> str:
    card, hit = result.activity, result.hit
    when = wording.when(words, card, hit.starts_at, hit.ends_at, wall)
    late = phrases.late(words, hit.late_minutes) if hit.late_minutes else ""
    name, where, facts = _lasting(words, card)
    far = isolated(words.miles(hit.km)) if hit.km is not None else ""
    lines = (
        f"{number}. {name}",
        " · ".join(part for part in (when, late, wording.cancelled(words, hit.cancelled_at, wall)) if part),
        " · ".join(part for part in (where, far, *facts) if part),
    )
    return "\n".join(lines)


@lru_cache(maxsize=10_000)
def _lasting(words: Words, card: ActivityCard) -> tuple[str, str, tuple[str, ...]]:
    """What a card says whenever it is shown: its name, where it is, and what decides whether to come.

    Cards are told apart as objects, and a change makes a new one.
    """
    where = wording.where(words, card)
    facts = tuple(isolated(tag.text) for tag in wording.tags(words, card)[:2])
    return isolated(wording.told(words, card.name)), isolated(where) if where else "", facts


def _centre(words: Words, card: CentreCard, km: float, wall: datetime, number: int = 0) -> str:
    name = f"{number}. {isolated(card.name)}" if number else isolated(card.name)
    facts = [card.town, words.miles(km), opening(words, card, wall), card.phone]
    return "\n".join((name, " · ".join(isolated(fact) for fact in facts if fact)))


def _to_centre(card: CentreCard) -> Choice:
    return Choice(card.name, press("centre", "show", card.id))


def _pages(words: Words, answer: Answer) -> Row:
    mark, number = answer.search.mark, answer.number
    row = []
    if number > 1:
        row.append(Choice(words.gettext("Earlier page"), press("find", "list", number - 1, mark)))
    if number < answer.screens:
        row.append(Choice(words.gettext("Next page"), press("find", "list", number + 1, mark)))
    return tuple(row)


def _relaxed(words: Words, answer: Answer, field: str, total: int) -> Choice:
    count = words.ngettext("%(num)s session", "%(num)s sessions", total)
    deed = press("find", "plain") if _of_settings(answer, field) else press("find", "without", field)
    return Choice(f"{words.gettext(WITHOUT[field])} ({count})", deed)


def _of_settings(answer: Answer, field: str) -> bool:
    """Whether it is her settings that say this, and not she."""
    return field == "ages" and bool(answer.known.ages)


def _last_row(words: Words, answer: Answer, *, followed: bool) -> Iterator[Row]:
    page = answer.page
    if page.slips:
        typed = words.gettext("Search instead for “%(typed)s”", typed=page.asked.text)
        yield (Choice(typed, press("find", "exactly")),)
    without_them = any(_of_settings(answer, one.field) for one in page.relaxed[:ADVICE])
    if answer.known and not without_them:
        yield (Choice(words.gettext("Search without my settings"), press("find", "plain")),)
    if page.asked.text and not followed:
        yield (Choice(words.gettext("Tell me when there is more"), press("find", "follow")),)
    yield (menu_choice(words),)


def _narrowing(words: Words) -> Row:
    return (
        Choice(words.gettext("Age"), press("find", "ages")),
        Choice(words.gettext("Day"), press("find", "days")),
        Choice(words.gettext("Place"), press("find", "near")),
    )


def _age(words: Words, value: str, label: str) -> Choice:
    return Choice(label, press("find", "age", value))


def _day(label: str, value: str) -> Choice:
    return Choice(label, press("find", "day", value))
