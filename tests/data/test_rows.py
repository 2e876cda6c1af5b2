import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
import sqlalchemy as sa

from survey.data import rows
from survey.data.base import UtcTime
from survey.data.engine import Database
from survey.data.filling import filled
from survey.data.migrations import head
from survey.data.rows import columns_of, lines_of, reader_of, tables_of, totals

SORTED = sa.Table(
    "sorted",
    sa.MetaData(),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("at", UtcTime),
    sa.Column("on", sa.Date),
    sa.Column("yes", sa.Boolean),
    sa.Column("bytes", sa.LargeBinary),
    sa.Column("number", sa.Integer),
    sa.Column("share", sa.Float),
)
LATER = timezone(timedelta(hours=5, minutes=30))
ROWS = [
    {"key": key, "at": None, "on": None, "yes": None, "bytes": None, "number": None, "share": None}
    for key in ("a", "B", "é", "\U0001d11e", "\ue000", "", "ß", "-", " ")
] + [
    {
        "key": "values",
        "at": datetime(2002, 1, 1, 3, 30, 0, 120, tzinfo=LATER),
        "on": date(2002, 1, 31),
        "yes": True,
        "bytes": b"\0\xff",
        "number": -5,
        "share": 0.1,
    }
]
VALUES = ["values", "2001-12-31T22:00:00.000120Z", "2002-01-31", True, "AP8=", -5, 0.1]


@pytest.fixture
def database(database_url):
    made = Database(database_url, create=True)
    with made.engine.begin() as connection:
        SORTED.create(connection)
        connection.execute(sa.insert(SORTED), ROWS)
    yield made
    made.close()


def test_rows_have_one_form_and_one_order_on_both_databases(database):
    """By the code points of their key, whatever the language of the server."""
    with database.reading() as session:
        (table,) = tables_of(session.connection())
        lines = [json.loads(line) for batch in lines_of(session.connection(), table) for line in batch]
    expected = [[row["key"], None, None, None, None, None, None] for row in ROWS[:-1]] + [VALUES]
    assert lines == sorted(expected, key=lambda line: line[0])


def test_what_is_read_back_goes_in_again_unchanged(database):
    with database.engine.begin() as connection:
        (table,) = tables_of(connection)
        batches = list(lines_of(connection, table))
        (before,) = totals(connection, [table])
        connection.execute(sa.delete(table))
        read = reader_of(table, columns_of(table), connection.dialect)
        values = [
            dict(zip(columns_of(table), read(line), strict=True)) for batch in batches for line in batch
        ]
        statement = sa.text("INSERT INTO sorted VALUES (:key, :at, :on, :yes, :bytes, :number, :share)")
        connection.execute(statement, values)
        assert totals(connection, [table]) == [before]
        assert before.rows == len(ROWS)


def test_batches_are_bounded_by_what_they_hold(database, monkeypatch):
    monkeypatch.setattr(rows, "MOST_BYTES", 3_000)
    monkeypatch.setattr(rows, "MOST_FILES", rows.MOST_ROWS)  # as if the table had no bytes
    with database.engine.begin() as connection:
        many = [ROWS[0] | {"key": f"{n:04}" + 500 * "x"} for n in range(200)]
        connection.execute(sa.insert(SORTED), many)
        (table,) = tables_of(connection)
        sizes = [len(batch) for batch in lines_of(connection, table)]
    assert (sum(sizes), sizes[0], max(sizes[1:])) == (len(ROWS) + len(many), rows.FIRST_ROWS, 6)


def test_type_without_a_form_is_refused_and_not_guessed():
    with pytest.raises(TypeError, match=r"no normal form; give it one in survey/data/rows\.py"):
        rows._rule(sa.Interval())


@pytest.mark.parametrize(
    ("number", "text"), [("10.00", "10"), ("1E+3", "1000"), ("-0.10", "-0.1"), ("0", "0")]
)
def test_decimals_have_no_needless_zeros(number, text):
    assert rows._decimal(Decimal(number)) == text


def begin_and_fail(url):
    with filled(url, head()) as filling:
        filling.take("mission", columns_of(filling.tables["mission"]), [[b'[1,"a","b","c","d"]\n']])
        raise ZeroDivisionError


def test_block_that_fails_leaves_nothing(database_url):
    with pytest.raises(ZeroDivisionError):
        begin_and_fail(database_url)
    database = Database(database_url, create=True)
    with database.engine.connect() as connection:
        assert tables_of(connection) == []
    database.close()


def test_moment_without_a_zone_is_in_utc():
    assert rows._moment(datetime(2002, 1, 1)) == rows._moment(datetime(2002, 1, 1, tzinfo=UTC))  # noqa: DTZ001
