from datetime import UTC, datetime

import pytest
from sqlalchemy import event

from survey.rounds.queries import asked_projects, round_by_code, rounds
from survey.rounds.services import ensure_round

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])


def test_rounds_are_ordered_the_newest_first(session):
    version = round_by_code(session, "2001").version_id
    for code, day in (
        ("2003", datetime(2003, 1, 1, tzinfo=UTC)),
        ("2002", datetime(2002, 1, 1, tzinfo=UTC)),
        ("2003b", datetime(2003, 1, 1, tzinfo=UTC)),
    ):
        ensure_round(session, code=code, title=code, version_id=version, opens_at=day)
    assert [round.code for round in rounds(session)] == ["2003b", "2003", "2002", "2001"]


def test_round_by_code_is_none_for_an_unknown_one(session):
    assert round_by_code(session, "2001").title == "2001"
    assert round_by_code(session, "1999") is None


@pytest.mark.parametrize("code", ["2001"])
def test_asked_projects_come_in_order_by_two_statements(session, code):
    round_id = round_by_code(session, code).id
    session.expire_all()
    statements = []
    event.listen(session.get_bind(), "before_cursor_execute", lambda *args: statements.append(args[2]))
    found = [
        (a.number, a.project.mission.name, a.project.service_areas) for a in asked_projects(session, round_id)
    ]
    assert len(statements) == 2
    assert [number for number, _mission, _areas in found] == list(range(1, 9))
    assert found[4] == (5, "San José", ["labour migration", "information campaigns"])
