"""What we owe somebody, as calls of the Bot API, and what each of its answers means."""

import logging
from pathlib import Path

import httpx
import pytest
from telegram.error import NetworkError, TimedOut

from bot.channels.telegram import Telegram
from bot.outcomes import Delivered, Later, Refused, Wrong
from directory.contacts.messages import Button, File, Message, Place
from tests.awaiting import awaited
from tests.bot.telegram_wire import OK, TOKEN, YES, Wire, refused

API = "https://api.telegram.org"
AMINA = "7001"
PLAIN = {"chat_id": AMINA, "link_preview_options": {"is_disabled": True}}
SHOW = Button("Show", press="session.show.12")
BOOK = Button("Book", url="https://book.example/12")
RING = Button("Ring the centre", url="tel:+441632960123")
HERE = Button("On our site", url="http://localhost:8000/en/session/baby-yoga")
LIBRARY = Place(53.1, 1.25, "Hexton library", "High Street")


def keys(*rows):
    return {"inline_keyboard": [list(row) for row in rows]}


TABLE = {
    "words": (Message("Hello"), [("sendMessage", {**PLAIN, "text": "Hello"})]),
    "buttons": (
        Message("Two sessions", buttons=((SHOW,), (BOOK, SHOW))),
        [
            (
                "sendMessage",
                {
                    **PLAIN,
                    "text": "Two sessions",
                    "reply_markup": keys(
                        [{"text": "Show", "callback_data": "session.show.12"}],
                        [
                            {"text": "Book", "url": "https://book.example/12"},
                            {"text": "Show", "callback_data": "session.show.12"},
                        ],
                    ),
                },
            )
        ],
    ),
    "a number, which no button takes": (
        Message("Baby yoga", buttons=((RING,), (SHOW,))),
        [
            (
                "sendMessage",
                {
                    **PLAIN,
                    "text": "Baby yoga\n\nRing the centre: +441632960123",
                    "reply_markup": keys([{"text": "Show", "callback_data": "session.show.12"}]),
                },
            )
        ],
    ),
    "a number that the text says already": (
        Message("Ring \u2068+441632960123\u2069", buttons=((RING,),)),
        [("sendMessage", {**PLAIN, "text": "Ring \u2068+441632960123\u2069"})],
    ),
    "an address that only this machine knows": (
        Message("Baby yoga", buttons=((HERE,),)),
        [
            (
                "sendMessage",
                {
                    **PLAIN,
                    "text": "Baby yoga\n\nOn our site: http://localhost:8000/en/session/baby-yoga",
                },
            )
        ],
    ),
    "an answer to a button, in place of what it stood below": (
        Message("Page 2", buttons=((SHOW,),), edits="44", answers="88"),
        [
            ("answerCallbackQuery", {"callback_query_id": "88"}),
            (
                "editMessageText",
                {
                    **PLAIN,
                    "text": "Page 2",
                    "message_id": "44",
                    "reply_markup": keys([{"text": "Show", "callback_data": "session.show.12"}]),
                },
            ),
        ],
    ),
    "nothing but an acknowledgement": (
        Message("", answers="88"),
        [("answerCallbackQuery", {"callback_query_id": "88"})],
    ),
    "a place, and below it the words": (
        Message("Here it is", place=LIBRARY),
        [
            (
                "sendVenue",
                {
                    "chat_id": AMINA,
                    "latitude": 53.1,
                    "longitude": 1.25,
                    "title": "Hexton library",
                    "address": "High Street",
                },
            ),
            ("sendMessage", {**PLAIN, "text": "Here it is"}),
        ],
    ),
    "a place with words that change in place: those first, for they may be said twice": (
        Message("Here it is", place=LIBRARY, edits="44"),
        [
            ("editMessageText", {**PLAIN, "text": "Here it is", "message_id": "44"}),
            (
                "sendVenue",
                {
                    "chat_id": AMINA,
                    "latitude": 53.1,
                    "longitude": 1.25,
                    "title": "Hexton library",
                    "address": "High Street",
                },
            ),
        ],
    ),
    "a file": (
        Message("All we have", file=File("my-data.json", '{"language": "ar"}')),
        [
            ("sendDocument", {"chat_id": AMINA, "document": ("my-data.json", '{"language": "ar"}')}),
            ("sendMessage", {**PLAIN, "text": "All we have"}),
        ],
    ),
    "a question where she is: her own keyboard, and new, as no edit may have one": (
        Message(
            "Where are you?",
            language="en",
            buttons=((Button("Anywhere", press="find.anywhere"),), (BOOK,)),
            asks_place=True,
            edits="44",
        ),
        [
            (
                "sendMessage",
                {
                    **PLAIN,
                    "text": "Where are you?\n\nBook: https://book.example/12",
                    "reply_markup": {
                        "keyboard": [
                            [{"text": "📍 Share where I am", "request_location": True}],
                            [{"text": "Anywhere"}],
                        ],
                        "resize_keyboard": True,
                        "one_time_keyboard": True,
                    },
                },
            )
        ],
    ),
}

