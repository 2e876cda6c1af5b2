"""The mission's side of a returned report."""

from datetime import date

from survey.rounds.queries import round_by_code
from tests.answering.examples import (
    answer_of,
    hidden_fields,
    history_of,
    report_number,
    returned,
    save_one,
    sign,
)
from tests.support.app import writing

LESSONS, WHY, SUCCESS = "Q4_LESSONS.lessons", "Q7_SUCCESS.why", "Q7_SUCCESS.success"
RESULTED, WHICH = "Q2_SPINOFF.resulted", "Q2_SPINOFF.which"
SIGNATURE = {"name": "María Example", "function": "Chief of Mission", "sure": "y"}


def form_of(client, path):
    return hidden_fields(client.get(path).text.split("data-question")[1])


def test_home_and_report_say_why_the_report_was_returned_and_until_when(sqlite_app, client_for):
    own, staff = returned(sqlite_app, 8, WHY, reason="Which course?"), client_for("mission_staff")
    for path in ("/projects", f"/reports/{own}"):
        page = staff.get(path).text
        assert "Returned for clarification on" in page
        assert "Answer until 1 January 2100." in page
        assert "Which course?" in page
        assert f"/reports/{own}/parts/{WHY}/thread" in page


def test_task_list_marks_the_questions_with_open_clarifications(sqlite_app, client_for):
    own = returned(sqlite_app, 8, WHY, LESSONS)
    page = client_for("mission_staff").get(f"/reports/{own}").text
    before_marks = page.split('<ul class="tasks">', 1)[1].split("Clarification asked")[:-1]
    marked = [text.split("/questions/")[-1].split('"')[0] for text in before_marks]
    assert marked == ["Q4_LESSONS", "Q7_SUCCESS"]


def test_question_shows_the_thread_and_lets_only_the_returned_parts_be_changed(app, client_for):
    own, staff = returned(app, 8, WHY, reason="Which course?"), client_for("mission_staff")
    path = f"/reports/{own}/questions/Q7_SUCCESS"
    page = staff.get(path).text
    assert "Which course?" in page
    assert f'name="{WHY}"' in page
    assert f'name="{SUCCESS}"' not in page
    assert "the others are here for reading" in page
    assert staff.send(path, form_of(staff, path) | {WHY: "The evening one."}).status_code == 302
    assert answer_of(app, 8, WHY).value == "The evening one."


def test_question_without_a_returned_part_is_for_reading(sqlite_app, client_for):
    own = returned(sqlite_app, 8, WHY)
    page = client_for("mission_staff").get(f"/reports/{own}/questions/Q4_LESSONS").text
    assert "for reading only" in page
    assert "<textarea" not in page
    assert "Save and continue" not in page


def test_part_that_was_not_returned_is_refused_by_the_server_and_the_words_are_kept(app, client_for):
    own, staff = returned(app, 8, WHY), client_for("mission_staff")
    path = f"/reports/{own}/questions/Q7_SUCCESS"
    forged = {f"seen:{SUCCESS}": "0", SUCCESS: "yes", f"seen:{WHY}": "0", WHY: "The evening one."}
    answer = staff.send(path, forged)
    assert answer.status_code == 409
    assert "This part was not returned, so what you wrote was not saved." in answer.text
    assert (answer_of(app, 8, SUCCESS).value, answer_of(app, 8, WHY).value) == ("", "The evening one.")
    assert history_of(app, 8, SUCCESS) == [("kept_aside", "yes")]


def test_part_that_depends_on_a_returned_one_can_be_changed(sqlite_app, client_for):
    own, staff = returned(sqlite_app, 8, RESULTED), client_for("mission_staff")
    path = f"/reports/{own}/questions/Q2_SPINOFF"
    staff.send(path, form_of(staff, path) | {RESULTED: "yes", WHICH: "A course"})
    assert answer_of(sqlite_app, 8, WHICH).value == "A course"


def test_report_that_was_returned_as_a_whole_is_open_everywhere(sqlite_app, client_for):
    own, staff = returned(sqlite_app, 8, None), client_for("mission_staff")
    page = staff.get(f"/reports/{own}/questions/Q4_LESSONS").text
    assert f'name="{LESSONS}"' in page
    assert "for reading" not in page


def test_returned_report_stays_open_when_its_round_closes(sqlite_app, client_for):
    own, lead = returned(sqlite_app, 8, WHY), client_for("mission_lead")
    with writing(sqlite_app) as session:
        round_by_code(session, "2001").closed_on = date(2001, 12, 31)
        session.commit()
    path = f"/reports/{own}/questions/Q7_SUCCESS"
    assert lead.send(path, form_of(lead, path) | {WHY: "Said"}).status_code == 302
    page = lead.send(f"/reports/{own}/sign", SIGNATURE, follow_redirects=True).text
    assert "Signed by María Example" in page


def test_returned_report_goes_to_the_lead_and_back_and_is_signed_again(app, client_for):
    own, staff, lead = returned(app, 8, WHY), client_for("mission_staff"), client_for("mission_lead")
    states = []

    def note_state():
        with app.extensions["database"].reading() as session:
            states.append(report_number(session, 8).state)

    for client, step in ((staff, "hand-over"), (lead, "give-back"), (staff, "hand-over"), (lead, "sign")):
        client.send(f"/reports/{own}/{step}", SIGNATURE)
        note_state()
    assert states == ["with_lead", "returned", "with_lead", "resubmitted"]
    page = staff.get(f"/reports/{own}/answers").text
    assert "Submitted again by Sample Lead" in page
    assert "Given back to the colleagues by Sample Lead" in page
    assert staff.get(f"/reports/{own}").status_code == 302


def test_save_that_comes_after_the_signature_is_kept_in_the_history_and_says_so(app, client_for):
    own, staff = returned(app, 8, LESSONS), client_for("mission_staff")
    path = f"/reports/{own}/questions/Q4_LESSONS"
    fields = form_of(staff, path)
    with writing(app) as session:
        save_one(session, 8, LESSONS, "Signed")
        sign(session, 8)
        session.commit()
    answer = staff.send(path, fields | {LESSONS: "Too late, but not lost"})
    assert answer.status_code == 409
    assert "Too late, but not lost" in answer.text
    assert "What you wrote is kept in the history of the answer" in answer.text
    assert history_of(app, 8, LESSONS)[-1] == ("kept_aside", "Too late, but not lost")
    assert answer_of(app, 8, LESSONS).value == "Signed"


def test_save_of_nothing_new_after_the_signature_keeps_nothing(sqlite_app, client_for):
    own, staff = returned(sqlite_app, 8, LESSONS), client_for("mission_staff")
    path = f"/reports/{own}/questions/Q4_LESSONS"
    fields = form_of(staff, path)
    with writing(sqlite_app) as session:
        sign(session, 8)
        session.commit()
    answer = staff.send(path, fields | {LESSONS: ""})
    assert answer.status_code == 409
    assert "kept in the history" not in answer.text
    assert history_of(sqlite_app, 8, LESSONS) == []
