"""Compile the translations: people edit `.po` files, programs read `.mo` files."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from directory.errors import ContentWrong
from directory.settings import TRANSLATIONS
from directory.words import DOMAIN


def catalogued(folder: Path = TRANSLATIONS) -> list[str]:
    """The languages that have a catalogue: those with a folder of their own."""
    return sorted(path.parent.name for path in folder.glob("*/LC_MESSAGES"))


def compile_all(folder: Path = TRANSLATIONS) -> int:
    """Compile every catalogue that is newer than its compiled form; returns how many.

    Raises ContentWrong naming the first translation whose placeholders are not those of the English.
    """
    stale = [path for path in sorted(folder.glob(f"*/LC_MESSAGES/{DOMAIN}.po")) if _is_stale(path)]
    for path in stale:
        _compile(path)
    return len(stale)


def _is_stale(path: Path) -> bool:
    compiled = path.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime < path.stat().st_mtime


def _compile(path: Path) -> None:
    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.parts[-3], abort_invalid=True)
    for message, problems in catalogue.check():
        raise ContentWrong(f"{path}:{message.lineno}: {problems[0]}")
    finished = path.with_suffix(".mo.new")
    with finished.open("wb") as file:
        write_mo(file, catalogue)
    finished.replace(path.with_suffix(".mo"))
