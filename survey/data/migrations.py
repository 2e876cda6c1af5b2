"""Numbered migrations, run from the program itself; pyproject.toml points the alembic command at the same folder."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, inspect

FOLDER = Path(__file__).parents[2] / "migrations"


def _config(connection=None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def head() -> str | None:
    """The newest revision that this program knows."""
    return ScriptDirectory.from_config(_config()).get_current_head()


def revisions() -> list[str]:
    """All revisions, oldest first."""
    return [script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()][::-1]


def current(engine: Engine) -> str | None:
    """The revision that the database has, or None where it has no tables of ours."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return MigrationContext.configure(connection).get_current_revision()


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
