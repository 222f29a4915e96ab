"""QR codes, drawn as SVG in the page. They hold nothing but an address."""

import segno
from markupsafe import Markup


def qr(address: str) -> Markup:
    drawn = segno.make(address, error="m").svg_inline(scale=3, border=4, omitsize=True, svgclass="qr")
    return Markup(drawn)  # noqa: S704 — drawn by us
