"""Staff close a centre, a cluster or everybody, see first what that crosses out, and open again."""

import pytest
from sqlalchemy import func, select

from directory.listings.models import Activity, Closure, Occurrence, OccurrenceStatus
from tests.staff_site import FOREIGN, OWN, Person, StaffSite

PAGE = "/staff/calendar"
CHRISTMAS = {"first_day": "1/12/2026", "last_day": "2/12/2026", "reason": "closed_training"}


def crossed_out(site: StaffSite, key: str) -> int:
    with site.runtime.database.read() as db:
        return db.scalar(
            select(func.count())
            .select_from(Occurrence)
            .join(Activity, Activity.id == Occurrence.activity_id)
            .where(Activity.centre_id == site.centre(key), Occurrence.closure_id.is_not(None))
            .where(Occurrence.status == OccurrenceStatus.CANCELLED)
        )


def close(person: Person, scope: str, **fields: str):
    """Look at what it would cross out, then do it."""
    asked = {"scope": scope} | CHRISTMAS | fields
    page = person.submit(PAGE, **asked, do="look").get_data(as_text=True)
    shown = page.split('name="shown" type="hidden" value="')[1].split('"')[0]
    return page, person.submit(PAGE, **asked, do="close", shown=shown)


@pytest.fixture
def centre(staff_site: StaffSite) -> str:
    return f"centre-{staff_site.centre(OWN)}"


def test_what_it_would_cross_out_is_said_before_anything_is_done(staff_site, signed_in, centre):
    page = signed_in("manager").submit(PAGE, scope=centre, **CHRISTMAS, do="look").get_data(as_text=True)

    assert "dates are crossed out." in page
    assert "1 December 2026 to 2 December 2026" in page
    assert crossed_out(staff_site, OWN) == 0


def test_closing_crosses_out_ones_own_centre_and_says_why_to_families(staff_site, signed_in, centre):
    zuzanna = signed_in("manager")

    _, answer = close(zuzanna, centre)

    with staff_site.runtime.database.read() as db:
        slug = db.scalars(
            select(Activity.slug)
            .join(Occurrence, Occurrence.activity_id == Activity.id)
            .where(Occurrence.closure_id.is_not(None), Activity.centre_id == staff_site.centre(OWN))
        ).first()
    assert answer.status_code == 303
    assert crossed_out(staff_site, OWN) > 0
    assert crossed_out(staff_site, FOREIGN) == 0
    assert "The centre is closed while staff are trained." in zuzanna.look(f"/en/session/{slug}").text
    assert "Centrum jest zamknięte na czas szkolenia zespołu." in zuzanna.look(f"/pl/session/{slug}").text
    assert "المركز مغلق أثناء تدريب الموظفين." in zuzanna.look(f"/ar/session/{slug}").text


def test_opening_again_gives_everything_back(staff_site, signed_in, centre):
    zuzanna = signed_in("manager")
    close(zuzanna, centre)

    zuzanna.submit(PAGE, f"{PAGE}/1/open")

    assert crossed_out(staff_site, OWN) == 0
    assert "No closing days are planned." in zuzanna.look(PAGE).text


@pytest.mark.parametrize(
    ("role", "offered"),
    [("manager", {"centre"}), ("lead", {"cluster", "centre"}), ("council", {"council", "cluster", "centre"})],
)
def test_one_can_close_what_is_ones_own_and_nothing_wider(signed_in, role, offered):
    page = signed_in(role).look(PAGE)

    assert {one.attrs["value"].split("-")[0] for one in page.all("option")} == offered


def test_a_manager_cannot_close_the_council_or_another_centre(staff_site, signed_in):
    zuzanna = signed_in("manager")

    for scope in ("council", f"centre-{staff_site.centre(FOREIGN)}", "nonsense"):
        zuzanna.submit(PAGE, scope=scope, **CHRISTMAS, do="close", shown="x")

    with staff_site.runtime.database.read() as db:
        assert db.scalars(select(Closure.id)).all() == []


def test_a_manager_sees_what_the_council_closed_and_cannot_open_it(staff_site, signed_in):
    close(signed_in("council"), "council")
    zuzanna = signed_in("manager")

    page = zuzanna.look(PAGE)
    answer = zuzanna.submit(PAGE, f"{PAGE}/1/open")

    assert "Every centre of the council" in page.text
    assert "Open again" not in page.text
    assert answer.status_code == 404
    assert crossed_out(staff_site, FOREIGN) > 0


def test_another_centres_closing_days_are_not_shown(staff_site, signed_in):
    close(signed_in("manager", centre=FOREIGN), f"centre-{staff_site.centre(FOREIGN)}")

    assert "No closing days are planned." in signed_in("manager").look(PAGE).text


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"last_day": "30/11/2026"}, "The last day is before the first"),
        ({"first_day": "1/11/2026", "last_day": "2/11/2026"}, "is over. Enter a day to come."),
        ({"last_day": "1/6/2027"}, "That is more than 60 days."),
        ({"first_day": "Christmas"}, "Enter the day as day/month/year"),
        ({"reason": ""}, "Choose a reason."),
    ],
)
def test_days_that_cannot_be_meant_are_refused_in_words(signed_in, centre, fields, said):
    page = signed_in("manager").submit(PAGE, scope=centre, **CHRISTMAS | fields, do="look")

    assert said in page.get_data(as_text=True)


def test_nothing_is_closed_that_was_not_shown_first(staff_site, signed_in, centre):
    signed_in("manager").submit(PAGE, scope=centre, **CHRISTMAS, do="close")

    assert crossed_out(staff_site, OWN) == 0
