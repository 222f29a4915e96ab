"""What is wrong with a place or calendar, in sentences that say what to do; and the fields it is about."""

from flask import g
from flask_wtf import FlaskForm

from directory.upkeep.refusals import Fault, PlaceWrong, Problem
from directory.words import N_

SENTENCES = {
    Problem.EMPTY: N_("Fill this in."),
    Problem.TOO_LONG: N_("Write it in at most %(shown)s letters."),
    Problem.NOT_A_PHONE: N_("“%(shown)s” is not one British phone number. Write it like 01632 960123."),
    Problem.NOT_AN_EMAIL: N_("“%(shown)s” is not a mail address. Write it like name@example.org."),
    Problem.NOT_AN_ADDRESS: N_("“%(shown)s” is not a web address. Write it like www.example.org."),
    Problem.NOT_A_POSTCODE: N_("“%(shown)s” is not a whole postcode. Write it like QX1 2AB."),
    Problem.NOT_HOURS: N_("We could not read “%(shown)s”. Write it like 9am to 12, 1pm to 4:30pm."),
    Problem.HOURS_OVERLAP: N_("Two of these times overlap. Write them one after the other."),
    Problem.NAME_TAKEN: N_("There is a venue called “%(shown)s” already. Use that one, or another name."),
    Problem.NOT_A_DAY: N_("“%(shown)s” is not a day. Write it like 08/09/2026."),
    Problem.LAST_BEFORE_FIRST: N_("The last day is before the first. Put one of them right."),
    Problem.TERM_TOO_LONG: N_("No term is longer than twenty weeks. Look at both days."),
    Problem.OVERLAPS: N_("This begins before “%(shown)s” has ended. Put one of the days right."),
    Problem.TWICE: N_("That day is there already, as “%(shown)s”."),
    Problem.TOO_FAR: N_("“%(shown)s” is too far away. Look at the year."),
}


def sentence(fault: Fault) -> str:
    return str(g.words.gettext(SENTENCES[fault.problem], shown=fault.shown))


def tell(form: FlaskForm, refusal: PlaceWrong) -> None:
    """Put each fault at the field it is about."""
    for fault in refusal.faults:
        form[fault.field].errors = [*form[fault.field].errors, sentence(fault)]
