import sqlite3

import psycopg
import pytest
from sqlalchemy import create_engine, inspect, text


def with_engine(url, work):
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            return work(connection)
    finally:
        engine.dispose()


def make_missions(url):
    with_engine(url, lambda connection: connection.execute(text("CREATE TABLE missions (name TEXT)")))


def test_database_url_is_an_empty_database(database_url):
    assert with_engine(database_url, lambda c: inspect(c).get_table_names()) == []
    assert with_engine(database_url, lambda c: c.execute(text("SELECT 1")).scalar()) == 1


def test_prepared_database_is_a_copy_of_its_own(database_kind, prepared_database):
    first, second = (prepared_database(database_kind, make_missions) for _ in range(2))
    with_engine(first, lambda c: c.execute(text("INSERT INTO missions VALUES ('Chad')")))
    rows = [
        with_engine(url, lambda c: c.execute(text("SELECT count(*) FROM missions")).scalar())
        for url in (first, second)
    ]
    assert rows == [1, 0]


def test_prepared_database_prepares_once(databases):
    calls = []
    for _ in range(3):
        databases.copy("sqlite", calls.append)
    assert len(calls) == 1


@pytest.mark.postgres
def test_dropped_postgres_database_is_gone(databases):
    url = databases.empty("postgres")
    databases.drop(url)
    with pytest.raises(psycopg.OperationalError, match="does not exist"):
        psycopg.connect(url.replace("+psycopg", ""))


def test_copied_sqlite_database_keeps_what_was_in_the_log(databases):
    def prepare(url):
        connection = sqlite3.connect(url.removeprefix("sqlite:///"))
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE missions (name TEXT)")
        connection.close()

    url = databases.copy("sqlite", prepare)
    assert with_engine(url, lambda c: inspect(c).get_table_names()) == ["missions"]
