"""Numbered migrations, run from the program itself; pyproject.toml points the alembic command at the same folder."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, inspect

FOLDER = Path(__file__).parents[2] / "migrations"


def _config(connection=None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


@cache
def head() -> str | None:
    """The newest revision that this program knows."""
    return ScriptDirectory.from_config(_config()).get_current_head()


@cache
def revisions() -> tuple[str, ...]:
    """All revisions, oldest first."""
    walked = ScriptDirectory.from_config(_config()).walk_revisions()
    return tuple(script.revision for script in walked)[::-1]


def current(engine: Engine) -> str | None:
    """The revision that the database has, or None where it has no tables of ours."""
    with engine.connect() as connection:
        return current_of(connection)


def current_of(connection: Connection) -> str | None:
    """The same in the transaction of this connection."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return MigrationContext.configure(connection).get_current_revision()


def change_schema(connection: Connection, revision: str) -> None:
    """Brings empty or full tables to a revision in the transaction of this connection; "base" takes them away.

    On SQLite its foreign keys must be off.
    """
    step = command.downgrade if revision == "base" else command.upgrade
    step(_config(connection), revision)


def upgrade(engine: Engine, revision: str = "head") -> None:
    _run(engine, command.upgrade, revision)


def downgrade(engine: Engine, revision: str) -> None:
    _run(engine, command.downgrade, revision)


def _run(engine: Engine, step, revision: str) -> None:
    sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        if sqlite:
            # rebuilding a table with foreign keys on would delete its children; the pragma works only outside BEGIN
            connection.connection.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                step(_config(connection), revision)
                if sqlite:
                    _refuse_orphans(connection)
        finally:
            if sqlite:
                connection.connection.execute("PRAGMA foreign_keys=ON")


def _refuse_orphans(connection) -> None:
    orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if orphans:
        raise RuntimeError(
            f"The migration would leave {len(orphans)} rows without their parent; nothing was changed."
        )
