"""Read a parent's question in her own words and language: a pure function of text, language and day.

What comes out can be shown back piece by piece, each with the words that said it, so that each can be
taken out again. Words that nothing needed are looked up in the listings' own text.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from directory.places import postcodes
from directory.search.ages import Spoken, ages_in
from directory.search.analysis import Token, fold_digits, tokens
from directory.search.concepts import concepts, exists, forgets, lexicon
from directory.search.concepts import languages as concept_languages
from directory.search.days import Time, times_in
from directory.search.implied import NOT_BY_AGE, implied
from directory.search.matching import Match, concepts_in
from directory.search.reading import Likely, Piece, Reading, Slip
from directory.search.request import Age
from directory.search.school import SchoolYear
from directory.search.spelling import meant, slips_in
from directory.search.wishes import SCHOOL, Found, wishes
from directory.search.wishes import languages as wish_languages

# Features that no concept stands for, so that asking for them is a filter.
FEATURES = ("step_free", "parking", "hearing_loop")
# Languages by the script they are written in; any other is written in Latin letters.
SCRIPTS = (
    (re.compile("[\u0600-\u06ff]"), ("ar", "ur", "pa")),
    (re.compile("[\u0980-\u09ff]"), ("bn",)),
    (re.compile("[\u0a00-\u0a7f]"), ("pa",)),
    (re.compile("[\u0400-\u04ff]"), ("uk", "ru")),
)
PLACE_FIRST = ("ur", "pa", "bn", "tr")  # “Luton ke qareeb”: the place, then “near”
MOST_GUESSED = 8  # words: a longer text in no language we know is not tried in all the others
# Concepts that are a filter at the same time: a group in Polish, a course online.
SAYS_IT_TOO = {"spoken": "home-language", "delivery": "online-session"}
AGE = ("ages", "numbers", "week", "month", "year")
ASLEEP = "sleep"
AS_SURE = 0.7  # of the holidays: so sure must be what is looked for in them, if not just something to do
SURE = 0.55  # a match in a language nobody named has to be this good


NO_TERMS = SchoolYear()


@dataclass(frozen=True)
class How:
    """How a question is to be read.

    `no_places` turned out to be none: their words stay where they are. `literal` words are taken as they
    were typed, and with `exact` all are. `school` has the terms, where known.
    """

    no_places: frozenset[str] = frozenset()
    literal: frozenset[str] = frozenset()
    exact: bool = False
    school: SchoolYear = NO_TERMS


AS_USUAL = How()


@forgets
@lru_cache(maxsize=2_000)
def read_question(text: str, language: str, today: date, how: How = AS_USUAL) -> Reading:
    """Read one question."""
    if not text:
        return Reading("")
    reading = _read(text, spoken_in(text, language), today, how)
    if _sureness(reading) >= SURE or reading.known or len(reading.words) > MOST_GUESSED:
        return reading
    return _read_in_any_language(reading, language, today, how)


def _read(text: str, languages: Sequence[str], today: date, how: How) -> Reading:
    question = _Question(text, languages, today, how)
    question.take_place(how.no_places)
    question.take_times()
    question.take_ages()
    question.take_wishes()
    return question.reading()


def _read_in_any_language(reading: Reading, language: str, today: date, how: How) -> Reading:
    """A question that says nothing in the page's language may be in another: the surest reading wins.

    Nobody's words are taken for slips in a language that they have not chosen, unless nothing else helps.
    """
    tried = set(spoken_in(reading.text, language))
    others = [code for code in concept_languages() if code in wish_languages() and code not in tried]
    best = reading
    for one in dict.fromkeys((replace(how, exact=True), how)):
        readings = [_read(reading.text, (code, "en"), today, one) for code in others]
        best = max([reading, *readings], key=_sureness)
        if best is not reading and _sureness(best) >= SURE:
            return best
    return reading


def _sureness(reading: Reading) -> float:
    return reading.concepts[0].score if reading.concepts else 0.0


def spoken_in(text: str, language: str) -> tuple[str, ...]:
    """The languages a question may be in: the page's, or those of its script; and always English."""
    likely = [language]
    for pattern, codes in SCRIPTS:
        if pattern.search(text):
            likely = sorted(codes, key=lambda code: code != language)
    known = set(concept_languages()) & set(wish_languages())
    return tuple(code for code in dict.fromkeys([*likely, "en"]) if code in known)


