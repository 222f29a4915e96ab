"""What we write to workers. In English for now, as all that only staff read."""

from dataclasses import dataclass

from directory.locales import SOURCE
from directory.words import words_for


@dataclass(frozen=True)
class Said:
    """A subject and a text."""

    subject: str
    text: str


def _(text: str, **values: object) -> str:
    return words_for(SOURCE).gettext(text, **values)


def invitation(name: str, link: str, inviter: str) -> Said:
    said = _(
        "Hello %(name)s,\n\n%(inviter)s invites you to the staff pages of Doorstep, where families find "
        "what is on.\n\nOpen this link to choose a password. It works once, for two days:\n%(link)s\n\n"
        "If you do not expect this, you need do nothing.",
        name=name,
        inviter=inviter,
        link=link,
    )
    return Said(_("Your invitation to Doorstep"), said)


def reset(name: str, link: str) -> Said:
    said = _(
        "Hello %(name)s,\n\nsomebody, you we hope, asked for a new password for the staff pages of Doorstep."
        "\n\nOpen this link to choose one. It works once, for an hour:\n%(link)s\n\n"
        "If it was not you, you need do nothing: your password stays as it is.",
        name=name,
        link=link,
    )
    return Said(_("A new password for Doorstep"), said)


def confirm_email(name: str, link: str) -> Said:
    said = _(
        "Hello %(name)s,\n\nopen this link to use this address for Doorstep from now on. It works once, "
        "for a day:\n%(link)s\n\nIf you did not ask for this, you need do nothing.",
        name=name,
        link=link,
    )
    return Said(_("Confirm your address for Doorstep"), said)


def email_changed(name: str, new: str) -> Said:
    return _tell(
        _("Your address for Doorstep has changed"),
        name,
        _("from now on you sign in to Doorstep with another address, %(new)s.", new=new),
    )


def email_change_asked(name: str, new: str) -> Said:
    return _tell(
        _("Your address for Doorstep is about to change"),
        name,
        _(
            "you asked to sign in to Doorstep with %(new)s. It changes once that address is confirmed.",
            new=new,
        ),
    )


def password_changed(name: str) -> Said:
    return _tell(
        _("Your password for Doorstep has changed"),
        name,
        _("your password has been changed, and every other device is signed out."),
    )


def second_step_reset(name: str) -> Said:
    return _tell(
        _("Set up your phone for Doorstep again"),
        name,
        _("the code from your phone is no longer asked for. You set up your phone when you sign in next."),
    )


def new_phone(name: str) -> Said:
    return _tell(
        _("A phone was set up for Doorstep"),
        name,
        _("codes from a phone set up just now are asked for when you sign in."),
    )


def _tell(subject: str, name: str, what: str) -> Said:
    warning = _("If this was not you, tell whoever manages accounts at your centre, at once.")
    return Said(subject, _("Hello %(name)s,", name=name) + f"\n\n{what}\n\n{warning}\n")
