from tests.answering.examples import report_id, returned, save_one, send_back, sign
from tests.support.app import writing

LESSONS, WHY = "Q4_LESSONS.lessons", "Q7_SUCCESS.why"


def signed_again(app, **answers):
    """Signs again what was returned, with these answers by part code, two underscores for the point."""
    with writing(app) as session:
        for code, value in answers.items():
            save_one(session, 8, code.replace("__", "."), value)
        sign(session, 8)
        session.commit()


def main(page):
    return page.text.split("<main", 1)[1].split("</main>")[0]


def test_changes_are_shown_before_and_after_with_the_reason_and_nothing_else(app, client_for):
    with writing(app) as session:
        save_one(session, 8, LESSONS, "Before words")
        save_one(session, 8, WHY, "Unchanged words")
        sign(session, 8)
        send_back(session, 8, LESSONS, reason="Ask whom?")
        session.commit()
    signed_again(app, Q4_LESSONS__lessons="After words")
    own = report_id(app, 8)
    for role in ("working_group", "mission_staff"):
        page = main(client_for(role).get(f"/reports/{own}/changes"))
        assert page.index("Ask whom?") < page.index("Before words") < page.index("After words")
        assert "Unchanged words" not in page
        assert page.count('class="pair"') == 1
        assert f"/reports/{own}/answers" in page
    assert f"/reports/{own}/changes" in client_for("working_group").get(f"/reports/{own}/answers").text


def test_changes_of_a_report_that_was_only_answered_in_the_thread_say_so(sqlite_app, client_for):
    own = returned(sqlite_app, 8, WHY, reason="Which course?")
    client_for("mission_staff").send(f"/reports/{own}/parts/{WHY}/thread", {"note": "The evening one."})
    signed_again(sqlite_app)
    page = main(client_for("working_group").get(f"/reports/{own}/changes"))
    assert "No answer was changed." in page
    assert "Which course?" in page
    assert "The evening one." in page


def test_changes_compare_the_last_two_signatures_only(sqlite_app, client_for):
    own = returned(sqlite_app, 8, LESSONS, reason="First question")
    signed_again(sqlite_app, Q4_LESSONS__lessons="Second words")
    with writing(sqlite_app) as session:
        send_back(session, 8, WHY, reason="Second question")
        session.commit()
    signed_again(sqlite_app, Q7_SUCCESS__why="Third words")
    page = main(client_for("working_group").get(f"/reports/{own}/changes"))
    assert "Third words" in page
    assert "Second question" in page
    assert "Second words" not in page
    assert "First question" not in page


def test_changes_of_a_report_that_was_signed_once_are_none(sqlite_app, client_for):
    own = returned(sqlite_app, 8, WHY)
    page = main(client_for("working_group").get(f"/reports/{own}/changes"))
    assert "This report was not signed a second time" in page
