"""The ten-minute guide: one page for each thing staff do, and the same words where they do it.

`{{ help("listings") }}` of `staff/help.html` puts a page of the guide on the page it is about.
"""

from dataclasses import dataclass

from flask import render_template
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from directory.editorial.pages import editorial_page
from directory.locales import SOURCE
from directory.web.audience import for_workers
from directory.web.staff import staff

# In the order in which somebody new reads them; the files are in content/pages/en/staff/.
PAGES = (
    *("signing-in", "today", "listings", "when", "cancelling", "languages", "checking", "places"),
    *("import", "history", "families", "broadcasts"),
)


@dataclass(frozen=True)
class GuidePage:
    name: str
    title: str
    summary: str
    body: Markup


@staff.get("/guide")
@for_workers()
def guide() -> ResponseReturnValue:
    return render_template("staff/guide.html", pages=[guide_page(name) for name in PAGES])


@staff.app_template_global()
def guide_page(name: str) -> GuidePage:
    """One page of the guide. Its links within the staff pages are written `doorstep:listings`."""
    page = editorial_page(f"staff/{name}", SOURCE)
    html = page.html.replace('href="doorstep:', 'href="/staff/')
    return GuidePage(name, page.title, page.summary, Markup(html))  # noqa: S704 — nh3 has been over it
