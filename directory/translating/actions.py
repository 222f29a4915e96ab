"""Writing, taking over and confirming a listing's words in another language. Nothing here commits."""

from datetime import datetime

from sqlalchemy.orm import Session

from directory.errors import DirectoryError, NotFound
from directory.listings.drafts import Words
from directory.listings.history import record_change
from directory.listings.models import Activity, ActivityText, StaleListing, WrittenBy
from directory.listings.session_types import session_types
from directory.locales import LOCALES, SOURCE
from directory.translating.template import words_of_template
from directory.translating.text import as_one, mark, text_of


class NoName(DirectoryError):
    """There are words, but no name: a listing is called something in every language it is in."""


class TextChanged(DirectoryError):
    """Somebody else saved the words of this language since they were opened. Nothing was overwritten."""


class NotFromTemplate(DirectoryError):
    """The English is no longer that of the session type, so its translation would say something else."""


def save_text(
    db: Session,
    activity_id: int,
    language: str,
    words: Words,
    *,
    as_seen: str,
    text_version: int,
    by: WrittenBy = WrittenBy.PERSON,
    who: str,
    now: datetime,
) -> None:
    """Keep what was written beside the English of `text_version`. No words at all take the translation out.

    `as_seen` is the mark (see `text.mark`) of the words it replaces; raises TextChanged if they are
    others by now, and NoName.
    """
    activity = _activity(db, activity_id, language)
    before = text_of(activity, language)
    if mark(before) != as_seen:
        raise TextChanged(language)
    if not words.name and (words.summary or words.description):
        raise NoName(language)
    was = as_one(before)
    if (before and _says(before) == (words, by, text_version)) or not (before or words.name):
        return
    if not words.name:
        activity.texts = [text for text in activity.texts if text is not before]
    else:
        if before is None:
            before = ActivityText(language=language)
            activity.texts.append(before)
        before.name, before.summary, before.description = words.name, words.summary, words.description
        before.by, before.reviewed, before.source_version = by, words.reviewed, text_version
    _note(db, activity, language, was, who=who, now=now)


def take_template(db: Session, activity_id: int, language: str, *, who: str, now: datetime) -> None:
    """Take over the words that the session type has in a language, as the English is the type's own too.

    What the listing says beyond that, its description, stays as it was translated. Raises NotFromTemplate.
    """
    activity = _activity(db, activity_id, language)
    words = words_of_template(activity, session_types().get(activity.type_key), language)
    if words is None:
        raise NotFromTemplate(language)
    before = text_of(activity, language)
    save_text(
        db,
        activity_id,
        language,
        words,
        as_seen=mark(before),
        text_version=activity.text_version,
        who=who,
        now=now,
    )


def text_still_right(
    db: Session, activity_id: int, language: str, *, as_seen: str, text_version: int, who: str, now: datetime
) -> None:
    """Somebody has read the words beside the English of `text_version`: they say the same.

    So she has reviewed them, also if a machine wrote them. Raises TextChanged.
    """
    activity = _activity(db, activity_id, language)
    text = text_of(activity, language)
    if text is None or mark(text) != as_seen:
        raise TextChanged(language)
    text.source_version, text.reviewed = text_version, True
    _note(db, activity, language, as_one(text), who=who, now=now)


def _says(text: ActivityText) -> tuple[Words, WrittenBy, int]:
    words = Words(text.name, text.summary, text.description, text.reviewed)
    return words, text.by, text.source_version


def _activity(db: Session, activity_id: int, language: str) -> Activity:
    activity = db.get(Activity, activity_id)
    if activity is None or language not in LOCALES or language == SOURCE:
        raise NotFound(f"{language} of activity {activity_id}")
    return activity


def _note(db: Session, activity: Activity, language: str, was: str, *, who: str, now: datetime) -> None:
    activity.version += 1
    now_says = as_one(text_of(activity, language))
    record_change(db, activity, f"words.{language}", was, now_says, who=who, now=now)
    db.add(StaleListing(activity_id=activity.id))
