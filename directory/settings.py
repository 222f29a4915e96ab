"""Settings from the environment, read once into one frozen value. Nothing else looks at the environment."""

import os
import re
import secrets
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import unquote, urlsplit

from directory.errors import SettingsWrong

HERE = Path(__file__).resolve().parent.parent
CONTENT = HERE / "content"
TRANSLATIONS = HERE / "translations"


LEAST_SECRET = 32  # characters


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed in. `tls` from the first byte, or else as soon as the server offers it."""

    host: str
    port: int
    tls: bool
    name: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True)
class Settings:
    """How this copy of Doorstep runs.

    `public_url` is where families reach us, for QR codes and calendars; requests never decide it.
    `concepts` is a council's own folder of what families look for, added to ours.
    `searches_per_minute` is for one network address, behind which a whole waiting room may sit.
    `translate_url` is a LibreTranslate server for listings, `translate_key` its key; none as usual.
    `trusted_hosts` are the names we answer to; empty means any, which is only for trying at home.
    `sends_per_second` is how many chat messages go out at most; 0 is as many as will go, for measuring.
    `telegram_token` is a bot's, `telegram_name` the name it has in links (`t.me/name`); none: no Telegram.
    `secret_key` seals what must not be read, or made up, outside (see `directory.keys`); empty until
    `with_secret_key` has looked; `former_secret_key` is the one that it takes over from. Without
    `mail_server`, mail is kept in the folder `mails`.
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
    concepts: Path | None = None
    secret_key: str = field(default="", repr=False)
    former_secret_key: str = field(default="", repr=False)
    mail_server: MailServer | None = None
    mail_from: str = "Doorstep <doorstep@localhost>"
    translate_url: str = ""
    translate_key: str = field(default="", repr=False)
    telegram_token: str = field(default="", repr=False)
    telegram_name: str = ""
    telegram_api: str = "https://api.telegram.org"
    sends_per_second: int = 25

    @property
    def index(self) -> Path:
        return self.data / "index"

    @property
    def progress(self) -> Path:
        """Where long work says how far it is."""
        return self.data / "progress"

    @property
    def mails(self) -> Path:
        """Where mail is kept, to be read, when there is no server to hand it to."""
        return self.data / "mail"

    @property
    def https(self) -> bool:
        return self.public_url.startswith("https://")

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
    public_url = (env.get("PUBLIC_URL") or "").rstrip("/")
    mail_server = _mail_server(env.get("SMTP_URL") or "")
    mail_from = env.get("MAIL_FROM") or ""
    if mail_server and "@" not in mail_from:
        raise SettingsWrong("MAIL_FROM must be the address that mail comes from, as SMTP_URL is set.")
    if public_url and env.get("FLASK_DEBUG", "0") not in ("", "0", "false", "no"):
        raise SettingsWrong(
            "FLASK_DEBUG must not be set where PUBLIC_URL is: it shows strangers our insides."
        )
    return Settings(
        data=data,
        database_url=env.get("DOORSTEP_DATABASE") or f"sqlite:///{data / 'doorstep.db'}",
        host=env.get("HOST") or "127.0.0.1",
        port=_whole_number(env, "PORT", 8000, highest=65535),
        sample=env.get("DOORSTEP_SAMPLE", "1").lower() not in ("0", "no", "false", ""),
        public_url=public_url,
        trusted_hosts=tuple(filter(None, (env.get("TRUSTED_HOSTS") or "").replace(",", " ").split())),
        proxies=_whole_number(env, "DOORSTEP_PROXIES", 0, highest=5),
        searches_per_minute=_whole_number(env, "DOORSTEP_SEARCHES_PER_MINUTE", 600, highest=1_000_000),
        concepts=Path(env["DOORSTEP_CONCEPTS"]).expanduser().absolute()
        if env.get("DOORSTEP_CONCEPTS")
        else None,
        secret_key=_secret_key(env.get("DOORSTEP_SECRET_KEY") or "", needed=bool(public_url)),
        former_secret_key=env.get("DOORSTEP_FORMER_SECRET_KEY") or "",
        mail_server=mail_server,
        mail_from=mail_from or Settings.mail_from,
        translate_url=_translator(env.get("DOORSTEP_TRANSLATE_URL") or ""),
        translate_key=env.get("DOORSTEP_TRANSLATE_KEY") or "",
        sends_per_second=_whole_number(env, "DOORSTEP_SENDS_PER_SECOND", 25, highest=1000),
        telegram_token=_telegram_token(env.get("TELEGRAM_TOKEN") or ""),
        telegram_name=_telegram_name(env.get("TELEGRAM_NAME") or ""),
        telegram_api=_telegram_api(env.get("TELEGRAM_API") or Settings.telegram_api),
    )


