"""A message of staff to all who follow a session or a centre. Nothing here commits.

It waits two minutes, in which it can be taken back; then it is owed to everybody who follows, once each, and
reaches each of them at most once. Of what may not be named, or where it is not shown, nothing is sent.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, String, cast, exists, func, literal, select
from sqlalchemy.orm import Session

from directory.contacts import audiences, outbox
from directory.contacts.audiences import Audience
from directory.contacts.messages import Button, Message
from directory.contacts.models import Broadcast, Contact, Outgoing, Owing
from directory.errors import DirectoryError, NotFound
from directory.locales import LOCALES, SOURCE
from directory.words import Words, words_for
from directory.words.typed import plain

MOST_LETTERS = 1500  # in one language; there is room left for what we add
CONFIRMED_ABOVE = 50  # people; for more, the number has to be typed
WAITS = timedelta(minutes=2)
COUNTED_FOR = timedelta(days=3)
SETTLED = ("sent", "held", "failed")  # their numbers only grow
AT_ONCE = 200  # people; others write to the database in between


class NotSaid(DirectoryError):
    """There is no text in English, or one that is too long in this language."""

    def __init__(self, language: str, *, most: int = 0) -> None:
        super().__init__(language)
        self.language, self.most = language, most


class NobodyFollows(DirectoryError):
    """There is nobody to tell."""


class NotConfirmed(DirectoryError):
    """So many would get it that their number has to be typed."""

    def __init__(self, people: int) -> None:
        super().__init__(people)
        self.people = people


class MustNotBeNamed(DirectoryError):
    """The text, in this language, names what may not be named to everybody."""

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self.language = language


class TooLate(DirectoryError):
    """It is on its way already, or taken back."""


def fit(texts: Mapping[str, str]) -> dict[str, str]:
    """The texts as they are sent, those there are. Raises NotSaid."""
    said = {code: plain(texts.get(code, "")) for code in LOCALES if texts.get(code)}
    for code, text in said.items():
        if len(text) > MOST_LETTERS:
            raise NotSaid(code, most=MOST_LETTERS)
    if not said.get(SOURCE):
        raise NotSaid(SOURCE)
    return {code: text for code, text in said.items() if text}


def look_over(db: Session, audience: Audience, texts: Mapping[str, str]) -> dict[str, str]:
    """The texts as they would be sent. Raises NotSaid, NobodyFollows or MustNotBeNamed."""
    said = fit(texts)
    if not audiences.people(db, audience):
        raise NobodyFollows
    secret = audiences.not_to_be_named(db, audience)
    for language, text in said.items():
        if any(name in text.casefold() for name in secret):
            raise MustNotBeNamed(language)
    return said


def write(
    db: Session,
    audience: Audience,
    texts: Mapping[str, str],
    *,
    number: UUID,
    confirmed: int | None,
    who: str,
    now: datetime,
) -> int:
    """Have it go out in two minutes; the same `number` twice is one message. Returns its own number.

    Raises what `look_over` raises, and NotConfirmed.
    """
    if there := db.scalar(select(Broadcast.id).where(Broadcast.uuid == number)):
        return there
    said = look_over(db, audience, texts)
    reached = audiences.people(db, audience)
    if reached > CONFIRMED_ABOVE and confirmed != reached:
        raise NotConfirmed(reached)
    broadcast = Broadcast(
        uuid=number,
        council_id=audience.council_id,
        centre_id=None if audience.activity_id is not None else audience.centre_id,
        activity_id=audience.activity_id,
        texts=json.dumps(said, ensure_ascii=False),
        people=reached,
        who=who,
        written_at=now,
        goes_at=now + WAITS,
    )
    db.add(broadcast)
    db.flush()  # the database gives it its number
    return broadcast.id


def take_back(db: Session, broadcast_id: int, *, now: datetime) -> None:
    """Not to be sent after all. Raises TooLate."""
    found = db.scalars(select(Broadcast).where(Broadcast.id == broadcast_id).with_for_update()).one()
    begun = select(Outgoing.id).where(Outgoing.source.startswith(_sources(found.id), autoescape=True))
    if found.taken_back_at or found.goes_at <= now or db.scalar(begun.limit(1)):
        raise TooLate
    found.taken_back_at = now


def anything_due(db: Session, *, now: datetime) -> bool:
    """A look that costs next to nothing and locks nothing."""
    return db.scalar(_due(now).with_only_columns(Broadcast.id).limit(1)) is not None


def queue_due(db: Session, *, now: datetime, most: int = AT_ONCE) -> bool:
    """Owe what is due to so many more people; false when there is nothing more to do.

    Whoever has been owed it is passed over, so this goes on where it stopped, whatever stopped it.
    """
    found = db.scalars(_due(now).with_for_update(skip_locked=True).limit(1)).first()
    if found is None:
        return False
    audience = _audience_now(db, found)
    if audience is None:  # gone meanwhile, or not to be named any more
        found.taken_back_at = now
        return True
    owed = exists().where(Outgoing.source == literal(_sources(found.id)) + cast(Contact.id, String))
    contacts = db.scalars(audiences.followers(audience).where(~owed).order_by(Contact.id).limit(most)).all()
    texts = json.loads(found.texts)
    for contact in contacts:
        message = message_for(db, audience, texts, contact.language)
        source = f"{_sources(found.id)}{contact.id}"
        outbox.owe(db, contact, message, kind=Owing.BROADCAST, source=source, now=now)
    if len(contacts) < most:
        found.queued_at = now
    return True


def count_up(db: Session, *, now: datetime) -> None:
    """Keep what became of those sent lately: the outbox forgets it soon."""
    lately = select(Broadcast).where(Broadcast.goes_at.between(now - COUNTED_FOR, now))
    for found in db.scalars(lately):
        found.fates = json.dumps(fates(db, found))


def fates(db: Session, found: Broadcast) -> dict[str, int]:
    """How many have which (values of `OutgoingStatus`), counting those whom the outbox has forgotten."""
    statuses = (
        select(Outgoing.status, func.count())
        .where(Outgoing.source.startswith(_sources(found.id), autoescape=True))
        .group_by(Outgoing.status)
    )
    now = {status.value: number for status, number in db.execute(statuses)}
    kept = json.loads(found.fates or "{}")
    for status in SETTLED:
        if number := max(now.get(status, 0), kept.get(status, 0)):
            now[status] = number
    return now


def message_for(db: Session, audience: Audience, texts: Mapping[str, str], language: str) -> Message:
    """What somebody of this language gets: her own text if there is one, else the English, and it says so."""
    words = words_for(language or SOURCE)
    spoken = language if language in texts else SOURCE
    name = f"\u2068{_name(db, audience, words)}\u2069"
    said = [name, texts[spoken]]
    if spoken != words.code:
        said.append(words.gettext("We have this message in English only."))
    said.append(
        words.gettext("You get this because you follow %(name)s. Send STOP for no more messages.", name=name)
    )
    return Message("\n\n".join(said), screen="broadcast", language=spoken, buttons=_buttons(audience, words))


def _buttons(audience: Audience, words: Words) -> tuple[tuple[Button, ...], ...]:
    if audience.activity_id is None:
        return ()
    return ((Button(words.gettext("See the session"), press=f"session.show.{audience.activity_id}"),),)


def _name(db: Session, audience: Audience, words: Words) -> str:
    card = (
        audiences.session_card(db, audience.activity_id, words.code)
        if audience.activity_id is not None
        else None
    )
    return card.name.text if card else audience.name


def _audience_now(db: Session, found: Broadcast) -> Audience | None:
    try:
        if found.activity_id is not None:
            return audiences.of_session(db, found.activity_id)
        return audiences.of_centre(db, found.centre_id or 0)
    except NotFound:
        return None


def _due(now: datetime) -> Select[Broadcast]:
    waits = (Broadcast.taken_back_at.is_(None), Broadcast.queued_at.is_(None), Broadcast.goes_at <= now)
    return select(Broadcast).where(*waits).order_by(Broadcast.id)


def _sources(broadcast_id: int) -> str:
    """What begins the source of every message of one broadcast."""
    return f"broadcast:{broadcast_id}:"
