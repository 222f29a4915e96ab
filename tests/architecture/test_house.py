"""The rules of the house that no linter knows."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parents[2]
CODE = sorted([*(HERE / "directory").rglob("*.py"), *(HERE / "bot").rglob("*.py")])
TEMPLATES = sorted(
    path
    for folder in ("directory/web", "bot/channels")
    for path in (HERE / folder).rglob("templates/**/*.html")
)
STYLES = sorted((HERE / "directory/web/static").glob("*.css"))

# What only one module may do: the pattern, and where it is at home.
AT_HOME = {
    r"os\.environ": {"directory/settings.py", "directory/commands/running.py"},
    r"datetime\.now\(|date\.today\(|utcnow\(": {"directory/clock.py"},
    r"^(from|import) whoosh": {"directory/search"},
}


def test_imports_point_down():
    result = subprocess.run(
        [Path(sys.executable).parent / "lint-imports"], cwd=HERE, capture_output=True, text=True
    )

    assert result.returncode == 0, result.stdout[-3000:]


@pytest.mark.parametrize("pattern", AT_HOME)
def test_some_things_are_done_in_one_place_only(pattern):
    homes = tuple(str(HERE / home) for home in AT_HOME[pattern])

    strays = [path for path in CODE if re.search(pattern, path.read_text(), re.MULTILINE)]

    assert [str(path) for path in strays if not str(path).startswith(homes)] == []


def test_modules_have_names_that_say_something():
    empty = {"utils", "helpers", "common", "base", "manager", "misc"}

    assert [path for path in CODE if path.stem in empty] == []


def test_styles_know_no_left_and_no_right():
    physical = (
        r"(margin|padding|border|inset)-(left|right)|[ ;{](left|right)\s*:|text-align:\s*(left|right)|float:"
    )

    assert [path for path in STYLES if re.search(physical, path.read_text())] == []


def test_templates_hold_no_inline_style_or_script():
    inline = r"\sstyle=|\son[a-z]+=|<script(?![^>]*src=)|<style"

    assert [path for path in TEMPLATES if re.search(inline, path.read_text())] == []


def test_every_sentence_in_a_template_can_be_translated():
    """Text between tags that is not inside {{ }} would stay English in every language."""
    bare = re.compile(r">[^<>{}]*?([A-Za-z]{3,})[^<>{}]*?<")
    allowed = {"Doorstep"}

    for path in TEMPLATES:
        source = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", "", path.read_text(), flags=re.DOTALL)
        found = {match[1] for match in bare.finditer(source)} - allowed

        assert not found, (path.name, found)
