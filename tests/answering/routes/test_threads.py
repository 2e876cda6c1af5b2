import pytest

from survey.answering.queries.clarifications import clarifications
from tests.answering.examples import report_number, returned, sign
from tests.support.app import writing

WHY, LESSONS = "Q7_SUCCESS.why", "Q4_LESSONS.lessons"


def notes(app):
    with app.extensions["database"].reading() as session:
        [asked] = clarifications(session, report_number(session, 8).id)
        return [(note.text, note.from_mission) for note in asked.notes]


@pytest.mark.parametrize("code", [WHY, None])
def test_both_sides_write_in_the_thread_and_read_each_other(app, client_for, code):
    own = returned(app, 8, code, reason="Which course?")
    path = f"/reports/{own}/parts/{code}/thread" if code else f"/reports/{own}/thread"
    staff, group = client_for("mission_staff"), client_for("working_group")
    assert "Which course?" in staff.get(path).text
    page = staff.send(path, {"note": "The <i>evening</i> one.\r\nFor both."}, follow_redirects=True).text
    assert "Your note is in the thread." in page
    page = group.send(path, {"note": "In which year?"}, follow_redirects=True).text
    assert "The &lt;i&gt;evening&lt;/i&gt; one.<br>For both." in page
    assert "Sample Staff, San José (mission)" in page
    assert notes(app) == [("The <i>evening</i> one.\nFor both.", True), ("In which year?", False)]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (" \n ", "Write what you want to say."),
        ("x" * 5_001, "The text has 5,001 characters; at most 5,000 fit."),
        ("bell \a", "contains a character that cannot be stored"),
    ],
)
def test_note_that_cannot_be_taken_stays_in_its_field(sqlite_app, client_for, text, sentence):
    own = returned(sqlite_app, 8, WHY)
    answer = client_for("mission_staff").send(f"/reports/{own}/parts/{WHY}/thread", {"note": text})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f">\n{text}</textarea>" in answer.text
    assert "<title>Please check:" in answer.text
    assert notes(sqlite_app) == []


def test_note_after_the_report_was_signed_again_is_refused_and_shown(app, client_for):
    own = returned(app, 8, WHY)
    with writing(app) as session:
        sign(session, 8)
        session.commit()
    path = f"/reports/{own}/parts/{WHY}/thread"
    for role in ("mission_staff", "mission_lead", "working_group"):
        answer = client_for(role).send(path, {"note": "Too late, but not lost"})
        assert answer.status_code == 409
        assert "Too late, but not lost" in answer.text
    assert notes(app) == []


def test_thread_of_a_part_that_nothing_was_asked_about_is_not_found(sqlite_app, client_for):
    own, staff = returned(sqlite_app, 8, WHY), client_for("mission_staff")
    for path in (f"parts/{LESSONS}/thread", "parts/nonsense/thread", "thread"):
        assert staff.get(f"/reports/{own}/{path}").status_code == 404
        assert staff.send(f"/reports/{own}/{path}", {"note": "x"}).status_code == 404


def test_thread_of_another_missions_report_is_not_found(sqlite_app, client_for):
    own = returned(sqlite_app, 4, WHY)
    path = f"/reports/{own}/parts/{WHY}/thread"
    assert client_for("working_group").get(path).status_code == 200
    assert client_for("mission_staff").get(path).status_code == 404
    assert client_for("mission_staff").send(path, {"note": "x"}).status_code == 404
    assert client_for("administrator").get(path).status_code == 403
