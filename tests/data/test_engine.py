import sqlite3
import threading

import pytest
from sqlalchemy import URL, text
from sqlalchemy.exc import DBAPIError, InternalError, OperationalError

from survey.data import engine
from survey.data.engine import Database, damage, is_sqlite, parse_url, sqlite_file


@pytest.fixture
def database(database_url):
    made = Database(database_url, create=True)
    with made.writing() as session:
        session.execute(text("CREATE TABLE counter (id INTEGER PRIMARY KEY, number INTEGER NOT NULL)"))
        session.execute(text("INSERT INTO counter VALUES (1, 0)"))
        session.commit()
    yield made
    made.close()


@pytest.fixture
def sqlite(tmp_path):
    made = Database(f"sqlite:///{tmp_path / 'own.sqlite'}", create=True)
    yield made
    made.close()


def number(session):
    return session.execute(text("SELECT number FROM counter WHERE id = 1")).scalar_one()


def add(database, amount=1):
    with database.writing() as session:
        session.execute(text("UPDATE counter SET number = number + :amount"), {"amount": amount})
        session.commit()


def pragma(database, name):
    with database.engine.connect() as connection:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()


def test_sqlite_connections_follow_the_rules_of_durability(sqlite):
    settings = {
        name: pragma(sqlite, name) for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    }
    assert settings == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 10_000}


def test_sqlite_refuses_a_row_without_its_parent(sqlite):
    with sqlite.writing() as session:
        session.execute(text("CREATE TABLE parent (id INTEGER PRIMARY KEY)"))
        session.execute(text("CREATE TABLE child (parent_id INTEGER REFERENCES parent (id))"))
        with pytest.raises(DBAPIError, match="FOREIGN KEY"):
            session.execute(text("INSERT INTO child VALUES (7)"))


def test_read_then_write_in_two_threads_loses_nothing(database):
    """On SQLite by BEGIN IMMEDIATE, on PostgreSQL by the row lock that our writes take."""
    lock = "" if is_sqlite(database.url) else " FOR UPDATE"
    errors = []

    def count():
        try:
            for _ in range(40):
                with database.writing() as session:
                    read = session.execute(
                        text(f"SELECT number FROM counter WHERE id = 1{lock}")
                    ).scalar_one()
                    session.execute(text("UPDATE counter SET number = :new"), {"new": read + 1})
                    session.commit()
        except DBAPIError as fault:
            errors.append(fault)

    threads = [threading.Thread(target=count) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    with database.reading() as session:
        assert number(session) == 80


def test_a_writing_session_holds_sqlites_write_lock_from_its_first_read(sqlite):
    with sqlite.writing() as first, sqlite.engine.connect() as other:
        first.execute(text("SELECT 1"))
        other.exec_driver_sql("ROLLBACK")
        other.exec_driver_sql("PRAGMA busy_timeout = 0")
        with pytest.raises(OperationalError, match="locked"):
            other.exec_driver_sql("BEGIN IMMEDIATE")
        other.exec_driver_sql("BEGIN")


def test_writers_who_wait_too_long_are_told_so_and_the_next_ones_are_not(monkeypatch, database_url):
    monkeypatch.setattr(engine, "BUSY_SECONDS", 1)
    database = Database(database_url, create=True)
    with database.writing() as session:
        session.execute(text("CREATE TABLE counter (id INTEGER PRIMARY KEY, number INTEGER NOT NULL)"))
        session.execute(text("INSERT INTO counter VALUES (1, 0)"))
        session.commit()
    with database.writing() as first:
        first.execute(text("UPDATE counter SET number = 5"))
        for _ in range(2):
            with pytest.raises(OperationalError, match=r"locked|lock timeout"):
                add(database)
    add(database)
    with database.reading() as reader:
        assert number(reader) == 1
    database.close()


def test_writer_that_fails_passes_its_turn_on(sqlite):
    for _ in range(2):
        with sqlite.writing() as session, pytest.raises(OperationalError, match="no such table"):
            session.execute(text("INSERT INTO nowhere VALUES (1)"))
    add_nothing = sqlite.writing()
    add_nothing.execute(text("SELECT 1"))
    add_nothing.close()


def test_writer_that_cannot_begin_passes_its_turn_on(monkeypatch, tmp_path):
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0)
    file = tmp_path / "own.sqlite"
    database = Database(f"sqlite:///{file}", create=True)
    with database.writing() as session:
        session.execute(text("CREATE TABLE counter (id INTEGER PRIMARY KEY, number INTEGER NOT NULL)"))
        session.commit()
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    for _ in range(2):
        with pytest.raises(OperationalError, match="locked"):
            add(database)
    other.execute("ROLLBACK")
    other.close()
    add(database)
    database.close()


def test_readers_do_not_wait_for_a_writer(database):
    with database.writing() as writer:
        writer.execute(text("UPDATE counter SET number = 5"))
        with database.reading() as reader:
            assert number(reader) == 0


def test_a_reading_session_sees_one_snapshot(database):
    with database.reading() as reader:
        before = number(reader)
        add(database)
        assert (before, number(reader)) == (0, 0)
    with database.reading() as reader:
        assert number(reader) == 1


