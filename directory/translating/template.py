"""What a session type says in other languages, for listings that say in English what it says. Pure."""

from directory.listings.drafts import Words
from directory.listings.models import Activity
from directory.listings.session_types import SessionType
from directory.locales import SOURCE
from directory.translating.text import text_of


def words_of_template(activity: Activity, kind: SessionType | None, language: str) -> Words | None:
    """The type's own words for this listing; None where its English is its own, or the type has none.

    A description of the listing's own is not the template's: its translation stays.
    """
    if kind is None or language not in kind.name or language == SOURCE:
        return None
    if activity.name != kind.name[SOURCE]:
        return None
    if activity.summary and activity.summary != kind.summary[SOURCE]:
        return None
    own = text_of(activity, language)
    return Words(
        name=kind.name[language],
        summary=kind.summary.get(language, "") if activity.summary else "",
        description=own.description if own and activity.description else "",
    )
