"""One talk from hello to goodbye, on the site and in a terminal at once: both hear the same."""

from uuid import UUID

import pytest
from sqlalchemy import func, select

from bot.channels.terminal import Terminal
from bot.sending import LIVE
from bot.turning import take_turn
from bot.work import CHORES
from directory import clock
from directory.contacts import taking
from directory.contacts.models import Contact, Handover, Outgoing
from directory.listings.models import Occurrence
from directory.listings.single_dates import seen
from directory.words import words_for
from tests.site import read_html

QUESTIONS = {
    "en": "baby massage near QX1 2AB",
    "pl": "masaż niemowląt QX1 2AB",
    "ar": "تدليك الرضع QX1 2AB",
}
ISOLATES = str.maketrans("", "", "\u2068\u2069")


class OnTheSite:
    """Maria on the chat page, by her forms alone."""

    def __init__(self, site):
        self.runtime, self.browser = site.runtime, site.stranger()
        self.known: set[str] = set()
        self.where = "/en/chat"
        self.choices: list[str] = []

    def page(self):
        answer = self.browser.get(self.where, follow_redirects=True)
        self.where = answer.request.path
        return read_html(answer.get_data(as_text=True))

    def does(self, **field):
        hidden = {each.attrs["name"]: each.attrs["value"] for each in self.page().all("input")}
        said = {"token": hidden["token"], "once": hidden["once"], **field}
        answer = self.browser.post("/en/chat", data=said, headers={"Accept": "application/json"})
        assert answer.status_code == 202
        bot_works(self.runtime)

    def begins(self, argument):
        self.does(begin=argument)

    def says(self, text):
        self.does(text=text)

    def taps(self, press):
        self.does(press=press)

    def hears(self):
        """What is new: words and labels, line by line."""
        lines = [each for each in self.page().all("li") if each.attrs.get("class") == "line"]
        new = [line for line in lines if line.attrs["id"] not in self.known]
        self.known |= {line.attrs["id"] for line in lines}
        self.choices = [button.attrs["value"] for button in lines[-1].all("button")] if lines else []
        parts = [
            part
            for line in new
            for part in line.all("div", "button")
            if part.attrs.get("class") == "text" or part.attrs.get("name") == "press"
        ]
        return ["".join(text for text, _ in part.texts()) for part in parts]


class InATerminal:
    """Maria at a terminal, by numbers and words alone."""

    def __init__(self, site):
        self.shown: list[str] = []
        self.terminal = Terminal(site.runtime, "maria", self.shown.append)

    def begins(self, argument):
        self.terminal.types(f"/start {argument}", language="en")

    def says(self, text):
        self.terminal.types(text)

    def taps(self, press):
        self.terminal.types(str(self.terminal.choices.index(press) + 1))

    def hears(self):
        self.terminal.look()
        heard = plain("\n".join(self.shown))
        self.shown.clear()
        return heard


def plain(text):
    return " ".join(text.translate(ISOLATES).split())


def bot_works(runtime):
    """The bot does all there is to do."""
    while take_turn(runtime, now=clock.now()):
        pass
    for chore in CHORES:
        chore.deed(runtime)
    with runtime.database.unit_of_work() as db:
        taking.hand_out(db, channels=LIVE, now=clock.now())


class Both:
    """Maria twice: whatever she does on the site she does in the terminal."""

    def __init__(self, site):
        self.site, self.terminal = OnTheSite(site), InATerminal(site)

    def does(self, what, *said):
        for each in (self.site, self.terminal):
            getattr(each, what)(*said)
        return self.hears()

    def taps(self, begins, nth=0):
        found = [press for press in self.site.choices if f"{press}.".startswith(f"{begins}.")]
        return self.does("taps", found[nth])

    def hears(self):
        """What both hear; it is the same, and there is something."""
        words, in_terminal = self.site.hears(), self.terminal.hears()
        assert words
        assert [each for each in words if plain(each) not in in_terminal] == []
        return plain(" ".join(words))


@pytest.mark.parametrize("language", QUESTIONS)
def test_from_hello_to_goodbye_in_any_language(staff_site, signed_in, language):
    runtime, words, carys = staff_site.runtime, words_for(language), signed_in("council")
    maria = Both(staff_site)
    maria.does("begins", "")
    maria.taps(f"hello.to.{language}")

    # She finds a session and has herself reminded of a date; staff cancel it; she is told.
    assert "QX1 2AB" in maria.does("says", QUESTIONS[language])
    maria.taps("session.show")
    maria.taps("remind.choose")
    maria.taps("remind.date")
    offered = next(press for press in maria.site.choices if press.startswith("remind.set."))
    listing, date = offered.split(".")[2:4]
    maria.taps("remind.set")
    cancel(runtime, carys, listing, date)
    bot_works(runtime)
    assert words.gettext("A member of staff is ill.") in maria.hears()

    # She asks a person, who answers and then leaves her where she was.
    maria.does("says", "/person")
    maria.does("says", "Czy mogę przyjść z dwójką?")
    for number in handovers(runtime):
        answer(carys, number, "Yes, bring both!")
    bot_works(runtime)
    assert "Yes, bring both!" in maria.hears()
    for number in handovers(runtime):
        carys.submit(f"/staff/families/{number}", f"/staff/families/{number}/close")
    bot_works(runtime)
    maria.hears()

    # Everything goes, here and there.
    maria.does("says", "/delete")
    for each in (maria.site, maria.terminal):
        each.taps("privacy.delete.yes")
    assert maria.terminal.terminal.look().over
    assert maria.site.page().one("h1").text == "Everything is deleted"
    assert not maria.site.browser.get_cookie("chat")
    with runtime.database.read() as db:
        assert db.scalar(select(func.count()).select_from(Contact)) == 0
        assert {row.contact_id for row in db.scalars(select(Outgoing))} <= {None}


def cancel(runtime, worker, listing, date):
    with runtime.database.read() as db:
        one = db.scalars(select(Occurrence).where(Occurrence.uuid == UUID(date))).one()
    path = f"/staff/listings/{listing}/dates/{one.id}/cancel?from=today"
    assert worker.submit(path, seen=seen(one), reason="staff_ill").status_code == 303


def handovers(runtime):
    with runtime.database.read() as db:
        return db.scalars(select(Handover.id).where(Handover.closed_at.is_(None))).all()


def answer(worker, number, text):
    page = f"/staff/families/{number}"
    fields = {each.attrs["name"]: each.attrs.get("value", "") for each in worker.look(page).all("input")}
    sent = {name: fields.get(name, "") for name in ("csrf_token", "number")} | {"do": "send", "text": text}
    assert worker.post(f"{page}/answer", data=sent).status_code == 303