class _Question:
    """A question while it is being read: which of its words are taken, and what by."""

    def __init__(self, text: str, languages: Sequence[str], today: date, how: How) -> None:
        self.text, self.languages, self.today, self.school = text, languages, today, how.school
        self.tokens = tokens(text)
        self.slips = slips_in(self.tokens, languages, how.literal) if not how.exact else frozenset()
        self.meant = [meant(token, languages) if token.word in self.slips else token for token in self.tokens]
        self.found = list(self._phrases())
        self.ignored = frozenset().union(*(wishes(code).ignored for code in languages))
        self.taken: set[int] = set()
        self.counted: set[int] = set()  # words of an age in figures: no use in looking up texts
        self.numbered: set[int] = set()  # words of any age said with a number: “six months”
        self.pieces: list[Piece] = []
        self.place, self.place_likely = "", Likely.MAYBE
        # What is looked for may be another word; what says nothing says nothing, misspelt or not.
        self.heard = [
            word if word.word in self.ignored else token
            for token, word in zip(self.tokens, self.meant, strict=True)
        ]
        self.concepts = concepts_in(self.heard, languages, slips=self.slips)

    def _phrases(self) -> Iterator[Found]:
        """What is said in any of the languages. Empty words of the first say nothing in others (“mon”)."""
        first, *others = self.languages
        yield from wishes(first).find(self.meant)
        for code in others:
            for one in wishes(code).find(self.meant):
                words = {token.word for token in self.meant[one.first : one.last]}
                if not words <= wishes(first).ignored:
                    yield one

    def take_place(self, no_places: frozenset[str]) -> None:
        """A postcode wherever it stands; else the words after one like “near”, if they sound like a place."""
        if (found := postcodes.find(fold_digits(self.text))) and self._take_postcode(str(found[0])):
            return
        near = sorted((one for one in self.found if one.kind == "near"), key=lambda one: -one.last)
        if self._take_misread_postcode({one.last: one.first for one in reversed(near)}):
            return
        for one in near:
            for first, last in self._names_beside(one):
                name = self.text[self.tokens[first].start : self.tokens[last - 1].end]
                if name not in no_places:
                    self.place, self.place_likely = name, self._likely(one, first, last)
                    self._take_words(min(first, one.first), max(last, one.last))
                    return

    def _names_beside(self, near: Found) -> Iterator[tuple[int, int]]:
        """Where a name may stand, the longest first: three words at most, until something else is said."""
        if self.languages[0] in PLACE_FIRST and near.first and self._sounds_like_a_place(near.first - 1):
            yield near.first - 1, near.first
        end = near.last
        while end < min(len(self.tokens), near.last + 3) and self._sounds_like_a_place(end):
            end += 1
        for last in range(end, near.last, -1):
            yield near.last, last

    def _likely(self, near: Found, first: int, last: int) -> Likely:
        """“At” and “in” say much else, and so do words of every day: “at home” hardly names a place."""
        weak = all(word.word in self.ignored for word in self.meant[near.first : near.last])
        everyday = all(exists(word.word, self.languages) for word in self.meant[first:last])
        if weak and everyday:
            return Likely.HARDLY
        is_name = self.text[self.tokens[first].start].isupper()
        return Likely.SURELY if is_name and not (weak or everyday) else Likely.MAYBE

    def _take_words(self, first: int, last: int) -> None:
        self._take(first, last)
        self._add("near", self.place, first, last)

    def _take_postcode(self, postcode: str) -> bool:
        compact = postcode.replace(" ", "").lower()
        for first in range(len(self.tokens)):
            joined = ""
            for last in range(first, min(len(self.tokens), first + 6)):
                joined += self.tokens[last].word
                if joined == compact:
                    self.place = postcode
                    near = [one for one in self.found if one.kind == "near" and one.last == first]
                    self._take_words(min([first, *(one.first for one in near)]), last + 1)
                    return True
        return False

    def _take_misread_postcode(self, near: Mapping[int, int]) -> bool:
        """A postcode with O for 0, or I for 1: whole with a digit anywhere, else only after one like “near”.

        `near` tells where such a word begins that ends before a word.
        """
        for first, token in enumerate(self.tokens):
            for last in range(min(len(self.tokens), first + 6), first, -1):
                typed = self.text[token.start : self.tokens[last - 1].end]
                found = postcodes.meant(typed) if self._sounds_like_a_place(first) else None
                whole = found and found.inward and any(map(str.isdigit, typed))
                if found and (whole or (first in near and self._is_no_word(first, last))):
                    self.place = str(found)
                    self._take_words(near.get(first, first), last)
                    return True
        return False

    def _is_no_word(self, first: int, last: int) -> bool:
        """Whether it ends where a word ends, and not before a figure, and its language has no such word."""
        alone = last == len(self.tokens) or self.tokens[last - 1].end < self.tokens[last].start
        return alone and not exists(self.tokens[first].word, self.languages)

    def _sounds_like_a_place(self, at: int) -> bool:
        """Not a day, an age or a word of every day: “in the morning” names no place."""
        said = (one for one in self.found if one.kind not in ("near", "numbers"))
        return self.meant[at].word not in self.ignored and not any(one.first <= at < one.last for one in said)

    def take_times(self) -> None:
        free = [one for one in self.found if self._free(one.first, one.last) and not self._is_no_time(one)]
        times = times_in(free, self.today, self.school)
        for time in times:
            if not (time.school and self._is_all_there_is(time)):
                self._take(time.first, time.last)
            self._add_time(time, self._own_words(time, times))

    def _is_no_time(self, one: Found) -> bool:
        """A unit after a number (Romanian “luni” is months, and Monday), or the night nobody sleeps in.

        Nor is the “now” of “what now”.
        """
        if one.kind == "days":
            units = (other for other in self.found if other.kind in ("week", "month", "year"))
            counted = one.first > 0 and self.meant[one.first - 1].word.isdigit()
            return counted and any((unit.first, unit.last) == (one.first, one.last) for unit in units)
        if one.kind == "today":
            what_now = (other for other in self.found if other.kind == "what_now")
            return any(other.first <= one.first and one.last <= other.last for other in what_now)
        if (one.kind, one.value) != ("parts", "evening"):
            return False
        said = set(range(one.first, one.last))
        return any(match.concept == ASLEEP and said & match.words for match in self.concepts[:1])

    def _is_all_there_is(self, time: Time) -> bool:
        """Whether what is looked for is something to do in the holidays, and nothing in particular."""
        said = set(range(time.first, time.last))
        within = max((match.score for match in self.concepts if match.words & said), default=0.0)
        beside = (match for match in self.concepts if not match.words & said)
        definite = (match.score for match in beside if not concepts()[match.concept].broad)
        return max(definite, default=0.0) < within * AS_SURE

    def _own_words(self, time: Time, times: Sequence[Time]) -> tuple[tuple[int, int], ...]:
        """Where a time was said, without what says another: in “tomorrow afternoon” each can be taken out."""
        length = time.last - time.first
        shorter = [other for other in times if other.kind != time.kind and other.last - other.first < length]
        others = {at for other in shorter for at in range(other.first, other.last)}
        return tuple(_where(self.tokens[at]) for at in range(time.first, time.last) if at not in others)

    def _add_time(self, time: Time, spans: tuple[tuple[int, int], ...]) -> None:
        if time.since:
            self.pieces += [Piece("since", time.since, spans), Piece("until", time.until, spans)]
        for name in ("days", "parts"):
            self.pieces += [Piece(name, value, spans) for value in getattr(time, name)]
        if time.unsure:
            self.pieces.append(Piece("unsure", True, spans))

    def take_ages(self) -> None:
        free = [one for one in self.found if self._free(one.first, one.last)]
        said = [replace(word, word="") if at in self.taken else word for at, word in enumerate(self.meant)]
        for spoken in ages_in(said, free):
            if self._free(spoken.first, spoken.last):
                self._take_age(spoken)

    def _take_age(self, spoken: Spoken) -> None:
        """An age filters, and may still be part of what is looked for (“toddler group”, “2 year check”)."""
        for age in spoken.ages:
            self._add("ages", age, spoken.first, spoken.last)
        if not spoken.named:
            self.numbered |= set(range(spoken.first, spoken.last))
        if any(token.word.isdigit() for token in self.tokens[spoken.first : spoken.last]):
            self.counted |= set(range(spoken.first, spoken.last))

    def take_wishes(self) -> None:
        """What it may cost, how one gets in, in which language: unless the words say what is looked for."""
        about = {at for match in self.concepts for at in match.words if len(match.words) > 1}
        for one in sorted(self.found, key=lambda one: one.first - one.last):
            wish = _wish(one)
            if not wish or not self._free(one.first, one.last):
                continue
            part_of_another = bool(about & set(range(one.first, one.last)))
            says_it_too = any(match.concept == SAYS_IT_TOO.get(wish[0]) for match in self.concepts)
            signing = wish == ("spoken", "bsl") and any(match.concept == "signing" for match in self.concepts)
            if signing or (part_of_another and wish[0] != "costs" and not says_it_too):
                continue
            self._add(wish[0], wish[1], one.first, one.last)
            if not part_of_another:  # “free hours” is about the hours, and free too
                self._take(one.first, one.last)

    def reading(self) -> Reading:
        at_left = [at for at in range(len(self.tokens)) if at not in self.taken]
        left = [self.heard[at] for at in at_left]
        counted = frozenset(self.heard[at] for at in self.counted)
        matches = concepts_in(left, self.languages, weak=counted, slips=self.slips)
        matches = [match for match in matches if not self._is_only_age(match, at_left)]
        telling = [token for token in left if token.word not in self.ignored and token not in counted]
        near_me = any(one.kind == "near_me" for one in self.found) and not self.place
        return Reading(
            text=self.text,
            pieces=tuple(self.pieces),
            about=tuple(_about(matches, left, telling)),
            concepts=tuple(matches),
            implied=tuple(self._implied(matches, left, telling)),
            words=tuple(token.typed for token in telling or ([] if self.pieces else left)),
            place=self.place,
            place_likely=self.place_likely,
            near_me=near_me,
            unsure=any(piece.field == "unsure" for piece in self.pieces),
            known=self._knows(telling),
            slips=self._slips(matches, left),
            unknown=self.slips,
            of_school=any(one.kind in SCHOOL for one in self.found),
        )

    def _is_only_age(self, match: Match, at_left: Sequence[int]) -> bool:
        """Whether only an age was said of a phrase: “6-month baby” alone is not about weaning."""
        aged = {at for one in self.found if one.kind in AGE for at in range(one.first, one.last)}
        said_by = {at_left[at] for at in match.words}
        return match.concept in NOT_BY_AGE and bool(self.numbered) and said_by <= aged | self.numbered

    def _implied(
        self, matches: Sequence[Match], left: Sequence[Token], telling: Sequence[Token]
    ) -> Iterator[Match]:
        """Nothing when nothing was looked for: an age alone asks for all there is at that age."""
        ages = [piece.value for piece in self.pieces if isinstance(piece.value, Age)]
        days = [str(piece.value) for piece in self.pieces if piece.field == "days"]
        if matches or telling:
            yield from implied(matches, left, self.languages, ages, days)

    def _slips(self, matches: Sequence[Match], left: Sequence[Token]) -> tuple[Slip, ...]:
        """What was taken for another word: where a time, an age or a wish was said, and in concepts."""
        found: dict[int, Slip] = {}
        for token, word in zip(self.tokens, self.meant, strict=True):
            if word is not token:
                found[token.start] = Slip(token.start, token.end, token.typed, word.typed)
        for match in matches:
            for at, guess in match.guesses:
                token = left[at]
                found.setdefault(token.start, Slip(token.start, token.end, token.typed, guess))
        return tuple(found[start] for start in sorted(found))

    def _knows(self, words: Sequence[Token]) -> bool:
        """Whether at least half of the words are words of one of the languages, and not only nearly."""
        lexicons = [lexicon(code) for code in self.languages]
        known = [any(one.knows(word.word, word.typed) for one in lexicons) for word in words]
        return 2 * sum(known) >= len(known)

    def _add(self, name: str, value: object, first: int, last: int) -> None:
        self.pieces.append(Piece(name, value, (self._span(first, last),)))

    def _span(self, first: int, last: int) -> tuple[int, int]:
        return self.tokens[first].start, self.tokens[last - 1].end

    def _take(self, first: int, last: int) -> None:
        self.taken |= set(range(first, last))

    def _free(self, first: int, last: int) -> bool:
        return not self.taken & set(range(first, last))


def _about(matches: Sequence[Match], left: Sequence[Token], telling: Sequence[Token]) -> Iterator[Piece]:
    """What is looked for: the best concept for each of the words that said one, then the words left over."""
    explained: set[int] = set()
    for match in matches:
        if not match.words <= explained:
            yield Piece("concept", match.concept, tuple(_where(left[at]) for at in sorted(match.words)))
            explained |= match.words
    for at, token in enumerate(left):
        if at not in explained and token in telling:
            yield Piece("word", token.typed, (_where(token),))


def _where(token: Token) -> tuple[int, int]:
    return token.start, token.end


def _wish(one: Found) -> tuple[str, str] | None:
    """The field of a request that a phrase fills, and its value; None for one that fills none."""
    simple = {"free": ("costs", "free"), "drop_in": ("access", "open"), "online": ("delivery", "online")}
    simple["by_phone"] = ("delivery", "phone")
    if one.kind in simple:
        return simple[one.kind]
    if one.kind == "spoken":
        return "spoken", one.value
    if one.kind == "features" and one.value in FEATURES:
        return "features", one.value
    if one.kind == "near_me":
        return "near_me", ""
    return None
