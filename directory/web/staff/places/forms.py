"""Forms about places. They only carry what is typed: what is right is for `directory.upkeep` to say."""

from collections.abc import Sequence

from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import DateInput

from directory.upkeep.calendar import TermDays, TermSaid
from directory.upkeep.centres import FEATURES, CentreDetails, CentreSaid
from directory.upkeep.venues import KINDS, OWN_BUILDING, VenueDetails
from directory.upkeep.wording import said
from directory.words import N_
from directory.words.labels import FEATURE

DAYS = (
    *(N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday"), N_("Friday")),
    *(N_("Saturday"), N_("Sunday")),
)
KIND = {
    "hall": N_("Hall"),
    "library": N_("Library"),
    "school": N_("School"),
    "health-centre": N_("Health centre"),
    "park": N_("Park"),
    "leisure": N_("Leisure centre"),
    "cafe": N_("Café"),
    "church": N_("Church"),
    "other": N_("Something else"),
    OWN_BUILDING: N_("A centre’s own building"),
}
EMPTY_ROWS = 3  # for new terms


class PlaceForm(FlaskForm):
    """What centres and venues have in common. `shown` is the mark of what the page showed."""

    features = SelectMultipleField(
        N_("What the building has"),
        choices=[SelectChoice(key, FEATURE[key]) for key in FEATURES],
        validate_choice=False,
    )
    bus = StringField(N_("How to get there by bus"))
    shown = HiddenField()


class CentreForm(PlaceForm):
    phone = StringField(N_("Phone"))
    email = StringField(N_("Mail address"))
    website = StringField(N_("Website"))

    def typed(self) -> CentreSaid:
        return CentreSaid(
            phone=self.phone.data or "",
            email=self.email.data or "",
            website=self.website.data or "",
            features=tuple(self.features.data or ()),
            bus=self.bus.data or "",
            hours=tuple(self[f"hours_{day}"].data or "" for day in range(7)),
        )


for _number, _day in enumerate(DAYS):
    setattr(CentreForm, f"hours_{_number}", StringField(_day))


def of_centre(details: CentreDetails) -> dict[str, object]:
    """What the form shows of a centre."""
    hours = {f"hours_{day}": said(stretches) for day, stretches in enumerate(details.hours)}
    return {**vars(details), **hours, "features": list(details.features)}


class VenueForm(PlaceForm):
    name = StringField(N_("Name"))
    kind = SelectField(
        N_("What it is"), choices=[SelectChoice(kind, KIND[kind]) for kind in KINDS], validate_choice=False
    )
    street = StringField(N_("Street and number"))
    town = StringField(N_("Town"))
    postcode = StringField(N_("Postcode"))

    def typed(self, *, own_building: bool = False) -> VenueDetails:
        return VenueDetails(
            name=self.name.data or "",
            kind=OWN_BUILDING if own_building else self.kind.data or "other",
            street=self.street.data or "",
            town=self.town.data or "",
            postcode=self.postcode.data or "",
            features=tuple(self.features.data or ()),
            bus=self.bus.data or "",
        )


class HolidayForm(FlaskForm):
    name = StringField(N_("What it is called"))
    day = StringField(N_("Day"), widget=DateInput())


class TermsForm(FlaskForm):
    """Rows of terms; `terms_form` makes as many as there are, and some empty ones."""

    shown = HiddenField()
    rows = 0

    def typed(self) -> list[TermSaid]:
        parts = ("name", "first_day", "last_day")
        return [TermSaid(*(self[f"{part}_{row}"].data or "" for part in parts)) for row in range(self.rows)]


def terms_form(terms: Sequence[TermDays], sent_rows: int = 0) -> TermsForm:
    """The form for these terms, with room for what was sent and for new ones."""
    rows = max(len(terms) + EMPTY_ROWS, sent_rows)
    fields: dict[str, object] = {"rows": rows}
    for row in range(rows):
        fields[f"name_{row}"] = StringField(N_("Name"))
        fields[f"first_day_{row}"] = StringField(N_("First day"), widget=DateInput())
        fields[f"last_day_{row}"] = StringField(N_("Last day"), widget=DateInput())
    shown = {
        f"{part}_{row}": str(getattr(term, part))
        for row, term in enumerate(terms)
        for part in ("name", "first_day", "last_day")
    }
    form: TermsForm = type("TermsForm", (TermsForm,), fields)(data=shown)
    return form
