"""Forms about when things happen. They ask; what may be is for `directory/listings` to say."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import AnyOf, InputRequired, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from directory.imports.cells import clock_time, day
from directory.listings.bulk_plan import Stretch
from directory.listings.choices import Choices, slot_from
from directory.listings.models import ClosedFor, Reason
from directory.listings.patterns import WEEKDAYS, WHICH
from directory.listings.timetable import Slot
from directory.words import N_, labels

MOST_DATES = 60
NO_MINUTES = N_("Choose how many minutes late it starts.")
LATE = (5, 10, 15, 20, 30, 45, 60)  # minutes


def _of(labels: Mapping[str, str]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in labels.items()]


def _read(text: str, reader: Callable[[str], Any], wrong: str) -> Any:
    """What somebody typed, or one sentence that says how to type it."""
    try:
        return reader(text.strip())
    except ValueError:
        raise ValueError(wrong) from None


class Day(DateField):
    """A day as browsers send it, or as people in Britain type it."""

    data: Any  # a date, once the form was found right

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0] if valuelist else ""
        wrong = N_("Enter the day as day/month/year, for example 8/12/2026.")
        self.data = _read(text, day, wrong) if text.strip() else None


class Time(TimeField):
    """A time as browsers send it, or as people type it: “9.30”, “2pm”."""

    def process_formdata(self, valuelist: list[str]) -> None:
        text = valuelist[0] if valuelist else ""
        wrong = N_("Enter the time as hours and minutes, for example 9:30.")
        self.data = _read(text, clock_time, wrong) if text.strip() else None


class Days(TextAreaField):
    """Dates, each on a line of its own."""

    data: tuple[date, ...]

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = [one for text in valuelist for one in text.replace(",", "\n").splitlines() if one.strip()]
        wrong = N_("Enter each date on a line of its own, as day/month/year.")
        self.data = tuple(_read(one, day, wrong) for one in typed[:MOST_DATES])

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "\n".join(f"{one:%d/%m/%Y}" for one in self.data or ())


class Ticks(SelectMultipleField):
    """Several of a few, each a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class Versioned(FlaskForm):
    """A form about a listing's times as they were when the page was made."""

    version = HiddenField()

    def seen_version(self) -> int:
        """The version of the listing's times that she saw; -1, which none has, for anything else."""
        text = self.version.data or ""
        return int(text) if text.isdecimal() and len(text) < 10 else -1


class SlotForm(Versioned):
    """One time at which a session happens, as choices or as a sentence."""

    sentence = StringField(N_("When is it?"))
    repeats = RadioField(
        N_("How often?"),
        choices=_of(
            {
                "weekly": N_("Every week"),
                "fortnightly": N_("Every 2 weeks"),
                "monthly": N_("Once a month"),
                "once": N_("Only on dates I choose"),
            }
        ),
        default="weekly",
    )
    weekdays = Ticks(
        N_("On which days?"),
        choices=[SelectChoice(str(number), name.capitalize()) for number, name in enumerate(WEEKDAYS)],
        coerce=int,
    )
    which = SelectField(
        N_("Which one of the month?"),
        choices=_of(
            {
                "": "",
                "1": N_("The first"),
                "2": N_("The second"),
                "3": N_("The third"),
                "4": N_("The fourth"),
                "-1": N_("The last"),
            }
        ),
        validate_choice=False,
    )
    dates = Days(N_("Dates"))
    starts = Time(N_("Starts"), validators=[Optional()])
    ends = Time(N_("Ends"), validators=[Optional()])
    term_time_only = BooleanField(N_("Only in school term time"))
    on_bank_holidays = BooleanField(N_("Also on bank holidays"))
    first_day = Day(N_("First day"), validators=[Optional()])
    last_day = Day(N_("Last day"), validators=[Optional()])
    shown = HiddenField()

    def choices(self) -> Choices:
        once = self.repeats.data == "once"
        monthly = self.repeats.data == "monthly"
        return Choices(
            repeats=self.repeats.data or "weekly",
            weekdays=() if once else tuple(self.weekdays.data or ()),
            which=int(self.which.data) if monthly and self.which.data in map(str, WHICH.values()) else None,
            starts=self.starts.data,
            ends=self.ends.data,
            first_day=None if once else self.first_day.data,
            last_day=None if once else self.last_day.data,
            term_time_only=bool(self.term_time_only.data) and not once,
            on_bank_holidays=bool(self.on_bank_holidays.data) or once,
            dates=tuple(self.dates.data or ()) if once else (),
        )

    def show(self, choices: Choices) -> None:
        """Fill in choices that came from elsewhere: what is kept, or what a sentence said."""
        for name in (
            "repeats",
            "starts",
            "ends",
            "term_time_only",
            "on_bank_holidays",
            "first_day",
            "last_day",
        ):
            self._set(name, getattr(choices, name))
        self._set("weekdays", list(choices.weekdays))
        self._set("which", str(choices.which or ""))
        self._set("dates", choices.dates)

    def _set(self, name: str, value: Any) -> None:
        field = self[name]
        field.data, field.raw_data, field.errors, field.process_errors = value, None, [], []


