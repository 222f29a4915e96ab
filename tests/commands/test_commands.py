"""The commands, run as people run them: in a process of their own, on a folder of their own."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

from directory.db import sqlite_module
from directory.settings import HERE

OURS = (
    "DOORSTEP_DATABASE",
    "DOORSTEP_SAMPLE",
    "PUBLIC_URL",
    "TRUSTED_HOSTS",
    "HOST",
    "PORT",
    "DOORSTEP_CONCEPTS",
    "DOORSTEP_PROXIES",
    "DOORSTEP_SECRET_KEY",
    "SMTP_URL",
    "MAIL_FROM",
    "TELEGRAM_TOKEN",
)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that `setup` has made ready, with the sample council."""
    folder = tmp_path_factory.mktemp("commands") / "var"
    done = ask(folder, "setup")
    assert done.returncode == 0, done.stderr
    return folder


def ask(data: Path, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "directory", *words]
    return subprocess.run(
        command, cwd=HERE, env=surroundings(data, **env), capture_output=True, text=True, timeout=120
    )


def surroundings(data: Path, **env: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in OURS}
    return {**kept, "DOORSTEP_DATA": str(data), "COLUMNS": "200", **env}


def test_help_names_every_command(tmp_path):
    shown = ask(tmp_path, "--help")

    assert shown.returncode == 0
    assert all(
        f"  {name} " in shown.stdout
        for name in ("setup", "run", "work", "reindex", "import", "find", "doctor", "add-worker")
    )


@pytest.mark.parametrize("command", ["setup", "run", "work", "reindex", "import", "find", "doctor"])
def test_every_command_explains_itself(tmp_path, command):
    shown = ask(tmp_path, command, "--help")

    assert shown.returncode == 0
    assert re.search(r"\n\n  [A-Z].+\.", shown.stdout)
    assert not list(tmp_path.iterdir())


def test_setting_up_twice_is_quick_and_says_that_all_is_ready(data):
    again = ask(data, "setup")

    assert again.returncode == 0
    assert again.stdout.strip().endswith("ready.")
    assert "Loading" not in again.stdout


def test_nothing_but_us_may_read_the_data(data):
    assert oct(data.stat().st_mode & 0o777) == "0o700"
    assert oct((data / "index").stat().st_mode & 0o777) == "0o700"


def test_starting_empty_loads_no_council(tmp_path):
    done = ask(tmp_path / "var", "setup", DOORSTEP_SAMPLE="0")
    found = ask(tmp_path / "var", "find", "play", "--json", DOORSTEP_SAMPLE="0")

    assert (done.returncode, found.returncode) == (0, 0)
    assert json.loads(found.stdout)["total"] == 0


def test_find_answers_in_words(data):
    found = ask(data, "find", "baby massage")

    assert found.returncode == 0
    assert re.match(r"\d+ sessions", found.stdout)
    assert "massage" in found.stdout.splitlines()[1].lower()


def test_find_answers_in_another_language(data):
    found = ask(data, "find", "masaż niemowląt", "--lang", "pl")

    assert found.returncode == 0
    assert "masaż" in found.stdout.lower()


@pytest.mark.parametrize("words", [("baby massage near QX1 2AB",), ("baby massage", "--near", "QX1 2AB")])
def test_find_near_a_postcode_says_how_far(data, words):
    found = ask(data, "find", *words)

    assert found.returncode == 0, found.stderr
    assert "QX1 2AB" in found.stdout.splitlines()[0]
    assert re.search(r"\d ?mi|very near", found.stdout)


def test_a_concept_is_shown_with_its_words_and_how_many_listings_carry_it_and_why(data):
    said = ask(data, "concepts", "weighing", "--lang", "pl").stdout

    assert said.startswith("weighing  “ważenie niemowląt”")
    assert re.search(r"[1-9]\d* listings \(type \d+", said)
    assert "zważyć" in said


def test_a_councils_own_words_that_are_not_well_are_refused_with_their_file(data, tmp_path):
    (tmp_path / "en.yaml").write_text("no-such-concept: {words: [a]}")

    done = ask(data, "find", "a", DOORSTEP_CONCEPTS=str(tmp_path))

    assert done.returncode == 2
    assert "en.yaml: no concept no-such-concept" in done.stderr


