"""Who may open what: every route of the program × every role × the own mission and another one."""

import html
import re

import pytest
from sqlalchemy import select

from survey.answering.models.reports import Answer, Report
from survey.installation.services import SAMPLE_PEOPLE
from survey.missions.models import Mission, Project
from survey.questionnaire.models import RegisteredPart
from survey.rounds.models import AskedProject
from survey.web.roles import ROLES
from tests.answering.examples import returned, save_one, send_back, sign
from tests.support.app import EMAILS, writing
from tests.support.factories import add_evidence, report_ids
from tests.support.files import words_in
from tests.web.role_table import (
    GET,
    POST,
    ROUTES,
)

VISITOR = "visitor"
WHO = (VISITOR, *ROLES)
# the people of the sample belong to San José: project 8 is theirs, a draft; Manila's project 3 is submitted
OWN, OTHER = 8, 3
UNKNOWN = "0123456789abcdef"
QUESTION, ROUND = "Q4_LESSONS", "2001"

METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}


def evidence_id(public_id):
    """The id of the file that the tests give to the report with this id."""
    return public_id[::-1]


def evidence_text(public_id):
    return f"What supports the report {public_id}"


@pytest.fixture
def sqlite_app(sqlite_app):
    """The sample, each report with a file of its own."""
    with writing(sqlite_app) as session:
        for public_id in report_ids(sqlite_app).values():
            add_evidence(session, public_id, evidence_id(public_id), evidence_text(public_id))
        session.commit()
    return sqlite_app


def browser(app, who):
    client = app.test_client()
    return client.prepare_token() if who == VISITOR else client.sign_in(EMAILS[who])


def address(rule, public_id, *, round=ROUND, question=QUESTION, name="answers_long"):
    values = {
        "<version>.<suffix>": "2.xlsx",
        "/rounds/<code>": f"/rounds/{round}",
        "<id:public_id>": public_id,
        "<question_code>": question,
        "<code>": question,
        "<part_code>": "Q7_SUCCESS.success",
        "<bucket>": "yes",
        "<partners>": "yes",
        "<staff>": "no",
        "<group>": "basic",
        "<extent>": "all",
        "<kind>": "funding",
        "<other>": round,
        "<before>": "yes",
        "<after>": "no",
        "<questionnaire>": "gender-mainstreaming",
        "<section_code>": "ANNEX2",
        "<list_code>": "barriers",
        "<id:evidence_id>": evidence_id(public_id),
        "<id:mission_id>": UNKNOWN,
        "<id:report_id>": public_id,
        "<id:quote_id>": UNKNOWN,
        "<name>.<ending>": f"{name}.csv",
        "<name>/preview": f"{name}/preview",
        "<token>": "unknown",
        "<int:number>": "2",
        "<version>/<name>": "000000000000/style.css",
    }
    for pattern, value in values.items():
        rule = rule.replace(pattern, value)
    assert "<" not in rule
    return rule


def ask(client, method, path):
    response = client.get(path) if method == GET else client.send(path, method=method)
    with response:
        return response.status_code, words_in(response)


def test_every_view_has_a_role_mark(sqlite_app):
    endpoints = {rule.endpoint for rule in sqlite_app.url_map.iter_rules()}
    unmarked = {name for name in endpoints if not getattr(sqlite_app.view_functions[name], "allowed", None)}
    assert (len(endpoints) > 20, unmarked) == (True, set())


def test_every_route_is_in_the_table(sqlite_app):
    rules = sqlite_app.url_map.iter_rules()
    assert {(method, rule.rule) for rule in rules for method in rule.methods & METHODS} == set(ROUTES)


def test_own_report_and_that_of_another_mission_are_what_they_are_taken_for(sqlite_app):
    with sqlite_app.extensions["database"].reading() as session:
        found = dict(
            session.execute(
                select(AskedProject.number, Mission.name)
                .join(Project, Project.id == AskedProject.project_id)
                .join(Mission, Mission.id == Project.mission_id)
            ).all()
        )
    assert (found[OWN], found[OTHER]) == ("San José", "Manila")
    assert {missions for _, _, role, missions in SAMPLE_PEOPLE if role.startswith("mission_")} == {
        ("San José",)
    }