class CancelForm(FlaskForm):
    """Why one date will not happen."""

    reason = RadioField(
        N_("Why?"),
        choices=_of(labels.REASON),
        coerce=Reason,
        validators=[InputRequired(N_("Choose a reason. Families see it."))],
    )
    seen = HiddenField()


class LateForm(FlaskForm):
    """How many minutes later one date begins; none is “on time after all”."""

    minutes = IntegerField(
        N_("How late?"), validators=[InputRequired(NO_MINUTES), AnyOf((*LATE, 0), NO_MINUTES)]
    )
    seen = HiddenField()


class OneDay(Versioned):
    """A day, and times on it."""

    day = Day(N_("Day"), validators=[InputRequired(N_("Enter the day."))])
    starts = Time(N_("Starts"), validators=[Optional()])
    ends = Time(N_("Ends"), validators=[Optional()])

    def slot(self) -> Slot:
        """Raises ScheduleWrong for times that cannot be."""
        return slot_from(
            Choices("once", starts=self.starts.data, ends=self.ends.data, dates=(self.day.data,))
        )


class MoveForm(OneDay):
    """When one date happens instead, and why."""

    reason = RadioField(
        N_("Why?"),
        choices=_of(labels.REASON),
        coerce=Reason,
        validators=[InputRequired(N_("Choose a reason. Families see it."))],
    )
    seen = HiddenField()


class AddForm(OneDay):
    """One more date, beside the regular ones."""


class OneDateForm(Versioned):
    """A button about one date or time, that asks nothing."""

    seen = HiddenField()


class UnskipForm(Versioned):
    """A button that puts a day back which had been left out."""

    day = Day("", validators=[InputRequired()])


class ClosureForm(FlaskForm):
    """Where, when and why centres are closed."""

    scope = SelectField(N_("Who is closed?"), validators=[InputRequired(N_("Choose who is closed."))])
    first_day = Day(N_("First day"), validators=[InputRequired(N_("Enter the first day."))])
    last_day = Day(N_("Last day"), validators=[Optional()])
    reason = RadioField(
        N_("Why?"),
        choices=_of(labels.CLOSED_FOR),
        coerce=ClosedFor,
        validators=[InputRequired(N_("Choose a reason. Families see it."))],
    )
    shown = HiddenField()

    def last(self) -> date:
        """The last day; one that is left empty means one day only."""
        found: date = self.last_day.data or self.first_day.data
        return found


class TermForm(FlaskForm):
    """A term's days as they are, and as they shall be."""

    old_first = Day(N_("First day of term now"), validators=[InputRequired(N_("Enter the day."))])
    old_last = Day(N_("Last day of term now"), validators=[InputRequired(N_("Enter the day."))])
    new_first = Day(N_("New first day"), validators=[InputRequired(N_("Enter the day."))])
    new_last = Day(N_("New last day"), validators=[InputRequired(N_("Enter the day."))])
    shown = HiddenField()

    def stretches(self) -> tuple[Stretch, Stretch]:
        return (self.old_first.data, self.old_last.data), (self.new_first.data, self.new_last.data)


class VenueForm(FlaskForm):
    """Where sessions are held now, and where they shall be."""

    from_venue = SelectField(N_("Held now at"), coerce=int)
    to_venue = SelectField(N_("From now on at"), coerce=int)
    shown = HiddenField()