def test_find_answers_as_json(data):
    found = ask(data, "find", "baby massage near QX1 2AB", "--json")
    answer = json.loads(found.stdout)

    assert found.returncode == 0
    assert answer["total"] >= len(answer["results"]) > 0
    assert answer["results"][0]["distance_km"] < 5
    assert answer["centres"][0]["distance_km"] < 5
    assert "concept:baby-massage" in answer["results"][0]["why"]


def test_find_explains_how_it_read_and_what_each_score_is_made_of(data):
    told = ask(data, "find", "masaj pentru bebeluși lângă QX1 2AB gratis", "--lang", "ro", "--explain")

    assert told.returncode == 0, told.stderr
    assert "near = QX1 2AB  (said: lângă QX1 2AB)" in told.stdout
    assert re.search(r"concept baby-massage “masaj pentru bebeluși” [01]\.\d\d  \(said: masaj", told.stdout)
    assert "words looked up: masaj" in told.stdout
    assert_sums(told.stdout)


def test_find_explains_what_was_given_up_to_find_something(data):
    told = ask(data, "find", "submarine volcano", "--explain")

    assert told.returncode == 0
    assert "without “q”" in told.stdout


def test_find_explains_or_answers_as_json_but_not_both(data):
    refused = ask(data, "find", "play", "--json", "--explain")

    assert refused.returncode == 2
    assert "--explain" in refused.stderr


def test_find_that_finds_nothing_is_no_error(data):
    assert ask(data, "find", "submarine volcano").returncode == 0
    assert json.loads(ask(data, "find", "submarine volcano", "--json").stdout)["total"] == 0


def test_doctor_finds_all_well(data):
    told = ask(data, "doctor")

    assert told.returncode == 0, told.stdout
    assert "✗" not in told.stdout
    assert told.stdout.count("✓") > 8


def test_doctor_says_what_to_do_about_an_empty_directory(tmp_path):
    told = ask(tmp_path / "var", "doctor", DOORSTEP_SAMPLE="0")

    assert told.returncode == 1
    assert "→" in told.stdout
    assert "python -m directory reindex" in told.stdout


def test_reindex_says_how_many_it_holds(data):
    done = ask(data, "reindex")

    assert done.returncode == 0
    assert int(re.search(r"holds ([\d,]+) listings", done.stdout)[1].replace(",", "")) >= 500


@pytest.mark.parametrize("port", ["eighty", "-1", "65536", "80.5", "٨٠", "9" * 30])
def test_a_port_that_is_none_is_refused_in_one_sentence(tmp_path, port):
    assert_refused(ask(tmp_path / "var", "run", PORT=port), "PORT")


def test_a_port_in_use_is_refused_in_one_sentence(data):
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        assert_refused(ask(data, "run", PORT=str(port)), str(port))


@pytest.mark.parametrize("command", ["run", "setup", "work", "reindex"])
def test_a_folder_that_cannot_be_written_is_refused_in_one_sentence(tmp_path, command):
    (tmp_path / "file").write_text("not a folder")

    refused = ask(tmp_path / "file" / "var", command, PORT=str(free_port()))

    assert_refused(refused, "DOORSTEP_DATA")


def test_doctor_says_what_to_do_about_a_folder_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("not a folder")

    told = ask(tmp_path / "file" / "var", "doctor")

    assert told.returncode == 1
    assert "DOORSTEP_DATA" in told.stdout.splitlines()[-1]
    assert "Traceback" not in told.stderr


def test_an_unknown_command_is_refused(tmp_path):
    refused = ask(tmp_path, "dance")

    assert refused.returncode == 2
    assert "Traceback" not in refused.stderr


def test_run_serves_works_and_ends_cleanly(data):
    with running(data) as (first, health):
        second_worker = ask(data, "work")
        children = descendants(first.pid)
        commands_of = [command_of(child).decode().split("\0") for child in children]
        took, output = end(first)

    assert health["ok"] is True
    assert health["listings"] >= 500
    assert_refused(second_worker, "worker", status=3)
    assert (first.returncode, took < 10) == (0, True), output
    assert {"gunicorn", "work", "bot"} <= {name for child in commands_of for name in child}
    assert "/en/chat" in output
    assert "-m bot chat" in output
    assert not [child for child in children if alive(child)]
    assert "Traceback" not in output
    assert "http://" in output


