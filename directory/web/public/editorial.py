"""Pages that editors write, and the numbers to ring in a crisis."""

from flask import g, render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from directory.editorial.helplines import GROUPS, helplines
from directory.editorial.pages import EditorialPage, editorial_page
from directory.places.queries import council_card
from directory.web.audience import for_everyone
from directory.web.public import public
from directory.web.rooms import runtime
from directory.web.security import leave_no_trace
from directory.words import N_

# The address of each editorial page and the file its words are in.
PAGES = {
    "two-year-olds": "two-year-olds",
    "learning": "learning",
    "first-visit": "getting-here-first-time",
    "about": "about",
    "privacy": "privacy",
    "accessibility": "accessibility",
}
GROUP_NAMES = {
    "danger": N_("Danger now"),
    "child": N_("Worried about a child"),
    "abuse": N_("Someone is hurting or frightening you"),
    "mind": N_("Feeling very low"),
    "feeding": N_("Feeding your baby"),
    "health": N_("Illness"),
}


@public.get(f"/<any({', '.join(repr(name) for name in PAGES)}):name>")
@for_everyone
def editorial(name: str) -> ResponseReturnValue:
    page = editorial_page(PAGES[name], g.locale.code)
    with runtime().database.read() as db:
        council = council_card(db) if name in ("about", "accessibility", "privacy") else None
    return render_template("public/editorial.html", page=page, body=_body(page), name=name, council=council)


@public.get("/help-now")
@for_everyone
def help_now() -> ResponseReturnValue:
    leave_no_trace()
    lines = helplines(g.locale.code)
    groups = [
        (g.words.gettext(GROUP_NAMES[group]), [line for line in lines if line.group == group])
        for group in GROUPS
    ]
    return render_template("public/help_now.html", groups=groups)


def _body(page: EditorialPage) -> Markup:
    """The page's HTML, made safe when it was read, with its links within the site made real."""
    base = f"/{g.locale.code}/"
    html = page.html.replace('href="doorstep:help"', f'href="{base}help-now"').replace(
        'href="doorstep:', f'href="{base}'
    )
    return Markup(html)  # noqa: S704 — nh3 has been over it
