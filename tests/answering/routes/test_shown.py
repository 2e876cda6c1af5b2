"""Somebody writes on a page of the older version while the next one is published into their round."""

import pytest
from sqlalchemy import select

from survey.answering.models.reports import Answer
from tests.answering.examples import (
    answer_of,
    hidden_fields,
    history_of,
    question_path,
    report_id,
    report_number,
    save_one,
)
from tests.support.app import writing
from tests.support.drafts import (
    add_question,
    declare,
    make_draft,
    part_in,
    publish_draft_in,
    question_in,
    retire,
)

LESSONS = "Q4_LESSONS.lessons"
BALANCED = "Q5_BALANCE.balanced"


def publish(app, *changes):
    """Publishes a version with these changes into the round."""
    with writing(app) as session:
        publish_draft_in(session, make_draft(session, *changes), "2001")
        session.commit()


def question_version(app, code):
    """The version in which the current answer was given."""
    with app.extensions["database"].reading() as session:
        report = report_number(session, 8)
        answers = select(Answer.question_version).where(Answer.report_id == report.id)
        return session.scalar(answers.where(Answer.value == answer_of(app, 8, code).value))


def put(client, app, code, text, **more):
    path = f"/reports/{report_id(app, 8)}/answers/{code}"
    fields = {f"seen:{code}": 0, code: text, "questionnaire_version": 2, **more}
    response = client.send(path, fields, method="PUT", headers={"Accept": "application/json"})
    return response.status_code, response.json


@pytest.fixture
def staff(client_for):
    return client_for("mission_staff")


def opened(client, app, code):
    """The address of a question's page and what its form sends."""
    path = question_path(app, 8, code)
    return path, hidden_fields(client.get(path).text.split("data-question")[1])


def test_answer_of_an_older_page_keeps_the_version_that_it_saw(app, staff):
    path, fields = opened(staff, app, "Q4_LESSONS")
    publish(app, add_question)
    answer = staff.send(path, fields | {LESSONS: "Ask both.", "then": "next"})
    assert answer.headers["Location"].endswith("/questions/Q5_BALANCE")
    assert "The questionnaire was changed while you were writing." in staff.get(path).text
    assert (answer_of(app, 8, LESSONS).value, question_version(app, LESSONS)) == ("Ask both.", 2)
    path, fields = opened(staff, app, "Q4_LESSONS")
    staff.send(path, fields | {LESSONS: "Ask both early."})
    assert (answer_of(app, 8, LESSONS).version, question_version(app, LESSONS)) == (2, 3)


def test_script_of_an_older_page_does_the_same(app, staff):
    publish(app, add_question)
    assert put(staff, app, LESSONS, "Ask both.") == (200, {"outcome": "saved", "version": 1})
    assert question_version(app, LESSONS) == 2
    again = {f"seen:{LESSONS}": 1, "questionnaire_version": 3}
    assert put(staff, app, LESSONS, "Ask both early.", **again)[0] == 200
    assert question_version(app, LESSONS) == 3


@pytest.mark.parametrize("number", ["", "0", "1x", "4", "999999999999", "²"])
def test_version_that_no_page_can_have_shown_is_that_of_the_report(sqlite_app, staff, number):
    assert put(staff, sqlite_app, LESSONS, "Ask both.", questionnaire_version=number)[0] == 200
    assert question_version(sqlite_app, LESSONS) == 2


def test_answer_to_a_question_that_was_retired_meanwhile_is_kept(app, staff):
    path, fields = opened(staff, app, "Q4_LESSONS")
    publish(app, retire("Q4_LESSONS"))
    answer = staff.send(path, fields | {LESSONS: "Ask both.", "then": "next"})
    assert answer.headers["Location"] == f"/reports/{report_id(app, 8)}"
    assert put(staff, app, LESSONS, "Ask both early.", **{f"seen:{LESSONS}": 1})[0] == 200
    assert history_of(app, 8, LESSONS) == [("saved", "Ask both."), ("saved", "Ask both early.")]
    page = staff.get(f"/reports/{report_id(app, 8)}/parts/{LESSONS}/history")
    assert page.status_code == 200
    assert "Ask both early." in page.text
    assert "This part is no longer asked in this report." in page.text


