"""One translation, as it can be told apart from a later one. Pure."""

from hashlib import blake2b

from directory.listings.models import Activity, ActivityText

MOST_LETTERS = {"name": 160, "summary": 600, "description": 5000}


def text_of(activity: Activity, language: str) -> ActivityText | None:
    return next((text for text in activity.texts if text.language == language), None)


def as_one(text: ActivityText | None) -> str:
    """All its words in one, as the history keeps them; nothing where there is no translation."""
    return "\n\n".join((text.name, text.summary, text.description)).strip() if text else ""


def mark(text: ActivityText | None) -> str:
    """What stands for these very words in a form: whoever saves has seen them, or others."""
    if text is None:
        return ""
    state = f"{text.name}\0{text.summary}\0{text.description}\0{text.by}\0{text.source_version}"
    return blake2b(state.encode(), digest_size=8).hexdigest()
