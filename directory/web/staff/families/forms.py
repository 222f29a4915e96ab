"""Forms about families who write to us."""

from collections.abc import Iterable, Mapping
from uuid import UUID, uuid4

from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectField, TextAreaField

from directory.contacts.canned import MOST_LETTERS
from directory.web.staff.texts_form import TextsForm, texts_form
from directory.words import N_


class AnswerForm(FlaskForm):
    """An answer, and a ready one to put in. `number` makes it one line, however often it is sent."""

    text = TextAreaField(N_("Your answer"))
    ready = SelectField(N_("A ready answer"), validate_choice=False)
    number = HiddenField()

    def line(self) -> UUID:
        try:
            return UUID(self.number.data)
        except (ValueError, TypeError, AttributeError):
            return uuid4()

    def put_in(self, answer: str) -> None:
        """Set a ready answer under what was typed."""
        self.text.data = "\n".join(part for part in ((self.text.data or "").rstrip(), answer) if part)


TOO_LONG = N_("An answer has at most 2,000 letters. Send this in two parts.")
NOTHING = N_("Write your answer first.")
NO_ENGLISH = N_("Write the answer in English: all others are known by it.")
READY_TOO_LONG = N_("An answer has at most 1,000 letters.")


def ready_form(languages: Iterable[str], texts: Mapping[str, str] | None = None) -> TextsForm:
    """One ready answer, in every language."""
    said = {"missing": NO_ENGLISH, "too_long": READY_TOO_LONG}
    return texts_form(TextsForm, languages, most=MOST_LETTERS, texts=texts, **said)
