"""The database, opened properly: one engine a process, and one way to work with it, `unit_of_work`."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from importlib import import_module
from time import monotonic
from types import ModuleType
from typing import Any

from sqlalchemy import DateTime, Dialect, Engine, Enum, MetaData, create_engine, event, inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.types import TypeDecorator

from directory.errors import SettingsWrong
from directory.keys import Keys


class Base(DeclarativeBase):
    """What every table shares: constraints with predictable names, so that migrations can name them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Moment(TypeDecorator[datetime]):
    """A moment in time, kept in UTC; comes back aware. A time without a zone is refused, not guessed."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


# SQLite allows one writer at a time and hands out the place unfairly; queueing in front of it within
# this process cuts the worst wait from seconds to milliseconds.
_one_writer = threading.Lock()


class Database:
    """An open database. `read()` sees one consistent picture; `unit_of_work()` changes it, all or nothing.

    `keys` open what is sealed in it; without them the rest can be read.
    """

    def __init__(self, url: str, keys: Keys | None = None) -> None:
        self.engine, self.keys = open_engine(url), keys
        self._sessions = sessionmaker(self.engine, expire_on_commit=False, info={"keys": keys})

    @contextmanager
    def read(self) -> Iterator[Session]:
        with self._sessions() as db:
            yield db

    @contextmanager
    def unit_of_work(self) -> Iterator[Session]:
        """Commit what was done when the block ends; undo all of it if anything in it was refused."""
        if self.engine.dialect.name != "sqlite":
            with self._sessions.begin() as db:
                yield db
            return
        with _one_writer, self._sessions() as db:
            db.connection(execution_options={"sqlite_begin": "IMMEDIATE"})
            yield db
            db.commit()

    def scrub(self) -> None:
        """Let nothing that was deleted stay behind in files beside the database.

        SQLite overwrites what is deleted, but its write-ahead log keeps old pages until it is emptied.
        """
        if self.engine.dialect.name == "sqlite":
            with _one_writer, self.engine.connect() as connection:
                raw: Any = connection.connection.dbapi_connection
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        self.engine.dispose()


class Watch:
    """Tells whether there may be something new in the database; cheap enough to be asked all the time.

    SQLite says whether anybody has committed. Else, and as things come due with time alone, it is so now and
    then. Each thread needs its own.
    """

    def __init__(self, database: Database) -> None:
        on_sqlite = database.engine.dialect.name == "sqlite"
        self._asked = database.engine.raw_connection() if on_sqlite else None
        self._every = 0.25 if on_sqlite else 0.05  # seconds
        self._seen: tuple[object, float] = (None, 0.0)

    def something_new(self) -> bool:
        version, now = self._version(), monotonic()
        seen, at = self._seen
        if version == seen and now - at < self._every:
            return False
        self._seen = (version, now)
        return True

    def close(self) -> None:
        if self._asked:
            self._asked.close()

    def _version(self) -> object:
        return self._asked and self._asked.cursor().execute("PRAGMA data_version").fetchone()


def keys_of(db: Session) -> Keys:
    """The keys that an open database was given."""
    keys = db.info["keys"]
    if not isinstance(keys, Keys):
        raise LookupError("this database was opened without keys")
    return keys


def insert_once(db: Session, model: type[Base], **values: Any) -> bool:
    """Add a row unless there is one already that its unique columns forbid; returns whether it was added.

    Columns with a default in Python that are not among `values` get it, as they would from `db.add`.
    """
    dialect = postgresql if db.get_bind().dialect.name == "postgresql" else sqlite
    adding = dialect.insert(model).values(**values).on_conflict_do_nothing()
    # Not by the count of rows: psycopg's is -1 here, whether or not there was a row already.
    return db.scalar(adding.returning(inspect(model).primary_key[0])) is not None


def open_engine(url: str) -> Engine:
    """An engine for SQLite (with every safety it needs) or PostgreSQL."""
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True, hide_parameters=True)
    # An error that is logged tells nobody's details: hide_parameters.
    engine = create_engine(url, module=sqlite_module(), connect_args={"timeout": 15}, hide_parameters=True)
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def sqlite_module() -> ModuleType:
    """A SQLite that does not lose writes: the one we carry, or Python's own if it is new enough.

    Versions 3.7.0 to 3.51.2 can corrupt a database in WAL mode (sqlite.org/wal.html, “WAL-reset bug”);
    3.44.6 and 3.50.7 carry the repair too.
    """
    try:
        module = import_module("pysqlite3.dbapi2")
    except ImportError:
        module = import_module("sqlite3")
    if not sqlite_is_safe(module.sqlite_version_info):
        raise SettingsWrong(
            f"SQLite {module.sqlite_version} can lose data: install the pysqlite3 package (0.6.1 or later)."
        )
    return module


def sqlite_is_safe(version: tuple[int, int, int]) -> bool:
    return version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)


def _set_up_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, see _begin_sqlite
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Any) -> None:
    # A transaction that may write takes its place at the start: upgrading a reader later fails at once,
    # whatever the busy timeout.
    kind = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {kind}")


def choice(kind: type[StrEnum]) -> Enum:
    """A column that holds one of an enumeration's values, as readable text, checked by the database."""
    return Enum(
        kind,
        native_enum=False,
        create_constraint=True,
        length=20,
        name=kind.__name__.lower(),
        values_callable=lambda choices: [choice.value for choice in choices],
    )
