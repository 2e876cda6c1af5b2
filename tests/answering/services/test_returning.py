"""Returning, the threads, accepting, and which parts may be changed in between."""

import pytest
from sqlalchemy import select

from survey.answering.models.reports import ReportEvent
from survey.answering.queries.answers import saved_answers
from survey.answering.queries.clarifications import clarifications, writable_parts
from survey.answering.services.answers import StateChanged, save_answers
from survey.answering.services.returning import accept_report, write_note
from survey.answering.services.steps import take_step
from survey.audit.queries import entries
from tests.answering.examples import (
    DUE,
    change,
    person_of,
    report_number,
    save_one,
    send_back,
    sign,
)

LESSONS, WHY, SUCCESS = "Q4_LESSONS.lessons", "Q7_SUCCESS.why", "Q7_SUCCESS.success"
RESULTED, WHICH = "Q2_SPINOFF.resulted", "Q2_SPINOFF.which"


def asked(session, number=5):
    return clarifications(session, report_number(session, number).id)


def note(session, text, *, role="mission_staff", place=-1):
    report, person = report_number(session, 5), person_of(session, role)
    write_note(session, report=report, clarification=asked(session)[place], text=text, person=person)


def accept(session, number=5):
    person = person_of(session, "working_group")
    accept_report(session, report=report_number(session, number), person=person)


def test_return_asks_about_parts_or_the_whole_report_with_reason_and_day(session):
    sign(session, 5)
    send_back(session, 5, None, WHY, reason="Which course?")
    member = person_of(session, "working_group")
    found = [(c.part_code, c.reason, c.due_on, c.author, c.state) for c in asked(session)]
    expected = ("Which course?", DUE, member.name, "open")
    assert found == [(None, *expected), (WHY, *expected)]
    assert report_number(session, 5).state == "returned"
    event = session.scalars(select(ReportEvent).order_by(ReportEvent.id.desc())).first()
    assert (event.step, event.state, event.person_id) == ("return", "returned", member.person_id)


def test_return_is_refused_before_a_signature_after_a_return_and_to_a_mission(session):
    for number in (5, 5):
        with pytest.raises(StateChanged):
            send_back(session, number, WHY)
    sign(session, 5)
    send_back(session, 5, WHY)
    with pytest.raises(StateChanged):
        send_back(session, 5, LESSONS)
    assert [c.part_code for c in asked(session)] == [WHY]


def test_another_return_settles_what_was_asked_before(session):
    sign(session, 5)
    send_back(session, 5, WHY)
    sign(session, 5)
    send_back(session, 5, WHY, LESSONS)
    assert [(c.part_code, c.state) for c in asked(session)] == [
        (WHY, "settled"), (WHY, "open"), (LESSONS, "open"),
    ]  # fmt: skip


def test_accepting_settles_everything_and_is_the_end(session):
    sign(session, 5)
    send_back(session, 5, WHY)
    with pytest.raises(StateChanged):
        accept(session)
    sign(session, 5)
    accept(session)
    assert [c.state for c in asked(session)] == ["settled"]
    assert report_number(session, 5).state == "accepted"
    for again in (lambda: accept(session), lambda: send_back(session, 5, WHY), lambda: sign(session, 5)):
        with pytest.raises(StateChanged):
            again()


def test_only_the_returned_parts_and_what_depends_on_them_may_be_changed(session):
    sign(session, 8)
    send_back(session, 8, RESULTED)
    report, staff = report_number(session, 8), person_of(session, "mission_staff")
    assert writable_parts(session, report) == {RESULTED, WHICH}
    sent = [change(RESULTED, "yes", 0), change(WHICH, "A course", 0), change(LESSONS, "Late words", 0)]
    outcomes = save_answers(session, report=report, changes=sent, person=staff, language="en")
    assert outcomes == {RESULTED: "saved", WHICH: "saved", LESSONS: "closed"}
    found = saved_answers(session, report.id, [RESULTED, LESSONS])
    assert [(answer.version, answer.value) for answer in found.values()] == [(1, "yes"), (0, "")]


def test_report_that_was_returned_as_a_whole_may_be_changed_everywhere(session):
    sign(session, 8)
    send_back(session, 8, None, WHY)
    assert save_one(session, 8, LESSONS, "All of it") == "saved"
    assert writable_parts(session, report_number(session, 8)) > {LESSONS, WHY}


def test_draft_that_was_never_signed_may_be_changed_everywhere(session):
    assert writable_parts(session, report_number(session, 8)) is None


def test_notes_of_both_sides_stand_in_the_thread_in_their_order(session):
    sign(session, 5)
    send_back(session, 5, WHY)
    note(session, "The evening course.")
    assert asked(session)[0].state == "answered"
    note(session, "In which year?", role="working_group")
    [found] = asked(session)
    assert found.state == "open"
    assert [(n.text, n.author, n.from_mission) for n in found.notes] == [
        ("The evening course.", person_of(session, "mission_staff").name, True),
        ("In which year?", person_of(session, "working_group").name, False),
    ]


def test_note_sent_twice_stands_once(session):
    sign(session, 5)
    send_back(session, 5, WHY)
    note(session, "Once.")
    note(session, "Once.")
    assert [n.text for n in asked(session)[0].notes] == ["Once."]


def test_note_while_the_lead_has_the_report_is_for_the_lead_and_the_working_group(session):
    sign(session, 5)
    send_back(session, 5, WHY)
    staff = person_of(session, "mission_staff")
    take_step(session, name="hand_over", report=report_number(session, 5), person=staff)
    with pytest.raises(StateChanged):
        note(session, "late")
    note(session, "By the lead", role="mission_lead")
    note(session, "By the group", role="working_group")
    assert len(asked(session)[0].notes) == 2


@pytest.mark.parametrize("role", ["mission_lead", "working_group"])
def test_note_after_the_report_was_signed_again_is_refused(session, role):
    sign(session, 5)
    send_back(session, 5, WHY)
    sign(session, 5)
    with pytest.raises(StateChanged):
        note(session, "late", role=role)


def test_audit_tells_what_was_done_without_a_word_of_it(session):
    sign(session, 5)
    send_back(session, 5, None, WHY, reason="very private reason")
    note(session, "very private words")
    sign(session, 5)
    accept(session)
    newest = entries(session)[-4:]
    assert [(entry.action, entry.details) for entry in newest] == [
        ("return", '{"due_on": "2100-01-01", "parts": ["report", "Q7_SUCCESS.why"]}'),
        ("note", '{"part": "Q7_SUCCESS.why"}'),
        ("resubmit", ""),
        ("accept", ""),
    ]
    assert {entry.subject for entry in newest} == {report_number(session, 5).public_id}
