"""Facts of a listing as short phrases, the same on the site and in chat. Pure: plain values in, words out."""

from collections.abc import Iterable
from datetime import date, datetime

from directory.words import N_, Words, labels


def age(words: Words, months: int) -> str:
    """One age: in months up to two years, as parents say it, and in years from then on."""
    return words.months(months) if months < 24 else words.years(months // 12)


def age_range(words: Words, youngest: int, oldest: int) -> str:
    """Ages in whole months, both ends included: “Birth to 12 months”, “Under 5 years”, “2 to 3 years”."""
    ends_before_birthday = (oldest + 1) % 12 == 0 and oldest >= 23
    if youngest == 0 and ends_before_birthday:
        return words.gettext("Under %(age)s", age=words.years((oldest + 1) // 12))
    if youngest == 0:
        return words.gettext("Birth to %(age)s", age=age(words, oldest))
    if youngest == oldest:
        return age(words, youngest)
    if ends_before_birthday:
        return words.gettext(
            "%(youngest)s to under %(oldest)s",
            youngest=age(words, youngest),
            oldest=words.years((oldest + 1) // 12),
        )
    return words.gettext(
        "%(youngest)s to %(oldest)s", youngest=age(words, youngest), oldest=age(words, oldest)
    )


def who_for(
    words: Words, *, youngest: int | None, oldest: int | None, pregnancy: bool, adults: bool
) -> list[str]:
    """Everyone an activity is for, as separate labels."""
    labels = []
    if pregnancy:
        labels.append(words.gettext("Expecting a baby"))
    if youngest is not None and oldest is not None:
        labels.append(age_range(words, youngest, oldest))
    if adults:
        labels.append(words.gettext("Grown-ups"))
    return labels or [words.gettext("Everyone")]


def cost(words: Words, kind: str, pence: int | None) -> str:
    """What it costs. Unknown is a question to ask, never “free”."""
    if kind == "price" and pence is not None:
        return words.money(pence)
    return words.gettext(COSTS.get(kind, COSTS["unknown"]))


def features(words: Words, keys: Iterable[str]) -> list[str]:
    """What is good to have at a listing or a place, in our order."""
    have = set(keys)
    return [words.gettext(labels.FEATURE[key]) for key in labels.FEATURE if key in have]


def spoken(words: Words, code: str) -> str:
    return words.gettext("%(language)s spoken", language=words.language(code))


def times(words: Words, starts: datetime, ends: datetime) -> str:
    return words.gettext("%(start)s to %(end)s", start=words.time(starts.time()), end=words.time(ends.time()))


def near_day(words: Words, day: date, today: date, *, brief: bool = False) -> str:
    """A day as one would say it today: “Today”, “Tomorrow”, “Tuesday 24 November” or “Tue 24 Nov”."""
    ahead = (day - today).days
    if ahead == 0:
        return words.gettext("Today")
    if ahead == 1:
        return words.gettext("Tomorrow")
    return words.brief_day(day) if brief else words.day(day)


def when(words: Words, starts: datetime, ends: datetime, now: datetime, *, brief: bool = False) -> str:
    """A date and its times, all three in London time; or how long something already going on still lasts."""
    if starts <= now < ends:
        return words.gettext("On now, until %(end)s", end=words.time(ends.time()))
    return words.gettext(
        "%(day)s, %(times)s",
        day=near_day(words, starts.date(), now.date(), brief=brief),
        times=times(words, starts, ends),
    )


def late(words: Words, minutes: int) -> str:
    """That something begins later than planned."""
    return words.ngettext("Starts about %(num)s minute late.", "Starts about %(num)s minutes late.", minutes)


def rhythm(words: Words, repeats: str, weekdays: tuple[int, ...], which: int | None = None) -> str:
    """How something repeats: “Every Tuesday”. Empty when there is no short way to say it."""
    if len(weekdays) == 1 and repeats in RHYTHMS:
        return words.gettext(RHYTHMS[repeats][weekdays[0]])
    if len(weekdays) == 1 and repeats == "monthly" and which in IN_MONTH:
        return words.gettext(IN_MONTH[which][weekdays[0]])
    named = words.all_of([words.weekday_in_text(number) for number in weekdays])
    if repeats == "weekly" and named:
        return words.gettext("Every %(weekdays)s", weekdays=named)
    if repeats == "fortnightly" and named:
        return words.gettext("Every other %(weekdays)s", weekdays=named)
    return ""


def schedule(
    words: Words,
    rhythm: str,
    times: str,
    *,
    term_time_only: bool = False,
    on_bank_holidays: bool = False,
    first_day: date | None = None,
    last_day: date | None = None,
) -> str:
    """A whole schedule: “Every Tuesday, 10am to 11:30am, in school term time, from 8 September 2026”."""
    if term_time_only:
        said = words.gettext("%(rhythm)s, %(times)s, in school term time", rhythm=rhythm, times=times)
    else:
        said = words.gettext("%(rhythm)s, %(times)s", rhythm=rhythm, times=times)
    if on_bank_holidays:
        said = words.gettext("%(schedule)s, also on bank holidays", schedule=said)
    if first_day:
        said = words.gettext("%(schedule)s, from %(day)s", schedule=said, day=words.full_day(first_day))
    if last_day:
        said = words.gettext("%(schedule)s, until %(day)s", schedule=said, day=words.full_day(last_day))
    return said


COSTS = {
    "free": N_("Free"),
    "donation": N_("Give what you can"),
    "price": N_("There is a charge"),
    "unknown": N_("Ask about the cost"),
}
RHYTHMS = {
    "weekly": (
        N_("Every Monday"),
        N_("Every Tuesday"),
        N_("Every Wednesday"),
        N_("Every Thursday"),
        N_("Every Friday"),
        N_("Every Saturday"),
        N_("Every Sunday"),
    ),
    "fortnightly": (
        N_("Every other Monday"),
        N_("Every other Tuesday"),
        N_("Every other Wednesday"),
        N_("Every other Thursday"),
        N_("Every other Friday"),
        N_("Every other Saturday"),
        N_("Every other Sunday"),
    ),
}
IN_MONTH = {
    1: (
        N_("The first Monday of the month"),
        N_("The first Tuesday of the month"),
        N_("The first Wednesday of the month"),
        N_("The first Thursday of the month"),
        N_("The first Friday of the month"),
        N_("The first Saturday of the month"),
        N_("The first Sunday of the month"),
    ),
    2: (
        N_("The second Monday of the month"),
        N_("The second Tuesday of the month"),
        N_("The second Wednesday of the month"),
        N_("The second Thursday of the month"),
        N_("The second Friday of the month"),
        N_("The second Saturday of the month"),
        N_("The second Sunday of the month"),
    ),
    3: (
        N_("The third Monday of the month"),
        N_("The third Tuesday of the month"),
        N_("The third Wednesday of the month"),
        N_("The third Thursday of the month"),
        N_("The third Friday of the month"),
        N_("The third Saturday of the month"),
        N_("The third Sunday of the month"),
    ),
    4: (
        N_("The fourth Monday of the month"),
        N_("The fourth Tuesday of the month"),
        N_("The fourth Wednesday of the month"),
        N_("The fourth Thursday of the month"),
        N_("The fourth Friday of the month"),
        N_("The fourth Saturday of the month"),
        N_("The fourth Sunday of the month"),
    ),
    -1: (
        N_("The last Monday of the month"),
        N_("The last Tuesday of the month"),
        N_("The last Wednesday of the month"),
        N_("The last Thursday of the month"),
        N_("The last Friday of the month"),
        N_("The last Saturday of the month"),
        N_("The last Sunday of the month"),
    ),
}
