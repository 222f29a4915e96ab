"""Forms about checking listings, and about what parents reported."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField
from wtforms.validators import AnyOf, InputRequired, NumberRange, Optional

from directory.reports.models import Answer
from directory.words import N_


class SeenForm(FlaskForm):
    """One tap: `version` is that of the listing she was shown."""

    version = IntegerField(validators=[Optional()])


class IntervalForm(FlaskForm):
    """How many days a listing may go without being checked."""

    days = IntegerField(
        N_("Days between two checks"),
        validators=[
            InputRequired(N_("Enter a number of days, such as 90.")),
            NumberRange(14, 400, N_("Enter a number of days from 14 to 400.")),
        ],
    )


class AnswerForm(FlaskForm):
    """What a centre found: `newest` is the last report she was shown."""

    answer = HiddenField(validators=[AnyOf([each.value for each in Answer])])
    newest = IntegerField(validators=[InputRequired()])
    version = IntegerField(validators=[InputRequired()])