def test_text_in_conflict_for_a_retired_question_is_shown_beside_the_colleagues(app, staff, client_for):
    path, fields = opened(staff, app, "Q4_LESSONS")
    with writing(app) as session:
        save_one(session, 8, LESSONS, "A colleague's", role="mission_lead")
        session.commit()
    publish(app, retire("Q4_LESSONS"))
    answer = staff.send(path, fields | {LESSONS: "Mine"})
    assert answer.status_code == 409
    assert all(text in answer.text for text in ("A colleague&#39;s", "Mine"))
    assert put(staff, app, LESSONS, "Mine too")[0] == 409


def test_retired_question_leads_back_to_the_list_and_an_unknown_one_nowhere(sqlite_app, staff):
    publish(sqlite_app, retire("Q4_LESSONS"))
    answer = staff.get(question_path(sqlite_app, 8, "Q4_LESSONS"))
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/reports/{report_id(sqlite_app, 8)}")
    assert staff.get(question_path(sqlite_app, 8, "Q12_MORE")).status_code == 404


def test_older_text_of_a_retired_part_is_not_made_the_answer_again(sqlite_app, staff):
    with writing(sqlite_app) as session:
        save_one(session, 8, LESSONS, "Ask both.")
        session.commit()
    publish(sqlite_app, retire("Q4_LESSONS"))
    answer = staff.send(
        f"/reports/{report_id(sqlite_app, 8)}/parts/{LESSONS}/restore", {"entry": 1, "seen": 1}
    )
    assert (answer.status_code, history_of(sqlite_app, 8, LESSONS)) == (409, [("saved", "Ask both.")])


def without_partly(document):
    """The question of balance offers fewer answers from now on."""
    rest = [option for option in document["lists"][0]["options"] if option["code"] != "partly"]
    document["lists"].append({"code": "fewer", "options": rest})
    part_in(document, BALANCED).update(options="fewer")
    for part in question_in(document, "Q5_BALANCE")["parts"]:
        for test in part.get("when", ()):
            for codes in ("in", "not_in"):
                if codes in test:
                    test[codes] = [code for code in test[codes] if code != "partly"]


def test_answer_that_is_not_offered_any_more_survives_a_form_that_cannot_show_it(app, staff):
    with writing(app) as session:
        save_one(session, 8, BALANCED, "partly")
        session.commit()
    publish(app, without_partly, declare(BALANCED, declared="new meaning"))
    path, fields = opened(staff, app, "Q5_BALANCE")
    staff.send(path, fields | {"Q5_BALANCE.relationship": "Both were asked."})
    assert (answer_of(app, 8, BALANCED).value, answer_of(app, 8, BALANCED).version) == ("partly", 1)
    staff.send(path, fields | {BALANCED: "yes"})
    assert (answer_of(app, 8, BALANCED).value, answer_of(app, 8, BALANCED).version) == ("yes", 2)


def test_lead_signs_what_they_have_read(app, client_for):
    lead, path = client_for("mission_lead"), f"/reports/{report_id(app, 8)}"
    fields = hidden_fields(lead.get(f"{path}/answers").text)
    signature = {"name": "A. Lead", "function": "Chief of Mission", "sure": "y"}
    publish(app, add_question)
    answer = lead.send(f"{path}/sign", fields | signature)
    assert answer.status_code == 422
    assert "The questionnaire was changed after you had opened this page." in answer.text
    assert 'value="A. Lead"' in answer.text
    fields = hidden_fields(answer.text)
    assert lead.send(f"{path}/sign", fields | signature).status_code == 302
    with app.extensions["database"].reading() as session:
        report = report_number(session, 8)
        assert (report.state, report.version_number) == ("submitted", 3)
