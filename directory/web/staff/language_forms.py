"""The form for a listing's words in one language."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, IntegerField, StringField, TextAreaField
from wtforms.validators import Length, Optional

from directory.translating.text import MOST_LETTERS
from directory.words import N_


def _trimmed(text: str | None) -> str:
    return (text or "").strip()


def _at_most(field: str) -> list[object]:
    most = MOST_LETTERS[field]
    return [Optional(), Length(max=most, message=TOO_LONG[field])]


TOO_LONG = {
    "name": N_("Keep the name to 160 letters."),
    "summary": N_("Keep it to 600 letters."),
    "description": N_("Keep it to 5,000 letters."),
}


class TextForm(FlaskForm):
    """`seen` stands for the words she was shown, `text_version` for the English beside them."""

    name = StringField(N_("Name"), validators=_at_most("name"), filters=[_trimmed])
    summary = TextAreaField(N_("What happens"), validators=_at_most("summary"), filters=[_trimmed])
    description = TextAreaField(N_("More about it"), validators=_at_most("description"), filters=[_trimmed])
    reviewed = BooleanField(N_("A second person who speaks it has read it too"))
    seen = HiddenField()
    text_version = IntegerField(validators=[Optional()])
