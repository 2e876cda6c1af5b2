"""A plan is carried out: missions and projects created and changed, projects asked, all on record."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import event, func, select

from survey.audit.queries import entries
from survey.missions.models import Mission, Project
from survey.rounds.choosing import Choice, read_choice
from survey.rounds.models import AskedProject
from survey.rounds.planning import plan_of_sheet
from survey.rounds.plans import plan_of_projects
from survey.rounds.project_sheet import read_sheet
from survey.rounds.queries import asked_codes, asked_projects, known, projects_to_ask, round_by_code
from survey.rounds.services import carry_out, change_round, create_round
from tests.support.factories import OPENED

HEAD = "code,title,mission,country,region,service_areas,target_group,funding_usd,status,report_kind\n"
BY = "0123456789abcdef"


@pytest.fixture
def round(session):
    version_id = round_by_code(session, "2001").version_id
    fields = {"opens_at": OPENED, "closes_at": None, "time_zone": "Europe/Zurich", "by": BY}
    return create_round(session, code="2026", title="2026", version_id=version_id, **fields)


def plan(session, round, text):
    sheet = read_sheet(HEAD + text)
    return plan_of_sheet(sheet, known(session, round.id, [line.cells["code"] for line in sheet.lines]))


def counts(session):
    return tuple(session.scalar(select(func.count(model.id))) for model in (Mission, Project, AskedProject))


def last_entry(session):
    entry = entries(session)[-1]
    return entry.person, entry.action, entry.subject, json.loads(entry.details)


def test_round_is_created_and_changed_on_record(session, round):
    assert last_entry(session)[:3] == (BY, "create round", "2026")
    assert change_round(session, round=round, by=BY, title="2026 and 2027")
    assert last_entry(session) == (BY, "change round", "2026", {"title": ["2026", "2026 and 2027"]})
    assert not change_round(session, round=round, by=BY, title="2026 and 2027")


def test_new_mission_and_project_are_created_and_asked(session, round):
    before = counts(session)
    text = (
        "2026-01,Classes,Chad,TCD,Africa,health;return,women,1200,completed,\n2026-02,Radio,Manila,,,,,,,\n"
    )
    added = carry_out(session, round=round, plan=plan(session, round, text), by=BY)
    assert counts(session) == (before[0] + 1, before[1] + 2, before[2] + 2)
    first, second = asked_projects(session, round.id)
    assert (first.number, first.project.code, first.project.title, first.project.target_group) == (
        1,
        "2026-01",
        "Classes",
        "women",
    )
    assert (first.project.mission.name, first.project.mission.country, first.project.service_areas) == (
        "Chad",
        "TCD",
        ["health", "return"],
    )
    assert (first.project.funding_usd, first.status, first.report_kind) == (1200, "completed", "final")
    assert (second.number, second.project.mission.name, second.report_kind) == (2, "Manila", "progress")
    assert added == {first.id: first.project.mission_id, second.id: second.project.mission_id}
    assert last_entry(session) == (
        BY,
        "ask projects",
        "2026",
        {
            "new_missions": ["Chad"],
            "changed_missions": [],
            "new_projects": ["2026-01", "2026-02"],
            "changed_projects": [],
            "asked": ["2026-01", "2026-02"],
        },
    )


def test_project_and_mission_are_changed_and_the_round_has_its_own_record(session, round):
    text = "2001-03,New title,Manila,PHL,Oceania,,,9,delayed,\n"
    carry_out(session, round=round, plan=plan(session, round, text), by=BY)
    [asked] = asked_projects(session, round.id)
    assert (asked.project.title, asked.project.funding_usd, asked.project.mission.region) == (
        "New title",
        9,
        "Oceania",
    )
    assert asked.project.service_areas == ["information campaigns", "counter-trafficking"]
    assert (asked.status, asked.report_kind) == ("delayed", "progress")
    earlier = asked_projects(session, round_by_code(session, "2001").id)[2]
    assert (earlier.status, earlier.report_kind) == ("completed", "final")
    again = carry_out(
        session, round=round, plan=plan(session, round, "2001-03,,,,,a;b,,,completed,final\n"), by=BY
    )
    session.expire_all()
    [asked] = asked_projects(session, round.id)
    assert (again, asked.status, asked.report_kind, asked.project.service_areas) == (
        {},
        "completed",
        "final",
        ["a", "b"],
    )


def test_same_file_again_does_nothing(session, round):
    text = "2026-01,Classes,Chad,TCD,Africa,health,women,1200,,\n"
    carry_out(session, round=round, plan=plan(session, round, text), by=BY)
    before, number = counts(session), len(entries(session))
    second = plan(session, round, text)
    assert ([line.outcome for line in second.lines], second.does_something) == (["same"], False)
    assert carry_out(session, round=round, plan=second, by=BY) == {}
    assert (counts(session), len(entries(session))) == (before, number)


@pytest.mark.parametrize(
    ("choice", "numbers"),
    [
        (Choice(), [1, 2, 3, 4, 5, 6, 7, 8]),
        (Choice(region="Asia"), [3, 7]),
        (Choice(mission="San José"), [5, 8]),
        (Choice(service_area="research"), [1, 4]),
        (Choice(round="2001", mission="Nairobi"), [2]),
        (Choice(round="2026"), []),
        (Choice(region="Atlantis"), []),
        (read_choice({"region": "\0", "mission": "\ud800"}), []),
    ],
)
def test_projects_to_ask_are_those_that_fit(session, round, choice, numbers):
    found = projects_to_ask(session, round.id, choice)
    assert sorted(int(project.code[-2:]) for project in found) == numbers


def test_projects_that_are_asked_are_not_offered_again(session, round):
    found = projects_to_ask(session, round.id, Choice(region="Asia"))
    assert [(project.code, project.mission, project.report_kind) for project in found] == [
        ("2001-07", "Islamabad", "progress"),
        ("2001-03", "Manila", "final"),
    ]
    carry_out(session, round=round, plan=plan_of_projects(found, asked_codes(session, round.id)), by=BY)
    assert projects_to_ask(session, round.id, Choice(region="Asia")) == []
    assert asked_codes(session, round.id) == {"2001-03", "2001-07"}


def test_number_of_statements_does_not_grow_with_the_file(session, round):
    def statements(text):
        seen = []
        engine = session.get_bind()

        def listener(*arguments):
            seen.append(arguments[2])

        event.listen(engine, "before_cursor_execute", listener)
        carry_out(session, round=round, plan=plan(session, round, text), by=BY)
        session.flush()
        event.remove(engine, "before_cursor_execute", listener)
        return len(seen)

    lines = [f"2026-{n},Title {n},Mission {n},TCD,Africa,health,women,5,,\n" for n in range(300)]
    assert statements("".join(lines[:2])) == statements("".join(lines[2:]))


def test_known_holds_what_was_last_put_on_record(session, round):
    found = known(session, round.id, ["2001-03", "2001-99"])
    assert [project.code for project in found.projects.values()] == ["2001-03"]
    assert found.projects["2001-03"].status == "completed"
    carry_out(session, round=round, plan=plan(session, round, "2001-03,,,,,,,,delayed,\n"), by=BY)
    assert known(session, round.id, ["2001-03"]).projects["2001-03"] == replace(
        found.projects["2001-03"], status="delayed", report_kind="progress"
    )
