"""Bring a database's tables to what this Doorstep expects, and say where they stand."""

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

import directory.accounts.models
import directory.contacts.models
import directory.freshness.models
import directory.imports.models
import directory.listings.models
import directory.places.models
import directory.post.models
import directory.reports.models
import directory.unmet.models
import directory.upkeep.models  # noqa: F401 — importing them is what fills Base.metadata
from directory.db import Base
from directory.errors import DatabaseTooNew
from directory.settings import HERE


def configuration(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE / "directory" / "migrations"))
    config.attributes["connection"] = connection
    return config


def upgrade(engine: Engine, to: str = "head") -> None:
    """Run the steps that are missing, keeping all data.

    Raises DatabaseTooNew when a later Doorstep has been at this database.
    """
    with engine.begin() as connection:
        refuse_unknown(connection)
        command.upgrade(configuration(connection), to)


def downgrade(engine: Engine, to: str) -> None:
    with engine.begin() as connection:
        command.downgrade(configuration(connection), to)


def stands_at(connection: Connection) -> str | None:
    """The revision the database is at; None for an empty database."""
    return MigrationContext.configure(connection).get_current_revision()


def newest() -> str:
    return str(ScriptDirectory(str(HERE / "directory" / "migrations")).get_current_head())


def refuse_unknown(connection: Connection) -> None:
    known = {
        step.revision for step in ScriptDirectory(str(HERE / "directory" / "migrations")).walk_revisions()
    }
    at = stands_at(connection)
    if at is not None and at not in known:
        raise DatabaseTooNew(f"This database was last used by a later Doorstep (it is at step {at}).")


def differences(connection: Connection) -> list[object]:
    """What the models say that the database does not; empty when they agree."""
    return list(compare_metadata(MigrationContext.configure(connection), Base.metadata))
