"""Words for people: one catalogue a language, shared by both doors; dates and numbers as CLDR has them."""

import gettext as stdlib
from collections.abc import Sequence
from datetime import date, time
from functools import cache, lru_cache

from babel import Locale as Cldr
from babel import dates, lists, numbers, units

from directory.locales import LOCALES, SOURCE, Locale
from directory.settings import TRANSLATIONS

DOMAIN = "doorstep"
KM_IN_A_MILE = 1.609344


def N_(text: str) -> str:  # noqa: N802 — the usual name for “translate this later”
    return text


# CLDR formatting is slow and asked for the same few values again and again. A `Words` lives as long as
# the process, so remembering by it keeps nothing alive.
_remembered = lru_cache(maxsize=5_000)


class Words:
    """Everything a sentence in one language needs.

    `code` is the language that was asked for, and stands in addresses. `spoken` is the one the sentences are
    in, and `dir` its direction: English where the pages have not been translated yet.
    """

    def __init__(self, locale: Locale) -> None:
        speaking = locale if locale.translated else LOCALES[SOURCE]
        self.locale = locale
        self.code = locale.code
        self.spoken = speaking.code
        self.dir = speaking.dir
        self._cldr = Cldr.parse(speaking.cldr)
        self._catalogue = stdlib.translation(DOMAIN, TRANSLATIONS, [self.spoken], fallback=True)

    def gettext(self, text: str, **values: object) -> str:
        """The sentence in this language, or the English one where it has not been translated."""
        said = self._catalogue.gettext(text) if text else ""
        return said % values if values else said

    def ngettext(self, one: str, many: str, number: int, **values: object) -> str:
        """The right plural for a number, which the sentence calls `%(num)s`."""
        return self._catalogue.ngettext(one, many, number) % {"num": self.number(number), **values}

    def pgettext(self, context: str, text: str, **values: object) -> str:
        said = self._catalogue.pgettext(context, text)
        return said % values if values else said

    @_remembered
    def number(self, value: int | float) -> str:
        return numbers.format_decimal(value, locale=self._cldr)

    @_remembered
    def money(self, pence: int) -> str:
        """“£2” for whole pounds, “£1.50” otherwise, with the sign that stands on British price tags."""
        pounds = numbers.format_decimal(
            pence / 100, "#,##0.00" if pence % 100 else "#,##0", locale=self._cldr
        )
        return self.gettext("£%(pounds)s", pounds=pounds)

    def miles(self, km: float) -> str:
        """A distance as British road signs give it, to a tenth of a mile below ten."""
        value = km / KM_IN_A_MILE
        return self._miles(round(value, 1) if value < 10 else round(value))

    @_remembered
    def _miles(self, value: float) -> str:
        if not value:
            return self.gettext("very near")
        return units.format_unit(value, "length-mile", locale=self._cldr)

    def months(self, number: int) -> str:
        return self.ngettext("%(num)s month", "%(num)s months", number)

    def years(self, number: int) -> str:
        return self.ngettext("%(num)s year", "%(num)s years", number)

    def weekday(self, number: int) -> str:
        """A day of the week on its own, Monday being 0, with a capital to stand as a label."""
        return _capital(self._cldr.days["stand-alone"]["wide"][number])

    def weekday_in_text(self, number: int) -> str:
        """A day of the week within a sentence: “Monday”, but “poniedziałek”."""
        return str(self._cldr.days["stand-alone"]["wide"][number])

    def weekday_short(self, number: int) -> str:
        return _capital(self._cldr.days["stand-alone"]["abbreviated"][number])

    @_remembered
    def day(self, day: date) -> str:
        """“Tuesday 24 November”; where the year could be mistaken, the caller says it."""
        return _capital(dates.format_date(day, "EEEE d MMMM", locale=self._cldr))

    @_remembered
    def brief_day(self, day: date) -> str:
        """“Tue 24 Nov”."""
        return _capital(dates.format_date(day, "EEE d MMM", locale=self._cldr))

    @_remembered
    def full_day(self, day: date) -> str:
        """“24 November 2026”."""
        return dates.format_date(day, "d MMMM y", locale=self._cldr)

    @_remembered
    def short_day(self, day: date) -> str:
        """“24 Nov”."""
        return dates.format_date(day, "d MMM", locale=self._cldr)

    @_remembered
    def time(self, at: time) -> str:
        """“9:30am” and “10am”, “9:30”, “9:30 ص”."""
        said = dates.format_time(at, TIME_SHAPES.get(self.spoken, "HH:mm"), locale=self._cldr)
        return said.replace(":00", "") if self.spoken == "en" else said

    def all_of(self, items: Sequence[str]) -> str:
        """“a, b and c”."""
        return lists.format_list(list(items), locale=self._cldr)

    @_remembered
    def language(self, code: str) -> str:
        """The name of a language, in the language spoken here."""
        if code == "bsl":
            return self.gettext("British Sign Language")
        return _capital(self._cldr.languages.get(code, code))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


TIME_SHAPES = {"en": "h:mma", "pl": "H:mm", "ar": "h:mm a"}


@cache
def words_for(code: str) -> Words:
    """The words for a language of the address; those of English for any other."""
    return Words(LOCALES.get(code, LOCALES[SOURCE]))
