"""How a listing's fields, values and faults are said to those who keep it."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from directory.listings import history, patterns
from directory.listings.refusals import Broken, Rule
from directory.listings.sections import FIELDS
from directory.words import N_, Words, labels, phrases

SECTIONS = {
    "what": N_("What"),
    "who": N_("Who it is for"),
    "where": N_("Where"),
    "cost": N_("Cost"),
    "getting-in": N_("Getting in"),
    "spoken": N_("Languages spoken"),
    "extras": N_("Good to know"),
}
STATUS = {
    "draft": N_("Draft"),
    "published": N_("Families see it"),
    "withdrawn": N_("Taken away"),
}
DATE_STATUS = {
    "scheduled": N_("on"),
    "cancelled": N_("cancelled"),
    "moved": N_("moved"),
    "full": N_("full"),
}
FIELD_NAMES = {
    "name": N_("Name"),
    "summary": N_("What happens"),
    "description": N_("More about it"),
    "youngest_months": N_("Youngest child"),
    "oldest_months": N_("Oldest child"),
    "pregnancy": N_("Families who expect a baby"),
    "adults": N_("Grown-ups themselves"),
    "offer": N_("Which families"),
    "delivery": N_("How"),
    "venue_id": N_("Where"),
    "centre_id": N_("Run by"),
    "cost": N_("Cost"),
    "cost_pence": N_("Price"),
    "cost_note": N_("About the cost"),
    "access": N_("How families get in"),
    "book_phone": N_("Phone number to book"),
    "book_url": N_("Web page to book"),
    "capacity": N_("Places"),
    "languages": N_("Languages spoken"),
    "features": N_("Good to have"),
    "organisations": N_("Run together with"),
    "programme": N_("Programme"),
    "status": N_("State"),
    "slots": N_("When"),
    "words": N_("Words in other languages"),
    "assured_on": N_("Checked on"),
    "late_minutes": N_("Minutes late"),
}
FAULTS: Mapping[tuple[str, Rule] | Rule, str] = {
    ("name", Rule.EMPTY): N_("Enter a name, such as “Stay and play”."),
    ("summary", Rule.EMPTY): N_("Say in a sentence or two what happens."),
    ("youngest_months", Rule.ONE_AGE_ONLY): N_("Choose the youngest age too, or no age at all."),
    ("oldest_months", Rule.ONE_AGE_ONLY): N_("Choose the oldest age too, or no age at all."),
    ("oldest_months", Rule.OUT_OF_RANGE): N_("Choose ages from birth to 25 years."),
    ("cost_pence", Rule.OUT_OF_RANGE): N_(
        "Enter a price from 1p to £999.99. If it costs nothing, choose “Free”."
    ),
    ("capacity", Rule.OUT_OF_RANGE): N_("Enter a number of places from 1 to 10,000."),
    Rule.EMPTY: N_("Fill this in."),
    Rule.TOO_LONG: N_("This is too long: there is room for %(most)s letters."),
    Rule.TOO_MANY: N_("These are too many: name at most %(most)s."),
    Rule.UNKNOWN: N_("Choose one from the list."),
    Rule.AGES_REVERSED: N_("The oldest child is younger than the youngest. Change one of the two ages."),
    Rule.NO_PRICE: N_("Enter the price in pounds, such as 2 or 2.50."),
    Rule.COST_UNKNOWN: N_("Say what it costs."),
    Rule.NO_VENUE: N_("Choose where it happens."),
    Rule.VENUE_NOT_HIDDEN: N_(
        "This kind of session keeps people safe, so it needs a hidden venue. Choose one, or choose online or "
        "by phone."
    ),
    Rule.NO_WEB_ADDRESS: N_("Enter a web address, such as example.org/book."),
    Rule.NO_WAY_TO_BOOK: N_("Enter a phone number or a web page to book."),
    Rule.NO_DATES: N_("Say when it happens: there is no date to come."),
    Rule.NEVER_PUBLIC: N_("This kind of session is agreed with each family and never shown to the public."),
}
_SLOT = re.compile(r"(\S+) (\d\d:\d\d)-(\d\d:\d\d) from (\d{4}-\d\d-\d\d)(?: until (\d{4}-\d\d-\d\d))?(.*)")


def fault(words: Words, broken: Broken) -> str:
    sentence = FAULTS.get((broken.field, broken.rule)) or FAULTS.get(broken.rule, FAULTS[Rule.UNKNOWN])
    return words.gettext(sentence, most=words.number(broken.most or 0))


def section_with(field: str) -> str:
    """The part of the page where something is missing."""
    return "when" if field == "slots" else FIELDS.get(field, "what")


def field_name(words: Words, field: str) -> str:
    return words.gettext(FIELD_NAMES[field]) if field in FIELD_NAMES else field.replace("_", " ").capitalize()


def value(words: Words, field: str, held: Any, *, places: Mapping[str, Mapping[int, str]]) -> str:
    """What a field holds, as one says it. `places` has the names of venues and centres by number."""
    if held is None or held == "" or held == ():
        return words.gettext("nothing")
    if field in places:
        return places[field].get(held, words.gettext("a place that is gone"))
    if isinstance(held, bool):
        return words.gettext("yes") if held else words.gettext("no")
    if reader := _VALUES.get(field):
        return reader(words, held)
    return words.all_of(list(held)) if isinstance(held, tuple | list) else str(held)


def written(words: Words, field: str, text: str | None, *, places: Mapping[str, Mapping[int, str]]) -> str:
    """The same of a field as the history has it."""
    if text is None:
        return words.gettext("nothing")
    if field == "status":
        return words.gettext(STATUS.get(text) or DATE_STATUS.get(text, text))
    if field == "slots":
        return "; ".join(_slot(words, slot) for slot in text.split("; ")) or words.gettext("nothing")
    if field == "assured_on":
        return words.full_day(date.fromisoformat(text))
    return value(words, field, history.read(field, text), places=places) if field in FIELDS else text


def _slot(words: Words, text: str) -> str:
    found = _SLOT.fullmatch(text)
    pattern = patterns.from_rule(found[1]) if found else None
    if found is None or pattern is None:
        return text
    rhythm = phrases.rhythm(words, pattern.repeats, pattern.weekdays) or words.gettext("One day")
    since = words.gettext("from %(day)s", day=words.full_day(date.fromisoformat(found[4])))
    until = (
        words.gettext("until %(day)s", day=words.full_day(date.fromisoformat(found[5]))) if found[5] else ""
    )
    return ", ".join(filter(None, (rhythm, f"{found[2]} to {found[3]}", since, until, found[6].strip())))


def _labelled(of: Mapping[str, str]) -> Callable[[Words, Any], str]:
    return lambda words, held: words.gettext(of[str(held)])


_VALUES: Mapping[str, Callable[[Words, Any], str]] = {
    "youngest_months": lambda words, held: phrases.age(words, held) if held else words.gettext("Birth"),
    "oldest_months": lambda words, held: (
        words.months(held) if held < 24 else phrases.age_range(words, 0, held)
    ),
    "offer": _labelled(labels.OFFER),
    "delivery": _labelled(labels.DELIVERY),
    "cost": _labelled(labels.COST),
    "access": _labelled(labels.ACCESS),
    "cost_pence": lambda words, held: words.money(held),
    "languages": lambda words, held: words.all_of([words.language(code) for code in held]),
    "features": lambda words, held: words.all_of([words.gettext(labels.FEATURE[key]) for key in held]),
}
