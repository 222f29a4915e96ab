"""How many people, said so that few are not told apart."""

from directory.contacts.broadcast_cards import FEW
from directory.web.templating import gettext as _
from directory.web.templating import ngettext


def people_said(number: int) -> str:
    """“nobody”, “fewer than 6 people”, “63 people”: the exact number only where it can name no one."""
    if number == 0:
        return str(_("nobody"))
    if number < FEW:
        return str(_("fewer than 6 people"))
    return ngettext("%(num)s person", "%(num)s people", number)
