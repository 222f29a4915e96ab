"""The same conversation in the core, in a terminal, on the site and on Telegram says the same, word for word.

What each channel really shows is compared: written lines, the page's HTML, fields of the Bot API.
"""

import re
from dataclasses import replace

import pytest
from sqlalchemy import select

from bot.abilities import TERMINAL
from bot.channels.telegram_calls import calls_for
from bot.channels.telegram_webhook import HEADER, PATH, secret_for
from bot.channels.terminal import Terminal
from bot.core.event import Event, Kind
from bot.core.fitting import fit
from bot.turning import take_turn
from directory import clock
from directory.contacts import taking
from directory.contacts.messages import message_from
from directory.contacts.models import Outgoing
from directory.contacts.sealing import mark_of, unseal
from tests.bot.playing import House
from tests.bot.scripting import scripts
from tests.bot.test_web_chat import Phone
from tests.site import whole_site

# Not those in which a bare number means something else than the choice of that number, as in a terminal.
PLAYED = (
    *("hello-question", "find-narrowing", "session-link", "session-hidden", "saved", "remind", "follow"),
    *("settings-quiet", "language", "wrong", "stop", "crisis"),
)
SPOKEN = ("en", "pl", "ar")
ISOLATES = re.compile("[\u2066-\u2069]")


def plain(text: str) -> str:
    """Without what keeps words apart or in order: links and line ends are not the same everywhere."""
    return "".join(ISOLATES.sub("", text).split())


class InTerminal:
    def __init__(self, runtime, name, language):
        self.language, self.lines = language, []
        self.terminal = Terminal(runtime, f"desk {name}", self.lines.append)

    def does(self, event: Event) -> str:
        self.lines.clear()
        if event.kind is Kind.TEXT:
            self.terminal.types(event.text, language=self.language)
        else:
            self.terminal.does(**{**event.as_json(), "language": self.language})
        return plain("\n".join(self.lines))


class OnTheSite:
    def __init__(self, runtime, name, language):
        self.phone, self.runtime = Phone(runtime, language), runtime

    def does(self, event: Event) -> str:
        before = len(self.lines())
        fields = {
            Kind.TEXT: {"text": event.text},
            Kind.PRESS: {"press": event.press},
            Kind.START: {"begin": event.argument},
            Kind.PLACE: {"here": f"{event.lat},{event.lng}"},
        }
        self.phone.sends(**fields[event.kind])
        while take_turn(self.runtime, now=clock.now()):
            pass
        with self.runtime.database.unit_of_work() as db:
            taking.hand_out(db, channels=["web"], now=clock.now())
        return plain(" ".join(line.text for line in self.lines()[before:]))

    def lines(self):
        return [item for item in self.phone.look().all("li") if "line" in item.attrs.get("class", "").split()]


class OnTelegram:
    def __init__(self, runtime, name, language):
        self.runtime = replace(runtime, settings=replace(runtime.settings, telegram_token="123456:ABC-DEF"))
        self.client = whole_site(self.runtime).test_client()
        self.chat = abs(hash((name, language))) % 10**9
        self.person = {"id": self.chat, "language_code": language}
        self.number, self.seen = self.chat * 1000, set()

    def does(self, event: Event) -> str:
        self.number += 1
        secret = secret_for(self.runtime.settings)
        update = {"update_id": self.number, **self.update(event)}
        assert self.client.post(PATH, json=update, headers={HEADER: secret}).status_code == 200
        while take_turn(self.runtime, now=clock.now()):
            pass
        return plain(" ".join(self.shown()))

    def update(self, event: Event) -> dict:
        message = {"message_id": 1, "from": self.person, "chat": {"id": self.chat, "type": "private"}}
        if event.kind is Kind.PRESS:
            press = {"id": "p", "from": self.person, "message": message, "data": event.press}
            return {"callback_query": press}
        if event.kind is Kind.PLACE:
            return {"message": {**message, "location": {"latitude": event.lat, "longitude": event.lng}}}
        text = f"/start {event.argument}".strip() if event.kind is Kind.START else event.text
        return {"message": {**message, "text": text}}

    def shown(self):
        """The words and labels of every call that is new."""
        with self.runtime.database.read() as db:
            mine = Outgoing.mark == mark_of(db, "telegram", str(self.chat))
            rows = [row for row in db.scalars(select(Outgoing).where(mine)) if row.id not in self.seen]
            self.seen |= {row.id for row in rows}
            messages = [message_from(unseal(db, row.message, row=row.uuid)) for row in rows]
        for message in messages:
            for call in calls_for(message, str(self.chat)):
                yield from (call.fields.get("text", ""), call.fields.get("title", ""))
                markup = call.fields.get("reply_markup", {})
                rows_of_keys = markup.get("inline_keyboard") or markup.get("keyboard") or []
                yield from (key["text"] for row in rows_of_keys for key in row)


@pytest.mark.parametrize("channel", [InTerminal, OnTheSite, OnTelegram])
@pytest.mark.parametrize("language", SPOKEN)
def test_a_conversation_says_the_same_on_every_channel(own_runtime, channel, language):
    house = House(own_runtime)
    for script in (script for script in scripts() if script.id in PLAYED):
        told = channel(own_runtime, script.id, language)
        if script.language:
            told.does(Event(Kind.START))
            told.does(Event(Kind.PRESS, press=f"hello.to.{language}"))
        for event, turn in conversation(house, script, language):
            said = told.does(event)

            for words in words_of(turn):
                assert words in said, f"{script.id}: {event}"


def conversation(house, script, language):
    """Each thing that is done in a script and what the core says to it."""
    with house.parent(script, language) as parent:
        done = []
        for step in script.steps:
            event = step.event(parent.talk, house.numbers)
            done.append((event, parent.does(event)))
    return done


def words_of(turn):
    """All that the core wants to be seen: every line of its words, and every label as it fits all three."""
    for screen in turn.screens:
        yield from (plain(line) for part in screen.text for line in part.split("\n"))
        buttons = (button for message in fit(screen, TERMINAL) for row in message.buttons for button in row)
        yield from (plain(button.label) for button in buttons if button.press)


def test_every_conversation_that_is_played_is_there():
    assert {*PLAYED} <= {script.id for script in scripts()}
