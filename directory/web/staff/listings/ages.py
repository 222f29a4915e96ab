"""Ages to choose from: few enough for a phone, and whatever a listing has already."""

from directory.words import Words

_YOUNGEST = (*range(13), 15, 18, 21, 24, 30, 36, 42, 48, 60, 72, 84, 96, 108, 120, 132, 144, 168, 192)
_OLDEST = (*range(1, 13), 15, 18, 23, 30, 35, 42, 47, 59, 71, 83, 95, 107, 131, 143, 191, 215, 299)


def age_choices(words: Words, current: int | None, *, oldest: bool) -> list[tuple[str, str]]:
    """Ages in months, both ends included, and how they are said: “Birth”, “6 months”, “Under 5 years”."""
    ages = sorted({*(_OLDEST if oldest else _YOUNGEST), *({current} if current is not None else ())})
    label = _oldest if oldest else _youngest
    return [("", words.gettext("No age")), *((str(months), label(words, months)) for months in ages)]


def _youngest(words: Words, months: int) -> str:
    return words.gettext("Birth") if months == 0 else _exactly(words, months)


def _oldest(words: Words, months: int) -> str:
    if (months + 1) % 12 == 0 and months >= 23:
        return words.gettext("Under %(age)s", age=words.years((months + 1) // 12))
    return _exactly(words, months)


def _exactly(words: Words, months: int) -> str:
    """Told apart from its neighbours in the list: “2 years”, but “30 months”."""
    return words.years(months // 12) if months >= 24 and months % 12 == 0 else words.months(months)
