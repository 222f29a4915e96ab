"""From an invitation to the first page; a forgotten password; a new address; one's own devices."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from directory import clock
from directory.accounts import passwords, second_factor
from directory.accounts.models import Membership, SignIn, Ticket, Worker
from directory.places.models import Centre
from directory.worker import forget_what_is_old
from tests.builders import NOW
from tests.staff_site import FOREIGN, NEXT_DOOR, Person, StaffSite

PASSWORD = "three wrens on a gate"
ANOTHER = "six herons by the weir"
EMAIL = "zuzanna@wrenshire.example"


def invite(person: Person, site: StaffSite, *, centre: str = "riverside", **details):
    form = {"name": "Zuzanna", "email": EMAIL, "role": "manager", "place": f"centre-{site.centre(centre)}"}
    return person.submit("/staff/workers/invite", **form | details)


@pytest.fixture
def link(staff_site) -> str:
    """Carys of the council has invited Zuzanna as a manager. The link in the mail."""
    invite(staff_site.signed_in("council"), staff_site)
    return staff_site.link()


def worker_id(site: StaffSite, email: str) -> int:
    with site.runtime.database.read() as db:
        return db.scalars(select(Worker.id).where(Worker.email == email)).one()


def phone_code(person: Person, page: str = "/staff/phone") -> str:
    (shown,) = [each for each in person.look(page).all("strong") if each.attrs.get("class") == "secret"]
    return second_factor.code_at(shown.text.replace(" ", ""), clock.now())


def join(site: StaffSite, link: str) -> tuple[Person, list[str]]:
    """She takes it up, sets up her phone, and writes down her codes."""
    zuzanna = site.stranger()
    zuzanna.submit(link, new_password=PASSWORD)
    shown = zuzanna.submit("/staff/phone", code=phone_code(zuzanna)).get_data(as_text=True)
    site.mails()
    return zuzanna, [each.split("</li>")[0] for each in shown.split("<li>")[1:] if "-" in each[:6]]


def sign_in(site: StaffSite, *, password: str = PASSWORD, email: str = EMAIL) -> Person:
    person = site.stranger()
    person.submit("/staff/sign-in", email=email, password=password)
    return person


def later(**span):
    return clock.frozen(NOW + timedelta(**span))


def gone(answer) -> bool:
    return answer.status_code == 404 and "This link does not work any more" in answer.get_data(as_text=True)


# The invitation


def test_who_is_invited_chooses_a_password_sets_up_her_phone_and_is_in(staff_site, link):
    zuzanna = staff_site.stranger()

    chosen = zuzanna.submit(link, new_password=PASSWORD)
    before_the_code = zuzanna.get("/staff/")
    codes = zuzanna.submit("/staff/phone", code=phone_code(zuzanna))

    assert (chosen.status_code, chosen.location) == (303, "/staff/")
    assert before_the_code.location == "/staff/code?next=/staff/"
    assert "Write these codes down" in codes.get_data(as_text=True)
    assert "Signed in as Zuzanna." in zuzanna.look("/staff/").text


def test_somebody_who_sees_no_personal_data_needs_no_phone(staff_site):
    invite(staff_site.signed_in("manager"), staff_site, role="volunteer")
    zuzanna = staff_site.stranger()

    zuzanna.submit(staff_site.link(), new_password=PASSWORD)

    assert zuzanna.get("/staff/").status_code == 200


def test_the_link_works_once(staff_site, link):
    stranger = staff_site.stranger()
    join(staff_site, link)

    assert gone(stranger.get(link))
    assert gone(stranger.submit("/staff/sign-in", link, new_password=ANOTHER))


def test_looking_at_the_link_does_not_use_it_up(staff_site, link):
    for _ in range(3):
        staff_site.stranger().get(link)

    assert staff_site.stranger().submit(link, new_password=PASSWORD).status_code == 303


@pytest.mark.parametrize(("hours", "works"), [(47, True), (48, False), (100, False)])
def test_the_link_works_for_two_days(staff_site, link, hours, works):
    with later(hours=hours, seconds=1 if not works else 0):
        answer = staff_site.stranger().get(link)

    assert gone(answer) is not works


def test_another_invitation_makes_the_first_void(staff_site, link):
    carys = staff_site.signed_in("council")

    carys.submit("/staff/more", f"/staff/workers/{worker_id(staff_site, EMAIL)}/invite-again")

    assert gone(staff_site.stranger().get(link))
    assert staff_site.stranger().get(staff_site.link()).status_code == 200


@pytest.mark.parametrize("made_up", ["x", "a" * 43, "../../etc/passwd", "%00", "ł" * 20])
def test_a_link_somebody_made_up_does_not_work(staff_site, made_up):
    assert staff_site.stranger().get(f"/staff/join/{made_up}").status_code == 404


def test_a_link_for_one_thing_serves_no_other(staff_site, link):
    token = link.rsplit("/", 1)[1]

    assert gone(staff_site.stranger().get(f"/staff/reset/{token}"))
    assert gone(staff_site.stranger().get(f"/staff/new-email/{token}"))


def test_no_other_page_is_told_the_link_and_the_database_does_not_hold_it(staff_site, link):
    answer = staff_site.stranger().get(link)

    with staff_site.runtime.database.read() as db:
        stored = db.scalars(select(Ticket.token)).all()
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "http" not in answer.get_data(as_text=True)
    assert not [token for token in stored if token in link or link.rsplit("/", 1)[1] in token]


def test_links_begin_with_our_address_whatever_host_was_asked_for(staff_site):
    carys = staff_site.signed_in("council")
    token = carys.token("/staff/workers/invite")
    form = {"name": "Z", "email": EMAIL, "role": "manager", "place": f"centre-{staff_site.centre()}"}

    carys.post(
        "/staff/workers/invite",
        data={"csrf_token": token, **form},
        headers={"X-Forwarded-Host": "evil.example"},
    )

    (letter,) = staff_site.mails()
    assert "http://localhost:8000/staff/join/" in letter.text
    assert "evil" not in letter.text


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("short", "Use 12 characters or more."),
        ("x7!" * 50, "A password has at most 128 characters."),
        ("Password1234", "Many people use a password like this"),
        ("zuzanna zuzanna", "little more than your name"),
        ("zuzanna-2026!!", "little more than your name"),
        ("", "Enter a new password."),
    ],
)
def test_a_password_that_will_not_do_gets_a_sentence_and_the_link_still_works(
    staff_site, link, password, sentence
):
    answer = staff_site.stranger().submit(link, new_password=password)

    page = answer.get_data(as_text=True)
    assert page.count(sentence) == 2
    assert "<title>Error: Welcome, Zuzanna" in page
    assert not password or f'value="{password}"' not in page
    assert staff_site.stranger().submit(link, new_password=PASSWORD).status_code == 303


# The second step


def test_the_password_alone_opens_nothing(staff_site, link):
    join(staff_site, link)
    thief = sign_in(staff_site)

    pages = ["/staff/", "/staff/more", "/staff/account", "/staff/workers", "/staff/phone", "/staff/phone.svg"]
    answers = [thief.get(page) for page in pages]
    changing = thief.submit("/staff/code", "/staff/account/sign-out-everywhere")

    assert {answer.status_code for answer in answers} == {303}
    assert {answer.location.partition("?")[0] for answer in (*answers, changing)} == {"/staff/code"}


def test_password_and_code_let_in_to_the_page_that_was_wanted_with_another_cookie(staff_site, link):
    _, codes = join(staff_site, link)
    zuzanna = sign_in(staff_site)
    asked = zuzanna.get("/staff/account")
    before = zuzanna.get_cookie("staff").value

    answer = zuzanna.submit(asked.location, code=codes[0])

    old = staff_site.stranger()
    old.set_cookie("staff", before)
    assert answer.location == "/staff/account"
    assert zuzanna.get_cookie("staff").value != before
    assert old.get("/staff/code").status_code == 303
    assert "Recovery codes left 9" in zuzanna.look("/staff/account").text


def test_wrong_codes_wait_too_also_after_a_restart(staff_site, link):
    _, codes = join(staff_site, link)
    thief = sign_in(staff_site)
    for _ in range(5):
        wrong = thief.submit("/staff/code", code="000000")

    sixth = thief.submit("/staff/code", code=codes[0])
    staff_site.restart()
    cookie, thief = thief.get_cookie("staff").value, staff_site.stranger()
    thief.set_cookie("staff", cookie)
    after_restart = thief.submit("/staff/code", code=codes[0])
    with later(seconds=61):
        a_minute_later = thief.submit("/staff/code", code=codes[0])

    assert "This code is not right" in wrong.get_data(as_text=True)
    assert (sixth.status_code, after_restart.status_code, a_minute_later.status_code) == (429, 429, 303)


def test_signing_in_again_does_not_forgive_wrong_codes(staff_site, link):
    _, codes = join(staff_site, link)
    for _ in range(5):
        sign_in(staff_site).submit("/staff/code", code="000000")

    assert sign_in(staff_site).submit("/staff/code", code=codes[0]).status_code == 429


def test_the_picture_for_the_phone_is_shown_until_it_is_set_up(staff_site, link):
    zuzanna = staff_site.stranger()
    zuzanna.submit(link, new_password=PASSWORD)

    during = zuzanna.get("/staff/phone.svg")
    zuzanna.submit("/staff/phone", code=phone_code(zuzanna))
    after = zuzanna.get("/staff/phone.svg")

    assert (during.mimetype, during.headers["Cache-Control"]) == ("image/svg+xml", "no-store")
    assert b"<svg" in during.data
    assert after.status_code == 303


def test_somebody_in_by_mistake_can_go_back(staff_site, link):
    join(staff_site, link)
    person = sign_in(staff_site)

    answer = person.submit("/staff/code", "/staff/sign-out")

    assert answer.location == "/staff/sign-in"
    assert person.get("/staff/sign-in").status_code == 200


# A forgotten password


def ask_for_reset(site: StaffSite, email: str):
    return site.stranger().submit("/staff/forgotten", email=email)


def test_with_a_link_by_mail_she_chooses_another_password(staff_site, link):
    zuzanna, _ = join(staff_site, link)
    ask_for_reset(staff_site, EMAIL.upper())
    reset = staff_site.link()

    answer = staff_site.stranger().submit(reset, new_password=ANOTHER)

    (told,) = staff_site.mails()
    assert answer.location == "/staff/sign-in"
    assert zuzanna.get("/staff/").location.startswith("/staff/sign-in")  # out everywhere
    assert sign_in(staff_site).get("/staff/code").status_code == 303
    assert (
        sign_in(staff_site, password=ANOTHER).get("/staff/code").status_code == 200
    )  # the code is still asked
    assert (told.to, told.subject) == (EMAIL, "Your password for Doorstep has changed")
    assert gone(staff_site.stranger().get(reset))


def test_a_reset_link_works_for_an_hour(staff_site, link):
    join(staff_site, link)
    ask_for_reset(staff_site, EMAIL)
    reset = staff_site.link()

    with later(minutes=59):
        in_time = staff_site.stranger().get(reset)
    with later(minutes=60, seconds=1):
        too_late = staff_site.stranger().get(reset)

    assert (in_time.status_code, gone(too_late)) == (200, True)


def test_a_stranger_gets_the_same_answer_and_no_mail(staff_site, link):
    join(staff_site, link)

    known, unknown = (ask_for_reset(staff_site, email) for email in (EMAIL, "nobody@wrenshire.example"))

    assert (known.status_code, known.location) == (unknown.status_code, unknown.location)
    assert [letter.to for letter in staff_site.mails()] == [EMAIL]


def test_somebody_who_never_came_is_sent_another_invitation_and_somebody_closed_nothing(staff_site, link):
    ask_for_reset(staff_site, EMAIL)
    again = staff_site.link()
    staff_site.add_worker("worker", email="left@wrenshire.example", password="x", active=False)
    ask_for_reset(staff_site, "left@wrenshire.example")

    assert again.startswith("/staff/join/")
    assert staff_site.mails() == []


def test_asking_for_links_has_an_end(staff_site, link):
    join(staff_site, link)

    answers = [ask_for_reset(staff_site, EMAIL).status_code for _ in range(6)]

    assert answers == [303] * 5 + [429]


def test_who_was_kept_out_by_somebody_guessing_gets_in_with_a_link(staff_site, link):
    _, codes = join(staff_site, link)
    for _ in range(6):
        sign_in(staff_site, password="guess guess guess")
    ask_for_reset(staff_site, EMAIL)
    staff_site.stranger().submit(staff_site.link(), new_password=ANOTHER)

    zuzanna = sign_in(staff_site, password=ANOTHER)

    assert zuzanna.submit("/staff/code", code=codes[0]).status_code == 303


# One's own account


@pytest.fixture
def zuzanna(staff_site, link) -> Person:
    return join(staff_site, link)[0]


def test_a_new_address_counts_once_it_is_confirmed_and_the_old_one_is_told(staff_site, zuzanna):
    zuzanna.submit("/staff/account/email", email="Z@new.example", password=PASSWORD)
    confirm, warning = sorted(staff_site.mails(), key=lambda letter: letter.to)
    before = zuzanna.look("/staff/account").text
    path = "/staff/new-email/" + confirm.text.split("/staff/new-email/")[1].split()[0]

    staff_site.stranger().submit(path)

    (told,) = staff_site.mails()
    assert (confirm.to, warning.to, told.to) == ("z@new.example", EMAIL, EMAIL)
    assert EMAIL in before
    assert "z@new.example" in zuzanna.look("/staff/account").text
    assert sign_in(staff_site, email="z@new.example").get("/staff/code").status_code == 200
    assert gone(staff_site.stranger().get(path))


def test_an_address_of_somebody_else_is_neither_taken_nor_given_away(staff_site, zuzanna):
    staff_site.add_worker("worker", email="amina@wrenshire.example")

    taken = zuzanna.submit("/staff/account/email", email="amina@wrenshire.example", password=PASSWORD)
    free = zuzanna.submit("/staff/account/email", email="free@wrenshire.example", password=PASSWORD)

    assert (taken.status_code, taken.location) == (free.status_code, free.location)
    assert "amina@wrenshire.example" not in [letter.to for letter in staff_site.mails()]


def test_of_two_who_want_one_address_the_second_is_told_her_link_is_void(staff_site, zuzanna):
    amina = staff_site.signed_in(
        "worker", email="amina@wrenshire.example", password=passwords.hashed(ANOTHER)
    )
    zuzanna.submit("/staff/account/email", email="hub@wrenshire.example", password=PASSWORD)
    amina.submit("/staff/account/email", email="hub@wrenshire.example", password=ANOTHER)
    links = [
        "/staff/new-email/" + letter.text.split("/staff/new-email/")[1].split()[0]
        for letter in staff_site.mails()
        if letter.to == "hub@wrenshire.example"
    ]

    first, second = (staff_site.stranger().submit(link).status_code for link in links)

    assert (first, second) == (303, 404)


@pytest.mark.parametrize("page", ["password", "email", "phone", "codes"])
def test_what_opens_the_account_asks_for_the_password(staff_site, zuzanna, page):
    form = {"new_password": ANOTHER, "email": "z@new.example"}

    answer = zuzanna.submit(f"/staff/account/{page}", password="not my password", **form)

    assert "This is not the password you have now." in answer.get_data(as_text=True)
    assert staff_site.mails() == []


def test_a_changed_password_signs_out_every_other_device(staff_site, zuzanna, link):
    other = staff_site.stranger()
    id_ = worker_id(staff_site, EMAIL)
    other.set_cookie("staff", staff_site.cookie_of(id_))

    zuzanna.submit("/staff/account/password", password=PASSWORD, new_password=ANOTHER)

    assert other.get("/staff/").status_code == 303
    assert zuzanna.get("/staff/").status_code == 200


def test_another_phone_takes_the_place_of_the_first(staff_site, zuzanna):
    answer = zuzanna.submit("/staff/account/phone", password=PASSWORD)
    codes = zuzanna.submit(answer.location, code=phone_code(zuzanna))

    assert answer.location == "/staff/phone?next=/staff/account"
    assert "Write these codes down" in codes.get_data(as_text=True)
    assert 'href="/staff/account"' in codes.get_data(as_text=True)
    assert zuzanna.get("/staff/").status_code == 200


def test_new_codes_on_paper_take_the_place_of_the_old(staff_site, zuzanna):
    page = zuzanna.submit("/staff/account/codes", password=PASSWORD).get_data(as_text=True)

    assert page.count("<li>") == 10


def test_she_sees_where_she_is_signed_in_and_can_leave_there(staff_site, zuzanna):
    id_ = worker_id(staff_site, EMAIL)
    phone = staff_site.stranger()
    phone.set_cookie("staff", staff_site.cookie_of(id_))
    with staff_site.runtime.database.read() as db:
        there = db.scalars(
            select(SignIn.id).where(SignIn.device == "Chrome, Android", SignIn.worker_id == id_)
        ).one()
    seen = zuzanna.look("/staff/account").text

    zuzanna.submit("/staff/account", f"/staff/account/sign-ins/{there}/end")

    assert "Chrome, Android" in seen
    assert phone.get("/staff/").status_code == 303
    assert "Chrome, Android" not in zuzanna.look("/staff/account").text


def test_she_can_leave_everywhere_at_once(staff_site, zuzanna):
    cookie = zuzanna.get_cookie("staff").value

    zuzanna.submit("/staff/account", "/staff/account/sign-out-everywhere")

    copy = staff_site.stranger()
    copy.set_cookie("staff", cookie)
    assert copy.get("/staff/").status_code == 303


# Looking after others


@pytest.mark.parametrize(
    ("giver", "role", "place", "given"),
    [
        ("manager", "manager", "own", True),
        ("manager", "volunteer", "own", True),
        ("manager", "worker", "next door", False),
        ("manager", "worker", "foreign", False),
        ("manager", "lead", "own cluster", False),
        ("manager", "reporter", "own cluster", False),
        ("manager", "council", "council", False),
        ("lead", "worker", "next door", True),
        ("lead", "lead", "own cluster", True),
        ("lead", "worker", "foreign", False),
        ("lead", "council", "council", False),
        ("council", "worker", "foreign", True),
        ("council", "council", "council", True),
        ("council", "lead", "own", False),
        ("council", "worker", "council", False),
    ],
)
def test_nobody_gives_more_than_she_has_nor_beyond_her_centres(staff_site, giver, role, place, given):
    with staff_site.runtime.database.read() as db:
        cluster = db.scalars(select(Centre.cluster_id).where(Centre.external_id == "riverside")).one()
    places = {
        "own": f"centre-{staff_site.centre()}",
        "next door": f"centre-{staff_site.centre(NEXT_DOOR)}",
        "foreign": f"centre-{staff_site.centre(FOREIGN)}",
        "own cluster": f"cluster-{cluster}",
        "council": "council-0",
    }

    answer = invite(staff_site.signed_in(giver), staff_site, role=role, place=places[place])

    assert (answer.status_code == 303) is given
    with staff_site.runtime.database.read() as db:
        assert (db.scalars(select(Worker).where(Worker.email == EMAIL)).first() is not None) is given


def test_an_account_is_not_made_twice_and_an_address_must_be_one(staff_site):
    carys = staff_site.signed_in("council")
    invite(carys, staff_site)

    twice = invite(carys, staff_site, email=EMAIL.upper()).get_data(as_text=True)
    wrong = invite(carys, staff_site, email="zuzanna at work").get_data(as_text=True)
    demo = invite(carys, staff_site, email="somebody@demo.invalid").get_data(as_text=True)

    assert "Somebody has an account with this email." in twice
    assert "Enter an email address like name@example.org." in wrong
    assert "Enter an email address like name@example.org." in demo
    assert 'value="Zuzanna"' in twice


def test_a_manager_sees_those_who_work_at_her_centre_and_nobody_else(staff_site):
    staff_site.add_worker("worker", name="Amina")
    staff_site.add_worker("worker", name="Farah", centre=FOREIGN)
    staff_site.add_worker("council", name="Carys")

    zuzanna, carys = (
        staff_site.signed_in(role).look("/staff/workers").text for role in ("manager", "council")
    )

    assert [name for name in ("Amina", "Farah", "Carys") if name in zuzanna] == ["Amina"]
    assert [name for name in ("Amina", "Farah", "Carys") if name in carys] == ["Amina", "Farah", "Carys"]


def deeds(worker: int) -> list[str]:
    return [
        f"/staff/workers/{worker}/{deed}"
        for deed in ("close", "open", "take-phone", "sign-out", "invite-again")
    ]


def test_a_manager_does_not_touch_somebody_who_is_more_than_she(staff_site):
    layla = staff_site.add_worker("lead")
    both = staff_site.add_worker("worker", name="Carys")
    with staff_site.runtime.database.unit_of_work() as db:
        db.add(Membership(worker_id=both.id, role="council"))
    zuzanna = staff_site.signed_in("manager")

    answers = {
        zuzanna.submit("/staff/more", deed).status_code for id_ in (layla.id, both.id) for deed in deeds(id_)
    }

    assert answers == {403}


def test_nobody_changes_her_own_roles_or_closes_her_own_account(staff_site):
    carys = staff_site.signed_in("council")
    own = carys.worker.id

    answers = {carys.submit("/staff/more", deed).status_code for deed in deeds(own)}
    more = carys.submit(
        "/staff/more", f"/staff/workers/{own}", role="worker", place=f"centre-{staff_site.centre()}"
    )

    assert answers == {403}
    assert "You cannot give this role there." in more.get_data(as_text=True)


@pytest.mark.parametrize("deed", ["close", "take-phone", "sign-out"])
def test_what_a_manager_does_with_an_account_signs_it_out_at_once(staff_site, deed):
    amina, zuzanna = staff_site.signed_in("worker"), staff_site.signed_in("manager")

    zuzanna.submit("/staff/more", f"/staff/workers/{amina.worker.id}/{deed}")

    assert amina.get("/staff/").status_code == 303


def test_a_role_given_or_taken_signs_out_at_once_and_counts(staff_site):
    amina, zuzanna = staff_site.signed_in("volunteer"), staff_site.signed_in("manager")
    page = f"/staff/workers/{amina.worker.id}"

    zuzanna.submit(page, role="worker", place=f"centre-{staff_site.centre()}")
    after_given = amina.get("/staff/").status_code
    with staff_site.runtime.database.read() as db:
        roles = db.scalars(select(Membership).where(Membership.worker_id == amina.worker.id)).all()
    amina.set_cookie("staff", staff_site.cookie_of(amina.worker.id))
    zuzanna.submit("/staff/more", f"{page}/roles/{roles[0].id}/take")

    assert after_given == amina.get("/staff/").status_code == 303
    assert [role.role for role in roles] == ["volunteer", "worker"]
    assert "Centre worker" in zuzanna.look(page).text
    assert "Volunteer ·" not in zuzanna.look(page).text


def test_a_closed_account_lets_nobody_in_and_its_links_are_void(staff_site, link):
    carys = staff_site.signed_in("council")

    carys.submit("/staff/more", f"/staff/workers/{worker_id(staff_site, EMAIL)}/close")
    closed = staff_site.stranger().get(link)
    carys.submit("/staff/more", f"/staff/workers/{worker_id(staff_site, EMAIL)}/open")
    carys.submit("/staff/more", f"/staff/workers/{worker_id(staff_site, EMAIL)}/invite-again")

    assert gone(closed)
    assert staff_site.stranger().get(staff_site.link()).status_code == 200


def test_a_lost_phone_is_forgotten_and_another_is_set_up(staff_site, zuzanna):
    staff_site.signed_in("council").submit(
        "/staff/more", f"/staff/workers/{worker_id(staff_site, EMAIL)}/take-phone"
    )

    back = sign_in(staff_site)

    assert back.get("/staff/code").location.startswith("/staff/phone")
    assert [letter.subject for letter in staff_site.mails()] == ["Set up your phone for Doorstep again"]


def test_tickets_and_sign_ins_that_are_over_are_forgotten(staff_site, zuzanna):
    with staff_site.runtime.database.unit_of_work() as db:
        db.execute(update(Ticket).values(expires_at=NOW - timedelta(days=7, seconds=1)))
        db.execute(update(SignIn).values(began_at=NOW - timedelta(days=8)))

    forget_what_is_old(staff_site.runtime)

    with staff_site.runtime.database.read() as db:
        assert db.scalars(select(Ticket.id)).all() == db.scalars(select(SignIn.id)).all() == []
