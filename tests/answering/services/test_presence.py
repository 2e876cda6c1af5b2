from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import select

from survey.answering.models.presence import Presence
from survey.answering.services.presence import note_presence
from tests.answering.examples import person_of, report_number
from tests.support.app import writing
from tests.support.factories import NOON, at


def note(session, role, question, number=8):
    report, person = report_number(session, number), person_of(session, role)
    note_presence(session, report_id=report.id, person_id=person.person_id, question=question)


def rows(session):
    return session.execute(select(Presence.question_code, Presence.seen_at).order_by(Presence.id)).all()


def test_note_presence_replaces_where_the_person_was(session, monkeypatch):
    at(monkeypatch, NOON)
    note(session, "mission_staff", "Q1_AWARENESS")
    note(session, "mission_staff", "Q4_LESSONS")
    assert rows(session) == [("Q4_LESSONS", NOON)]


def test_note_presence_removes_who_has_left_this_report(session, monkeypatch):
    at(monkeypatch, NOON)
    note(session, "mission_staff", "Q1_AWARENESS")
    note(session, "mission_staff", "", number=5)
    later = NOON + timedelta(minutes=2)
    at(monkeypatch, later)
    note(session, "mission_lead", "Q4_LESSONS")
    assert rows(session) == [("", NOON), ("Q4_LESSONS", later)]


def test_note_presence_of_many_windows_at_once_never_fails(app):
    def open_window(turn):
        with writing(app) as session:
            note(session, ("mission_staff", "mission_lead")[turn % 2], f"Q{turn}")
            session.commit()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(open_window, range(24)))
    with writing(app) as session:
        for role in ("mission_staff", "mission_lead"):
            note(session, role, "Q4_LESSONS")
        session.commit()
        assert [question for question, _seen_at in rows(session)] == ["Q4_LESSONS"] * 2
