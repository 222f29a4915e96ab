"""Telegram from end to end: by webhook and by polling, with the real site and the real bot as processes."""

import json
import urllib.error
import urllib.request

from bot.channels.telegram_webhook import HEADER, PATH
from tests.e2e.bot_api import TOKEN, buttons, message, until


def post(url: str, body: bytes, secret: str) -> int:
    asked = urllib.request.Request(url, body, {"Content-Type": "application/json", HEADER: secret})
    try:
        with urllib.request.urlopen(asked, timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def test_a_parent_chooses_her_language_and_finds_a_session(either_way, chat):
    api = either_way.api

    api.says(chat, "/start", entities=[{"type": "bot_command", "offset": 0, "length": 6}])
    hello = api.answer(chat)
    english = next(each for each in buttons(hello) if each["callback_data"] == "hello.to.en")
    api.presses(chat, english["callback_data"], hello["id"])
    welcome = until(lambda: [each for each in api.said_to(chat) if each["text"] != hello["text"]])[-1]
    api.says(chat, "baby massage")
    found = api.answer(chat, 2)

    assert welcome["id"] == hello["id"]  # it took the place of the question
    assert "ring 999" in welcome["text"]
    assert "massage" in found["text"].lower()
    assert api.calls("answerCallbackQuery")
    assert TOKEN not in either_way.told()
    assert "massage" not in either_way.told()


def test_whoever_does_not_know_the_secret_is_refused(doorstep, chat):
    copy = doorstep("web", "bot")
    api = copy.api
    update = json.dumps({"update_id": 9, "message": message(chat, text="hello")}).encode()

    statuses = [post(copy.url + PATH, update, secret) for secret in ("", "wrong")]

    assert statuses == [403, 403]
    assert api.said() == []


def test_what_was_refused_is_brought_again_until_it_is_taken(doorstep, chat):
    copy = doorstep("web", "bot")
    api = copy.api
    copy.be_brought(secret="of-another-copy")
    api.says(chat, "hello")
    until(lambda: api.ask("/_test/delivered"))

    copy.be_brought()
    api.says(chat + 500, "hello")

    api.answer(chat + 500)
    assert {each["status"] for each in api.ask("/_test/delivered")} == {403, 200}
    assert api.said_to(chat) == []


def test_what_comes_twice_is_answered_once(either_way, chat):
    api, hello = either_way.api, {"update_id": 1_000_000 + chat, "message": message(chat, text="/start")}

    api.push(hello)
    api.push(hello)
    api.says(chat + 500, "/start")

    api.answer(chat + 500)
    assert len(api.said_to(chat)) == 1


def test_what_comes_out_of_order_is_answered_in_order(doorstep, chat):
    copy = doorstep("web")  # nobody answers yet
    api = copy.api
    copy.be_brought()
    for number, words in ((52, "baby massage"), (51, "English"), (50, "/start")):
        api.push({"update_id": number, "message": message(chat, text=words)}, wait=True)

    copy.start("bot")

    last = api.answer(chat, 3)
    assert "massage" in last["text"].lower()


def test_what_was_written_while_we_were_away_is_answered_when_we_are_back(either_way, chat):
    names = list(either_way.processes)
    for name in names:
        either_way.kill(name)
    either_way.api.says(chat, "/start")

    either_way.start(*names)

    assert either_way.api.answer(chat)["text"]


def test_one_message_too_many_is_sent_a_little_later(fetched, chat):
    api = fetched.api
    api.set(floods=[chat])

    api.says(chat, "/start")

    assert api.answer(chat)["text"]
    tries = [call for call in api.calls("sendMessage") if call["fields"]["chat_id"] == str(chat)]
    assert len(tries) == 2


def test_whoever_blocks_us_is_left_alone_until_she_comes_back(fetched, chat):
    api = fetched.api
    api.set(blocked=[chat])
    api.says(chat, "/start")
    until(lambda: [call for call in api.calls("sendMessage") if call["fields"]["chat_id"] == str(chat)])
    api.set(blocked=[])

    api.says(chat + 500, "/start")  # somebody after her is not held up
    api.answer(chat + 500)
    assert api.said_to(chat) == []
    api.says(chat, "/start")

    assert api.answer(chat)["text"]


def test_a_button_tapped_twice_changes_nothing_the_second_time(fetched, chat):
    api = fetched.api
    api.says(chat, "/start")
    hello = api.answer(chat)

    before = len(api.calls("answerCallbackQuery"))
    api.push(*(api.press(chat, "hello.to.en", hello["id"]) for _ in range(2)))
    until(lambda: len(api.calls("answerCallbackQuery")) == before + 2)
    api.says(chat, "/menu")

    api.answer(chat, 2)
    assert len(api.said_to(chat)) == 2


def test_a_press_too_old_to_be_acknowledged_is_answered_all_the_same(fetched, chat):
    api = fetched.api
    api.says(chat, "/start")
    hello = api.answer(chat)
    press = api.press(chat, "hello.to.en", hello["id"])
    press["callback_query"]["id"] = "long-gone"
    api.push(press)
    api.call("answerCallbackQuery", callback_query_id="long-gone")

    changed = until(lambda: [each for each in api.said_to(chat) if each["text"] != hello["text"]])

    assert "ring 999" in changed[0]["text"]


def test_a_second_poller_is_turned_away(fetched):
    until(lambda: "Fetching" in fetched.told())

    second = fetched.run("poll")

    assert (second.returncode, second.stderr.strip()) == (3, f"Another poller is at work in {fetched.data}.")


def test_a_poller_says_what_stands_in_its_way(doorstep, chat):
    copy = doorstep()
    api = copy.api
    copy.be_brought()

    copy.start("poller")

    until(lambda: "without PUBLIC_URL" in copy.told())
    api.call("deleteWebhook")
    until(lambda: any(call["fields"].get("timeout") for call in api.calls("getUpdates")))


def test_a_session_is_shared_into_another_chat(either_way, chat):
    api = either_way.api

    api.push({"inline_query": {"id": "77", "from": {"id": chat}, "query": "baby massage", "offset": ""}})

    answer = until(lambda: api.calls("answerInlineQuery"))[0]["fields"]
    assert any("massage" in result["title"].lower() for result in answer["results"])
