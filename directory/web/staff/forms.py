"""Forms about getting in, and about one's own account and those of others."""

from flask_wtf import FlaskForm
from wtforms import EmailField, PasswordField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from directory.accounts.actions import NewWorker
from directory.accounts.roles import Role
from directory.accounts.weak_passwords import MOST
from directory.words import N_

TOO_LONG = N_("A password has at most 128 characters.")


def email_field(label: str, missing: str) -> EmailField:
    too_long = N_("An email address has at most 254 characters.")
    return EmailField(label, validators=[InputRequired(missing), Length(max=254, message=too_long)])


def password_field(label: str, missing: str) -> PasswordField:
    return PasswordField(label, validators=[InputRequired(missing), Length(max=MOST, message=TOO_LONG)])


class SignInForm(FlaskForm):
    email = email_field(N_("Your work email"), N_("Enter your work email."))
    password = password_field(N_("Password"), N_("Enter your password."))


class ForgottenForm(FlaskForm):
    email = email_field(N_("Your work email"), N_("Enter your work email."))


class NewPasswordForm(FlaskForm):
    new_password = password_field(N_("New password"), N_("Enter a new password."))


class CodeForm(FlaskForm):
    code = StringField(
        N_("Code"),
        validators=[InputRequired(N_("Enter the code.")), Length(max=40, message=N_("A code is shorter."))],
    )


class OwnPasswordForm(FlaskForm):
    """Asks for the password again, before something that opens or closes the account."""

    password = password_field(N_("Your password now"), N_("Enter the password you have now."))


class ChangePasswordForm(OwnPasswordForm):
    new_password = password_field(N_("New password"), N_("Enter a new password."))


class ChangeEmailForm(OwnPasswordForm):
    email = email_field(N_("New email"), N_("Enter the new email."))


ROLE_NAMES = {
    Role.VOLUNTEER: N_("Volunteer: sees what is on today"),
    Role.REPORTER: N_("Reporter: sees figures, changes nothing"),
    Role.WORKER: N_("Centre worker: keeps listings, answers families"),
    Role.MANAGER: N_("Centre manager: also the centre, its people and figures"),
    Role.LEAD: N_("Cluster lead: manages all centres of a cluster"),
    Role.COUNCIL: N_("Council: manages everything"),
}


class RoleForm(FlaskForm):
    """One more role. The choices are those that whoever fills it in may give."""

    role = SelectField(N_("Role"), validators=[InputRequired(N_("Choose a role."))])
    place = SelectField(N_("Where"), validators=[InputRequired(N_("Choose where."))])


class InviteForm(RoleForm):
    name = StringField(
        N_("Name"),
        validators=[
            InputRequired(N_("Enter a name.")),
            Length(max=120, message=N_("A name has at most 120 characters.")),
        ],
    )
    email = email_field(N_("Work email"), N_("Enter a work email."))

    def worker(self) -> NewWorker:
        return NewWorker(name=self.name.data.strip(), email=self.email.data)
