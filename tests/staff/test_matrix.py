"""Every route of the staff pages, as everybody, on her own things, others' and none (see `matrix.py`)."""

import re

import pytest
from sqlalchemy import inspect, select, table, text
from werkzeug.test import TestResponse

from directory.db import sqlite_module
from directory.web.audience import for_everyone
from tests.staff.matrix import MISSING, MISSING_NUMBER, OBJECTS, OWN, PEOPLE, PERSONAL, ROWS, Row, reaches
from tests.staff_site import FOREIGN, Person, StaffSite

EVERY_ROW = [pytest.param(row, id=f"{row.method} {row.path}") for rows in ROWS.values() for row in rows]
FINE = (200, 303, 409, 422)
UNSAFE = [row for rows in ROWS.values() for row in rows if row.method == "POST"]


@pytest.fixture(scope="module")
def people(shared_staff_site: StaffSite) -> dict[str, Person]:
    """Everybody, one each."""
    return {
        who: shared_staff_site.signed_in(role, **({"centre": centre} if centre else {}))
        for who, (role, centre) in PEOPLE.items()
    }


@pytest.fixture
def arrive(shared_staff_site: StaffSite, people: dict[str, Person]):
    """`arrive("worker")`: her browser, signed in anew, as what was tried before may have signed her out."""

    def arrived(who: str) -> Person:
        person = people[who]
        assert person.worker is not None
        person.set_cookie("staff", shared_staff_site.cookie_of(person.worker.id))
        return person

    return arrived


def ask(person: Person, row: Row, **numbers: object) -> TestResponse:
    path = row.path.format(**numbers) if numbers else row.path
    if row.method == "GET":
        return person.get(path)
    token = person.token("/staff/more" if person.worker else "/staff/sign-in")
    return person.post(path, data={"csrf_token": token, **dict(row.form)})


def somewhere(row: Row) -> dict[str, object]:
    """Something to stand in the address, whether it is there or not."""
    return {name: MISSING.get(name, 1) for name in re.findall(r"{(\w+)}", row.path)}


def asked_to_sign_in(answer: TestResponse) -> bool:
    location = answer.location or ""
    return answer.status_code == 401 or (answer.status_code == 303 and location.startswith("/staff/sign-in?"))


def let_in(answer: TestResponse) -> bool:
    """A page, or (409) a word that somebody else was quicker; and not the sign-in page."""
    return answer.status_code in FINE and not asked_to_sign_in(answer)


# The table is whole


def test_every_route_has_its_rows(shared_staff_site):
    routes = {
        (rule.endpoint, method)
        for rule in shared_staff_site.app.url_map.iter_rules()
        if rule.endpoint.startswith("staff.")
        for method in rule.methods & {"GET", "POST"}
    }

    assert {(endpoint, row.method) for endpoint, rows in ROWS.items() for row in rows} == routes


@pytest.mark.parametrize("row", EVERY_ROW)
def test_a_row_is_about_its_own_route(shared_staff_site, row):
    numbers = somewhere(row)
    found, _ = shared_staff_site.app.url_map.bind("").match(row.path.format(**numbers), method=row.method)

    assert row in ROWS[found]
    assert bool(row.of) == bool(numbers)


def test_a_route_without_a_row_would_be_noticed(staff_site):
    staff_site.app.add_url_rule("/staff/secret", "staff.secret", for_everyone(lambda: "hello"))

    with pytest.raises(AssertionError):
        test_every_route_has_its_rows(staff_site)


# Everybody at every door


@pytest.mark.parametrize("row", EVERY_ROW)
def test_a_stranger_is_asked_to_sign_in_or_it_is_for_all(shared_staff_site, row):
    numbers = somewhere(row)

    answer = ask(shared_staff_site.stranger(), row, **numbers)

    if row.may == "link":
        assert answer.status_code == 404
    elif row.may == "everyone":
        assert let_in(answer)
    else:
        assert asked_to_sign_in(answer)


@pytest.mark.parametrize("who", PEOPLE)
@pytest.mark.parametrize("row", [row for row in EVERY_ROW if isinstance(row.values[0].may, frozenset)])
def test_everybody_gets_as_far_as_the_table_says(shared_staff_site, arrive, row, who):
    person = arrive(who)
    if not row.of:
        answer = ask(person, row)
        assert let_in(answer) if who in row.may else answer.status_code == 403
        return

    make = OBJECTS[row.of]
    places = ("mine", "theirs") if row.of in PERSONAL else (OWN, FOREIGN)
    for place in places:
        answer = ask(arrive(who), row, **make(shared_staff_site, person, place))

        hers = place == "mine" if row.of in PERSONAL else reaches(shared_staff_site, who, place)
        wanted = FINE if hers else (404,)
        assert answer.status_code in (wanted if who in row.may else (403,)), place
        assert not asked_to_sign_in(answer)
    names = re.findall(r"{(\w+)}", row.path)
    missing = ask(arrive(who), row, **{name: MISSING.get(name, MISSING_NUMBER) for name in names})
    assert missing.status_code == (404 if who in row.may else 403)


# No form without a token, and looking changes nothing


@pytest.mark.parametrize("row", UNSAFE, ids=[row.path for row in UNSAFE])
def test_without_a_token_nothing_is_changed(shared_staff_site, arrive, row):
    person = arrive("council")
    numbers = (
        OBJECTS[row.of](shared_staff_site, person, "mine" if row.of in PERSONAL else OWN) if row.of else {}
    )
    before = contents(shared_staff_site)

    answer = person.post(row.path.format(**numbers), data={"name": "Amina"})

    assert answer.status_code == 400
    assert contents(shared_staff_site) == before


def test_looking_at_everything_changes_nothing(shared_staff_site, arrive):
    """But for when she was last seen, which is written once a minute: here the clock stands still."""
    person = arrive("council")
    paths = [
        row.path.format(
            **(
                OBJECTS[row.of](shared_staff_site, person, "mine" if row.of in PERSONAL else OWN)
                if row.of
                else {}
            )
        )
        for rows in ROWS.values()
        for row in rows
        if row.method == "GET"
    ]
    watching = sqlite_module().connect(shared_staff_site.runtime.settings.data / "doorstep.db")
    before = watching.execute("PRAGMA data_version").fetchone()

    for path in paths:
        person.get(path)
        person.head(path)
        person.options(path)
        shared_staff_site.stranger().get(path)

    after = watching.execute("PRAGMA data_version").fetchone()
    watching.close()
    assert before == after


def contents(site: StaffSite) -> dict[str, list[tuple[object, ...]]]:
    """Every row of the tables that staff pages write to; the large ones by their number of rows."""
    with site.runtime.database.read() as db:
        names = inspect(db.connection()).get_table_names()
        large = {"postcode", "occurrence", "activity_text"}
        return {
            name: [
                tuple(row)
                for row in db.execute(
                    select(text("*" if name not in large else "count(*)")).select_from(table(name))
                )
            ]
            for name in names
        }
