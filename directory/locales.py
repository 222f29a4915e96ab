"""The languages Doorstep speaks, and what is true of each."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Locale:
    """A language of the site: its code (also its place in the address), its own name and its direction.

    `cldr` names the locale whose dates, numbers and lists we use; English is British English.
    """

    code: str
    own_name: str
    cldr: str
    rtl: bool = False

    @property
    def dir(self) -> str:
        return "rtl" if self.rtl else "ltr"


SOURCE = "en"

LOCALES = {
    locale.code: locale
    for locale in (
        Locale("en", "English", "en_GB"),
        Locale("pl", "Polski", "pl"),
        # Egypt and Iraq write other digits than Morocco; we keep 0-9, which every phone keypad shows.
        Locale("ar", "العربية", "ar_001", rtl=True),
    )
}


def best_for(wanted: Iterable[str]) -> str:
    """The first language we speak among the tags a browser or person prefers, else English.

    Region does not matter to us: `pl-PL` is answered in Polish.
    """
    for tag in wanted:
        code = tag.split("-")[0].lower()
        if code in LOCALES:
            return code
    return SOURCE