HELLO = Message("Hello")
EDIT = Message("Page 2", edits="44", answers="88")
NOT_MODIFIED = refused(400, "Bad Request: message is not modified: specified new message content is the same")
TOO_OLD = refused(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
NO_SUCH = refused(400, "Bad Request: message to edit not found")


def raised(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


OUTCOMES = {
    "delivered": (HELLO, [OK], Delivered("91")),
    "delivered, with an answer that is newer than the library": (
        HELLO,
        [(200, {"ok": True, "result": {"message_id": 91, "hologram": 1}})],
        Delivered("91"),
    ),
    "only acknowledged": (Message("", answers="88"), [YES], Delivered("")),
    "acknowledged too late": (EDIT, [TOO_OLD, OK], Delivered("91")),
    "the same as before": (EDIT, [YES, NOT_MODIFIED], Delivered("44")),
    "the earlier message is gone": (EDIT, [YES, NO_SUCH, OK], Delivered("91")),
    "too much at once": (
        HELLO,
        [refused(429, "Too Many Requests: retry after 7", retry_after=7)],
        Later(7, "RetryAfter: Flood control exceeded. Retry in 7 seconds", whole_channel=True),
    ),
    "blocked": (
        HELLO,
        [refused(403, "Forbidden: bot was blocked by the user")],
        Refused("Forbidden: Forbidden: bot was blocked by the user"),
    ),
    "an account that is gone": (
        HELLO,
        [refused(403, "Forbidden: user is deactivated")],
        Refused("Forbidden: Forbidden: user is deactivated"),
    ),
    "a chat that is gone": (
        HELLO,
        [refused(400, "Bad Request: chat not found")],
        Refused("BadRequest: Chat not found"),
    ),
    "a group that became another": (
        HELLO,
        [refused(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-100123456)],
        Refused("ChatMigrated: Group migrated to supergroup. New chat id: -…"),
    ),
    "a message that is none": (
        HELLO,
        [refused(400, "Bad Request: message text is empty")],
        Wrong("BadRequest: Message text is empty"),
    ),
    "what she wrote is in no reason": (
        HELLO,
        [refused(400, 'Bad Request: can\'t parse "my son Adam" sent by 700112345')],
        Wrong("BadRequest: Can't parse … sent by …"),
    ),
    "a token that is none": (
        HELLO,
        [refused(401, "Unauthorized")],
        Later(
            30,
            "InvalidToken: Either the bot token was rejected by Telegram or the endpoint … does not exist.",
            True,
        ),
    ),
    "an address that is none": (
        HELLO,
        [refused(404, "Not Found")],
        Later(
            30,
            "InvalidToken: Either the bot token was rejected by Telegram or the endpoint … does not exist.",
            True,
        ),
    ),
    "Telegram is broken": (
        HELLO,
        [(502, b"<html>Bad Gateway</html>")],
        Later(5, "NetworkError: Bad Gateway (502). Parsing the server response … failed", False, True),
    ),
    "no answer in time: it may have arrived": (
        HELLO,
        [raised(TimedOut(), httpx.ReadTimeout("slow"))],
        Later(5, "TimedOut: Timed out", perhaps_delivered=True),
    ),
    "no connection in time: it has not": (
        HELLO,
        [raised(TimedOut(), httpx.ConnectTimeout("slow"))],
        Later(5, "TimedOut: Timed out", whole_channel=True),
    ),
    "nobody there": (
        HELLO,
        [raised(NetworkError("httpx.ConnectError: refused"), httpx.ConnectError("refused"))],
        Later(5, "NetworkError: httpx.ConnectError: refused", whole_channel=True),
    ),
    "cut off while answering": (
        HELLO,
        [raised(NetworkError("httpx.ReadError: "), httpx.ReadError(""))],
        Later(5, "NetworkError: httpx.ReadError: ", perhaps_delivered=True),
    ),
}


def send(message: Message, wire: Wire):
    return awaited(Telegram(TOKEN, API, wire).send(message, AMINA))


@pytest.mark.parametrize("what", TABLE)
def test_a_message_is_these_calls(what):
    message, calls = TABLE[what]
    wire = Wire()

    send(message, wire)

    assert wire.calls == calls


@pytest.mark.parametrize("what", OUTCOMES)
def test_an_answer_of_telegram_means(what):
    message, answers, outcome = OUTCOMES[what]

    assert send(message, Wire(answers)) == outcome


def test_an_earlier_message_that_is_gone_is_answered_by_a_new_one():
    wire = Wire([YES, NO_SUCH, OK])

    send(EDIT, wire)

    assert [method for method, _ in wire.calls] == ["answerCallbackQuery", "editMessageText", "sendMessage"]


def test_nothing_of_a_message_or_the_token_is_logged(caplog):
    caplog.set_level(logging.WARNING)

    for _, answers, _ in OUTCOMES.values():
        send(Message("my son Adam"), Wire(answers))

    assert "Adam" not in caplog.text
    assert TOKEN not in caplog.text


def test_only_two_files_know_the_library():
    bot = Path("bot")

    importing = {
        str(path.relative_to(bot))
        for path in bot.rglob("*.py")
        if any(
            line.startswith(("import telegram", "from telegram")) for line in path.read_text().splitlines()
        )
    }

    assert importing <= {"channels/telegram.py", "telegram_setup.py"}