def test_run_starts_again_quickly(data):
    started = time.monotonic()

    with running(data) as (process, _):
        took = time.monotonic() - started
        end(process)

    print(f"a second start answers after {took:.2f} s")
    assert process.returncode == 0


def test_run_ends_when_it_is_told_to_in_the_usual_way_of_servers(data):
    with running(data) as (process, _):
        children = descendants(process.pid)
        took, output = end(process, signal.SIGTERM)

    assert (process.returncode, took < 10) == (0, True), output
    assert not [child for child in children if alive(child)]


def test_what_was_counted_is_written_down_at_the_end(data):
    port = free_port()

    with running(data, port) as (process, _):
        for path in ("find?q=submarine+volcano", "session/stay-and-play-wrenbridge"):
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/en/{path}", timeout=60):
                pass
        end(process)

    with closing(sqlite_module().connect(data / "doorstep.db")) as connection:
        assert connection.execute("SELECT need, language, times FROM unmet_need").fetchall() == [
            ("other-words", "en", 1)
        ]
        assert connection.execute("SELECT views FROM listing_views").fetchall() == [(1,)]


def test_run_ends_when_the_worker_dies_and_says_so_by_its_status(data):
    with running(data) as (process, _):
        worker = next(
            child for child in descendants(process.pid) if b"work" in command_of(child).split(b"\0")
        )
        os.kill(worker, signal.SIGKILL)
        process.wait(timeout=10)
        children = descendants(process.pid)

    assert process.returncode == 1
    assert not children


@contextmanager
def running(data: Path, port: int | None = None) -> Iterator[tuple[subprocess.Popen[str], dict[str, object]]]:
    """`run` on a free port, once it answers."""
    port = port or free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "directory", "run"],
        cwd=HERE,
        env=surroundings(data, PORT=str(port)),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        yield process, answer(process, f"http://127.0.0.1:{port}/health")
    finally:
        for left in (*descendants(process.pid), process.pid):
            with suppress(ProcessLookupError):
                os.kill(left, signal.SIGKILL)
        process.communicate()


def answer(process: subprocess.Popen[str], address: str) -> dict[str, object]:
    for _ in range(400):
        assert process.poll() is None, process.communicate()[0]
        with suppress(OSError), urllib.request.urlopen(address, timeout=5) as response:
            return dict(json.load(response))
        time.sleep(0.05)
    raise AssertionError("nobody answers")


def end(process: subprocess.Popen[str], how: signal.Signals = signal.SIGINT) -> tuple[float, str]:
    """Ask a process, and it alone, to end; how long that took, and all it said."""
    asked = time.monotonic()
    process.send_signal(how)
    output, _ = process.communicate(timeout=20)
    return time.monotonic() - asked, output


def descendants(pid: int) -> list[int]:
    with suppress(FileNotFoundError, ProcessLookupError):
        children = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        return [*children, *(one for child in children for one in descendants(child))]
    return []


def alive(pid: int) -> bool:
    with suppress(FileNotFoundError, ProcessLookupError):
        return ") Z" not in Path(f"/proc/{pid}/stat").read_text()
    return False


def command_of(pid: int) -> bytes:
    return Path(f"/proc/{pid}/cmdline").read_bytes()


def free_port() -> int:
    with closing(socket.create_server(("127.0.0.1", 0))) as found:
        return int(found.getsockname()[1])


def assert_sums(told: str) -> None:
    """Each score shown is the sum of its parts, but for rounding."""
    sums = re.findall(r"^ +(\d+\.\d\d) = (.+?);", told, re.MULTILINE)
    assert sums
    for total, parts in sums:
        assert abs(float(total) - sum(map(float, re.findall(r"\d+\.\d\d", parts)))) < 0.05


def assert_refused(done: subprocess.CompletedProcess[str], about: str, *, status: int = 2) -> None:
    """One clear sentence, and no stack."""
    said = (done.stderr or done.stdout).strip()
    assert done.returncode == status, done.stdout + done.stderr
    assert about in said
    assert said.endswith(".")
    assert len(said.splitlines()) == 1, said
