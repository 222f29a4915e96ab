"""“This is wrong”: two taps from a listing's page, without an account.

A page of its own, so that the listing's page, which needs no form, sets no cookie.
"""

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from directory import clock
from directory.listings.cards import ActivityPage
from directory.listings.queries import activity_page
from directory.reports.actions import TooMuchSaid, report
from directory.reports.models import Wrong
from directory.web.audience import for_everyone
from directory.web.public import public
from directory.web.public.forms import TOO_MUCH, WrongForm
from directory.web.rooms import runtime
from directory.web.security import leave_no_trace
from directory.words import labels


@public.route("/session/<slug>/wrong", methods=["GET", "POST"])
@for_everyone
def wrong(slug: str) -> ResponseReturnValue:
    leave_no_trace()
    page, form = _page(slug), WrongForm()
    if form.validate_on_submit():
        try:
            with runtime().database.unit_of_work() as db:
                report(
                    db,
                    page.card.id,
                    what=Wrong(form.what.data),
                    words=form.words.data or "",
                    language=g.locale.code,
                    now=clock.now(),
                )
            return redirect(url_for("public.told_wrong", slug=slug), 303)
        except TooMuchSaid:
            form.words.errors = [TOO_MUCH]
    return render_template("public/wrong.html", card=page.card, form=form, choices=labels.WRONG)


@public.get("/session/<slug>/wrong/thanks")
@for_everyone
def told_wrong(slug: str) -> ResponseReturnValue:
    card = _page(slug).card
    if card.sensitive:
        leave_no_trace()
    return render_template("public/told_wrong.html", card=card)


def _page(slug: str) -> ActivityPage:
    with runtime().database.read() as db:
        return activity_page(db, slug, g.locale.code, now=clock.now())
