import json
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from survey.answering.models.reports import Report
from survey.audit.queries import entries
from survey.fieldwork.queries import extensions
from survey.fieldwork.services import ask, close_now, copy_round, extend, move, reopen, take_back
from survey.missions.models import Mission
from survey.rounds.choosing import Choice
from survey.rounds.models import AskedProject
from survey.rounds.plans import plan_of_projects
from survey.rounds.queries import asked_codes, asked_projects, projects_to_ask, round_by_code
from survey.rounds.services import create_round
from tests.answering.examples import person_of
from tests.support.factories import OPENED, at

END = datetime(2026, 11, 30, 16, 0, tzinfo=UTC)
LATER = END + timedelta(days=7)


@pytest.fixture
def round(session):
    found = round_by_code(session, "2001")
    found.closes_at, found.time_zone = END, "Europe/Zurich"
    session.flush()
    return found


@pytest.fixture
def administrator(session):
    return person_of(session, "administrator")


def mission(session, name="San José"):
    return session.scalar(select(Mission).where(Mission.name == name))


def own_ends(session, round):
    """The own ends of the round's main reports, by the project's number, where they have one."""
    own = select(AskedProject.number, Report.closes_at).join(
        Report, Report.asked_project_id == AskedProject.id
    )
    rows = session.execute(own.where(AskedProject.round_id == round.id, Report.supplements_id.is_(None)))
    return {number: closes_at for number, closes_at in rows if closes_at}


def last_entry(session):
    entry = entries(session)[-1]
    return entry.action, entry.subject, json.loads(entry.details)


def give(session, round, person, name="San José", closes_at=LATER, reason="Storm"):
    extend(
        session,
        round=round,
        mission=mission(session, name),
        closes_at=closes_at,
        reason=reason,
        person=person,
    )


def test_extension_holds_for_the_reports_of_the_mission_that_are_not_signed(session, round, administrator):
    give(session, round, administrator)
    give(session, round, administrator, "Manila")
    assert own_ends(session, round) == {5: LATER, 8: LATER}
    assert [(e.mission.name, e.closes_at, e.reason) for e in extensions(session, round.id)] == [
        ("Manila", LATER, "Storm"),
        ("San José", LATER, "Storm"),
    ]
    assert last_entry(session) == (
        "extend",
        "2001",
        {"mission": "Manila", "closes_at": LATER.isoformat(), "reason": "Storm"},
    )


def test_extension_is_changed_and_taken_back(session, round, administrator):
    give(session, round, administrator)
    again = LATER + timedelta(days=1)
    give(session, round, administrator, closes_at=again, reason="Flood")
    session.expire_all()
    [extension] = extensions(session, round.id)
    assert (extension.closes_at, extension.reason, last_entry(session)[0]) == (
        again,
        "Flood",
        "change extension",
    )
    assert own_ends(session, round) == {5: again, 8: again}
    take_back(session, round=round, extensions=[extension], person=administrator)
    assert (extensions(session, round.id), own_ends(session, round)) == ([], {})
    assert last_entry(session)[0] == "take back extension"


def test_extension_leaves_the_deadline_of_a_supplement_alone(session, round, administrator):
    asked_id, report_id, version_id = session.execute(
        select(Report.asked_project_id, Report.id, Report.version_id)
        .join(AskedProject)
        .where(AskedProject.number == 5)
    ).one()
    own = {"asked_project_id": asked_id, "version_id": version_id, "closes_at": END - timedelta(days=1)}
    added = Report(supplements_id=report_id, **own)
    session.add(added)
    session.flush()
    give(session, round, administrator)
    take_back(session, round=round, extensions=extensions(session, round.id), person=administrator)
    session.refresh(added)
    assert added.closes_at == END - timedelta(days=1)


def test_later_end_of_the_round_takes_needless_extensions_back(session, round, administrator):
    give(session, round, administrator)
    give(session, round, administrator, "Islamabad", LATER + timedelta(days=1))
    assert move(session, round=round, values={"closes_at": LATER}, person=administrator) == ["San José"]
    assert own_ends(session, round) == {7: LATER + timedelta(days=1)}
    assert move(session, round=round, values={"closes_at": None}, person=administrator) == ["Islamabad"]
    assert own_ends(session, round) == {}


def test_closing_leaves_extensions_and_opening_again_is_a_new_end(session, round, administrator, monkeypatch):
    give(session, round, administrator)
    now = datetime(2026, 11, 20, 9, 30, 59, 5, tzinfo=UTC)
    at(monkeypatch, now)
    close_now(session, round=round, person=administrator)
    assert round.closes_at == datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
    assert own_ends(session, round) == {5: LATER, 8: LATER}
    assert last_entry(session)[:2] == ("close round", "2001")
    assert reopen(session, round=round, closes_at=LATER, person=administrator) == ["San José"]
    assert round.closes_at == LATER


def test_asked_projects_get_reports_with_the_end_of_their_mission(session, round, administrator):
    values = {"version_id": round.version_id, "opens_at": OPENED, "closes_at": END, "time_zone": "UTC"}
    new = create_round(session, code="2026", title="2026", by=administrator.public_id, **values)
    give(session, new, administrator, "Manila")
    plan = plan_of_projects(projects_to_ask(session, new.id, Choice(region="Asia")), frozenset())
    assert ask(session, round=new, plan=plan, person=administrator) == 2
    reports = session.scalars(
        select(Report).join(AskedProject).where(AskedProject.round_id == new.id).order_by(AskedProject.number)
    ).all()
    assert [
        (report.asked_project.project.mission.name, report.state, report.version_id, report.closes_at)
        for report in reports
    ] == [
        ("Islamabad", "draft", round.version_id, None),
        ("Manila", "draft", round.version_id, LATER),
    ]
    assert len({report.public_id for report in reports}) == 2
    assert [report.saved_at or report.submitted_at for report in reports] == [None, None]


@pytest.mark.parametrize("ask_same", [True, False])
def test_copy_asks_the_same_projects_in_the_same_order(session, round, administrator, ask_same):
    values = {"version_id": round.version_id, "opens_at": OPENED, "closes_at": END, "time_zone": "UTC"}
    made = copy_round(
        session,
        source=round,
        values=values | {"code": "2027", "title": "2027"},
        ask_same=ask_same,
        person=administrator,
    )
    asked = asked_projects(session, made.id)
    expected = sorted(asked_codes(session, round.id)) if ask_same else []
    assert [project.project.code for project in asked] == expected
    assert [project.number for project in asked] == list(range(1, len(expected) + 1))
    if ask_same:
        assert [project.report_kind for project in asked] == ["final"] * 6 + ["progress"] * 2


def test_extension_of_another_round_is_left_alone(session, round, administrator):
    give(session, round, administrator)
    values = {"version_id": round.version_id, "opens_at": OPENED, "closes_at": END, "time_zone": "UTC"}
    values |= {"code": "2027", "title": "2027"}
    made = copy_round(session, source=round, values=values, ask_same=True, person=administrator)
    assert own_ends(session, made) == {}
    give(session, made, administrator, closes_at=LATER + timedelta(days=3))
    take_back(session, round=made, extensions=extensions(session, made.id), person=administrator)
    assert own_ends(session, round) == {5: LATER, 8: LATER}
