from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, insert, select
from sqlalchemy.exc import StatementError

from survey.data.base import UtcTime, new_public_id, one_of
from survey.data.engine import Database

NOON = datetime(2001, 10, 12, 12, 0, 0, 123456, tzinfo=UTC)


@pytest.fixture
def stored(database_url):
    """`stored(value)` is the value as it comes back from a column of UTC times."""
    database = Database(database_url, create=True)
    table = Table("moment", MetaData(), Column("id", Integer, primary_key=True), Column("at", UtcTime))
    table.create(database.engine)

    def round_trip(value):
        with database.engine.begin() as connection:
            key = connection.execute(insert(table).values(at=value)).inserted_primary_key[0]
            return connection.execute(select(table.c.at).where(table.c.id == key)).scalar_one()

    yield round_trip
    database.close()


def test_utc_time_comes_back_aware_and_to_the_microsecond(stored):
    found = stored(NOON)
    assert (found, found.utcoffset()) == (NOON, timedelta(0))


def test_utc_time_of_another_zone_comes_back_in_utc(stored):
    local = datetime(2001, 10, 12, 6, 0, tzinfo=timezone(timedelta(hours=-6)))
    assert stored(local).isoformat() == "2001-10-12T12:00:00+00:00"


def test_utc_time_may_be_missing(stored):
    assert stored(None) is None


def test_utc_time_without_a_zone_is_refused(stored):
    with pytest.raises(StatementError, match="A time without a time zone cannot be stored"):
        stored(datetime(2001, 10, 12, 12, 0))  # noqa: DTZ001


def test_public_ids_are_16_hexadecimal_digits_and_differ():
    ids = {new_public_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert {len(id) for id in ids} == {16}
    assert set("".join(ids)) == set("0123456789abcdef")


def test_one_of_is_the_text_of_a_check():
    assert one_of("state", ["draft", "submitted"]) == "state IN ('draft', 'submitted')"
