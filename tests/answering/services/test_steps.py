import json
from hashlib import sha256

import pytest
from sqlalchemy import select

from survey.answering.models.reports import Answer, ReportEvent, Snapshot
from survey.answering.queries.answers import saved_answers
from survey.answering.services.answers import StateChanged, save_answers
from survey.answering.services.steps import take_step
from tests.answering.examples import NEWEST, change, person_of, report_number, save_one, send_back, sign

LESSONS = "Q4_LESSONS.lessons"


def test_take_step_moves_a_report_and_tells_who(session):
    staff = person_of(session, "mission_staff")
    take_step(session, name="hand_over", report=report_number(session, 5), person=staff)
    assert report_number(session, 5).state == "with_lead"
    event = session.scalars(select(ReportEvent).order_by(ReportEvent.id.desc())).first()
    assert (event.step, event.state, event.person_id) == ("hand_over", "with_lead", staff.person_id)


@pytest.mark.parametrize(("name", "role"), [("submit", "mission_staff"), ("return", "mission_lead")])
def test_take_step_is_refused_to_other_roles(session, name, role):
    with pytest.raises(StateChanged):
        take_step(session, name=name, report=report_number(session, 5), person=person_of(session, role))
    assert report_number(session, 5).state == "draft"


def test_take_step_is_refused_from_another_state(session):
    with pytest.raises(StateChanged):
        take_step(
            session,
            name="give_back",
            report=report_number(session, 5),
            person=person_of(session, "mission_lead"),
        )


def test_submit_gives_every_part_its_final_status(session):
    sign(session, 5)
    report = report_number(session, 5)
    assert (report.state, report.signed_name, report.signed_function) == (
        "submitted",
        "A. Lead",
        "Chief of Mission",
    )
    found = saved_answers(session, report.id, [part.code for part in NEWEST.parts])
    assert found["S_STATUS.reason"].status == "not_shown"
    assert found["Q4_LESSONS.lessons"].status == "no_answer"
    assert found["S_STATUS.state"].status == "answered"
    rows = session.scalars(select(Answer.part_id).where(Answer.report_id == report.id)).all()
    assert len(rows) == len(NEWEST.parts) == 43


def test_submit_a_second_time_is_refused(session):
    sign(session, 5)
    with pytest.raises(StateChanged):
        sign(session, 5)


def test_submit_keeps_what_was_signed_with_its_checksum(session):
    sign(session, 5)
    kept = session.scalars(select(Snapshot).where(Snapshot.report_id == report_number(session, 5).id)).one()
    assert kept.checksum == sha256(kept.content.encode()).hexdigest()
    content = json.loads(kept.content)
    assert content["signed"]["name"] == "A. Lead"
    assert [entry["part"] for entry in content["answers"]] == [part.code for part in NEWEST.parts]
    assert content["questionnaire_version"] == 2


def test_submit_hides_what_another_answer_hides_but_keeps_its_words(session):
    report, lead = report_number(session, 8), person_of(session, "mission_lead")
    both = [change("Q2_SPINOFF.resulted", "yes", 0), change("Q2_SPINOFF.which", "A course", 0)]
    save_answers(session, report=report, changes=both, person=lead, language="en")
    save_answers(
        session, report=report, changes=[change("Q2_SPINOFF.resulted", "no", 1)], person=lead, language="en"
    )
    sign(session, 8)
    found = saved_answers(session, report.id, ["Q2_SPINOFF.which"])["Q2_SPINOFF.which"]
    assert (found.status, found.value) == ("not_shown", "A course")


def test_report_that_was_returned_and_handed_over_is_given_back_as_returned(session):
    sign(session, 5)
    send_back(session, 5, LESSONS)
    lead = person_of(session, "mission_lead")
    take_step(session, name="hand_over", report=report_number(session, 5), person=lead)
    with pytest.raises(StateChanged):
        take_step(session, name="give_back", report=report_number(session, 5), person=lead)
    take_step(session, name="give_back_returned", report=report_number(session, 5), person=lead)
    assert report_number(session, 5).state == "returned"


@pytest.mark.parametrize("with_lead", [False, True])
def test_report_that_was_returned_is_submitted_again_with_another_snapshot(session, with_lead):
    sign(session, 5)
    first = session.execute(select(Snapshot.content, Snapshot.checksum).order_by(Snapshot.id)).all()
    send_back(session, 5, LESSONS)
    save_one(session, 5, LESSONS, "Said again")
    if with_lead:
        staff = person_of(session, "mission_staff")
        take_step(session, name="hand_over", report=report_number(session, 5), person=staff)
    sign(session, 5, name="B. Lead")
    report = report_number(session, 5)
    assert (report.state, report.signed_name) == ("resubmitted", "B. Lead")
    both = session.execute(select(Snapshot.content, Snapshot.checksum).order_by(Snapshot.id)).all()
    assert both[:-1] == first
    assert len(both) == len(first) + 1
    assert "Said again" in both[-1].content
    steps = session.scalars(select(ReportEvent.step).where(ReportEvent.report_id == report.id)).all()
    assert steps == ["submit", "return", *(["hand_over"] if with_lead else []), "resubmit"]


def test_step_on_an_earlier_signature_than_the_last_is_refused(session):
    sign(session, 5)
    read = report_number(session, 5)
    send_back(session, 5, LESSONS)
    sign(session, 5)
    with pytest.raises(StateChanged):
        take_step(session, name="accept", report=read, person=person_of(session, "working_group"))
    assert report_number(session, 5).state == "resubmitted"


def test_part_that_was_hidden_and_is_shown_again_has_the_status_of_its_saving(session):
    """Hidden at the first signature, shown again after the return, without being touched."""
    for code, value in (("Q2_SPINOFF.resulted", "yes"), ("Q2_SPINOFF.which", "A course")):
        save_one(session, 8, code, value)
    save_one(session, 8, "Q2_SPINOFF.resulted", "no")
    sign(session, 8)
    send_back(session, 8, "Q2_SPINOFF.resulted")
    save_one(session, 8, "Q2_SPINOFF.resulted", "yes")
    sign(session, 8)
    found = saved_answers(session, report_number(session, 8).id, ["Q2_SPINOFF.which"])["Q2_SPINOFF.which"]
    assert (found.version, found.status, found.value) == (1, "answered", "A course")
