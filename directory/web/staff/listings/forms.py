"""One form for each section of a listing. Shape and wording; what must hold is for `listings/rules.py`."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, TypeAlias

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    Field,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.widgets import CheckboxInput, ListWidget

from directory.imports.cells import price
from directory.imports.putting_right import one_phone, web_address
from directory.listings.drafts import FEATURES
from directory.listings.models import Access, Cost, Delivery, Offer
from directory.listings.sections import (
    Extras,
    GettingIn,
    Price,
    Section,
    Spoken,
    What,
    Where,
    Who,
    columns_of_section,
)
from directory.locales import LOCALES
from directory.web.staff.listings.ages import age_choices
from directory.words import N_, Words, labels

# Beside the languages of the site: others that families speak here.
OTHER_LANGUAGES = (
    *("bsl", "am", "bg", "cs", "de", "el", "fa", "gu", "hi", "hu", "it", "ku", "ml", "ne", "ps", "si"),
    *("sk", "sq", "ta", "te", "ti", "vi", "yo", "yue", "zh"),
)


Choices: TypeAlias = Mapping[str, Sequence[tuple[str, str]]]


class OurWords:
    """What WTForms says by itself, as we say it."""

    SAID: ClassVar[dict[str, str]] = {"Not a valid choice.": N_("Choose one from the list.")}

    def gettext(self, text: str) -> str:
        return self.SAID.get(text, text)

    def ngettext(self, one: str, many: str, number: int) -> str:
        return self.SAID["Not a valid choice."]


class TicksField(SelectMultipleField):
    """Several to choose from a list, each with a box of its own."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class SectionForm(FlaskForm):
    """Filled with a section, it shows it; sent, it gives the section that somebody wants."""

    class Meta(FlaskForm.Meta):
        def get_translations(self, form: Any) -> OurWords:
            return OurWords()

    @classmethod
    def showing(cls, section: Section, choices: Choices) -> "SectionForm":
        form = cls(formdata=None, data=cls.said(section))
        form.choose_from(choices)
        return form

    @classmethod
    def said(cls, section: Section) -> dict[str, Any]:
        """What the fields show for a section."""
        return {name: _shown(value) for name, value in columns_of_section(section).items()}

    def choose_from(self, choices: Choices) -> None:
        for name, offered in choices.items():
            if name in self:
                self[name].choices = list(offered)

    def section(self) -> Section:
        """What was typed, as one plain value; the form of each section says how."""
        raise NotImplementedError


class WhatForm(SectionForm):
    name = StringField(N_("Name"))
    summary = TextAreaField(N_("What happens, in a sentence or two"))
    description = TextAreaField(N_("More, if families need to know more"))
    minor = BooleanField(N_("A small correction: the translations stay right"))

    def section(self) -> Section:
        return What(_one_line(self.name), _one_line(self.summary), _text(self.description))


class WhoForm(SectionForm):
    youngest_months = SelectField(N_("Youngest child"))
    oldest_months = SelectField(N_("Oldest child"))
    pregnancy = BooleanField(N_("Families who expect a baby"))
    adults = BooleanField(N_("Grown-ups themselves, as in a class"))
    offer = RadioField(N_("Which families"))

    def section(self) -> Section:
        return Who(
            _number(self.youngest_months),
            _number(self.oldest_months),
            bool(self.pregnancy.data),
            bool(self.adults.data),
            Offer(self.offer.data),
        )


class WhereForm(SectionForm):
    delivery = RadioField(N_("How"))
    venue_id = SelectField(N_("Where, if in person"))
    centre_id = SelectField(N_("Run by"))

    def section(self) -> Section:
        delivery = Delivery(self.delivery.data)
        venue_id = _number(self.venue_id) if delivery is Delivery.IN_PERSON else None
        return Where(_number(self.centre_id) or 0, delivery, venue_id)


class PriceForm(SectionForm):
    cost = RadioField(N_("Cost"))
    cost_pence = StringField(N_("Price in pounds, if there is a charge"))
    cost_note = StringField(N_("Anything to add about the cost"))

    @classmethod
    def said(cls, section: Section) -> dict[str, Any]:
        pence = section.cost_pence if isinstance(section, Price) else None
        pounds = "" if pence is None else f"{pence // 100}.{pence % 100:02}"
        return super().said(section) | {"cost_pence": pounds.removesuffix(".00")}

    def validate_cost_pence(self, field: Field) -> None:
        if self.cost.data != Cost.PRICE or not _one_line(field):
            return
        try:
            kind, _ = price(_one_line(field))
        except ValueError:
            kind = None
        if kind is not Cost.PRICE:
            raise ValidationError(N_("Enter the price in pounds, such as 2 or 2.50."))

    def section(self) -> Section:
        cost, pence = Cost(self.cost.data), None
        if cost is Cost.PRICE and _one_line(self.cost_pence):
            _, pence = price(_one_line(self.cost_pence))
        return Price(cost, pence, _one_line(self.cost_note))


