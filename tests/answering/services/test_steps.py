import json
from hashlib import sha256

import pytest
from sqlalchemy import select

from survey.answering.models.reports import Answer, ReportEvent, Snapshot
from survey.answering.queries.answers import saved_answers
from survey.answering.services.answers import StateChanged, save_answers
from survey.answering.services.steps import submit, take_step
from tests.answering.examples import NEWEST, change, person_of, report_number


def sign(session, number=5):
    submit(
        session,
        report=report_number(session, number),
        questionnaire=NEWEST,
        person=person_of(session, "mission_lead"),
        name="A. Lead",
        function="Chief of Mission",
    )


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
    sign(session)
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
    sign(session)
    with pytest.raises(StateChanged):
        sign(session)


def test_submit_keeps_what_was_signed_with_its_checksum(session):
    sign(session)
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
