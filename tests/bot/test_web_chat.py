"""The chat on the site, asked in-process: what is set, kept, refused and forgotten."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.channels.web import pages
from bot.channels.web.heard import MOST_LETTERS
from bot.channels.web.wording import words_to_tap
from directory import clock
from directory.contacts import forgetting, handovers, live, outbox, people
from directory.contacts.messages import Button, File, Message, Place
from directory.contacts.models import Contact, Incoming, Outgoing, OutgoingStatus, Owing
from directory.db import Database
from directory.runtime import Runtime
from tests.builders import NOW
from tests.site import Element, read_html, whole_site

HELLO = Message("Hello \u2068Amina\u2069", screen="hello", buttons=((Button("Find", "find.begin"),),))


class Phone:
    """Somebody's browser in front of the chat."""

    def __init__(self, runtime: Runtime, language: str = "en") -> None:
        self.runtime = runtime
        self.client = whole_site(runtime).test_client()
        self.language = language

    def look(self, path: str = "") -> Element:
        return read_html(self.client.get(f"/{self.language}/chat{path}").text)

    def sends(self, page: Element | None = None, *, script: bool = True, **fields):
        """Send a form of this page, or of the page as it is now."""
        hidden = {
            field.attrs["name"]: field.attrs.get("value", "")
            for field in (page or self.look()).all("input")
            if field.attrs["type"] == "hidden"
        }
        accept = {"Accept": "application/json"} if script else {}
        return self.client.post(f"/{self.language}/chat", data={**hidden, **fields}, headers=accept)

    @property
    def name(self) -> str:
        """Who she is to us: what her cookie says before its seal."""
        cookie = self.client.get_cookie("chat")
        return cookie.value.rpartition(".")[0] if cookie else ""

    def is_told(self, *messages: Message, language: str = "en") -> None:
        """The bot has answered with these."""
        with self.runtime.database.unit_of_work() as db:
            contact = people.find_or_make(db, channel="web", address=self.name, now=clock.now())
            contact.language, contact.heard_at = language, clock.now()
            for message in messages:
                source = f"test:{self.name}:{message.text}"
                outbox.owe(db, contact, message, kind=Owing.REPLY, source=source, now=clock.now())
            db.flush()
            for row in db.scalars(select(Outgoing)):
                row.status, row.sent_at = OutgoingStatus.SENT, clock.now()

    def kept(self, table=Incoming) -> int:
        with self.runtime.database.read() as db:
            return db.scalar(select(func.count()).select_from(table))


@pytest.fixture
def phone(own_runtime):
    return Phone(own_runtime)


def words_of(page: Element) -> str:
    return page.one("main").text


def test_looking_sets_and_keeps_nothing(phone):
    answer = phone.client.get("/en/chat?start=s_12")

    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"
    assert phone.kept() == phone.kept(Contact) == 0


def test_what_she_sends_is_kept_and_her_phone_known_again_for_a_day(phone):
    answer = phone.sends(text="baby massage")

    cookie = answer.headers["Set-Cookie"]
    assert answer.status_code == 202
    assert cookie.startswith("chat=")
    assert all(part in cookie for part in ("HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=86400"))
    with phone.runtime.database.read() as db:
        talk = live.so_far(db, "web", phone.name)
    assert [line.hers for line in talk.lines] == ["baby massage"]
    assert talk.waiting


def test_over_https_the_cookie_is_for_this_very_host(phone):
    phone.runtime.settings = replace(phone.runtime.settings, public_url="https://doorstep.example")
    phone.client = whole_site(phone.runtime).test_client()

    cookie = phone.sends(text="baby massage").headers["Set-Cookie"]

    assert cookie.startswith("__Host-chat=")
    assert "Secure" in cookie


def test_a_made_up_cookie_is_nobody(phone):
    phone.client.set_cookie("chat", "somebody.AAAA")

    assert "Nothing is kept before you send" in words_of(phone.look())


def test_sending_a_form_twice_says_it_once(phone):
    page = phone.look()
    phone.sends(page, text="baby massage")
    page = phone.look()
    before = phone.kept()

    phone.sends(page, text="and on Saturday")
    phone.sends(page, text="and on Saturday")
    phone.sends(page, text="or Sunday")

    assert phone.kept() - before == 2


def test_without_script_she_comes_back_to_the_talk_and_reads_that_the_answer_comes(phone, monkeypatch):
    monkeypatch.setattr(pages, "LOOKS", 2)

    answer = phone.sends(text="baby massage", script=False)

    assert (answer.status_code, answer.headers["Location"]) == (303, "/en/chat#state")
    page = phone.look()
    assert "The answer comes soon" in words_of(page)
    assert "baby massage" in words_of(page)
    assert [link for link in page.all("a") if link.text == "See if the answer is there"]