@pytest.mark.parametrize("whose", [OWN, OTHER], ids=["own mission", "another mission"])
@pytest.mark.parametrize("who", WHO)
def test_route_answers_each_role_as_the_table_says(sqlite_app, who, whose):
    client, public_id, found, expected = browser(sqlite_app, who), report_ids(sqlite_app)[whose], {}, {}
    for (method, rule), statuses in ROUTES.items():
        if isinstance(statuses[0], tuple):
            statuses = statuses[whose == OTHER]
        expected[method, rule] = statuses[WHO.index(who)]
        # nobody of the people is the one with a report's id
        found[method, rule] = ask(client, method, address(rule, public_id))[0]
    assert found == expected


@pytest.mark.parametrize("who", ["mission_staff", "mission_lead"])
def test_id_of_another_mission_is_answered_exactly_like_an_unknown_one(sqlite_app, who):
    client, foreign = browser(sqlite_app, who), report_ids(sqlite_app)[OTHER]

    def answer(method, rule, public_id):
        status, page = ask(client, method, address(rule, public_id))
        page = page.replace(public_id, "ID").replace(evidence_id(public_id), "EVIDENCE")
        return status, re.sub(r'name="csrf_token" value="[^"]*"', "", page)

    with_reports = [route for route, statuses in ROUTES.items() if isinstance(statuses[0], tuple)]
    assert len(with_reports) > 5
    for method, rule in with_reports:
        assert answer(method, rule, foreign) == answer(method, rule, UNKNOWN), rule


def test_draft_is_for_the_working_group_exactly_like_an_unknown_report(sqlite_app):
    client = browser(sqlite_app, "working_group")
    draft = ask(client, GET, f"/reports/{report_ids(sqlite_app)[OWN]}/answers")[1]
    unknown = ask(client, GET, f"/reports/{UNKNOWN}/answers")[1]
    strip = re.compile(r'value="[^"]*"')
    assert strip.sub("", draft) == strip.sub("", unknown)


def texts(app, *, of_mission=None, not_of_mission=None, states=None):
    """The beginnings of the longer answers of these reports, each on one line."""
    chosen = (
        select(Answer.value)
        .join(Report, Report.id == Answer.report_id)
        .join(AskedProject, AskedProject.id == Report.asked_project_id)
        .join(Project, Project.id == AskedProject.project_id)
        .join(Mission, Mission.id == Project.mission_id)
    )
    if of_mission:
        chosen = chosen.where(Mission.name == of_mission)
    if not_of_mission:
        chosen = chosen.where(Mission.name != not_of_mission)
    if states:
        chosen = chosen.where(Report.state.in_(states))
    with app.extensions["database"].reading() as session:
        lines = {value.split("\n")[0] for value in session.scalars(chosen)}
    return {line[:60] for line in lines if len(line) > 30 and " " in line}


def everything(app, who):
    """The text of all pages and files that somebody gets by trying all ids and codes."""
    client, ids = browser(app, who), [*report_ids(app).values(), UNKNOWN]
    with app.extensions["database"].reading() as session:
        questions = set(session.scalars(select(RegisteredPart.question_code)))
    files = (
        "answers_long",
        "answers_wide",
        "matrix",
        "summary",
        "counts",
        "equal_access",
        "projects",
        "questions",
    )
    paths = {
        address(rule, public_id, question=question, name=name)
        for method, rule in ROUTES
        if method == GET and not rule.startswith("/static")
        for public_id in (ids if "<id:public_id>" in rule else ids[:1])
        for question in (questions if "question" in rule and "code>" in rule else (QUESTION,))
        for name in (files if "<name>" in rule else files[:1])
    }
    paths |= {
        f"/rounds/{ROUND}/summary/Q4_LESSONS.lessons/{bucket}" for bucket in ("answered", "not_reached")
    }
    assert len(paths) > 100
    return "\n".join(html.unescape(ask(client, GET, path)[1]) for path in sorted(paths))


