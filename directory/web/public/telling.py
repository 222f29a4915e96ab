"""Telling us what one was looking for and did not find. Nothing is sent until the button is pressed.

A page of its own, so that the pages of answers, which need no form, set no cookie.
"""

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory import clock
from directory.unmet.actions import NothingSaid, TooManyWishes, TooMuchSaid, keep_wish
from directory.web.audience import for_everyone
from directory.web.public import public
from directory.web.public.forms import TellingForm
from directory.web.rooms import runtime
from directory.web.security import leave_no_trace
from directory.words import N_

REFUSED = {
    NothingSaid: N_("Write what you were looking for."),
    TooMuchSaid: N_("That is more than we can keep. Write it in fewer words."),
    TooManyWishes: N_("Many people have written to us today. Please try again tomorrow, or ring a centre."),
}


@public.route("/tell-us", methods=["GET", "POST"])
@for_everyone
def tell_us() -> ResponseReturnValue:
    leave_no_trace()
    form = TellingForm(words=request.args.get("q", ""), place=request.args.get("near", ""))
    if form.validate_on_submit():
        try:
            with runtime().database.unit_of_work() as db:
                keep_wish(
                    db, words=form.words.data, place=form.place.data, language=g.locale.code, now=clock.now()
                )
            return redirect(url_for("public.told_us"), 303)
        except (NothingSaid, TooMuchSaid, TooManyWishes) as refusal:
            form.words.errors = [REFUSED[type(refusal)]]
    return render_template("public/tell_us.html", form=form)


@public.get("/tell-us/thanks")
@for_everyone
def told_us() -> ResponseReturnValue:
    return render_template("public/told_us.html")
