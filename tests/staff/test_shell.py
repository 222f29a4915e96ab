"""The frame of the staff pages: the way around, nothing kept by caches, kind errors."""

from datetime import datetime

import pytest
from flask import g

from directory import clock
from directory.accounts.roles import Deed
from directory.web.audience import for_workers


@pytest.mark.parametrize("page", ["/staff/", "/staff/more", "/staff/nothing-here", "/staff/sign-in"])
def test_staff_pages_are_english_whatever_the_browser_speaks_and_never_kept(signed_in, page):
    answer = signed_in().get(page, headers={"Accept-Language": "pl", "Cookie": "language=ar"})

    assert answer.headers["Cache-Control"] == "no-store"
    if answer.status_code != 303:
        assert '<html lang="en" dir="ltr">' in answer.get_data(as_text=True)


def test_what_is_not_there_is_said_in_the_staff_frame(signed_in):
    answer = signed_in().get("/staff/nothing-here")

    assert answer.status_code == 404
    assert "belongs to another centre" in answer.get_data(as_text=True)


@pytest.mark.parametrize(("role", "status"), [("volunteer", 403), ("manager", 200)])
def test_a_route_asks_for_its_deed(staff_site, role, status):
    view = for_workers(Deed.SEE_FIGURES)(lambda: g.worker.name)
    staff_site.app.add_url_rule("/staff/figures", "staff.figures", view)

    answer = staff_site.signed_in(role).get("/staff/figures")

    assert answer.status_code == status


def test_a_number_no_database_holds_is_not_found(signed_in):
    assert signed_in().get(f"/staff/kept/{2**63}").status_code == 404


def test_a_day_with_nothing_to_do_is_a_good_day(signed_in):
    with clock.frozen(datetime(2026, 12, 25, 9, tzinfo=clock.LONDON)):
        page = signed_in("volunteer").look("/staff/")

    assert "Nothing waits for you." in page.text
    assert "Friday 25 December" in page.one("h1").text


def test_search_engines_are_told_to_stay_away(staff_site):
    assert "Disallow: /staff\n" in staff_site.stranger().get("/robots.txt").get_data(as_text=True)
