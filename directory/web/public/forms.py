"""Forms that families fill in. They ask little, and for no name."""

from flask_wtf import FlaskForm
from wtforms import StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from directory.unmet.models import MOST_IN_PLACE, MOST_LETTERS
from directory.words import N_


class TellingForm(FlaskForm):
    """What somebody was looking for, and where, if she likes."""

    words = TextAreaField(
        N_("What were you looking for?"),
        validators=[
            InputRequired(N_("Write what you were looking for.")),
            Length(max=MOST_LETTERS, message=N_("That is more than we can keep. Write it in fewer words.")),
        ],
    )
    place = StringField(
        N_("Town or first half of your postcode (only if you like)"),
        validators=[Length(max=MOST_IN_PLACE, message=N_("Write only the town or the postcode."))],
    )
