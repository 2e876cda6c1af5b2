"""The working group's side: returning, accepting, and reading what was signed."""

import re

import pytest

from survey.audit.queries import entries
from tests.answering.examples import person_of, report_id, report_number, returned, save_one, send_back, sign
from tests.support.app import writing

LESSONS, WHY = "Q4_LESSONS.lessons", "Q7_SUCCESS.why"
DAY = {"due:day": "1", "due:month": "2", "due:year": "2100"}
SIGNATURE = re.compile(r'name="signature" value="([^"]+)"')


def signature(client, own):
    return {"signature": SIGNATURE.search(client.get(f"/reports/{own}/answers").text)[1]}


def signed(app, number=8, **answers):
    """The id of a report that was signed with these answers, by part code with two underscores for the point."""
    with writing(app) as session:
        for code, value in answers.items():
            save_one(session, number, code.replace("__", "."), value)
        sign(session, number)
        session.commit()
        return report_number(session, number).public_id


def state(app, number=8):
    with app.extensions["database"].reading() as session:
        return report_number(session, number).state


def test_review_of_a_signed_report_offers_the_decision_to_the_working_group_only(sqlite_app, client_for):
    own = signed(sqlite_app)
    page = client_for("working_group").get(f"/reports/{own}/answers").text
    assert "Accept the report" in page
    assert f"/reports/{own}/return" in page
    assert "Accept the report" not in client_for("mission_lead").get(f"/reports/{own}/answers").text


def test_return_page_shows_every_answer_with_a_field_for_its_reason(sqlite_app, client_for):
    own = signed(sqlite_app, Q7_SUCCESS__why="A signed answer")
    page = client_for("working_group").get(f"/reports/{own}/return").text
    assert "A signed answer" in page
    assert 'name="reason.Q7_SUCCESS.why"' in page
    assert 'name="reason.Q2_SPINOFF.resulted"' in page
    assert 'name="reason.Q2_SPINOFF.which"' not in page


def test_return_tells_both_sides_what_is_asked_by_whom_and_until_when(app, client_for):
    group, lead, own = client_for("working_group"), client_for("mission_lead"), signed(app)
    sent = DAY | signature(group, own) | {f"reason.{WHY}": "Which <b>course</b>?"}
    page = group.send(f"/reports/{own}/return", sent, follow_redirects=True).text
    assert "The report is returned." in page
    assert state(app) == "returned"
    for text in (page, lead.get(f"/reports/{own}/answers").text):
        assert "Returned by Sample Member, working group on" in text
        assert "Which &lt;b&gt;course&lt;/b&gt;?" in text
        assert "due on 1 February 2100" in text
        assert "Submitted by Sample Lead, San José on" in text


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({f"reason.{WHY}": ""}, "Write what should be clarified"),
        ({"due:year": "2001"}, "This day is over."),
        ({"due:day": ""}, "This is not a day of the calendar."),
        ({f"reason.{WHY}": "x" * 2_001}, "Shorten it by 1."),
    ],
)
def test_return_with_a_mistake_says_what_is_wrong_and_keeps_what_was_typed(
    sqlite_app, client_for, changed, sentence
):
    group, own = client_for("working_group"), signed(sqlite_app)
    sent = DAY | signature(group, own) | {f"reason.{WHY}": "Which course?"} | changed
    answer = group.send(f"/reports/{own}/return", sent)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f">\n{sent[f'reason.{WHY}']}</textarea>" in answer.text
    assert 'name="due:month" value="2"' in answer.text
    assert state(sqlite_app) == "submitted"


def test_accept_is_told_to_both_sides(app, client_for):
    group, own = client_for("working_group"), signed(app)
    page = group.send(f"/reports/{own}/accept", signature(group, own), follow_redirects=True).text
    assert "The report is accepted." in page
    assert "Accept the report" not in page
    assert "Accepted by Sample Member" in client_for("mission_staff").get(f"/reports/{own}/answers").text
    assert state(app) == "accepted"


@pytest.mark.parametrize("decision", ["accept", "return"])
def test_decision_on_an_earlier_signature_than_the_last_is_refused_and_keeps_the_words(
    app, client_for, decision
):
    group, own = client_for("working_group"), signed(app)
    words = {f"words:reason.{WHY}": "Success: reasons"}
    sent = DAY | signature(group, own) | words | {f"reason.{WHY}": "Which course?"}
    with writing(app) as session:
        send_back(session, 8, LESSONS)
        sign(session, 8)
        session.commit()
    answer = group.send(f"/reports/{own}/{decision}", sent)
    assert answer.status_code == 409
    assert "Which course?" in answer.text
    assert "<dt>Success: reasons</dt>" in answer.text
    assert state(app) == "resubmitted"


def test_return_of_a_report_that_a_colleague_returned_keeps_the_words(sqlite_app, client_for):
    group, own = client_for("working_group"), signed(sqlite_app)
    sent = DAY | signature(group, own) | {f"reason.{WHY}": "Which course?"}
    assert [group.send(f"/reports/{own}/return", sent).status_code for _ in range(2)] == [302, 409]
    assert group.get(f"/reports/{own}/return").status_code == 302


def test_working_group_reads_a_returned_report_as_it_was_signed_and_no_word_of_the_draft(app, client_for):
    group = client_for("working_group")
    own = signed(app, Q4_LESSONS__lessons="Signed words")
    with writing(app) as session:
        send_back(session, 8, LESSONS)
        save_one(session, 8, LESSONS, "Draft words after the return")
        session.commit()
    page = group.get(f"/reports/{own}/answers").text
    assert "Signed words" in page
    assert "You read the report as it was signed then." in page
    for path in ("answers", "changes", "return", f"parts/{LESSONS}/thread"):
        text = group.get(f"/reports/{own}/{path}", follow_redirects=True).text
        assert "Draft words" not in text, path
    assert "Draft words" in client_for("mission_staff").get(f"/reports/{own}/answers").text


def test_working_group_does_not_see_who_handed_the_report_over(sqlite_app, client_for):
    own = report_id(sqlite_app, 8)
    client_for("mission_staff").send(f"/reports/{own}/hand-over")
    signed(sqlite_app)
    text = "Handed over to the mission lead by Sample Staff"
    assert text in client_for("mission_staff").get(f"/reports/{own}/answers").text
    assert text not in client_for("working_group").get(f"/reports/{own}/answers").text


def test_reading_a_returned_report_is_on_record(sqlite_app, client_for):
    group, own = client_for("working_group"), returned(sqlite_app, 8, WHY)
    group.get(f"/reports/{own}/parts/{WHY}/thread")
    with writing(sqlite_app) as session:
        newest = entries(session)[-1]
        member = person_of(session, "working_group").public_id
    assert (newest.action, newest.subject, newest.person) == ("read report", own, member)
