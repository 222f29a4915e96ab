"""What every template can say: translated sentences, formatted facts, addresses in the page's language."""

from flask import Flask, g, request
from markupsafe import Markup, escape

from directory.editorial.languages import LanguageNote, language_note
from directory.listings.cards import Where
from directory.listings.wording import BY_MACHINE
from directory.locales import LOCALES
from directory.places.queries import CentreCard
from directory.web.assets import assets
from directory.web.rooms import runtime

# Where somebody begins, and where she types: there the page says that it is not in her language yet.
WITH_NOTE = ("public.home", "public.find")


def set_up(app: Flask) -> None:
    env = app.jinja_env
    env.trim_blocks = env.lstrip_blocks = True
    parts: dict[tuple[object, str], Markup] = {}

    def still(listing: object, part: str) -> Markup:
        """A part of a listing that no question changes, rendered once for each listing and language."""
        found = parts.get((listing, part))
        if found is None:
            if len(parts) > 20_000:
                parts.clear()
            macros = env.get_template("components/listing.html").make_module({"said": said})
            found = parts[listing, part] = getattr(macros, part)(listing)
        return found

    env.globals.update(
        {
            "_": gettext,
            "address": address,
            "ngettext": ngettext,
            "asset": lambda name: assets()[name].address,
            "language_note": language_note,
            "locales": list(LOCALES.values()),
            "marked": marked,
            "said": said,
            "still": still,
        }
    )
    app.context_processor(_of_this_page)


def gettext(text: str, **values: object) -> Markup:
    """A sentence in the page's language. What is put into it is escaped."""
    sentence = Markup(g.words.gettext(text))  # noqa: S704 — our own words
    return sentence % {name: escape(value) for name, value in values.items()} if values else sentence


def ngettext(one: str, many: str, num: int, **values: object) -> Markup:
    return Markup(g.words.ngettext(one, many, num, **{k: escape(v) for k, v in values.items()}))  # noqa: S704


def address(place: Where | CentreCard, *names: str) -> Markup:
    """Where a place is, on one line; the two halves of a postcode stay together."""
    postcode = (place.postcode or "").replace(" ", "\u00a0")
    parts = [*names, place.street, place.town, postcode]
    return Markup("<bdi>{}</bdi>").format(", ".join(part for part in parts if part))


def _of_this_page() -> dict[str, object]:
    return {
        "words": g.words,
        "locale": g.locale,
        "base": f"/{g.locale.code}",
        "note": _note(),
        "site": runtime().settings.address,
        "telegram": telegram(),
        "rest_of_path": rest_of_path(),
        "this_page": this_page(),
    }


def telegram() -> str:
    """Where our bot is on Telegram; empty when there is none."""
    name = runtime().settings.telegram_name
    return f"https://t.me/{name}" if name else ""


def _note() -> LanguageNote | None:
    if g.locale.translated or request.endpoint not in WITH_NOTE:
        return None
    return language_note(g.locale.code)


def rest_of_path() -> str:
    """This page's address without its language: the same page in another is that behind the other's code."""
    first, _, rest = request.path.lstrip("/").partition("/")
    return f"/{rest}" if first in LOCALES else "/"


def this_page() -> str:
    """This page's address without its language, question and all: to come back to it in another."""
    query = request.query_string.decode(errors="replace")
    return f"{rest_of_path()}?{query}" if query else rest_of_path()


def said(words: object, *, tell: bool = True) -> Markup:
    """Words of a listing, marked with the language they are in where it is not the page's.

    Where a machine wrote them, that is said too, unless (`tell` false) it is said right beside.
    """
    text, mark = getattr(words, "text", ""), marked(getattr(words, "language", ""))
    shown = Markup("<span{}>{}</span>").format(mark, text) if mark else Markup.escape(text)
    if tell and getattr(words, "by_machine", False):
        shown += Markup(" <small>{}</small>").format(gettext(BY_MACHINE))
    return shown


def marked(language: str) -> Markup:
    """What an element says whose words are in this language; nothing where the page speaks it anyway."""
    if language == g.words.spoken:
        return Markup()
    direction = LOCALES[language].dir if language in LOCALES else "auto"
    return Markup(' lang="{}" dir="{}"').format(language, direction)
