"""Forms that families fill in. They ask little, and for no name."""

from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Length, Optional

from directory.reports import models as reports
from directory.unmet.models import MOST_IN_PLACE, MOST_LETTERS
from directory.words import N_, labels

TOO_MUCH = N_("That is more than we can keep. Write it in fewer words.")


class TellingForm(FlaskForm):
    """What somebody was looking for, and where, if she likes."""

    words = TextAreaField(
        N_("What were you looking for?"),
        validators=[
            InputRequired(N_("Write what you were looking for.")),
            Length(max=MOST_LETTERS, message=TOO_MUCH),
        ],
    )
    place = StringField(
        N_("Town or first half of your postcode (only if you like)"),
        validators=[Length(max=MOST_IN_PLACE, message=N_("Write only the town or the postcode."))],
    )


class WrongForm(FlaskForm):
    """What is wrong with a listing, by one button; and a few words, if somebody likes."""

    what = StringField(validators=[AnyOf(labels.WRONG, message=N_("Tap what is wrong."))])
    words = TextAreaField(
        N_("Tell us more, if you like"),
        validators=[Optional(), Length(max=reports.MOST_LETTERS, message=TOO_MUCH)],
    )
