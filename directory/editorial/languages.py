"""What those read whose language our pages do not speak yet, from `content/languages.yaml`."""

from dataclasses import dataclass
from functools import cache

from directory import content
from directory.errors import ContentWrong
from directory.settings import CONTENT

FILE = CONTENT / "languages.yaml"


@dataclass(frozen=True)
class LanguageNote:
    """One or two sentences in a language, for whoever chose it; and the same in English for whoever helps."""

    language: str
    text: str
    in_english: str
    checked_by_native_speaker: bool


@cache
def language_note(language: str) -> LanguageNote:
    """The note in this language. Raises ContentWrong when it is missing, or something of it."""
    try:
        entry = content.read(FILE)[language]
        return LanguageNote(
            language=language,
            text=entry["note"],
            in_english=entry["in_english"],
            checked_by_native_speaker=entry["checked_by_native_speaker"],
        )
    except KeyError as error:
        raise ContentWrong(f"{FILE}: {language}: {error} is missing") from error
