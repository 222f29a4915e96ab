"""What staff see of what families looked for in vain."""

import csv
import io
from datetime import date

import pytest

from directory.search.concepts import label
from directory.unmet.actions import add_counts, keep_wish
from directory.unmet.counting import Need
from tests.builders import NOW

MONDAY = date(2026, 11, 23)


@pytest.fixture
def missed(staff_site):
    """Baby yoga is missed near the usual centre, first aid elsewhere, and what is sensitive nowhere."""
    with staff_site.runtime.database.unit_of_work() as db:
        add_counts(
            db,
            {
                Need(MONDAY, "baby-yoga", "pl", "QX1"): 1_234,
                Need(MONDAY, "twins", "en", "QX1"): 3,
                Need(MONDAY, "first-aid", "en", "ZZ9"): 50,
                Need(MONDAY, "domestic-abuse", "en", ""): 40,
                Need(MONDAY, "other-words", "en", "QX1"): 7,
            },
        )
        for words, place in (("=HYPERLINK(1) for twins", "QX1 2AB"), ("nauka pływania", "ZZ9")):
            keep_wish(db, words=words, place=place, language="pl", now=NOW)


def rows(page):
    return [[cell.text for cell in row.all("th", "td")] for row in page.one("tbody").all("tr")]


def test_near_her_centre_without_small_numbers(missed, signed_in):
    page = signed_in("manager").look("/staff/unmet")

    assert rows(page) == [
        ["baby yoga", "1,234", "Polish 1,234"],
        ["Other words, that we do not know", "7", "English 7"],
        [label("twins", "en"), "1 to 5", ""],
    ]
    assert "=HYPERLINK(1) for twins" in page.text
    assert "pływania" not in page.text


def test_everywhere_with_what_is_counted_without_a_place(missed, signed_in):
    page = signed_in("manager").look("/staff/unmet?near=0&weeks=12")

    found = {row[0]: row[1] for row in rows(page)}
    assert found[label("first-aid", "en")] == "50"
    assert [times for name, times in found.items() if "counted without place" in name] == ["40"]
    assert "pływania" in page.text


def test_the_table_can_be_taken_away(missed, signed_in):
    answer = signed_in("manager").get("/staff/unmet.csv?weeks=4")

    table = list(csv.reader(io.StringIO(answer.get_data(as_text=True))))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="looked-for-4-weeks-2026-11-24.csv"'
    assert table[:2] == [["looked_for", "times", "languages"], ["baby yoga", "1234", "pl 1234"]]


def test_the_first_page_names_what_was_missed_most(missed, signed_in):
    page = signed_in("manager").look("/staff/")

    assert "baby yoga (1,234 times)" in page.text
    assert "twins" not in page.text


def test_the_first_page_says_nothing_where_nothing_was_missed(signed_in):
    assert "Looked for near you" not in signed_in("manager").look("/staff/").text


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("volunteer", 403),
        ("worker", 403),
        ("reporter", 200),
        ("manager", 200),
        ("lead", 200),
        ("council", 200),
    ],
)
@pytest.mark.parametrize("address", ["/staff/unmet", "/staff/unmet.csv"])
def test_only_who_may_see_figures_sees_them(signed_in, role, status, address):
    assert signed_in(role).get(address).status_code == status


@pytest.mark.parametrize("query", ["weeks=9", "weeks=x&near=maybe", "weeks=-1", "near=%00"])
def test_what_cannot_be_asked_is_answered_as_usual(missed, signed_in, query):
    assert rows(signed_in("manager").look(f"/staff/unmet?{query}"))[0][0] == "baby yoga"
