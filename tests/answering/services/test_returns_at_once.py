"""Decisions, signatures and edits at the same moment, on both databases: only legal sequences."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from survey.answering.models.clarifications import Clarification
from survey.answering.models.reports import AnswerHistory, ReportEvent, Snapshot
from survey.answering.queries.answers import ids_of_parts, saved_answers
from survey.answering.services.answers import StateChanged, keep_aside, save_answers
from survey.answering.services.returning import accept_report
from survey.answering.snapshots import signed_answers
from tests.answering.examples import change, person_of, report_number, returned, send_back, sign
from tests.support.app import writing

LESSONS = "Q4_LESSONS.lessons"


def at_once(app, *actions):
    """Runs the actions at the same moment, each in a transaction of its own; whether each was carried out."""
    ready = Barrier(len(actions), timeout=30)

    def run(action):
        ready.wait()
        with writing(app) as session:
            try:
                action(session)
                session.commit()
            except StateChanged:
                return False
            return True

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(run, actions))


def signed(app):
    with writing(app) as session:
        sign(session, 8)
        session.commit()


def accept(session):
    group = person_of(session, "working_group")
    accept_report(session, report=report_number(session, 8), person=group)


def send_back_lessons(session):
    send_back(session, 8, LESSONS)


def events(app):
    with app.extensions["database"].reading() as session:
        own = ReportEvent.report_id == report_number(session, 8).id
        return list(session.scalars(select(ReportEvent.step).where(own).order_by(ReportEvent.id)))


def count(app, model):
    with app.extensions["database"].reading() as session:
        own = model.report_id == report_number(session, 8).id
        return len(session.execute(select(model.id).where(own)).all())


def test_report_is_returned_once(app):
    signed(app)
    assert sorted(at_once(app, *[send_back_lessons] * 3)) == [False, False, True]
    assert events(app) == ["submit", "return"]
    assert count(app, Clarification) == 1


def test_report_is_either_accepted_or_returned(app):
    signed(app)
    accepted, sent_back = at_once(app, accept, send_back_lessons)
    assert accepted != sent_back
    assert events(app) == ["submit", "accept" if accepted else "return"]
    assert count(app, Clarification) == (0 if accepted else 1)


def test_report_is_signed_again_once(app):
    returned(app, 8, LESSONS)
    assert sorted(at_once(app, *[lambda session: sign(session, 8)] * 3)) == [False, False, True]
    assert events(app) == ["submit", "return", "resubmit"]
    assert count(app, Snapshot) == 2


def write(app, turn):
    """Saves a text as its page would: on the version that stands, and kept aside where it is too late or too early."""
    with app.extensions["database"].reading() as session:
        report, person = report_number(session, 8), person_of(session, "mission_staff")
        seen = saved_answers(session, report.id, [LESSONS])[LESSONS].version
    changes = [change(LESSONS, f"turn {turn}", seen)]
    sent = {"report": report, "changes": changes, "person": person, "language": "en"}
    with writing(app) as session:
        try:
            outcome = save_answers(session, **sent)[LESSONS]
            session.commit()
        except StateChanged:
            session.rollback()
            keep_aside(session, **sent)
            session.commit()
            outcome = "kept_aside"
    return outcome


@pytest.mark.parametrize("step", ["submit", "return"])
def test_no_text_is_lost_and_nothing_signed_changes_while_the_state_does(app, step):
    """A submission ends the saving of a colleague; a return begins it. What falls on the wrong side is kept."""
    if step == "return":
        signed(app)
    move = send_back_lessons if step == "return" else (lambda session: sign(session, 8))
    with ThreadPoolExecutor(2) as pool:
        moving = pool.submit(at_once, app, move)
        outcomes = [write(app, turn) for turn in range(20)]
        assert moving.result() == [True]
    outcomes += [write(app, turn) for turn in range(20, 22)]
    order = ["saved", "kept_aside"] if step == "submit" else ["kept_aside", "saved"]
    assert outcomes == sorted(outcomes, key=order.index)
    assert outcomes[-1] == order[-1]
    with app.extensions["database"].reading() as session:
        report = report_number(session, 8)
        content = session.scalar(select(Snapshot.content).where(Snapshot.report_id == report.id))
        key = ids_of_parts(session, [LESSONS])[LESSONS]
        own = (AnswerHistory.report_id == report.id, AnswerHistory.part_id == key)
        fields = (AnswerHistory.outcome, AnswerHistory.version, AnswerHistory.value)
        history = session.execute(select(*fields).where(*own).order_by(AnswerHistory.id)).all()
        current = saved_answers(session, report.id, [LESSONS])[LESSONS]
    assert [(outcome, value) for outcome, _version, value in history] == [
        (outcome, f"turn {turn}") for turn, outcome in enumerate(outcomes)
    ]
    frozen = signed_answers(content, [LESSONS])[LESSONS]
    last_saved = max((version for outcome, version, _value in history if outcome == "saved"), default=0)
    assert current.version == last_saved
    assert frozen.version == (0 if step == "return" else current.version)
    if step == "submit":
        assert frozen.value == current.value
