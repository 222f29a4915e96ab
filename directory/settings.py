"""Settings from the environment, read once into one frozen value. Nothing else looks at the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from directory.errors import SettingsWrong

HERE = Path(__file__).resolve().parent.parent
CONTENT = HERE / "content"
TRANSLATIONS = HERE / "translations"


@dataclass(frozen=True)
class Settings:
    """How this copy of Doorstep runs.

    `public_url` is where families reach us, for QR codes and calendars; requests never decide it.
    `searches_per_minute` is for one network address, behind which a whole waiting room may sit.
    `trusted_hosts` are the names we answer to; empty means any, which is only for trying at home.
    """

    data: Path
    database_url: str
    host: str = "127.0.0.1"
    port: int = 8000
    sample: bool = True
    public_url: str = ""
    trusted_hosts: tuple[str, ...] = ()
    proxies: int = 0
    searches_per_minute: int = 600

    @property
    def index(self) -> Path:
        return self.data / "index"

    @property
    def address(self) -> str:
        """Where a person can open the site from this machine."""
        host = "localhost" if self.host in LOOPBACK else self.host
        return self.public_url or f"http://{f'[{host}]' if ':' in host else host}:{self.port}"


LOOPBACK = ("127.0.0.1", "0.0.0.0", "::1", "::", "localhost")  # noqa: S104


def from_environment(env: Mapping[str, str] | None = None) -> Settings:
    """Read settings, or raise SettingsWrong with one sentence that says what to change."""
    env = os.environ if env is None else env
    data = Path(env.get("DOORSTEP_DATA") or HERE / "var").expanduser().absolute()
    return Settings(
        data=data,
        database_url=env.get("DOORSTEP_DATABASE") or f"sqlite:///{data / 'doorstep.db'}",
        host=env.get("HOST") or "127.0.0.1",
        port=_whole_number(env, "PORT", 8000, highest=65535),
        sample=env.get("DOORSTEP_SAMPLE", "1").lower() not in ("0", "no", "false", ""),
        public_url=(env.get("PUBLIC_URL") or "").rstrip("/"),
        trusted_hosts=tuple(filter(None, (env.get("TRUSTED_HOSTS") or "").replace(",", " ").split())),
        proxies=_whole_number(env, "DOORSTEP_PROXIES", 0, highest=5),
        searches_per_minute=_whole_number(env, "DOORSTEP_SEARCHES_PER_MINUTE", 600, highest=1_000_000),
    )


def _whole_number(env: Mapping[str, str], name: str, default: int, *, highest: int) -> int:
    text = env.get(name) or str(default)
    if not (text.isascii() and text.isdigit() and int(text) <= highest):
        raise SettingsWrong(f"{name} must be a whole number from 0 to {highest}, not “{text}”.")
    return int(text)


def writable(folder: Path) -> None:
    """Make `folder` if it is missing, private to us, or raise SettingsWrong if it cannot be written to.

    Private because the index holds pickles and the database people's details.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        probe = folder / ".writable"
        probe.touch()
        probe.unlink()
    except OSError as error:
        raise SettingsWrong(
            f"Doorstep cannot write to {folder} ({error.strerror}): choose another folder with DOORSTEP_DATA."
        ) from error
