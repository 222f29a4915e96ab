"""The first page: a postcode, the ages as big buttons, and what is on next."""

from flask import g, render_template
from flask.typing import ResponseReturnValue

from directory import clock
from directory.search.request import Request
from directory.web import present
from directory.web.audience import for_everyone
from directory.web.public import public
from directory.web.rooms import runtime
from directory.words import N_

# What each big button asks for, its words, and how big its sun is drawn.
AGES = (
    ("pregnant", "1", N_("Expecting"), N_("a baby")),
    ("age", "0-5", N_("Newborn"), N_("0 to 5 months")),
    ("age", "6-11", N_("Baby"), N_("6 to 11 months")),
    ("age", "12-23", N_("1 year old"), ""),
    ("age", "24-35", N_("2 years old"), ""),
    ("age", "36-59", N_("3 or 4 years"), ""),
)


@public.get("/")
@for_everyone
def home() -> ResponseReturnValue:
    now = clock.now()
    for_all = Request(offers=("universal",), access=("open",), sort="soonest")
    found = runtime().find(for_all, language=g.locale.code, now=now)
    soon = present.results(g.words, found.results[:4], now) if found.total else []
    return render_template("public/home.html", ages=AGES, soon=soon)
