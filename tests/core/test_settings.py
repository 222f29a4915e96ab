"""Settings from the environment, and what is said when they cannot work."""

import stat
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import make_url

from directory.errors import SettingsWrong
from directory.settings import HERE, Settings, from_environment, writable


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
            {"PUBLIC_URL": "https://families.hexshire.example/"},
            "public_url",
            "https://families.hexshire.example",
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
