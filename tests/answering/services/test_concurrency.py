"""Colleagues who write at the same moment, on both databases."""

import json
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import select

from survey.answering.models.reports import AnswerHistory, Snapshot
from survey.answering.queries.answers import ids_of_parts, saved_answers
from survey.answering.services.answers import StateChanged, save_answers
from survey.answering.services.steps import submit
from tests.answering.examples import NEWEST, change, person_of, report_number
from tests.support.app import writing

CODE = "Q4_LESSONS.lessons"


def write_often(app, role, times):
    """Saves what this role would write, each time on the version that it saw last; returns the conflicts."""
    conflicts = 0
    for turn in range(times):
        with app.extensions["database"].reading() as session:
            report, person = report_number(session, 8), person_of(session, role)
            seen = saved_answers(session, report.id, [CODE])[CODE].version
        with writing(app) as session:
            mine = change(CODE, f"{role} {turn}", seen)
            outcome = save_answers(session, report=report, changes=[mine], person=person, language="en")
            session.commit()
            conflicts += outcome[CODE] == "conflict"
    return conflicts


def history(app):
    with app.extensions["database"].reading() as session:
        own = AnswerHistory.part_id == ids_of_parts(session, [CODE])[CODE]
        report = AnswerHistory.report_id == report_number(session, 8).id
        rows = select(AnswerHistory.outcome, AnswerHistory.seen_version, AnswerHistory.version)
        return session.execute(rows.where(own, report).order_by(AnswerHistory.id)).all()


def test_two_colleagues_never_overwrite_each_other(app):
    with ThreadPoolExecutor(2) as pool:
        conflicts = sum(pool.map(lambda role: write_often(app, role, 40), ("mission_staff", "mission_lead")))
    rows = history(app)
    saved = [(seen, version) for outcome, seen, version in rows if outcome == "saved"]
    assert saved == [(number, number + 1) for number in range(len(saved))]
    assert len(rows) == 80
    assert len(rows) - len(saved) == conflicts


def test_submitting_while_a_colleague_saves_never_changes_what_was_signed(app):
    def sign(_):
        with writing(app) as session:
            lead = person_of(session, "mission_lead")
            report = report_number(session, 8)
            submit(session, report=report, questionnaire=NEWEST, person=lead, name="L", function="F")
            session.commit()

    def save(turn):
        with app.extensions["database"].reading() as session:
            report, person = report_number(session, 8), person_of(session, "mission_staff")
        with writing(app) as session:
            try:
                mine = change(CODE, f"turn {turn}", turn)
                save_answers(session, report=report, changes=[mine], person=person, language="en")
                session.commit()
            except StateChanged:
                return False
            return True

    with ThreadPoolExecutor(2) as pool:
        signing = pool.submit(sign, None)
        accepted = [save(turn) for turn in range(30)]
        signing.result()
    with app.extensions["database"].reading() as session:
        report = report_number(session, 8)
        signed = json.loads(session.scalar(select(Snapshot.content).where(Snapshot.report_id == report.id)))
        current = saved_answers(session, report.id, [CODE])[CODE]
    assert accepted == sorted(accepted, reverse=True)
    [frozen] = [entry for entry in signed["answers"] if entry["part"] == CODE]
    assert (frozen["version"], frozen["value"]) == (current.version, current.value)
