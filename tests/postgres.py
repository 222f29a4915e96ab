"""A real PostgreSQL for tests: Debian's package, in a folder of its own, gone when the tests end."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, text

# Nothing here needs to survive a power cut.
SETTINGS = " ".join(
    f"-c {setting}"
    for setting in (
        "listen_addresses=''",
        "fsync=off",
        "synchronous_commit=off",
        "full_page_writes=off",
        "max_connections=40",
    )
)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a running server. It listens on a socket in its own folder: no port can be taken."""
    tools = _newest_tools()
    if tools is None:
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL is not installed: apt-get install postgresql")
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql); with CI set this would fail")
    folder = Path(tempfile.mkdtemp(prefix="doorstep-pg-"))
    data = folder / "data"
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    try:
        _run(tools / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        options = f"-k {folder} {SETTINGS}"
        _run(tools / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start")
        try:
            yield f"postgresql+psycopg://postgres@/postgres?host={folder}"
        finally:
            _run(tools / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The address of an empty PostgreSQL database that nobody else uses."""
    name = f"doorstep_{uuid4().hex}"
    server = create_engine(postgres_server, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
        yield postgres_server.replace("/postgres?", f"/{name}?")
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    server.dispose()


def _newest_tools() -> Path | None:
    found = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(found, key=lambda folder: int(folder.parent.name), default=None)


def _run(*command: object) -> None:
    """Run as the user `postgres` when we are root: PostgreSQL refuses to be."""
    as_whom = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    # The server outlives pg_ctl and would keep a pipe open, so what is said goes to a file.
    with tempfile.TemporaryFile() as said:
        done = subprocess.run([*as_whom, *map(str, command)], stdout=said, stderr=said, cwd="/", timeout=60)
        said.seek(0)
        if done.returncode:
            raise RuntimeError(f"{command[0]} failed: {said.read().decode(errors='replace')}")
