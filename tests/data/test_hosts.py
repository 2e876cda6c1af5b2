"""Addresses that name several servers."""

import socket

import pytest
from sqlalchemy import create_engine, text

from survey.data.engine import Database, parse_reading_url, parse_url
from survey.data.hosts import PATIENCE, patience

BOTH = {"host": "db1,db2", "port": "5432,6432", "target_session_attrs": "read-write"}


def said_to_libpq(url):
    options = create_engine(url).dialect.create_connect_args(url)[1]
    return {name: options[name] for name in ("host", "port", "target_session_attrs") if name in options}


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("postgresql://anna:s%2Cx@db1,db2:6432/survey", BOTH),
        ("postgresql://anna:s%2Cx@db1:5432,db2:6432/survey", BOTH),
        ("postgres://anna:s%2Cx@db1:5432,db2:6432/survey", BOTH),
        ("postgresql+psycopg://anna:s%2Cx@/survey?host=db1:5432&host=db2:6432", BOTH),
        ("postgresql://anna:s%2Cx@/survey?host=db1&host=db2:6432", BOTH),
        (
            "postgresql://anna:s%2Cx@db1,db2:6432/survey?target_session_attrs=any",
            BOTH | {"target_session_attrs": "any"},
        ),
        ("postgresql://anna:s%2Cx@db1:6432/survey", {"host": "db1", "port": 6432}),
        ("postgresql://anna:s%2Cx@db1/survey", {"host": "db1"}),
    ],
)
def test_of_several_servers_the_one_that_takes_writes_is_asked_for(address, expected):
    url = parse_url(address)
    assert said_to_libpq(url) == expected
    assert (url.username, url.password, url.database) == ("anna", "s,x", "survey")


def test_pages_are_read_from_a_standby_first():
    url = parse_reading_url("postgresql://anna@db2:6432,db1/survey", "postgresql://anna@db1,db2/survey")
    assert said_to_libpq(url) == {
        "host": "db2,db1",
        "port": "6432,5432",
        "target_session_attrs": "prefer-standby",
    }


@pytest.mark.parametrize("server", ["[::1]:5432", "db1:port", "db1:1:2"])
def test_server_that_would_be_read_wrongly_is_refused(server):
    with pytest.raises(ValueError, match="names a server") as refusal:
        parse_url(f"postgresql://anna@{server},db2/survey")
    assert str(refusal.value) == (
        f"The database address names a server '{server}'; where it names several, each is a name or an IPv4 address "
        "with an optional port, such as db1.example.org:5432."
    )


def test_sqlite_has_no_copy_to_read_from():
    with pytest.raises(ValueError, match="SURVEY_READING_URL") as refusal:
        parse_reading_url("postgresql://anna@db1/survey", "sqlite:////srv/survey.db")
    assert str(refusal.value) == (
        "SURVEY_READING_URL is for PostgreSQL with a standby; SQLite reads from its own file. Leave it empty."
    )


@pytest.mark.parametrize("address", ["sqlite:////srv/other.db", "db2", "postgresql://host:54x2/survey"])
def test_reading_address_that_is_none_is_explained(address):
    with pytest.raises(ValueError, match="SURVEY_READING_URL") as refusal:
        parse_reading_url(address, "postgresql://anna@db1/survey")
    assert str(refusal.value) == (
        "The address that pages are read from (SURVEY_READING_URL) cannot be read; "
        "write postgresql://user:password@standby:5432,primary:5432/name."
    )


def test_a_server_may_not_keep_silent_for_long_unless_the_address_says_so():
    assert patience(parse_url("postgresql://anna@db1/survey")) == PATIENCE
    own = patience(parse_url("postgresql://anna@db1,db2/survey?connect_timeout=20"))
    assert own == {name: value for name, value in PATIENCE.items() if name != "connect_timeout"}


@pytest.mark.postgres
def test_server_that_keeps_silent_is_passed_over(databases):
    """As a machine that has lost its power: it takes no part, and nothing says so."""
    url = databases.empty("postgres")
    server, _, name = url.partition("@")[2].partition("/")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        own = f"127.0.0.1:{silent.getsockname()[1]}"
        database = Database(f"postgresql://survey@{own},{server}/{name}?connect_timeout=2")
        with database.reading() as session:
            assert session.scalar(text("SELECT current_database()")) == name
        database.close()
    databases.drop(url)