MAKE_ONE = "make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(32))'"


def _secret_key(text: str, *, needed: bool) -> str:
    """A key that nobody guesses; none is fine only while trying at home."""
    if needed and not text:
        raise SettingsWrong(f"DOORSTEP_SECRET_KEY must be set where PUBLIC_URL is: {MAKE_ONE}.")
    if text and (len(text) < LEAST_SECRET or len(set(text)) < 10 or "change" in text.lower()):
        raise SettingsWrong(
            f"DOORSTEP_SECRET_KEY must be {LEAST_SECRET} characters or more that nobody guesses: {MAKE_ONE}."
        )
    return text


def _mail_server(text: str) -> MailServer | None:
    """`smtp://name:password@mail.example:587`; `smtps://` speaks TLS from the start."""
    if not text:
        return None
    wrong = SettingsWrong("SMTP_URL must look like smtp://name:password@mail.example:587 (or smtps://…).")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise wrong from error
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname or parts.path.strip("/"):
        raise wrong
    tls = parts.scheme == "smtps"
    name, password = unquote(parts.username or ""), unquote(parts.password or "")
    return MailServer(parts.hostname, port or (465 if tls else 587), tls, name, password)


def with_secret_key(settings: Settings) -> Settings:
    """These settings with a secret key: their own, or else the one kept in the data folder, made if need be.

    The latter is for trying at home, so that nobody is signed out when the site starts again.
    """
    if settings.secret_key:
        return settings
    kept = settings.data / "secret-key"
    if not kept.exists():
        handle, made = tempfile.mkstemp(dir=settings.data)  # readable by us alone
        with open(handle, "w") as file:
            file.write(secrets.token_urlsafe(LEAST_SECRET))
        with suppress(FileExistsError):  # another process was quicker: its key counts
            os.link(made, kept)
        Path(made).unlink()
    return replace(settings, secret_key=kept.read_text())


def _translator(text: str) -> str:
    """A LibreTranslate server, as listings and our key travel to it."""
    if text and not _is_private_way(text):
        raise SettingsWrong("DOORSTEP_TRANSLATE_URL must look like https://translate.example.")
    return text.rstrip("/")


def _telegram_token(text: str) -> str:
    """The token as BotFather gives it; it is in every address we call, so nothing else may be in it."""
    if text and not re.fullmatch(r"[0-9]{1,20}:[A-Za-z0-9_-]{3,100}", text):
        raise SettingsWrong("TELEGRAM_TOKEN must be a token as BotFather gives it, like 123456:ABC-DEF.")
    return text


def _telegram_name(text: str) -> str:
    name = text.removeprefix("@")
    if name and not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{3,31}", name):
        raise SettingsWrong("TELEGRAM_NAME must be the bot's username, like hexshire_families_bot.")
    return name


def _telegram_api(text: str) -> str:
    """Where the Bot API is: Telegram's own, a council's own server, or a pretend one on this machine."""
    if not _is_private_way(text):
        raise SettingsWrong("TELEGRAM_API must look like https://api.telegram.org.")
    return text.rstrip("/")


def _is_private_way(text: str) -> bool:
    """Whether nobody listens on the way to this server: it is https, or on this very machine."""
    try:
        parts = urlsplit(text)
        here, _port = parts.hostname in LOOPBACK, parts.port
    except ValueError:
        return False
    safe = parts.scheme == "https" or (parts.scheme == "http" and here)
    return bool(safe and parts.hostname and not (parts.query or parts.fragment or parts.username))


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


def private(folder: Path) -> None:
    """Raise SettingsWrong if other people of this machine can look into the folder for data."""
    if folder.stat().st_mode & 0o077:
        raise SettingsWrong(
            f"Others on this machine can look into {folder}, which holds people's details: chmod 700 {folder}"
        )
