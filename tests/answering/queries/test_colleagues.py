from datetime import timedelta

from survey.answering.colleagues import Trace
from survey.answering.queries.colleagues import last_savings, traces
from survey.answering.records import LastSaving
from survey.answering.services.answers import save_answers
from survey.answering.services.presence import note_presence
from tests.answering.examples import change, person_of, report_number
from tests.support.factories import NOON, at

CODES = ["Q4_LESSONS.lessons", "Q7_SUCCESS.why"]
STAFF, LEAD = "Sample Staff, San José", "Sample Lead, San José"


def after(minutes):
    return NOON + timedelta(minutes=minutes)


def save(session, code, text, seen, role, moment):
    report, person = report_number(session, 8), person_of(session, role)
    mine = [change(code, text, seen)]
    save_answers(session, report=report, changes=mine, person=person, language="en", at=moment)


def test_traces_are_signs_of_life_of_two_minutes_and_savings_of_five(session, monkeypatch):
    report, staff, lead = (
        report_number(session, 8),
        person_of(session, "mission_staff").person_id,
        person_of(session, "mission_lead").person_id,
    )
    save(session, CODES[0], "text", 0, "mission_lead", after(0))
    at(monkeypatch, after(1))
    note_presence(session, report_id=report.id, person_id=staff, question="Q7_SUCCESS")
    saved, seen = Trace(lead, LEAD, "Q4_LESSONS", after(0)), Trace(staff, STAFF, "Q7_SUCCESS", after(1))
    for minutes, found in ((2.9, [saved, seen]), (3, [saved]), (4.9, [saved]), (5, [])):
        at(monkeypatch, after(minutes))
        assert traces(session, report.id) == found
    at(monkeypatch, after(1))
    assert traces(session, report_number(session, 5).id) == []


def test_last_savings_name_the_author_of_each_current_answer(session):
    save(session, CODES[0], "one", 0, "mission_staff", after(0))
    save(session, CODES[0], "two", 1, "mission_lead", after(1))
    save(session, CODES[0], "late", 1, "mission_staff", after(2))
    found = last_savings(session, report_number(session, 8).id, CODES)
    assert found == {CODES[0]: LastSaving(2, LEAD, after(1))}


def test_last_savings_of_the_sample_have_no_author(session):
    found = last_savings(session, report_number(session, 5).id, ["S_STATUS.state", "S_STATUS.summary"])
    assert {last.author for last in found.values()} == {""}
