"""What parents reported reaches their centre, and is answered once."""

import pytest
from sqlalchemy import select

from directory import clock
from directory.listings.models import Activity, Status
from directory.reports.actions import report
from directory.reports.models import Answer, Wrong, WrongReport
from tests.builders import TODAY
from tests.staff_site import FOREIGN, OWN


@pytest.fixture
def said(staff_site):
    """`said("riverside", what=Wrong.COST)`: a parent reports a listing of that centre; its number."""

    def reported(centre=OWN, what=Wrong.WHEN, words="", language="en"):
        with staff_site.runtime.database.unit_of_work() as db:
            activity_id = db.scalars(
                select(Activity.id)
                .where(Activity.centre_id == staff_site.centre(centre), Activity.status == Status.PUBLISHED)
                .order_by(Activity.id)
            ).first()
            report(db, activity_id, what=what, words=words, language=language, now=clock.now())
            return activity_id

    return reported


def reports(staff_site):
    with staff_site.runtime.database.read() as db:
        return db.scalars(select(WrongReport).order_by(WrongReport.id)).all()


def listing(staff_site, activity_id):
    with staff_site.runtime.database.read() as db:
        return db.get(Activity, activity_id)


def answers(person, staff_site, activity_id, given, what="when", **fields):
    seen = {"newest": reports(staff_site)[-1].id, "version": listing(staff_site, activity_id).version}
    return person.submit(
        "/staff/more", to=f"/staff/reports/{activity_id}/{what}", answer=given, **seen | fields
    )


def test_what_parents_say_is_shown_in_their_own_words_and_direction(staff_site, signed_in, said):
    activity_id = said(words="يبدأ في العاشرة", language="ar")
    said()

    page = signed_in().look("/staff/reports")

    assert listing(staff_site, activity_id).name in page.text
    assert "The day or the time" in page.text
    assert "2 people say so" in page.text
    quote = page.one("blockquote")
    assert (quote.text, quote.attrs) == ("يبدأ في العاشرة", {"dir": "auto", "lang": "ar"})


@pytest.mark.parametrize("given", ["put-right", "is-right"])
def test_an_answer_is_kept_and_the_listing_counts_as_checked(staff_site, signed_in, said, given):
    amina, activity_id = signed_in(), said()

    answers(amina, staff_site, activity_id, given)

    (one,) = reports(staff_site)
    assert (one.answer, one.answered_by) == (Answer(given), "Amina")
    assert listing(staff_site, activity_id).assured_on == TODAY
    assert "Nothing waits for an answer." in amina.look("/staff/reports").text


def test_what_is_not_about_the_listing_does_not_make_it_checked(staff_site, signed_in, said):
    activity_id = said()
    before = listing(staff_site, activity_id).assured_on

    answers(signed_in(), staff_site, activity_id, "not-ours")

    assert reports(staff_site)[0].answer is Answer.NOT_OURS
    assert listing(staff_site, activity_id).assured_on == before


def test_who_has_not_seen_the_latest_does_not_say_that_it_is_right(staff_site, signed_in, said):
    amina, activity_id = signed_in(), said()

    answers(amina, staff_site, activity_id, "is-right", version=0)

    assert reports(staff_site)[0].answer is None
    assert "Please look at it again." in amina.look("/staff/reports").text


def test_a_report_that_came_in_meanwhile_still_waits(staff_site, signed_in, said):
    amina, activity_id = signed_in(), said()
    seen = reports(staff_site)[-1].id
    said()

    answers(amina, staff_site, activity_id, "put-right", newest=seen)

    assert [one.answer for one in reports(staff_site)] == [Answer.PUT_RIGHT, None]


def test_the_second_who_answers_is_told_who_was_first(staff_site, signed_in, said):
    amina, activity_id = signed_in(), said()
    answers(signed_in("manager"), staff_site, activity_id, "put-right")

    answers(amina, staff_site, activity_id, "is-right")

    assert "Zuzanna has answered this already." in amina.look("/staff/reports").text


def test_another_centres_reports_are_not_there(staff_site, signed_in, said):
    amina, foreign = signed_in(), said(FOREIGN)

    assert listing(staff_site, foreign).name not in amina.look("/staff/reports").text
    assert answers(amina, staff_site, foreign, "put-right").status_code == 404
    assert reports(staff_site)[0].answer is None


@pytest.mark.parametrize("what", ["smell", "cost"])
def test_what_nobody_reported_is_not_found(staff_site, signed_in, said, what):
    activity_id = said()

    assert answers(signed_in(), staff_site, activity_id, "put-right", what).status_code == 404


@pytest.mark.parametrize(
    ("given", "newest"), [("never", "1"), ("", "1"), ("put-right", ""), ("put-right", "x")]
)
def test_an_answer_nobody_can_give_changes_nothing(staff_site, signed_in, said, given, newest):
    amina, activity_id = signed_in(), said()

    answers(amina, staff_site, activity_id, given, newest=newest)

    assert "Please choose what you found." in amina.look("/staff/reports").text
    assert reports(staff_site)[0].answer is None


def test_the_first_page_says_that_parents_wait(staff_site, signed_in, said):
    said()

    page = signed_in().look("/staff/")

    assert "1 listing waits for your answer." in page.text
    assert [link for link in page.all("a") if link.attrs["href"] == "/staff/reports"]
    assert "Parents say" not in signed_in("volunteer").look("/staff/").text
