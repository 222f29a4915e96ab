"""Forms about families who write to us."""

from uuid import UUID, uuid4

from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectField, TextAreaField

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
