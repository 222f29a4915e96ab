"""A form for one answer in several languages: a field for each."""

from collections.abc import Iterable, Mapping

from flask import g
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from wtforms import Field, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from directory.contacts.canned import MOST_LETTERS
from directory.locales import LOCALES, SOURCE
from directory.places.models import Council
from directory.words import N_

MISSING = N_("Write the answer in English: all others are known by it.")
TOO_LONG = N_("An answer has at most 1,000 letters.")


class ReadyForm(FlaskForm):
    """One answer; `fields_by_language` has the field of each language."""

    @property
    def fields_by_language(self) -> Mapping[str, Field]:
        return {field.name.removeprefix("text_"): field for field in self if field.name.startswith("text_")}

    def texts(self) -> dict[str, str]:
        return {code: field.data or "" for code, field in self.fields_by_language.items()}


def ready_form(languages: Iterable[str], texts: Mapping[str, str] | None = None) -> ReadyForm:
    """An empty form for these languages, or one with these texts."""
    fields = {}
    for code in languages:
        needed = InputRequired(MISSING) if code == SOURCE else Optional()
        locale = LOCALES[code]
        fields[f"text_{code}"] = TextAreaField(
            g.words.language(code),
            validators=[needed, Length(max=MOST_LETTERS, message=TOO_LONG)],
            render_kw={"lang": code, "dir": locale.dir},
        )
    form: ReadyForm = type("ReadyForm", (ReadyForm,), fields)(
        data={f"text_{code}": text for code, text in (texts or {}).items()}
    )
    return form


def languages_of(db: Session, council_id: int, texts: Iterable[str] = ()) -> list[str]:
    """English, the languages of the council, and those in which there is something already."""
    wanted = {SOURCE, *db.get_one(Council, council_id).languages, *texts}
    return [code for code in LOCALES if code in wanted]
