"""Log-ins for trying at home: there with the sample, nowhere that families come to."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from directory.accounts import demo, second_factor
from directory.accounts.models import Worker
from directory.accounts.signing_in import credentials
from directory.errors import SettingsWrong
from directory.runtime import open_runtime
from tests.builders import NOW, add_centre
from tests.site import sample_runtime
from tests.staff_site import StaffSite, staff_site

__all__ = ["sample_runtime", "staff_site"]  # fixtures: tests ask for them by name


@pytest.fixture
def with_demos(staff_site: StaffSite) -> StaffSite:
    with staff_site.runtime.database.unit_of_work() as db:
        assert demo.add(db, now=NOW)
    return staff_site


def sign_in(site: StaffSite, role: str):
    person = site.stranger()
    person.submit("/staff/sign-in", email=f"{role}@demo.invalid", password=demo.PASSWORD)
    return person


@pytest.mark.parametrize("role", ["volunteer", "reporter"])
def test_a_demo_without_personal_data_is_in_with_its_password(with_demos, role):
    assert sign_in(with_demos, role).get("/staff/").status_code == 200


@pytest.mark.parametrize("role", ["worker", "manager", "lead", "council"])
def test_the_page_that_asks_for_the_code_of_a_demo_shows_it_again_and_again(with_demos, role):
    for _ in range(2):
        person = sign_in(with_demos, role)
        note = person.look("/staff/code").text
        code = note.split("the code is ")[1][:6]

        answer = person.submit("/staff/code", code=code)

        assert answer.location == "/staff/"
        assert person.get("/staff/").status_code == 200


def test_nobody_else_is_shown_her_code(with_demos):
    amina = with_demos.add_worker("worker", password="x", email="amina@wrenshire.example")
    with with_demos.runtime.database.unit_of_work() as db:
        second_factor.prepare(db, amina.id)
        db.get_one(Worker, amina.id).totp_count = 0

    with with_demos.runtime.database.read() as db:
        assert demo.code_for(db, "amina@wrenshire.example", now=NOW) is None


def test_adding_them_again_adds_nobody(with_demos):
    with with_demos.runtime.database.unit_of_work() as db:
        demo.add(db, now=NOW)

    with with_demos.runtime.database.read() as db:
        assert len(db.scalars(select(Worker.id)).all()) == len(demo.DEMOS)


def test_a_council_of_ones_own_has_none(db):
    add_centre(db)

    assert demo.add(db, now=NOW) is False
    assert db.scalars(select(Worker.id)).all() == []


def test_they_are_gone_once_families_come(with_demos):
    settings = with_demos.runtime.settings
    cookie = sign_in(with_demos, "volunteer").get_cookie("staff").value
    settings.data.chmod(0o700)

    public = open_runtime(replace(settings, public_url="https://hub.example"))

    with public.database.read() as db:
        assert db.scalars(select(Worker.id).where(Worker.email.endswith(demo.DOMAIN))).all() == []
        assert credentials(db, "council@demo.invalid") is None
    with_demos.restart()
    copy = with_demos.stranger()
    copy.set_cookie("staff", cookie)
    assert copy.get("/staff/").status_code == 303


def test_where_families_come_nobody_else_of_the_machine_may_look_into_the_data(staff_site):
    staff_site.runtime.settings.data.chmod(0o755)

    with pytest.raises(SettingsWrong, match="chmod 700"):
        open_runtime(replace(staff_site.runtime.settings, public_url="https://hub.example"))
