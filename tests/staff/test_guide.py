"""The guide for staff: ten minutes, whole, and on the pages it is about."""

import re

import pytest
from flask import render_template_string

from directory.editorial.pages import FOLDER
from directory.web.audience import for_workers
from directory.web.staff.guide import PAGES, guide_page

WORDS_A_MINUTE = 160  # how fast plain English is read with care


def words(name):
    return len(re.sub("<[^>]+>", " ", guide_page(name).body).split())


def test_every_part_that_is_written_is_in_the_guide():
    assert {path.stem for path in (FOLDER / "en" / "staff").glob("*.md")} == set(PAGES)


def test_the_guide_takes_ten_minutes():
    assert 5 * WORDS_A_MINUTE < sum(map(words, PAGES)) < 10 * WORDS_A_MINUTE


@pytest.mark.parametrize("name", PAGES)
def test_a_part_is_short_enough_to_read_where_it_is_needed(name):
    assert words(name) < 300


def test_everybody_who_is_signed_in_can_read_it(signed_in):
    page = signed_in("volunteer").look("/staff/guide")

    headings = [heading.text for heading in page.all("h2")]
    assert headings == [guide_page(name).title for name in PAGES]


def test_nobody_else_can(staff_site):
    assert staff_site.stranger().get("/staff/guide").status_code == 303


def test_a_part_stands_on_the_page_it_is_about(staff_site):
    page = '{% from "staff/help.html" import help with context %}{{ help("when") }}'
    staff_site.app.add_url_rule(
        "/staff/with-help", "with_help", for_workers()(lambda: render_template_string(page))
    )

    found = staff_site.signed_in("volunteer").look("/staff/with-help").one("details")

    assert found.one("summary").text == "Help with this page"
    assert found.one("h2").text == guide_page("when").title
    assert next(found.all("a")).attrs["href"] == "/staff/guide"
