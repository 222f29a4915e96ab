"""A listing as a draft again: what would have to be handed in to make it what it is."""

from dataclasses import fields
from typing import Any

from directory.listings.drafts import Draft, Words
from directory.listings.models import Activity
from directory.listings.slots import slot_of

_APART = {"slots", "words"}


def draft_of(activity: Activity) -> Draft:
    """Keeping this draft changes nothing. Only a listing that came with a source has one."""
    plain = {field.name: getattr(activity, field.name) for field in fields(Draft) if field.name not in _APART}
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in plain.items()
    }
    return Draft(
        **values,
        slots=tuple(slot_of(schedule) for schedule in activity.schedules),
        words={
            text.language: Words(text.name, text.summary, text.description, text.reviewed)
            for text in activity.texts
        },
    )
