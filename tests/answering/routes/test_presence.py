from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from survey.answering.models.presence import Presence
from survey.answering.services.answers import save_answers
from survey.audit.models import AuditEntry
from tests.answering.examples import (
    change,
    hidden_fields,
    person_of,
    question_path,
    report_id,
    report_number,
)
from tests.support.app import writing
from tests.support.factories import at

STAFF, LEAD = "Sample Staff, San José", "Sample Lead, San José"
LESSONS = "Q4_LESSONS.lessons"


@pytest.fixture
def two(app, client_for):
    """Two colleagues of San José and the report that both may write."""
    return client_for("mission_staff"), client_for("mission_lead"), f"/reports/{report_id(app, 8)}"


def beat(client, report, question=""):
    return client.send(f"{report}/presence", {"question": question}).json


def write(client, path, text):
    fields = hidden_fields(client.get(path).text.split("data-question")[1])
    return client.send(path, fields | {LESSONS: text, "then": "next"})


def test_presence_tells_of_the_others_and_never_of_oneself(two):
    staff, lead, report = two
    assert beat(staff, report, "Q4_LESSONS") == {"people": [], "says": "", "newer": {}}
    assert beat(lead, report, "Q4_LESSONS") == {
        "people": [{"name": STAFF, "question": "Q4_LESSONS", "here": True}],
        "says": f"{STAFF} is also on this question.",
        "newer": {},
    }
    assert beat(staff, report) == {
        "people": [{"name": LEAD, "question": "Q4_LESSONS", "here": False}],
        "says": f"{LEAD} is on this report too.",
        "newer": {},
    }


def test_presence_ends_two_minutes_after_the_last_sign_of_life(two, monkeypatch):
    staff, lead, report = two
    now = datetime.now(UTC)
    beat(staff, report, "Q4_LESSONS")
    at(monkeypatch, now + timedelta(seconds=115))
    assert [person["name"] for person in beat(lead, report)["people"]] == [STAFF]
    at(monkeypatch, now + timedelta(seconds=125))
    assert beat(lead, report)["people"] == []


def test_presence_tells_what_a_colleague_saved_on_this_question(app, two):
    staff, lead, report = two
    write(lead, f"{report}/questions/Q4_LESSONS", "The lead's words")
    found = beat(staff, report, "Q4_LESSONS")
    assert found["people"] == [{"name": LEAD, "question": "Q4_LESSONS", "here": True}]
    newer = found["newer"].pop(LESSONS)
    assert found["newer"] == {}
    assert (newer["version"], newer["author"]) == (1, LEAD)
    assert datetime.fromisoformat(newer["at"]).tzinfo is not None
    assert "words" not in str(found)


def test_presence_is_written_once_a_minute_and_never_into_the_audit_trail(app, two, monkeypatch):
    staff, _lead, report = two
    now = datetime.now(UTC)

    def written():
        with app.extensions["database"].reading() as session:
            audited = session.scalar(select(func.count()).select_from(AuditEntry))
            return session.scalars(select(Presence.seen_at)).all(), audited

    audited = written()[1]
    for seconds, seen_at in ((0, 0), (30, 0), (60, 60)):
        at(monkeypatch, now + timedelta(seconds=seconds))
        beat(staff, report, "Q4_LESSONS")
        assert written() == ([now + timedelta(seconds=seen_at)], audited)


def test_presence_on_a_question_that_is_not_in_the_questionnaire_is_not_found(two):
    staff, _lead, report = two
    assert staff.send(f"{report}/presence", {"question": "Q12_MORE"}).status_code == 404


def test_presence_without_the_token_is_refused(two):
    staff, _lead, report = two
    assert staff.post(f"{report}/presence").status_code == 400
    sent = staff.post(f"{report}/presence", headers={"X-CSRFToken": staff.token})
    assert (sent.status_code, sent.json["people"]) == (200, [])


def test_pages_say_at_once_who_was_here_in_the_last_minutes(app, two):
    staff, lead, report = two
    assert "is on this report too" not in staff.get(report).text
    write(lead, question_path(app, 8, "Q4_LESSONS"), "without any script")
    assert f"{LEAD} is on this report too." in staff.get(report).text
    assert f"{LEAD} is also on this question." in staff.get(f"{report}/questions/Q4_LESSONS").text
    assert LEAD not in lead.get(report).text


def test_question_and_review_say_who_wrote_which_answer_when(app, two):
    staff, _lead, report = two
    with writing(app) as session:
        head, lead = report_number(session, 8), person_of(session, "mission_lead")
        mine = [change(LESSONS, "Ask both.", 0)]
        moment = datetime(2001, 10, 12, 14, 3, tzinfo=UTC)
        save_answers(session, report=head, changes=mine, person=lead, language="en", at=moment)
        session.commit()
    for page in ("questions/Q4_LESSONS", "answers"):
        text = staff.get(f"{report}/{page}").text
        assert text.count(f"Written by {LEAD}, 12 Oct 2001, 14:03 UTC") == 1
        assert text.count(f'href="{report}/parts/{LESSONS}/history"') == 1


def test_working_group_is_not_told_who_wrote_an_answer(app, client_for):
    page = client_for("working_group").get(f"/reports/{report_id(app, 3)}/answers").text
    assert ("Written" in page, "/history" in page) == (False, False)
