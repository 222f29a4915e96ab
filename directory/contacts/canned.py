"""Answers that staff give again and again, in the languages of families. Nothing here commits.

We bring some (`content/bot/canned.yaml`); what a council writes itself stands in their place. An answer
that is empty in every language is one that the council does not want.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from directory import content
from directory.contacts.models import CannedAnswer
from directory.errors import ContentWrong, DirectoryError, NotFound
from directory.locales import LOCALES, SOURCE
from directory.settings import CONTENT
from directory.slugs import slug
from directory.words.typed import plain

FILE = CONTENT / "bot" / "canned.yaml"
MOST_LETTERS = 1000
MOST = 60  # of one council


class TooManyAnswers(DirectoryError):
    """Nobody finds the right one any more among so many."""


@dataclass(frozen=True)
class CannedCard:
    """One answer: its texts by language, those there are. `ours`: we have brought it."""

    key: str
    texts: Mapping[str, str]
    ours: bool

    @property
    def name(self) -> str:
        """What staff know it by."""
        return self.texts.get(SOURCE) or next(iter(self.texts.values()), "")

    def for_family(self, language: str) -> tuple[str, str]:
        """The text for a family of this language, and the language it is in."""
        spoken = language if language in self.texts else SOURCE
        return self.texts.get(spoken, self.name), spoken


@cache
def starters(path: Path = FILE) -> Mapping[str, Mapping[str, str]]:
    """The answers we bring: texts by key and language. Raises ContentWrong."""
    found: dict[str, Mapping[str, str]] = {}
    for key, texts in content.read(path).items():
        if SOURCE not in texts or set(texts) - set(LOCALES):
            raise ContentWrong(f"{path}: {key}: one text in English, and in languages we know")
        found[key] = {language: plain(texts[language]) for language in LOCALES if language in texts}
    return found


def answers(db: Session, council_id: int) -> list[CannedCard]:
    """All of a council's answers: ours in our order, then its own."""
    own = _own(db, council_id)
    cards = [_card(key, own.get(key, {})) for key in (*starters(), *sorted(set(own) - set(starters())))]
    return [card for card in cards if card.texts]


def answer_named(db: Session, council_id: int, key: str) -> CannedCard:
    """Raises NotFound."""
    found = next((card for card in answers(db, council_id) if card.key == key), None)
    if found is None:
        raise NotFound(key)
    return found


def keep(db: Session, council_id: int, key: str, texts: Mapping[str, str]) -> None:
    """Put these texts in the place of what there was; an empty one is no longer said in that language.

    Raises NotFound.
    """
    answer_named(db, council_id, key)
    _write(db, council_id, key, texts)


def add(db: Session, council_id: int, texts: Mapping[str, str]) -> str:
    """One more answer; returns its key. Raises TooManyAnswers."""
    there = answers(db, council_id)
    if len(there) >= MOST:
        raise TooManyAnswers(MOST)
    taken = {card.key for card in there} | set(starters())
    key = slug(texts[SOURCE][:60], taken=taken)[:80]
    _write(db, council_id, key, texts)
    return key


def remove(db: Session, council_id: int, key: str) -> None:
    """An answer that is not wanted. Raises NotFound."""
    card = answer_named(db, council_id, key)
    _write(db, council_id, key, dict.fromkeys(card.texts, "") if card.ours else {})


def language_of(db: Session, council_id: int, text: str) -> str | None:
    """In which language a text is, if it is one of these answers, word for word."""
    for card in answers(db, council_id):
        for language, said in card.texts.items():
            if said == text:
                return language
    return None


def _own(db: Session, council_id: int) -> dict[str, dict[str, str]]:
    rows = db.scalars(select(CannedAnswer).where(CannedAnswer.council_id == council_id))
    own: dict[str, dict[str, str]] = {}
    for row in rows:
        own.setdefault(row.key, {})[row.language] = row.text
    return own


def _card(key: str, own: Mapping[str, str]) -> CannedCard:
    texts = {**starters().get(key, {}), **own}
    return CannedCard(key, {code: texts[code] for code in LOCALES if texts.get(code)}, key in starters())


def _write(db: Session, council_id: int, key: str, texts: Mapping[str, str]) -> None:
    db.execute(delete(CannedAnswer).where(CannedAnswer.council_id == council_id, CannedAnswer.key == key))
    ours = starters().get(key, {})
    for language, text in texts.items():
        said = plain(text)
        if said != ours.get(language, ""):  # only what differs from ours: a better one of ours then shows
            db.add(CannedAnswer(council_id=council_id, key=key, language=language, text=said))
    db.flush()
