"""A message's plain words as HTML: inserted names kept apart, addresses and phone numbers to tap."""

import re

from markupsafe import Markup, escape

from directory.contacts.messages import Place

# An address ends before the mark that ends its sentence; a British number has ten or eleven digits.
TO_TAP = re.compile(
    r"(?P<address>https?://[^\s<>\u2068\u2069]*[^\s<>\u2068\u2069.,;:!?)”»])"
    r"|(?<![\w/+.-])(?P<number>(?:\+44|0)(?: ?\d){9,10})(?!\w)"
)
OPENS, CLOSES = "\u2068", "\u2069"  # what isolates words of another direction


def words_to_tap(text: str) -> Markup:
    """The words as they stand, with what can be tapped as links."""
    html, at = Markup(), 0
    for found in TO_TAP.finditer(text):
        html += escape(text[at : found.start()]) + _link(found)
        at = found.end()
    return _isolated(html + escape(text[at:]))


def label(text: str) -> Markup:
    """What stands on a button, inserted names and numbers kept apart."""
    return _isolated(escape(text))


def _link(found: re.Match[str]) -> Markup:
    shown = found[0]
    if found["address"]:
        return Markup('<a href="{}" rel="noreferrer">{}</a>').format(shown, shown)
    number = shown.replace(" ", "")
    return Markup('<a href="tel:{}"><bdi dir="ltr">{}</bdi></a>').format(number, shown)


def _isolated(html: Markup) -> Markup:
    """Elements instead of marks. One that is never closed, or closed twice, is dropped."""
    opened = str(html).count(OPENS)
    if opened != str(html).count(CLOSES):
        return Markup(str(html).replace(OPENS, "").replace(CLOSES, ""))  # noqa: S704
    return Markup(str(html).replace(OPENS, "<bdi>").replace(CLOSES, "</bdi>"))  # noqa: S704


def map_address(place: Place) -> str:
    """The place on a web map. Nothing is asked of it before she taps."""
    return (
        f"https://www.openstreetmap.org/?mlat={place.lat:.5f}&mlon={place.lng:.5f}"
        f"#map=17/{place.lat:.5f}/{place.lng:.5f}"
    )
