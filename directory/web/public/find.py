"""Finding: the question as understood, what answers it, and the ways to ask for more or less."""

from flask import g, render_template, request
from flask.typing import ResponseReturnValue

from directory import clock
from directory.search.request import read
from directory.unmet.counting import needs_of
from directory.web import find_view
from directory.web.audience import for_everyone
from directory.web.public import public
from directory.web.rooms import runtime


@public.get("/find")
@for_everyone
def find() -> ResponseReturnValue:
    asked, unread = read(request.args.to_dict(flat=False))
    now = clock.now()
    page = runtime().find(asked, language=g.locale.code, now=now)
    if request.method == "GET":
        runtime().unmet.count(needs_of(page, language=g.locale.code, now=now))
    view = find_view.of(g.words, page, asked, unread, now)
    return render_template("public/find.html", view=view)
