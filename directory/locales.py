"""The languages Doorstep speaks, and what is true of each."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Locale:
    """A language of the site: its code (also its place in the address), its own name and its direction.

    `cldr` names the locale whose dates, numbers and lists we use; English is British English. `translated`
    says that the pages speak it: there is a catalogue. Where they do not, they stay English, but the address
    and the search are in this language, and so are a listing's own words that are there in it.
    """

    code: str
    own_name: str
    cldr: str
    rtl: bool = False
    translated: bool = False

    @property
    def dir(self) -> str:
        return "rtl" if self.rtl else "ltr"


SOURCE = "en"

LOCALES = {
    locale.code: locale
    for locale in (
        Locale("en", "English", "en_GB", translated=True),
        Locale("pl", "Polski", "pl", translated=True),
        Locale("ro", "Română", "ro"),
        Locale("lt", "Lietuvių", "lt"),
        Locale("pt", "Português", "pt_PT"),
        Locale("uk", "Українська", "uk"),
        Locale("ru", "Русский", "ru"),
        Locale("bn", "বাংলা", "bn"),
        Locale("ur", "اردو", "ur", rtl=True),
        Locale("pa", "ਪੰਜਾਬੀ", "pa_Guru"),
        # Egypt and Iraq write other digits than Morocco; we keep 0-9, which every phone keypad shows.
        Locale("ar", "العربية", "ar_001", rtl=True, translated=True),
        Locale("tr", "Türkçe", "tr"),
        Locale("so", "Soomaali", "so"),
        Locale("fr", "Français", "fr"),
        Locale("es", "Español", "es"),
        Locale("cy", "Cymraeg", "cy"),
    )
}
TRANSLATED = tuple(code for code, locale in LOCALES.items() if locale.translated)


def best_for(wanted: Iterable[str]) -> str:
    """The first language we know among the tags a browser or person prefers, else English.

    Region does not matter to us: `pl-PL` is answered in Polish.
    """
    for tag in wanted:
        code = tag.split("-")[0].lower()
        if code in LOCALES:
            return code
    return SOURCE
