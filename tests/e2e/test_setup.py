"""What Telegram is told of the bot, and how anybody sees that it is told it all."""

import pytest

from tests.e2e.bot_api import NAME

PUBLIC = {
    "PUBLIC_URL": "https://families.hexshire.example",
    "DOORSTEP_SECRET_KEY": "Fzt3-Kq0vW8_bXyL5nRj2MdPcA7uHsEg",
}


@pytest.fixture
def copy(doorstep):
    return doorstep(**PUBLIC)


def test_after_setting_up_nothing_differs(copy):
    before = copy.run("setup", "--check")
    first = copy.run("setup")
    after = copy.run("setup", "--check")
    again = copy.run("setup")

    assert (before.returncode, first.returncode, after.returncode, again.returncode) == (1, 0, 0, 0)
    assert after.stdout == again.stdout == f"@{NAME}: all is as it should be\n"


def test_looking_changes_nothing_and_shows_what_would_change(copy):
    looked = copy.run("setup", "--check")

    assert [call["method"] for call in copy.api.calls() if not call["method"].startswith("get")] == []
    assert "  - (nothing)\n  + /find  Find something to do\n" in looked.stdout
    assert "  + https://families.hexshire.example/telegram/webhook\n" in looked.stdout


def test_telegram_learns_the_texts_in_each_language_and_where_to_bring_updates(copy):
    copy.run("setup")

    english, polish, arabic = (
        copy.api.call("getMyCommands", language_code=code) for code in ("", "pl", "ar")
    )
    hook = next(call["fields"] for call in copy.api.calls("setWebhook"))
    names = [[each["command"] for each in commands] for commands in (english, polish, arabic)]
    assert names[0] == names[1] == names[2]
    assert len({commands[0]["description"] for commands in (english, polish, arabic)}) == 3
    assert hook["url"] == "https://families.hexshire.example/telegram/webhook"
    assert len(hook["secret_token"]) == 64
    assert "my_chat_member" in hook["allowed_updates"]
    assert "drop_pending_updates" not in hook


def test_without_an_address_of_ours_updates_are_fetched_and_none_is_lost(copy):
    copy.run("setup")
    copy.settings.pop("PUBLIC_URL")

    told = copy.run("setup")

    assert told.stdout.startswith("updates\n  - https://families.hexshire.example/telegram/webhook\n")
    assert copy.api.call("getWebhookInfo")["url"] == ""
    assert copy.api.calls("deleteWebhook")[-1]["fields"]["drop_pending_updates"] == "false"


def test_links_never_lead_to_somebody_elses_bot(copy):
    copy.settings["TELEGRAM_NAME"] = "another_bot"

    told = copy.run("setup")

    assert told.returncode == 2
    assert told.stderr.startswith(f"TELEGRAM_NAME is another_bot, but TELEGRAM_TOKEN is that of {NAME}:")


def test_what_only_the_owner_can_change_is_advised(copy):
    copy.api.set(inline=False)
    copy.settings["TELEGRAM_NAME"] = ""

    told = copy.run("setup", "--check").stdout

    assert f"Set TELEGRAM_NAME={NAME}" in told
    assert "/setinline" in told


def test_check_says_whether_telegram_and_we_reach_each_other(copy):
    unset = copy.run("check")
    copy.run("setup")
    well = copy.run("check")

    assert (unset.returncode, well.returncode) == (1, 0)
    assert "✗ Updates are fetched, not brought to https://families.hexshire.example" in unset.stdout
    assert "✓ Telegram brings updates to the site; 0 wait" in well.stdout


def test_without_a_token_one_sentence_says_what_is_missing(copy):
    copy.settings["TELEGRAM_TOKEN"] = ""

    told = copy.run("setup")

    assert (told.returncode, told.stderr.count("\n")) == (2, 1)
    assert "TELEGRAM_TOKEN is not set" in told.stderr
