"""Children's ages in a question: “8 month old”, “nearly 2”, “2 i 4 lata”, “১৮ মাস”. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from directory.search.analysis import Token
from directory.search.request import Age
from directory.search.wishes import Found

WEEKS_IN_A_MONTH = 52 / 12
TEENAGER = 13 * 12  # months: “I am 18” is said by a parent about herself
AND = 3  # letters: the word between two numbers is short in every language (“and”, “i”, “و”)


@dataclass(frozen=True)
class Spoken:
    """Something understood, and the words that said it (first, and one past the last); `named`: no number."""

    ages: tuple[Age, ...]
    first: int
    last: int
    named: bool = False


def ages_in(words: Sequence[Token], found: Sequence[Found]) -> list[Spoken]:
    """Every age that is said, with the words that say it."""
    marks = _Marks(words, found)
    spoken: list[Spoken] = []
    at = 0
    while at < len(words):
        here = marks.counted(at) or marks.bare(at) or marks.named(at)
        if here:
            spoken.append(here)
            at = here.last
        else:
            at += 1
    return [one for one in spoken if not _said_again(one, spoken)]


def _said_again(one: Spoken, spoken: Sequence[Spoken]) -> bool:
    """Whether a word for an age, “baby”, only says less exactly what a number says: “baby, 6 months old”."""
    return one.named and any(
        age.youngest <= other.ages[0].youngest and other.ages[0].oldest <= age.oldest
        for age in one.ages
        for other in spoken
        if not other.named
    )


class _Marks:
    """What each word of a question may be: a number, a unit, “nearly”, a word for an age."""

    def __init__(self, words: Sequence[Token], found: Sequence[Found]) -> None:
        self.words = words
        self.by_first: dict[int, list[Found]] = {}
        for one in found:
            self.by_first.setdefault(one.first, []).append(one)

    def number(self, at: int) -> tuple[float, int] | None:
        """A number that begins here, and where it ends."""
        if at >= len(self.words):
            return None
        word = self.words[at].word
        if word.isdigit() and len(word) < 4:
            return float(word), at + 1
        for one in self.by_first.get(at, ()):
            if one.kind == "numbers" and one.value.isdigit():
                return float(one.value), one.last
        return None

    def one_of(self, at: int, *kinds: str) -> Found | None:
        return next((one for one in self.by_first.get(at, ()) if one.kind in kinds), None)

    def counted(self, at: int) -> Spoken | None:
        """A number and its unit; also two numbers that share one (“my 2 and 4 year olds”), and half years."""
        first = at
        before = self.one_of(at, "nearly", "just_turned", "under")
        if before:
            at = before.last
        numbers: list[float] = []
        and_before = True
        while (number := self.number(at)) and len(numbers) < 4:
            if not and_before and not self.words[at - 1].word.isdigit():
                numbers.pop()  # “a three year old”: that “a” is no child of one
            numbers.append(number[0])
            and_before = False
            at = number[1]
            if half := self._half(at):
                numbers[-1] += 0.5
                at = half
            unit = self.one_of(at, "week", "month", "year")
            if unit:
                end = self._half(unit.last) or unit.last
                if end != unit.last:
                    numbers[-1] += 0.5
                ages = tuple(_age(value, unit.kind, before.kind if before else "") for value in numbers)
                if not any(ages) or self._ago(first, end):
                    return None
                return Spoken(tuple(age for age in ages if age), first, end)
            if at < len(self.words) and len(self.words[at].word) <= AND and self.number(at + 1):
                at += 1
                and_before = True
        return None

    def bare(self, at: int) -> Spoken | None:
        """“Nearly 2”, “just turned one”, “under 5”: years need not be said."""
        before = self.one_of(at, "nearly", "just_turned", "under")
        number = self.number(before.last) if before else None
        if before is None or number is None or not 1 <= number[0] <= 17:
            return None
        age = _age(number[0], "year", before.kind)
        return Spoken((age,), at, number[1]) if age else None

    def named(self, at: int) -> Spoken | None:
        """A word that is an age by itself: “newborn”, “dwulatek”."""
        one = self.one_of(at, "ages")
        if one is None:
            return None
        youngest, _, oldest = one.value.partition("-")
        return Spoken((Age(int(youngest), int(oldest or youngest)),), at, one.last, named=True)

    def _ago(self, first: int, last: int) -> bool:
        """Whether it is no age but how long ago something was: “3 months ago”, “hace 3 meses”."""
        before = (one for found in self.by_first.values() for one in found if one.last == first)
        return bool(self.one_of(last, "ago")) or any(one.kind == "ago" for one in before)

    def _half(self, at: int) -> int | None:
        for one in self.by_first.get(at, ()):
            if one.kind == "numbers" and one.value == "half":
                return one.last
        return None


def _age(value: float, unit: str, nearly: str) -> Age | None:
    """An age in whole months. A year stands for all of it: “2 years old” may be any month of the third."""
    months = {"week": value / WEEKS_IN_A_MONTH, "month": value, "year": value * 12}[unit]
    youngest = int(months)
    if not 0 <= youngest < TEENAGER:
        return None
    if nearly == "under":
        return Age(0, max(0, youngest - 1))
    if nearly == "nearly":
        return Age(max(0, youngest - (4 if unit == "year" else 1)), max(0, youngest - 1))
    if nearly == "just_turned":
        return Age(youngest, youngest + (2 if unit == "year" else 0))
    if unit == "year" and value == int(value):
        return Age(youngest, youngest + 11)
    return Age(youngest, youngest)
