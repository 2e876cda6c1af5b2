from datetime import date

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from survey.data import migrations
from survey.data.base import Base
from survey.data.engine import Database, damage
from survey.data.tables import load_all
from survey.data.word_index import is_part_of_index
from tests.support.rows import fill

# what a revision says in other columns from then on; a test of its own holds what becomes of the values
TURNED = {"0007": {"round": {"opened_on", "due_on", "closed_on"}}}


@pytest.fixture
def database(database_url):
    made = Database(database_url, create=True)
    yield made
    made.close()


def columns_of(engine):
    """The names of the columns of all tables of ours."""
    found = inspect(engine)
    return {
        name: [column["name"] for column in found.get_columns(name)]
        for name in found.get_table_names()
        if name != "alembic_version" and not is_part_of_index(name)
    }


def contents(engine, columns=None):
    """All rows of all tables of ours, or of these tables and columns."""
    with engine.connect() as connection:
        return {
            name: sorted(
                map(tuple, connection.execute(sa.select(*map(sa.column, names)).select_from(sa.table(name)))),
                key=repr,
            )
            for name, names in (columns_of(engine) if columns is None else columns).items()
        }


def foreign_keys_are_on(engine):
    if engine.dialect.name != "sqlite":
        return True
    with engine.connect() as connection:
        return connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1


def test_revisions_are_numbered_without_a_branch():
    known = migrations.revisions()
    assert known == tuple(f"{number:04d}" for number in range(1, len(known) + 1))
    assert migrations.head() == known[-1]


# a migration does not change any more once there is a newer one
REVISIONS = [
    *(pytest.param(revision, marks=pytest.mark.long) for revision in migrations.revisions()[:-4]),
    *migrations.revisions()[-4:],
]


@pytest.mark.parametrize("revision", REVISIONS)
def test_revision_goes_up_down_and_up_again_with_all_rows_in_place(database, revision):
    place = migrations.revisions().index(revision)
    previous = migrations.revisions()[place - 1] if place else "base"
    if place:
        migrations.upgrade(database.engine, previous)
        fill(database.engine)
    columns, before = columns_of(database.engine), contents(database.engine)
    turned = TURNED.get(revision, {})
    kept = {
        table: [name for name in names if name not in turned.get(table, ())]
        for table, names in columns.items()
    }
    kept_before = contents(database.engine, kept)

    migrations.upgrade(database.engine, revision)
    assert contents(database.engine, kept) == kept_before
    up = contents(database.engine)
    fill(database.engine)
    full = contents(database.engine)
    assert [name for name, rows in full.items() if not rows] == []

    migrations.downgrade(database.engine, previous)
    assert contents(database.engine) == before
    migrations.upgrade(database.engine, revision)
    assert contents(database.engine) == up
    assert migrations.current(database.engine) == revision
    assert foreign_keys_are_on(database.engine)
    assert damage(database.engine) == []


def test_days_of_a_round_become_minutes_and_days_again(database):
    migrations.upgrade(database.engine, "0006")
    fill(database.engine)
    days = text("UPDATE round SET opened_on = :opened, due_on = :due, closed_on = :closed WHERE id = :id")
    with database.engine.begin() as connection:
        for id, due, closed in ((1, "2001-11-30", None), (2, "2001-11-30", "2001-12-31")):
            values = {"id": id, "opened": date(2001, 9, 1), "due": date.fromisoformat(due)}
            connection.execute(days, values | {"closed": date.fromisoformat(closed) if closed else None})
    migrations.upgrade(database.engine, "0007")
    round = sa.table("round", *(sa.column(name) for name in ("id", "opens_at", "closes_at", "time_zone")))
    with database.engine.connect() as connection:
        rows = connection.execute(sa.select(round).order_by(round.c.id)).all()
    assert [(str(row.opens_at)[:16], str(row.closes_at)[:16], row.time_zone) for row in rows] == [
        ("2001-09-01 00:00", "2001-12-01 00:00", "UTC"),
        ("2001-09-01 00:00", "2002-01-01 00:00", "UTC"),
    ]
    migrations.downgrade(database.engine, "0006")
    with database.engine.connect() as connection:
        rows = connection.execute(text("SELECT opened_on, due_on, closed_on FROM round ORDER BY id")).all()
    assert [tuple(map(str, row)) for row in rows] == [
        ("2001-09-01", "2001-11-30", "2001-11-30"),
        ("2001-09-01", "2001-12-31", "2001-12-31"),
    ]


def test_full_database_goes_down_to_nothing_and_up_again(database):
    migrations.upgrade(database.engine)
    empty = contents(database.engine)
    fill(database.engine)
    migrations.downgrade(database.engine, "base")
    assert (contents(database.engine), migrations.current(database.engine)) == ({}, None)
    migrations.upgrade(database.engine)
    assert contents(database.engine) == empty


def is_table_of_ours(name, kind, _parents):
    return kind != "table" or not is_part_of_index(name)


def test_schema_equals_the_models(database):
    load_all()
    migrations.upgrade(database.engine)
    with database.engine.connect() as connection:
        options = {"compare_type": True, "include_name": is_table_of_ours}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, Base.metadata) == []


def test_checks_of_the_schema_equal_those_of_the_models(database):
    """Alembic does not compare CHECK constraints; the names hold the table and the column."""
    load_all()
    migrations.upgrade(database.engine)
    wanted = {
        (table.name, str(check.name))
        for table in Base.metadata.tables.values()
        for check in table.constraints
        if isinstance(check, sa.CheckConstraint)
    }
    with database.engine.connect() as connection:
        found = {
            (name, check["name"])
            for name in inspect(connection).get_table_names()
            for check in inspect(connection).get_check_constraints(name)
        }
    assert found == wanted


def test_upgrade_of_an_upgraded_database_changes_nothing(database):
    migrations.upgrade(database.engine)
    fill(database.engine)
    before = contents(database.engine)
    migrations.upgrade(database.engine)
    assert contents(database.engine) == before


def test_current_of_an_empty_database_is_none(database):
    assert migrations.current(database.engine) is None


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_migration_that_would_leave_orphans_changes_nothing(database):
    """PostgreSQL keeps its foreign keys on during a migration."""
    migrations.upgrade(database.engine, "0001")
    with database.engine.connect() as connection:
        connection.connection.execute("PRAGMA foreign_keys=OFF")
        connection.connection.execute("INSERT INTO person_mission VALUES (7, 7)")
    database.engine.dispose()
    with pytest.raises(RuntimeError, match=r"would leave 2 rows without their parent; nothing was changed\."):
        migrations.upgrade(database.engine, "0002")
    assert migrations.current(database.engine) == "0001"
    with database.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM person_mission")).scalar_one() == 1
