"""Forms about getting in."""

from flask_wtf import FlaskForm
from wtforms import EmailField, PasswordField
from wtforms.validators import InputRequired, Length

from directory.words import N_

MOST_PASSWORD = 128


class SignInForm(FlaskForm):
    email = EmailField(
        N_("Your work email"), validators=[InputRequired(N_("Enter your work email.")), Length(max=254)]
    )
    password = PasswordField(
        N_("Password"),
        validators=[
            InputRequired(N_("Enter your password.")),
            Length(max=MOST_PASSWORD, message=N_("A password has at most 128 characters.")),
        ],
    )