@pytest.mark.parametrize("who", ["mission_staff", "mission_lead"])
def test_mission_reads_all_its_own_answers_and_no_word_of_anothers(sqlite_app, who):
    own, others = (texts(sqlite_app, of_mission="San José"), texts(sqlite_app, not_of_mission="San José"))
    assert (len(own) > 3, len(others) > 50, own & others) == (True, True, set())
    read = everything(sqlite_app, who)
    assert {text for text in own if text not in read} == set()
    assert {text for text in others if text in read} == set()


def test_working_group_reads_all_submitted_answers_and_no_word_of_a_draft(sqlite_app):
    drafts, received = (
        texts(sqlite_app, states=states) for states in (("draft", "with_lead"), ("submitted",))
    )
    assert (len(drafts) > 10, len(received) > 50) == (True, True)
    read = everything(sqlite_app, "working_group")
    assert {text for text in received if text not in read} == set()
    assert {text for text in drafts if text in read} == set()


def test_working_group_reads_what_was_signed_of_a_returned_report_and_no_word_written_since(sqlite_app):
    with writing(sqlite_app) as session:
        for words in ("Words that were signed before the return", "Words that are a draft since the return"):
            save_one(session, OWN, "Q4_LESSONS.lessons", words)
            if "signed" in words:
                sign(session, OWN)
                send_back(session, OWN, "Q4_LESSONS.lessons", None)
        session.commit()
    read = everything(sqlite_app, "working_group")
    assert "Words that were signed before the return" in read
    assert "Words that are a draft since the return" not in read
    assert "Words that are a draft since the return" in everything(sqlite_app, "mission_staff")


# what changes when the own report is returned with a question about one part: thread and decision are there
RETURNED = {
    (GET, "/reports/<id:public_id>/parts/<part_code>/thread"): (302, 200, 200, 200, 403),
    (POST, "/reports/<id:public_id>/parts/<part_code>/thread"): (401, 422, 422, 422, 403),
    (GET, "/reports/<id:public_id>/thread"): (302, 404, 404, 404, 403),
    (GET, "/reports/<id:public_id>/changes"): (302, 200, 200, 200, 403),
    (GET, "/reports/<id:public_id>/answers"): (302, 200, 200, 200, 403),
    (GET, "/reports/<id:public_id>"): (302, 200, 200, 403, 403),
    (GET, "/reports/<id:public_id>/return"): (302, 403, 403, 302, 403),
    (POST, "/reports/<id:public_id>/return"): (401, 403, 403, 409, 403),
    (POST, "/reports/<id:public_id>/accept"): (401, 403, 403, 409, 403),
    (POST, "/reports/<id:public_id>/sign"): (401, 403, 422, 403, 403),
}


@pytest.mark.parametrize("who", WHO)
def test_route_of_a_returned_report_answers_each_role_as_the_table_says(sqlite_app, who):
    own = returned(sqlite_app, OWN, "Q7_SUCCESS.success")
    client = browser(sqlite_app, who)
    found = {route: ask(client, route[0], address(route[1], own))[0] for route in RETURNED}
    assert found == {route: statuses[WHO.index(who)] for route, statuses in RETURNED.items()}


@pytest.mark.parametrize("who", ["administrator", VISITOR])
def test_administrator_and_visitor_read_no_answer_at_all(sqlite_app, who):
    read = everything(sqlite_app, who)
    assert {text for text in texts(sqlite_app) if text in read} == set()


@pytest.mark.parametrize(
    ("who", "states", "missions"),
    [
        ("mission_staff", None, {"San José"}),
        ("mission_lead", None, {"San José"}),
        ("working_group", {"submitted"}, None),
        ("administrator", set(), None),
        (VISITOR, set(), None),
    ],
)
def test_evidence_is_read_where_its_report_is(sqlite_app, who, states, missions):
    with sqlite_app.extensions["database"].reading() as session:
        reports = session.execute(
            select(Report.public_id, Report.state, Mission.name)
            .join(AskedProject, AskedProject.id == Report.asked_project_id)
            .join(Project, Project.id == AskedProject.project_id)
            .join(Mission, Mission.id == Project.mission_id)
        ).all()
    read = everything(sqlite_app, who)
    assert {public_id for public_id, _, _ in reports if evidence_text(public_id) in read} == {
        public_id
        for public_id, state, mission in reports
        if (states is None or state in states) and (missions is None or mission in missions)
    }
