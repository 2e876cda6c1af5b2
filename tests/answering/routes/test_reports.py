from datetime import UTC, datetime, timedelta

import pytest

from survey.answering.services.answers import save_answers
from survey.data import clock
from survey.rounds.queries import round_by_code
from tests.answering.examples import answer_of, change, person_of, report_id, report_number
from tests.support.app import writing

SIGNATURE = {"name": "María Example", "function": "Chief of Mission", "sure": "y"}


def test_home_shows_the_missions_own_projects_only(sqlite_app, client_for):
    page = client_for("mission_staff").get("/projects").text
    assert "Montes de Oca" in page
    assert "Pre-production of a film on migrant children" in page
    assert "Philippines" not in page
    assert page.count('<span class="tag fictitious">') == 2
    assert "Not started" in page
    assert "In progress" in page


def test_report_is_a_task_list_of_all_questions(sqlite_app, client_for):
    page = client_for("mission_staff").get(f"/reports/{report_id(sqlite_app, 5)}").text
    assert page.count("/questions/") == 13
    assert "Check the answers" in page


def test_report_of_another_mission_is_like_an_unknown_one(sqlite_app, client_for):
    client = client_for("mission_staff")
    foreign = client.get(f"/reports/{report_id(sqlite_app, 3)}")
    unknown = client.get("/reports/0000000000000000")
    assert (foreign.status_code, unknown.status_code) == (404, 404)
    assert foreign.text == unknown.text.replace("0000000000000000", report_id(sqlite_app, 3))


def test_review_shows_answers_in_words_with_their_statuses(sqlite_app, client_for):
    page = client_for("mission_staff").get(f"/reports/{report_id(sqlite_app, 5)}/answers").text
    assert "Completed" in page
    assert "No answer" in page
    assert "Hand over to the mission lead" in page
    assert "Sign and submit" not in page


def test_review_is_for_the_working_group_after_submission_only(sqlite_app, client_for):
    client = client_for("working_group")
    submitted = client.get(f"/reports/{report_id(sqlite_app, 3)}/answers")
    assert "invented" in submitted.text
    assert client.get(f"/reports/{report_id(sqlite_app, 5)}/answers").status_code == 404


def test_review_warns_where_a_verdict_and_its_counts_disagree(sqlite_app, client_for):
    page = client_for("working_group").get(f"/reports/{report_id(sqlite_app, 6)}/answers").text
    assert "the rates of women and men reached differ clearly" in page


def test_hand_over_leaves_the_report_to_the_lead(app, client_for):
    staff, lead, own = client_for("mission_staff"), client_for("mission_lead"), report_id(app, 5)
    page = staff.send(f"/reports/{own}/hand-over", follow_redirects=True).text
    assert "The report is with the mission lead" in page
    assert staff.get(f"/reports/{own}/questions/Q4_LESSONS").status_code == 302
    assert lead.get(f"/reports/{own}/questions/Q4_LESSONS").status_code == 200


def test_hand_over_twice_changes_nothing_and_says_so(app, client_for):
    staff, own = client_for("mission_staff"), report_id(app, 5)
    staff.send(f"/reports/{own}/hand-over")
    assert "Somebody was quicker" in staff.send(f"/reports/{own}/hand-over", follow_redirects=True).text


def test_give_back_opens_the_report_for_the_colleagues(app, client_for):
    staff, lead, own = client_for("mission_staff"), client_for("mission_lead"), report_id(app, 5)
    staff.send(f"/reports/{own}/hand-over")
    lead.send(f"/reports/{own}/give-back")
    assert staff.get(f"/reports/{own}/questions/Q4_LESSONS").status_code == 200


def test_sign_submits_and_closes_the_report(app, client_for):
    lead, own = client_for("mission_lead"), report_id(app, 8)
    page = lead.send(f"/reports/{own}/sign", SIGNATURE, follow_redirects=True).text
    assert "The report is signed and submitted. Thank you." in page
    assert "Signed by María Example, Chief of Mission" in page
    assert lead.get(f"/reports/{own}/questions/Q4_LESSONS").status_code == 302
    assert "Change" not in page.split("<main")[1]


def test_sign_a_second_time_sends_nothing_and_says_so(app, client_for):
    lead, own = client_for("mission_lead"), report_id(app, 8)
    lead.send(f"/reports/{own}/sign", SIGNATURE)
    again = lead.send(
        f"/reports/{own}/sign", SIGNATURE | {"name": "Somebody else"}, follow_redirects=True
    ).text
    assert "Nothing was sent a second time" in again
    assert "Signed by María Example" in again


@pytest.mark.parametrize(
    ("missing", "sentence"),
    [("name", "Write your name."), ("function", "Write your function"), ("sure", "Tick the box to sign.")],
)
def test_sign_without_a_field_keeps_the_others(sqlite_app, client_for, missing, sentence):
    lead, own = client_for("mission_lead"), report_id(sqlite_app, 8)
    answer = lead.send(f"/reports/{own}/sign", SIGNATURE | {missing: ""})
    if missing == "sure":
        answer = lead.send(f"/reports/{own}/sign", {key: SIGNATURE[key] for key in ("name", "function")})
    assert answer.status_code == 422
    assert sentence in answer.text
    kept = [SIGNATURE[key] for key in ("name", "function") if key != missing]
    assert all(f'value="{text}"' in answer.text for text in kept)


def test_sign_is_not_for_staff(sqlite_app, client_for):
    answer = client_for("mission_staff").send(f"/reports/{report_id(sqlite_app, 8)}/sign", SIGNATURE)
    assert answer.status_code == 403


def test_review_says_what_is_kept_but_hidden_by_another_answer(sqlite_app, client_for):
    with writing(sqlite_app) as session:
        report, staff = report_number(session, 8), person_of(session, "mission_staff")
        both = [change("Q2_SPINOFF.resulted", "no", 0), change("Q2_SPINOFF.which", "A hidden course", 0)]
        save_answers(session, report=report, changes=both, person=staff, language="en")
        session.commit()
    page = client_for("mission_staff").get(f"/reports/{report_id(sqlite_app, 8)}/answers").text
    assert "Kept, but not part of the report" in page
    assert "A hidden course" in page
    assert answer_of(sqlite_app, 8, "Q2_SPINOFF.which").value == "A hidden course"


def close_round(app, moment):
    with writing(app) as session:
        round_by_code(session, "2001").closes_at = moment
        session.commit()


@pytest.mark.parametrize("step", ["sign", "hand-over"])
def test_steps_after_the_round_has_closed_are_refused(sqlite_app, client_for, step):
    close_round(sqlite_app, datetime(2001, 12, 31, tzinfo=UTC))
    lead, own = client_for("mission_lead"), report_id(sqlite_app, 8)
    assert "The round has closed." in lead.get(f"/reports/{own}").text
    assert "Sign and submit" not in lead.get(f"/reports/{own}/answers").text
    answer = lead.send(f"/reports/{own}/{step}", SIGNATURE)
    assert answer.status_code == 409
    assert "its round has closed" in answer.text
    with writing(sqlite_app) as session:
        assert report_number(session, 8).state == "draft"


def test_steps_before_the_closing_minute_are_taken(sqlite_app, client_for):
    close_round(sqlite_app, clock.now() + timedelta(minutes=1))
    lead, own = client_for("mission_lead"), report_id(sqlite_app, 8)
    lead.send(f"/reports/{own}/sign", SIGNATURE)
    with writing(sqlite_app) as session:
        assert report_number(session, 8).state == "submitted"