@pytest.mark.parametrize("database_kind", [pytest.param("postgres", marks=pytest.mark.postgres)])
def test_a_reading_session_of_postgres_cannot_write(database):
    with database.reading() as reader, pytest.raises(InternalError, match="read-only transaction"):
        reader.execute(text("UPDATE counter SET number = 5"))


def test_writing_sessions_are_known_as_such(database):
    with database.writing() as writer, database.reading() as reader:
        assert (writer.info.get("writing"), reader.info.get("writing")) == (True, None)


def test_missing_sqlite_file_is_an_error_and_nothing_is_created(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'missing.sqlite'}")
    with database.reading() as session, pytest.raises(OperationalError, match="unable to open"):
        session.execute(text("SELECT 1"))
    database.close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["with space.sqlite", "100%.sqlite", "Ñandú?#.sqlite"])
def test_sqlite_file_names_are_taken_to_the_letter(tmp_path, name):
    database = Database(URL.create("sqlite", database=str(tmp_path / name)).render_as_string(), create=True)
    with database.writing() as session:
        session.execute(text("CREATE TABLE made (id INTEGER)"))
        session.commit()
    database.close()
    assert (tmp_path / name).stat().st_size > 0


@pytest.mark.parametrize(
    ("url", "driver"),
    [
        ("sqlite:////srv/survey.db", "sqlite"),
        ("postgresql://anna@host/survey", "postgresql+psycopg"),
        ("postgres://anna@host/survey", "postgresql+psycopg"),
        ("postgresql+psycopg://anna@host/survey", "postgresql+psycopg"),
        ("postgresql+psycopg2://anna@host/survey", "postgresql+psycopg"),
    ],
)
def test_parse_url_names_the_driver(url, driver):
    assert parse_url(url).drivername == driver


def test_parse_url_keeps_several_hosts_and_the_password():
    parsed = parse_url(
        "postgresql://anna:s%40crit@/survey?host=one:5432&host=two:5432&target_session_attrs=primary"
    )
    assert (parsed.password, parsed.query["host"]) == ("s@crit", ("one:5432", "two:5432"))


@pytest.mark.parametrize("url", ["survey.db", "", "//host/name", "sqlite", "postgresql://host:54x2/survey"])
def test_parse_url_explains_what_it_cannot_read(url):
    with pytest.raises(ValueError, match="SURVEY_DATABASE_URL") as refusal:
        parse_url(url)
    assert str(refusal.value) == (
        "The database address (SURVEY_DATABASE_URL) cannot be read; "
        "write sqlite:////path/to/survey.db or postgresql://user:password@host/name."
    )


@pytest.mark.parametrize("name", ["mysql", "oracle"])
def test_parse_url_refuses_other_databases(name):
    with pytest.raises(ValueError, match="not supported") as refusal:
        parse_url(f"{name}://anna@host/survey")
    assert str(refusal.value) == f"The database '{name}' is not supported; use SQLite or PostgreSQL."


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///", "sqlite:///:memory:"])
def test_parse_url_refuses_a_sqlite_database_without_a_file(url):
    with pytest.raises(ValueError, match="names no file"):
        parse_url(url)


def test_sqlite_file_is_none_on_postgres(tmp_path):
    assert sqlite_file(parse_url("postgresql://anna@host/survey")) is None
    assert sqlite_file(parse_url(f"sqlite:///{tmp_path}/a.db")) == tmp_path / "a.db"


def test_damage_of_a_whole_database_is_none(database):
    assert damage(database.engine) == []


def test_damage_finds_a_page_that_was_overwritten(sqlite):
    with sqlite.writing() as session:
        session.execute(text("CREATE TABLE answer (id INTEGER PRIMARY KEY, value TEXT)"))
        for _ in range(200):
            session.execute(text("INSERT INTO answer (value) VALUES (:text)"), {"text": "word " * 200})
        session.commit()
    sqlite.close()
    file = sqlite_file(sqlite.url)
    content = bytearray(file.read_bytes())
    content[8192 : 8192 + 4096] = b"\xff" * 4096
    file.write_bytes(content)
    assert damage(sqlite.engine) == [
        "The database file is damaged. Stop the service and put it back from a backup."
    ]


def test_damage_finds_a_file_that_is_no_database(sqlite):
    sqlite_file(sqlite.url).write_bytes(b"no database at all" * 100)
    assert damage(sqlite.engine) == [
        "The database file is damaged. Stop the service and put it back from a backup."
    ]


def test_damage_counts_rows_without_their_parent(sqlite):
    with sqlite.engine.connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        connection.exec_driver_sql("BEGIN")
        connection.exec_driver_sql("CREATE TABLE parent (id INTEGER PRIMARY KEY)")
        connection.exec_driver_sql("CREATE TABLE child (parent_id INTEGER REFERENCES parent (id))")
        connection.exec_driver_sql("INSERT INTO child VALUES (7), (8)")
        connection.commit()
    assert damage(sqlite.engine) == ["The database holds 2 rows whose parent is missing."]