class GettingInForm(SectionForm):
    access = RadioField(N_("How families get in"))
    book_phone = StringField(N_("Phone number to book, if not the centre’s"))
    book_url = StringField(N_("Web page to book"))
    capacity = StringField(N_("How many places, if there is a limit"))

    def validate_book_phone(self, field: Field) -> None:
        _try(one_phone, field, N_("Enter one British phone number, such as 01632 960 123."))

    def validate_book_url(self, field: Field) -> None:
        _try(web_address, field, N_("Enter a web address, such as example.org/book."))

    def validate_capacity(self, field: Field) -> None:
        _try(int, field, N_("Enter a whole number of places, such as 12."))

    def section(self) -> Section:
        phone, address = _one_line(self.book_phone), _one_line(self.book_url)
        return GettingIn(
            Access(self.access.data),
            one_phone(phone) if phone else None,
            web_address(address) if address else None,
            _number(self.capacity),
        )


class SpokenForm(SectionForm):
    languages = TicksField(N_("Languages spoken there"))

    def section(self) -> Section:
        return Spoken(tuple(self.languages.data or ()))


class ExtrasForm(SectionForm):
    features = TicksField(N_("Good to have"))
    organisations = TextAreaField(N_("Run together with, one on each line"))
    programme = StringField(N_("Programme it follows, if it has a name"))

    @classmethod
    def said(cls, section: Section) -> dict[str, Any]:
        names = section.organisations if isinstance(section, Extras) else ()
        return super().said(section) | {"organisations": "\n".join(names)}

    def section(self) -> Section:
        lines = (" ".join(line.split()) for line in (self.organisations.data or "").splitlines())
        named = tuple(dict.fromkeys(line for line in lines if line))
        return Extras(tuple(self.features.data or ()), named, _one_line(self.programme) or None)


FORMS: Mapping[str, type[SectionForm]] = {
    "what": WhatForm,
    "who": WhoForm,
    "where": WhereForm,
    "cost": PriceForm,
    "getting-in": GettingInForm,
    "spoken": SpokenForm,
    "extras": ExtrasForm,
}


class Offered:
    """What there is to choose from, for one listing as it is now."""

    FIXED: ClassVar[dict[str, Mapping[str, str]]] = {
        "offer": labels.OFFER,
        "delivery": labels.DELIVERY,
        "cost": labels.COST,
        "access": labels.ACCESS,
    }

    def __init__(self, words: Words, sections: Mapping[str, Section]) -> None:
        self._words, self._sections = words, sections

    def choices(self, *, rooms: Sequence[tuple[str, str]], centres: Sequence[tuple[str, str]]) -> Choices:
        who, spoken = self._sections["who"], self._sections["spoken"]
        youngest = who.youngest_months if isinstance(who, Who) else None
        oldest = who.oldest_months if isinstance(who, Who) else None
        own = spoken.languages if isinstance(spoken, Spoken) else ()
        codes = dict.fromkeys((*LOCALES, *OTHER_LANGUAGES, *own))
        fixed: dict[str, Sequence[tuple[str, str]]] = {
            name: [(value, self._words.gettext(label)) for value, label in of.items()]
            for name, of in self.FIXED.items()
        }
        return fixed | {
            "youngest_months": age_choices(self._words, youngest, oldest=False),
            "oldest_months": age_choices(self._words, oldest, oldest=True),
            "venue_id": [("", self._words.gettext("Choose a place")), *rooms],
            "centre_id": list(centres),
            "features": [(key, self._words.gettext(labels.FEATURE[key])) for key in FEATURES],
            "languages": [(code, self._words.language(code)) for code in codes],
        }


def _shown(value: object) -> object:
    return "" if value is None else value if isinstance(value, bool | list) else str(value)


def _one_line(field: Field) -> str:
    return " ".join((field.data or "").split())


def _text(field: Field) -> str:
    return (field.data or "").replace("\r\n", "\n").strip()


def _number(field: Field) -> int | None:
    return int(field.data) if (field.data or "").strip() else None


def _try(reader: Callable[[str], object], field: Field, advice: str) -> None:
    text = _one_line(field)
    try:
        if text:
            reader(text)
    except ValueError:
        raise ValidationError(advice) from None
