"""Settings from the environment, and what is said when they cannot work."""

import stat
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import make_url

from directory.errors import SettingsWrong
from directory.settings import HERE, MailServer, Settings, from_environment, with_secret_key, writable

SECRET = "Fzt3-Kq0vW8_bXyL5nRj2MdPcA7uHsEg"


def test_an_empty_environment_is_a_site_for_trying_at_home():
    settings = from_environment({})

    assert (settings.host, settings.port, settings.sample) == ("127.0.0.1", 8000, True)
    assert (settings.data, settings.index) == (HERE / "var", HERE / "var" / "index")
    assert settings.database_url == f"sqlite:///{HERE / 'var' / 'doorstep.db'}"
    assert settings.address == "http://localhost:8000"


@pytest.mark.parametrize(
    ("env", "name", "value"),
    [
        ({"PORT": "8123"}, "port", 8123),
        ({"PORT": "0"}, "port", 0),
        ({"PORT": "65535"}, "port", 65535),
        ({"PORT": ""}, "port", 8000),
        ({"HOST": "0.0.0.0"}, "host", "0.0.0.0"),  # noqa: S104
        ({"HOST": ""}, "host", "127.0.0.1"),
        ({"DOORSTEP_SAMPLE": "0"}, "sample", False),
        ({"DOORSTEP_SAMPLE": "no"}, "sample", False),
        ({"DOORSTEP_SAMPLE": "False"}, "sample", False),
        ({"DOORSTEP_SAMPLE": ""}, "sample", False),
        ({"DOORSTEP_SAMPLE": "1"}, "sample", True),
        (
            {"PUBLIC_URL": "https://families.hexshire.example/", "DOORSTEP_SECRET_KEY": SECRET},
            "public_url",
            "https://families.hexshire.example",
        ),
        ({"DOORSTEP_SECRET_KEY": SECRET}, "secret_key", SECRET),
        ({}, "mail_server", None),
        (
            {"SMTP_URL": "smtp://post:s%40fe@mail.example:25", "MAIL_FROM": "hub@hexshire.example"},
            "mail_server",
            MailServer("mail.example", 25, tls=False, name="post", password="s@fe"),
        ),
        (
            {"SMTP_URL": "smtps://mail.example", "MAIL_FROM": "hub@hexshire.example"},
            "mail_server",
            MailServer("mail.example", 465, tls=True),
        ),
        ({"TRUSTED_HOSTS": "a.example, b.example"}, "trusted_hosts", ("a.example", "b.example")),
        ({"TRUSTED_HOSTS": " ,, "}, "trusted_hosts", ()),
        ({"DOORSTEP_PROXIES": "2"}, "proxies", 2),
        ({"DOORSTEP_DATA": "/srv/family hub"}, "index", Path("/srv/family hub/index")),
    ],
)
def test_a_setting_is_read(env, name, value):
    assert getattr(from_environment(env), name) == value