def test_an_answer_stands_in_its_own_language_with_its_buttons(phone):
    phone.sends(text="baby massage")
    phone.is_told(Message("أهلا", language="ar", buttons=((Button("ابدأ", "find.begin"),),)))

    (line,) = [each for each in phone.look().all("li") if each.attrs.get("class") == "line"]

    assert (line.attrs["lang"], line.attrs["dir"]) == ("ar", "rtl")
    assert line.one("button").attrs == {"form": "say", "name": "press", "value": "find.begin"}


def test_the_script_gets_only_what_is_new(phone):
    phone.sends(text="baby massage")
    phone.is_told(HELLO)
    first = phone.client.get("/en/chat/new").json
    phone.is_told(Message("Two sessions"))

    second = phone.client.get(f"/en/chat/new?have={first['last']}").json
    third = phone.client.get(f"/en/chat/new?have={second['last']}").json

    assert "Amina" in first["html"]
    assert "Two sessions" in second["html"]
    assert "Amina" not in second["html"]
    assert (third["html"], third["waiting"], third["go"]) == ("", True, "")


def test_a_language_chosen_in_the_talk_takes_the_page_along(phone):
    phone.sends(text="baby massage")
    phone.is_told(HELLO, language="pl")

    assert phone.client.get("/en/chat/new").json["go"] == "/pl/chat"


def test_nobody_else_sees_her_talk(phone):
    phone.sends(text="baby massage")
    phone.is_told(HELLO)

    stranger = Phone(phone.runtime)

    assert "Amina" not in words_of(stranger.look())
    assert stranger.client.get("/en/chat/new").json["html"] == ""


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}]
)
def test_a_form_from_another_site_says_nothing(phone, headers):
    answer = phone.client.post("/en/chat", data={"text": "baby massage"}, headers=headers)

    assert answer.status_code == 403
    assert phone.kept() == 0
    assert "Set-Cookie" not in answer.headers


def test_a_form_that_does_not_know_her_cookie_says_nothing_and_keeps_her_words(phone):
    phone.sends(text="baby massage")

    answer = phone.client.post("/en/chat", data={"text": "and <b>on</b> Saturday"})

    page = read_html(answer.text)
    assert answer.status_code == 403
    assert phone.kept() == 1
    assert "Please send it again." in words_of(page)
    assert page.one("textarea").text == "and <b>on</b> Saturday"
    assert page.one("title").text.startswith("Error:")


