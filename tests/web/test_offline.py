from survey.web.static import address, names
from tests.answering.examples import question_path, report_id


def test_worker_stands_at_the_top_and_names_every_static_file(sqlite_app, visitor):
    worker = visitor.get("/worker.js")
    assert worker.mimetype == "text/javascript"
    with sqlite_app.test_request_context():
        assert [name for name in names() if address(name) not in worker.text] == []
    assert "/offline" in worker.text


def test_only_pages_of_missions_may_be_kept(sqlite_app, client_for):
    person = client_for("mission_staff").get("/session").json["person"]
    question, answers = (
        question_path(sqlite_app, 8, "Q4_LESSONS"),
        f"/reports/{report_id(sqlite_app, 3)}/answers",
    )
    kept = {
        path: client_for("mission_staff").get(path).headers.get("Survey-Keep")
        for path in ("/projects", question, "/account")
    }
    assert kept == {"/projects": person, question: person, "/account": None}
    assert "Survey-Keep" not in client_for("working_group").get(answers).headers


def test_pages_name_their_language(visitor):
    pages = [visitor.get(path, headers={"Accept-Language": "fr"}) for path in ("/sign-in", "/offline")]
    assert [page.headers["Content-Language"] for page in pages] == ["fr", "fr"]


def test_page_without_connection_holds_nothing_of_anybodys(client_for):
    page = client_for("mission_staff").get("/offline").text
    assert "No connection" in page
    assert "csrf_token" not in page