def test_a_data_folder_is_understood_from_where_we_stand(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    settings = from_environment({"DOORSTEP_DATA": "our data"})

    assert settings.data == tmp_path / "our data"
    assert make_url(settings.database_url).database == str(tmp_path / "our data" / "doorstep.db")


def test_a_data_folder_may_be_in_the_home_folder(monkeypatch):
    monkeypatch.setenv("HOME", "/home/amina")

    settings = from_environment({"DOORSTEP_DATA": "~/doorstep"})

    assert settings.data == Path("/home/amina/doorstep")


@pytest.mark.parametrize("port", ["-1", "65536", "80.5", "eight", " 8000", "٨٠٠٠", "0x50", "1e3", "8000;"])
def test_a_port_that_is_none_is_refused_in_one_sentence(port):
    with pytest.raises(SettingsWrong) as refusal:
        from_environment({"PORT": port})

    assert str(refusal.value) == f"PORT must be a whole number from 0 to 65535, not “{port}”."


@pytest.mark.parametrize("proxies", ["6", "-1", "many"])
def test_an_impossible_number_of_proxies_is_refused(proxies):
    with pytest.raises(SettingsWrong, match="DOORSTEP_PROXIES must be a whole number from 0 to 5"):
        from_environment({"DOORSTEP_PROXIES": proxies})


@given(text=st.text())
def test_whatever_a_port_says_it_is_a_number_or_one_sentence(text):
    try:
        found = from_environment({"PORT": text}).port
    except SettingsWrong as refusal:
        found = str(refusal)

    assert found in range(65536) or found.startswith("PORT must be")


@pytest.mark.parametrize(
    ("settings", "address"),
    [
        ({"host": "127.0.0.1"}, "http://localhost:8000"),
        ({"host": "0.0.0.0", "port": 9000}, "http://localhost:9000"),  # noqa: S104
        ({"host": "192.168.1.20"}, "http://192.168.1.20:8000"),
        ({"host": "fd00::20"}, "http://[fd00::20]:8000"),
        ({"public_url": "https://families.hexshire.example"}, "https://families.hexshire.example"),
    ],
)
def test_the_address_is_one_that_a_person_can_open(settings, address):
    assert Settings(data=HERE, database_url="sqlite://", **settings).address == address


def test_settings_do_not_change_while_we_run():
    settings = from_environment({})

    with pytest.raises(FrozenInstanceError):
        settings.port = 80


# The secret key


def test_where_families_come_there_must_be_a_secret_key():
    with pytest.raises(
        SettingsWrong, match=r"^DOORSTEP_SECRET_KEY must be set where PUBLIC_URL is: make one"
    ):
        from_environment({"PUBLIC_URL": "https://families.hexshire.example"})


@pytest.mark.parametrize(
    "key", ["short", SECRET[:31], "a" * 40, "abcabcabc" * 5, "please-change-me-" * 3, "0123456701234567" * 2]
)
def test_a_secret_key_that_could_be_guessed_is_refused(key):
    with pytest.raises(SettingsWrong, match="must be 32 characters or more that nobody guesses"):
        from_environment({"DOORSTEP_SECRET_KEY": key})


def test_at_home_a_key_is_made_once_that_only_we_can_read(tmp_path):
    settings = Settings(data=tmp_path, database_url="sqlite://")

    first, second = with_secret_key(settings), with_secret_key(settings)

    assert first.secret_key == second.secret_key
    assert len(first.secret_key) >= 32
    assert [path.name for path in tmp_path.iterdir()] == ["secret-key"]
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_secrets_do_not_show_when_settings_are_printed():
    settings = from_environment(
        {
            "DOORSTEP_SECRET_KEY": SECRET,
            "SMTP_URL": "smtp://post:pa55@mail.example",
            "MAIL_FROM": "a@b.example",
        }
    )

    assert SECRET not in repr(settings)
    assert "pa55" not in repr(settings)


def test_where_families_come_nothing_is_debugged():
    env = {"PUBLIC_URL": "https://a.example", "DOORSTEP_SECRET_KEY": SECRET, "FLASK_DEBUG": "1"}

    with pytest.raises(SettingsWrong, match="FLASK_DEBUG must not be set"):
        from_environment(env)


# Mail


@pytest.mark.parametrize(
    "url",
    ["mail.example", "http://mail.example", "smtp://", "smtp://mail.example:port", "smtp://mail.example/x"],
)
def test_a_mail_server_that_is_none_is_refused_with_what_it_should_look_like(url):
    with pytest.raises(
        SettingsWrong, match=r"^SMTP_URL must look like smtp://name:password@mail.example:587"
    ):
        from_environment({"SMTP_URL": url, "MAIL_FROM": "hub@hexshire.example"})


def test_a_mail_server_needs_an_address_to_send_from():
    with pytest.raises(SettingsWrong, match="MAIL_FROM must be the address"):
        from_environment({"SMTP_URL": "smtp://mail.example"})


# A machine that translates


@pytest.mark.parametrize(
    "url", ["https://translate.example", "http://127.0.0.1:5000", "http://localhost:5000/"]
)
def test_a_translator_is_reached_safely_or_on_this_machine(url):
    settings = from_environment({"DOORSTEP_TRANSLATE_URL": url, "DOORSTEP_TRANSLATE_KEY": "key-of-ours"})

    assert settings.translate_url == url.rstrip("/")
    assert settings.translate_key == "key-of-ours"
    assert "key-of-ours" not in repr(settings)


@pytest.mark.parametrize(
    "url",
    [
        *("http://translate.example", "ftp://127.0.0.1", "translate.example", "https://", "https://a:b"),
        *(
            "https://translate.example?key=1",
            "https://name@translate.example",
            "http://[",
            "http://127.0.0.1.example",
        ),
    ],
)
def test_any_other_translator_is_refused_with_what_it_should_look_like(url):
    with pytest.raises(SettingsWrong, match=r"^DOORSTEP_TRANSLATE_URL must look like https://"):
        from_environment({"DOORSTEP_TRANSLATE_URL": url})


# The folder for data


def test_a_missing_folder_is_made_for_us_alone(tmp_path):
    folder = tmp_path / "srv" / "doorstep"

    writable(folder)

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert list(folder.iterdir()) == []


def test_a_folder_that_is_there_keeps_what_is_in_it(tmp_path):
    (tmp_path / "doorstep.db").write_text("families")

    writable(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["doorstep.db"]


@pytest.mark.parametrize("below", ["", "index"])
def test_a_file_in_the_way_is_said_in_one_sentence_with_what_to_do(tmp_path, below):
    (tmp_path / "data").write_text("not a folder")

    with pytest.raises(
        SettingsWrong, match=r"cannot write to .*data.* choose another folder with DOORSTEP_DATA"
    ):
        writable(tmp_path / "data" / below)


def test_a_folder_that_nobody_may_write_to_is_said_so():
    with pytest.raises(SettingsWrong, match="cannot write to /proc/doorstep"):
        writable(Path("/proc/doorstep"))


# Telegram


@pytest.mark.parametrize(
    ("env", "name", "value"),
    [
        ({}, "telegram_token", ""),
        ({}, "telegram_api", "https://api.telegram.org"),
        ({"TELEGRAM_TOKEN": "123456:ABC-DEF_1"}, "telegram_token", "123456:ABC-DEF_1"),
        ({"TELEGRAM_NAME": "@hexshire_bot"}, "telegram_name", "hexshire_bot"),
        ({"TELEGRAM_API": "http://127.0.0.1:9001/"}, "telegram_api", "http://127.0.0.1:9001"),
    ],
)
def test_a_bot_on_telegram_is_set_up_with_what_botfather_gives(env, name, value):
    assert getattr(from_environment(env), name) == value


@pytest.mark.parametrize(
    "token", ["ABC", "123456", "123456:", "123456:ABC/../x", " 123456:ABC-DEF", "١:ABCDEF"]
)
def test_a_token_that_is_none_is_refused_without_repeating_it(token):
    with pytest.raises(SettingsWrong) as refusal:
        from_environment({"TELEGRAM_TOKEN": token})

    assert str(refusal.value) == "TELEGRAM_TOKEN must be a token as BotFather gives it, like 123456:ABC-DEF."


@pytest.mark.parametrize("name", ["a b", "https://t.me/hexshire_bot", "1bot", "bot"])
def test_a_name_that_no_bot_has_is_refused(name):
    with pytest.raises(SettingsWrong, match="TELEGRAM_NAME must be the bot's username"):
        from_environment({"TELEGRAM_NAME": name})


@pytest.mark.parametrize("api", ["api.telegram.org", "http://api.telegram.org", "https://a:b@c.example", "x"])
def test_no_token_travels_over_an_open_line(api):
    with pytest.raises(SettingsWrong, match="TELEGRAM_API must look like"):
        from_environment({"TELEGRAM_API": api})


def test_a_token_does_not_show_when_settings_are_printed():
    assert "ABC-DEF" not in repr(from_environment({"TELEGRAM_TOKEN": "123456:ABC-DEF"}))