def test_words_that_are_too_many_are_told_and_kept(phone):
    long = "word " * (MOST_LETTERS // 4)

    answer = phone.sends(text=long, script=False)

    assert answer.status_code == 413
    assert "fewer words" in words_of(read_html(answer.text))
    assert read_html(answer.text).one("textarea").text == long.strip()
    assert phone.kept() == 0


@pytest.mark.parametrize(
    "fields", [{}, {"text": "  "}, {"press": "x" * 65}, {"here": "1,999"}, {"here": "near"}, {"text": "\0"}]
)
def test_what_says_nothing_is_answered_kindly(phone, fields):
    assert phone.sends(**fields).status_code == 400
    assert phone.kept() == 0


def test_who_is_too_fast_is_told_and_keeps_her_words(phone):
    page = phone.look()
    answers = [phone.sends(page, text="baby massage") for _ in range(125)]

    last = phone.sends(page, text="baby massage", script=False)

    assert answers[-1].status_code == last.status_code == 429
    assert "wait a minute" in answers[-1].json["sorry"]
    assert read_html(last.text).one("textarea").text == "baby massage"


def test_a_database_that_is_down_is_told_kindly(phone, monkeypatch):
    page = phone.look()
    phone.runtime.database = Database(f"sqlite:///{phone.runtime.settings.data / 'gone' / 'x.db'}")

    answer = phone.sends(page, text="baby massage", script=False)

    assert answer.status_code == 503
    assert read_html(answer.text).one("textarea").text == "baby massage"


def test_a_file_of_hers_is_for_her_to_take_away_and_for_nobody_else(phone):
    phone.sends(text="my data")
    phone.is_told(Message("Here it is", file=File("my-data.json", '{"ages": [7]}')))
    (link,) = [a.attrs["href"] for a in phone.look().all("a") if a.text == "my-data.json"]

    hers, strangers = phone.client.get(link), Phone(phone.runtime).client.get(link)

    assert hers.text == '{"ages": [7]}'
    assert hers.headers["Content-Disposition"] == "attachment; filename=my-data.json"
    assert strangers.status_code == 404


def test_a_place_is_a_link_and_nothing_is_asked_of_anybody_else(phone):
    phone.sends(text="where")
    phone.is_told(Message("There", place=Place(53.9, 2.2, "Riverside", "1 Quay Street")))

    page = phone.look()

    assert [
        a for a in page.all("a") if a.attrs["href"].startswith("https://www.openstreetmap.org/?mlat=53.9")
    ]
    assert not list(page.one("main").all("img", "iframe"))


def test_starting_anew_leaves_nothing(phone):
    phone.sends(text="baby massage")
    phone.is_told(HELLO)
    token = next(f.attrs["value"] for f in phone.look().all("input") if f.attrs["name"] == "token")

    answer = phone.client.post("/en/chat/anew", data={"token": token})

    assert answer.headers["Location"] == "/en/chat"
    assert phone.name == ""
    assert phone.kept(Contact) == phone.kept(Outgoing) == 0


def test_after_everything_is_deleted_the_page_says_goodbye_and_the_phone_is_unknown(phone):
    phone.sends(text="delete everything")
    phone.is_told(HELLO)
    with phone.runtime.database.unit_of_work() as db:
        contact = people.find_or_make(db, channel="web", address=phone.name, now=clock.now())
        mark = contact.mark
        people.delete_everything(db, contact)
        outbox.owe_farewell(
            db,
            channel="web",
            mark=mark,
            address=phone.name,
            message=Message("Take care."),
            source="bye",
            now=clock.now(),
        )
        for row in db.scalars(select(Outgoing)):
            row.status, row.sent_at = OutgoingStatus.SENT, clock.now()

    assert phone.client.get("/en/chat/new").json["go"] == "/en/chat/goodbye"
    assert phone.client.get("/en/chat").headers["Location"] == "/en/chat/goodbye"
    assert "Nothing of your talk is left" in words_of(phone.look("/goodbye"))
    assert phone.name == ""
    assert phone.kept(Outgoing) == 0


def test_a_day_after_her_last_word_it_is_forgotten(phone):
    phone.sends(text="baby massage")
    phone.is_told(HELLO)

    for hours, left in ((23, 1), (25, 0)):
        now = NOW + timedelta(hours=hours)
        with phone.runtime.database.unit_of_work() as db:
            forgetting.forget_old(db, now=now)
        assert phone.kept(Contact) == phone.kept(Outgoing) == left


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Ring 01632 960123.", 'Ring <a href="tel:01632960123"><bdi dir="ltr">01632 960123</bdi></a>.'),
        (
            "See https://a.example/b?c=1&d=2.",
            'See <a href="https://a.example/b?c=1&amp;d=2" rel="noreferrer">https://a.example/b?c=1&amp;d=2</a>.',
        ),
        ("\u2068Amina\u2069 <b>", "<bdi>Amina</bdi> &lt;b&gt;"),
        ("never closed \u2068Amina", "never closed Amina"),
        ("on 2026-11-27, 10:00", "on 2026-11-27, 10:00"),
    ],
)
def test_words_can_be_tapped_and_hold_no_markup_of_others(said, shown):
    assert words_to_tap(said) == shown


def test_who_waits_for_a_person_is_not_forgotten_over_the_weekend(phone):
    phone.sends(text="May I bring both?")
    phone.is_told(HELLO)
    with phone.runtime.database.unit_of_work() as db:
        contact = people.find_or_make(db, channel="web", address=phone.name, now=NOW)
        asked = {"text": "May I bring both?", "activity_id": None, "came_from": {}}
        handovers.open(db, contact, **asked, now=NOW)

    page = phone.client.get("/en/chat")

    assert "May I bring both?" in page.text
    assert "Max-Age=345600" in page.headers["Set-Cookie"]
    for days, left in ((2, 1), (4, 0)):
        with phone.runtime.database.unit_of_work() as db:
            handovers.forget_old(db, now=NOW + timedelta(days=days))
            forgetting.forget_old(db, now=NOW + timedelta(days=days))
        assert phone.kept(Contact) == left


def test_a_page_in_another_language_offers_to_go_on_in_it(phone):
    phone.sends(text="baby massage")
    phone.is_told(HELLO, language="pl")

    page = read_html(phone.client.get("/ar/chat").text)

    (button,) = [each for each in page.all("button") if each.attrs.get("value") == "language.to.ar"]
    assert "العربية" in button.text


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
def test_what_is_far_too_much_is_told_too(phone, script):
    answer = phone.sends(text="x" * 70_000, script=script)

    assert answer.status_code == 413
    assert "fewer words" in (answer.json["sorry"] if script else words_of(read_html(answer.text)))
