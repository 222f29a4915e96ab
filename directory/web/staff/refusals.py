"""The sentences for what accounts refuse."""

from directory.accounts.actions import EmailTaken, EmailWrong
from directory.accounts.second_factor import CodeWrong
from directory.accounts.staffing import RoleNotThere
from directory.accounts.weak_passwords import (
    PasswordGuessed,
    PasswordNamesYou,
    PasswordTooLong,
    PasswordTooShort,
)
from directory.errors import DirectoryError, NotAllowed
from directory.web.staff.forms import TOO_LONG
from directory.words import N_

SENTENCES: dict[type[DirectoryError], str] = {
    PasswordTooShort: N_("Use 12 characters or more. Three or four words in a row are easy to remember."),
    PasswordTooLong: TOO_LONG,
    PasswordGuessed: N_("Many people use a password like this, so it is guessed first. Choose another."),
    PasswordNamesYou: N_("This says little more than your name, or ours. Choose another."),
    EmailWrong: N_("Enter an email address like name@example.org."),
    EmailTaken: N_(
        "Somebody has an account with this email. Look for it among the accounts, or ask the council."
    ),
    CodeWrong: N_("This code is not right, or was used already. Wait for the next one, then try again."),
    RoleNotThere: N_("This role is not held at a place of this kind. Choose another place, or another role."),
    NotAllowed: N_("You cannot give this role there. Choose another."),
}


def sentence(refusal: DirectoryError) -> str:
    return next(SENTENCES[kind] for kind in type(refusal).__mro__ if kind in SENTENCES)
