"""The conversations, written down for those who check their words."""

import subprocess
import sys

from directory.settings import HERE
from tests.bot.scripting import scripts
from tests.bot.transcripts import transcript


def test_a_conversation_reads_as_it_went_in_her_language(house):
    (stop,) = [script for script in scripts() if script.id == "stop"]

    said = "\n".join(transcript(house, stop, "pl"))

    assert said.startswith(f"## {stop.name}")
    assert "> STOP" in said
    assert "[Usuń wszystko]" in said
    assert "> taps [" in said


def test_the_command_says_what_it_does_and_refuses_what_is_no_language(tmp_path):
    asked = [sys.executable, "-m", "bot", "export-scripts", str(tmp_path / "read"), "--lang", "tlh"]

    refused = subprocess.run(asked, cwd=HERE, capture_output=True, text=True)

    assert refused.returncode == 2
    assert "tlh" in refused.stderr
    assert not (tmp_path / "read").exists()
