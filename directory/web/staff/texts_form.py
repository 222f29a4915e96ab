"""A form for one text in several languages: a field for each, English the one that is needed."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from flask import g
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session
from wtforms import Field, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from directory.locales import LOCALES, SOURCE
from directory.places.models import Council

BEFORE = "text_"


class TextsForm(FlaskForm):
    """What `texts_form` makes forms of."""

    @property
    def by_language(self) -> Mapping[str, Field]:
        return {field.name.removeprefix(BEFORE): field for field in self if field.name.startswith(BEFORE)}

    def texts(self) -> dict[str, str]:
        return {code: field.data or "" for code, field in self.by_language.items()}


Form = TypeVar("Form", bound=TextsForm)


def texts_form(
    kind: type[Form],
    languages: Iterable[str],
    *,
    most: int,
    missing: str,
    too_long: str,
    texts: Mapping[str, str] | None = None,
) -> Form:
    """An empty form of this kind for these languages, or one with these texts."""
    fields = {
        f"{BEFORE}{code}": TextAreaField(
            g.words.language(code),
            validators=[
                InputRequired(missing) if code == SOURCE else Optional(),
                Length(max=most, message=too_long),
            ],
            render_kw={"lang": code, "dir": LOCALES[code].dir},
        )
        for code in languages
    }
    data = {f"{BEFORE}{code}": text for code, text in (texts or {}).items()}
    form: Form = type(kind.__name__, (kind,), fields)(data=data)
    return form


def languages_of(db: Session, council_id: int, texts: Iterable[str] = ()) -> list[str]:
    """English, the languages of the council, and those in which there is something already."""
    wanted = {SOURCE, *db.get_one(Council, council_id).languages, *texts}
    return [code for code in LOCALES if code in wanted]
