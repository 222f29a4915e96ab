from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select

from directory.commands.importing import imports
from directory.db import Database
from directory.places.models import Postcode

CHATHAM = "postcode,lat,lon\nME4 4DZ,51.38,0.52\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "file.csv"
    path.write_text(CHATHAM, encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOORSTEP_DATA", str(tmp_path / "var"))
    monkeypatch.delenv("DOORSTEP_DATABASE", raising=False)
    monkeypatch.setenv("COLUMNS", "120")


def ask(*words: str | Path) -> Result:
    return CliRunner().invoke(imports, [str(word) for word in words])


def kept(tmp_path: Path) -> int | None:
    database = Database(f"sqlite:///{tmp_path / 'var' / 'doorstep.db'}")
    with database.read() as db:
        count = db.scalar(select(func.count()).select_from(Postcode))
    database.close()
    return count


def test_an_import_is_a_dry_run_unless_it_is_told_to_commit(file: Path, tmp_path: Path):
    shown = ask("postcodes", file)
    before = kept(tmp_path)
    done = ask("postcodes", file, "--commit")

    assert (shown.exit_code, done.exit_code) == (0, 0)
    assert (before, kept(tmp_path)) == (0, 1)


def test_a_refused_row_ends_with_an_error_and_keeps_nothing(file: Path, tmp_path: Path):
    file.write_text(CHATHAM + "nowhere,1,2\n", encoding="utf-8")

    result = ask("postcodes", file, "--commit")

    assert (result.exit_code, kept(tmp_path)) == (1, 0)


@pytest.mark.parametrize("what", ["centres", "postcodes", "activities"])
def test_a_wrong_file_ends_with_an_error_and_no_stack(tmp_path: Path, what: str):
    picture = tmp_path / "picture.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n\0")

    result = ask(what, picture)

    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)


def test_the_template_needs_no_file(tmp_path: Path):
    result = ask("activities", "--template")

    assert result.output.startswith("key,type,name,")
    assert ask("activities").exit_code == 2
