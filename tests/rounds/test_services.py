from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from survey.missions.models import Mission, Project
from survey.questionnaire.models import QuestionnaireVersion
from survey.rounds.models import AskedProject, Round
from survey.rounds.projects_file import read_projects
from survey.rounds.queries import asked_projects, round_by_code
from survey.rounds.services import ask_projects, ensure_round
from tests.support.factories import OPENED

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])


def opened(session, code="2002", **fields):
    version = session.scalar(select(QuestionnaireVersion.id).order_by(QuestionnaireVersion.id))
    return ensure_round(
        session, code=code, title=f"Round {code}", version_id=version, opens_at=OPENED, **fields
    )


def number_of(session, model):
    return session.scalar(select(func.count(model.id)))


def test_ensure_round_opens_it_once_and_leaves_it_as_it_is(session):
    first = opened(session, closes_at=datetime(2002, 3, 31, 12, tzinfo=UTC))
    again = opened(session, closes_at=datetime(2009, 9, 9, tzinfo=UTC))
    assert again is first
    assert (first.title, first.opens_at, first.closes_at, first.time_zone) == (
        "Round 2002",
        OPENED,
        datetime(2002, 3, 31, 12, tzinfo=UTC),
        "UTC",
    )


def test_ask_projects_asks_each_once(session):
    before = [number_of(session, model) for model in (Mission, Project, AskedProject)]
    assert before == [7, 8, 8]
    assert ask_projects(session, round=round_by_code(session, "2001"), projects=read_projects()) == []
    assert [number_of(session, model) for model in (Mission, Project, AskedProject)] == before


def test_ask_projects_in_another_round_makes_projects_of_that_round_in_the_same_missions(session):
    new = ask_projects(session, round=opened(session), projects=read_projects())
    assert [asked.project.code for asked in new] == [f"2002-{number:02d}" for number in range(1, 9)]
    assert [number_of(session, model) for model in (Mission, Project, AskedProject)] == [7, 16, 16]


def test_ask_projects_adds_only_what_is_new(session):
    round = opened(session)
    listed = read_projects()
    ask_projects(session, round=round, projects=listed[:2])
    changed = [replace(listed[0], title="Other"), *listed[1:3]]
    assert [asked.number for asked in ask_projects(session, round=round, projects=changed)] == [3]
    assert [asked.project.title for asked in asked_projects(session, round.id)] == [
        entry.title for entry in listed[:3]
    ]


def test_asked_project_keeps_what_is_on_record(session):
    asked = asked_projects(session, round_by_code(session, "2001").id)[6]
    assert (asked.status, asked.report_kind) == ("in_progress", "progress")
    assert asked.constraint_kinds == "political_security;legal_permission"
    assert asked.results == "Interviews filmed in Peshawar and Islamabad"
    assert asked.reason_not_completed.startswith("No permission to film in Afghanistan;")


@pytest.mark.parametrize("change", [{"report_kind": "other"}, {"project_id": 1}, {"round_id": 999}])
def test_asked_project_is_refused_with(session, change):
    fields = dict.fromkeys(("status", "constraint_kinds", "reason_not_completed", "results"), "")
    spare = Project(code="2001-99", title="T", mission_id=1, target_group="", funding_usd=0)
    session.add(spare)
    session.flush()
    known = {"round_id": 1, "project_id": spare.id, "number": 9, "report_kind": "final"}
    session.add(AskedProject(**fields | known | change))
    with pytest.raises(IntegrityError):
        session.flush()


def test_two_rounds_of_one_code_are_refused(session):
    first = opened(session)
    session.add(Round(code="2002", title="T", version_id=first.version_id, opens_at=OPENED))
    with pytest.raises(IntegrityError):
        session.flush()
