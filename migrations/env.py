"""Alembic's entry: runs the migrations on the connection that it is handed, or on the configured database."""

from alembic import context

from survey.data.base import Base, UtcTime
from survey.data.engine import Database
from survey.data.tables import load_all
from survey.data.word_index import is_part_of_index

load_all()


def is_table_of_ours(name, kind, _parents):
    """The index of words is made by a migration, and is in no model."""
    return kind != "table" or not is_part_of_index(name)


def plain_type(kind, item, _context):
    """Migrations name plain types only: they must still run when the program's own types have changed."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, UtcTime) else False


def run(connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        transaction_per_migration=False,
        render_item=plain_type,
        include_name=is_table_of_ours,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    from survey.web.settings import read_settings

    database = Database(read_settings()["SURVEY_DATABASE_URL"], create=True)
    with database.engine.begin() as connection:
        run(connection)
