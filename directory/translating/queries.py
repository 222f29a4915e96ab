"""How a listing stands in each language, for staff: database in, cards out."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from directory.errors import NotFound
from directory.listings.history import ENGLISH
from directory.listings.models import (
    Activity,
    ActivityText,
    Change,
    Status,
    TextState,
    WrittenBy,
    text_state,
)
from directory.listings.session_types import session_types
from directory.locales import LOCALES, SOURCE
from directory.places.models import Centre
from directory.translating.careful import needs_a_person
from directory.translating.template import words_of_template
from directory.translating.text import mark, text_of


@dataclass(frozen=True)
class TextCard:
    """A listing's words in one language. `mark` stands for them in a form."""

    language: str
    state: TextState
    name: str
    summary: str
    description: str
    reviewed: bool
    by_machine: bool
    mark: str
    template: bool


@dataclass(frozen=True)
class TextsCard:
    """A listing's English words, and how it stands in every other language.

    `wanted` are the languages of its council; `text_version` is that of the English shown.
    """

    activity_id: int
    centre_id: int
    slug: str
    name: str
    summary: str
    description: str
    text_version: int
    wanted: tuple[str, ...]
    texts: tuple[TextCard, ...]
    needs_a_person: bool


@dataclass(frozen=True)
class LineCard:
    """One listing in an overview, and its state in each language of its council."""

    activity_id: int
    name: str
    centre: str
    states: tuple[tuple[str, TextState], ...]

    @property
    def is_whole(self) -> bool:
        return all(state is TextState.CURRENT for _, state in self.states)


def texts_of(db: Session, activity_id: int) -> TextsCard:
    """Raises NotFound."""
    activity = db.get(Activity, activity_id)
    if activity is None:
        raise NotFound(f"activity {activity_id}")
    kind = session_types().get(activity.type_key)
    return TextsCard(
        activity_id=activity.id,
        centre_id=activity.centre_id,
        slug=activity.slug,
        name=activity.name,
        summary=activity.summary,
        description=activity.description,
        text_version=activity.text_version,
        wanted=_wanted(activity),
        texts=tuple(_card(activity, code) for code in LOCALES if code != SOURCE),
        needs_a_person=needs_a_person(activity, kind),
    )


def english_then(db: Session, activity_id: int, language: str) -> dict[str, str]:
    """What the English said when this language was written, by field, where it says something else now."""
    version = db.scalar(
        select(ActivityText.source_version).filter_by(activity_id=activity_id, language=language)
    )
    of_listing = (Change.table == "activity", Change.row == activity_id)
    newer = (Change.field == "text_version", Change.before == str(version))
    since = db.scalar(select(func.min(Change.at)).where(*of_listing, *newer))
    if since is None:
        return {}
    changes = select(Change.field, Change.before).where(
        *of_listing, Change.field.in_(ENGLISH), Change.at >= since
    )
    then: dict[str, str] = {}
    for field, before in db.execute(changes.order_by(Change.id)):
        then.setdefault(field, before or "")
    activity = db.get_one(Activity, activity_id)
    return {field: was for field, was in then.items() if was != getattr(activity, field)}


def overview(db: Session, centre_ids: Collection[int]) -> list[LineCard]:
    """All listings of these centres that families see or soon will, by centre and name."""
    found = db.scalars(
        select(Activity)
        .join(Centre, Centre.id == Activity.centre_id)
        .where(Activity.centre_id.in_(centre_ids), Activity.status != Status.WITHDRAWN)
        .options(joinedload(Activity.centre).joinedload(Centre.council), selectinload(Activity.texts))
        .order_by(Centre.name, Activity.name, Activity.id)
    )
    return [
        LineCard(activity.id, activity.name, activity.centre.name, tuple(_states(activity)))
        for activity in found
    ]


def _states(activity: Activity) -> list[tuple[str, TextState]]:
    return [
        (code, text_state(text_of(activity, code), text_version=activity.text_version))
        for code in _wanted(activity)
    ]


def _wanted(activity: Activity) -> tuple[str, ...]:
    return tuple(code for code in activity.centre.council.languages if code in LOCALES and code != SOURCE)


def _card(activity: Activity, language: str) -> TextCard:
    text = text_of(activity, language)
    template = words_of_template(activity, session_types().get(activity.type_key), language)
    says = (text.name, text.summary, text.description) if text else ("", "", "")
    state = text_state(text, text_version=activity.text_version)
    taken = template is not None and says == (template.name, template.summary, template.description)
    return TextCard(
        language=language,
        state=state,
        name=says[0],
        summary=says[1],
        description=says[2],
        reviewed=bool(text and text.reviewed),
        by_machine=bool(text and text.by is WrittenBy.MACHINE),
        mark=mark(text),
        template=template is not None and not (taken and state is TextState.CURRENT),
    )
