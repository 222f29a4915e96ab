"""Care for the catalogues: `python -m directory.words update|check|compile`."""

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from directory.locales import SOURCE, TRANSLATED
from directory.settings import HERE, TRANSLATIONS
from directory.words import DOMAIN
from directory.words.catalogues import catalogued, compile_all

HEADER = "# Checked by a native speaker: no"
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2.ext:babel_extract")]
# What only staff read is English for now: it may be translated, and need not be.
FOR_STAFF = (
    "directory/web/staff/",
    "directory/web/templates/staff/",
    "directory/accounts/",
    "directory/freshness/",
    "directory/commands/",
    "directory/contacts/staff_mail.py",
)
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "N_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}


def extracted() -> Catalog:
    """Every sentence in the code and the templates."""
    catalogue = Catalog(project="Doorstep", copyright_holder="the Doorstep contributors", fuzzy=False)
    options = {"**/templates/**.html": {"trimmed": "true", "silent": "false"}}
    for folder in ("directory", "bot"):
        found = extract_from_dir(
            HERE / folder, METHODS, options, keywords=KEYWORDS, comment_tags=("Translators:",)
        )
        for name, _line, message, comments, context in found:
            place = [(f"{folder}/{name}", 0)]
            catalogue.add(message, None, place, auto_comments=comments, context=context)
    return catalogue


def for_staff_alone(message: Message) -> bool:
    return all(place.startswith(FOR_STAFF) for place, _line in message.locations)


def update() -> None:
    """Bring every catalogue up to date with the sentences in use, keeping its translations.

    A new language begins with an empty folder `translations/<code>/LC_MESSAGES`.
    """
    template = extracted()
    for code in catalogued():
        path = po_path(code)
        catalogue = read(path, code) if path.exists() else Catalog(locale=code, header_comment=HEADER)
        catalogue.project, catalogue.version = "Doorstep", "1"
        made = catalogue.creation_date  # a date of its own would differ in every branch
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.creation_date = made
        catalogue.obsolete.clear()
        for message in [each for each in catalogue if each.id and not _said(each) and for_staff_alone(each)]:
            catalogue.delete(message.id, message.context)
        with path.open("wb") as file:
            write_po(file, catalogue, width=110, sort_output=True, include_lineno=False)


def problems() -> list[str]:
    """What is missing or left over in any catalogue, one sentence each."""
    sentences = [message for message in extracted() if message.id]
    everything = {message.id for message in sentences}
    template = {message.id for message in sentences if not for_staff_alone(message)}
    found = [
        f"{code}: the catalogue in translations/ and `translated` in directory/locales.py do not agree"
        for code in sorted({SOURCE, *catalogued()} ^ set(TRANSLATED))
    ]
    for code in catalogued():
        if not po_path(code).exists():
            found.append(f"{code}: the catalogue is empty: run `python -m directory.words update`")
            continue
        catalogue = read(po_path(code), code)
        known = {message.id for message in catalogue if message.id}
        found += [f"{code}: not in the catalogue: {sentence!r}" for sentence in template - known]
        found += [f"{code}: no longer used: {sentence!r}" for sentence in known - everything]
        for message in catalogue:
            if message.id in template and not _said(message):
                found.append(f"{code}: not translated: {message.id!r}")
            found += [f"{code}: {error}" for error in message.check(catalogue)]
    return found


def _said(message: Message) -> bool:
    """Whether every form of it is translated."""
    return all(message.string if isinstance(message.string, tuple) else (message.string,))


def read(path: Path, code: str) -> Catalog:
    return read_po(io.BytesIO(path.read_bytes()), locale=code)


def po_path(code: str) -> Path:
    return TRANSLATIONS / code / "LC_MESSAGES" / f"{DOMAIN}.po"


def main() -> None:
    deed = sys.argv[1] if len(sys.argv) > 1 else "check"
    if deed == "update":
        update()
    elif deed == "compile":
        compile_all()
    elif found := problems():
        sys.exit("\n".join(found[:40]))


if __name__ == "__main__":
    main()
