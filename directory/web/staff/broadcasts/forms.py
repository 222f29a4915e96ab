"""The form of a message to followers."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from wtforms import HiddenField, StringField

from directory.contacts.broadcasts import MOST_LETTERS
from directory.web.staff.texts_form import TextsForm, texts_form
from directory.words import N_

NO_ENGLISH = N_("Write it in English: whoever reads a language you leave empty gets that.")
TOO_LONG = N_("A message has at most 1,500 letters in each language.")
QUIET = N_("This names a place or a session that is kept quiet to keep families safe. Take the name out.")


class BroadcastForm(TextsForm):
    """The texts; `number` makes it one message, however often it is sent; `count` is typed to confirm."""

    number = HiddenField()
    count = StringField(N_("How many people get it"))

    def own_number(self) -> UUID:
        try:
            return UUID(self.number.data)
        except (ValueError, TypeError, AttributeError):
            return uuid4()

    def typed_count(self) -> int | None:
        typed = (self.count.data or "").strip().replace(",", "")
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None


def broadcast_form(languages: Iterable[str]) -> BroadcastForm:
    return texts_form(BroadcastForm, languages, most=MOST_LETTERS, missing=NO_ENGLISH, too_long=TOO_LONG)
