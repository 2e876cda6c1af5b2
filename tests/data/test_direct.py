import pytest
from sqlalchemy import bindparam, insert, select, update

from survey.data.direct import read, write
from survey.missions.models import Mission

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])
ADD = insert(Mission).values(
    public_id=bindparam("own_id"), name=bindparam("called"), country="TCD", region=bindparam("part")
)
NAMES = select(Mission.name).where(Mission.region == bindparam("wanted")).order_by(Mission.name)
ROWS = [{"own_id": name, "called": name, "part": "Sahel"} for name in ("Chad", "Mali")]


def test_read_returns_plain_rows(session):
    assert read(session, NAMES, {"wanted": "Central America"}).all() == [("San José",)]


def test_write_returns_how_many_rows_it_reached(session):
    assert write(session, ADD, ROWS[0]) == 1
    moved = update(Mission).where(Mission.region == bindparam("old")).values(country=bindparam("new"))
    assert write(session, moved, {"old": "nowhere", "new": "X"}) == 0


def test_write_takes_many_rows_and_belongs_to_the_sessions_transaction(session):
    write(session, ADD, ROWS)
    assert read(session, NAMES, {"wanted": "Sahel"}).all() == [("Chad",), ("Mali",)]
    session.rollback()
    assert read(session, NAMES, {"wanted": "Sahel"}).all() == []


def test_write_is_known_to_the_alarm_until_the_commit(session):
    write(session, ADD, ROWS[0])
    assert session.info["uncommitted"] is True
    session.commit()
    assert "uncommitted" not in session.info
