import html
import re

import pytest
from sqlalchemy.exc import IntegrityError, InterfaceError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from survey.app import LARGEST_REQUEST
from survey.data.engine import sqlite_file
from tests.support.factories import report_ids

TYPED = "Línea <b>uno</b>\r\ny dos"


@pytest.fixture
def quiet(sqlite_app):
    """The application as it runs: faults become pages."""
    sqlite_app.config["PROPAGATE_EXCEPTIONS"] = False
    return sqlite_app


@pytest.fixture
def question(quiet):
    return f"/reports/{report_ids(quiet)[8]}/questions/Q4_LESSONS"


def answer(**fields):
    return {"seen:Q4_LESSONS.lessons": "0", "Q4_LESSONS.lessons": TYPED, "key": "k", "then": "stay"} | fields


def heading(page):
    return html.unescape(re.search(r"<h1>(.*?)</h1>", page).group(1))


def hidden(page):
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page, re.DOTALL)
    return {
        html.unescape(name): html.unescape(text) for name, text in found if name not in ("csrf_token", "next")
    }


def database_file(app):
    return sqlite_file(app.extensions["database"].url)


def test_unknown_page_is_404_and_leads_home(visitor):
    response = visitor.get("/nowhere")
    assert (response.status_code, heading(response.text)) == (404, "Page not found")
    assert '<a href="/">To the start page</a>' in response.text


def test_wrong_method_is_405_and_names_those_that_are_allowed(visitor):
    response = visitor.get("/sign-out")
    assert (response.status_code, heading(response.text)) == (405, "This page cannot be opened this way")
    assert set(response.headers["Allow"].split(", ")) == {"POST", "OPTIONS"}


def test_wrong_role_is_403_with_a_sentence(client_for, sqlite_app):
    response = client_for("mission_staff").get("/people")
    assert (response.status_code, heading(response.text)) == (403, "This page is not for your role")


def test_more_than_the_longest_questionnaire_is_413(client_for, quiet, question):
    response = client_for("mission_lead").send(question, answer(more="x" * LARGEST_REQUEST))
    assert (response.status_code, heading(response.text)) == (413, "This is too much for one page")


def test_longest_legal_answers_fit(client_for, quiet, question):
    page = question.replace("Q4_LESSONS", "Q1_AWARENESS")
    long = "\U0001f98e" * 20_000
    fields = {"seen:Q1_AWARENESS.how": "0", "Q1_AWARENESS.how": long, "then": "stay"}
    client = client_for("mission_lead")
    assert client.send(page, fields).status_code == 302
    assert long in client.get(page).text


def test_fault_of_the_program_keeps_what_was_typed_and_shows_no_trace(visitor, quiet):
    def broken():
        raise RuntimeError("inner secret")

    broken.allowed = "everybody"
    quiet.add_url_rule("/broken", view_func=broken, methods=["POST"])
    response = visitor.send("/broken", answer(password="typed password"))
    assert (response.status_code, heading(response.text)) == (500, "Something went wrong on our side")
    assert hidden(response.text) == answer()
    assert [
        word
        for word in ("inner secret", "Traceback", "RuntimeError", "typed password")
        if word in response.text
    ] == []


def test_fault_of_a_constraint_is_the_programs_and_not_the_databases(visitor, quiet):
    def broken():
        raise IntegrityError("INSERT", {}, Exception("UNIQUE"))

    broken.allowed = "everybody"
    quiet.add_url_rule("/broken", view_func=broken)
    response = visitor.get("/broken")
    assert (response.status_code, heading(response.text)) == (500, "Something went wrong on our side")


@pytest.mark.parametrize(
    "fault",
    [InterfaceError("SELECT", {}, Exception("closed")), NoConnectionFree()],
    ids=["lost", "none free"],
)
def test_connection_that_is_lost_or_not_to_be_had_is_the_databases_fault(visitor, quiet, fault):
    def broken():
        raise fault

    broken.allowed = "everybody"
    quiet.add_url_rule("/broken", view_func=broken, methods=["POST"])
    response = visitor.send("/broken", answer())
    assert (response.status_code, heading(response.text)) == (503, "The database does not answer")
    assert hidden(response.text) == answer()


@pytest.mark.parametrize("connected", [True, False], ids=["connections are open", "no connection yet"])
def test_vanished_database_is_503_and_keeps_what_was_typed(client_for, quiet, question, connected):
    client = client_for("mission_lead")
    if connected:
        assert client.get(question).status_code == 200
    else:
        quiet.extensions["database"].close()
    file = database_file(quiet)
    aside = file.rename(file.with_suffix(".aside"))
    response = client.send(question, answer())
    assert (response.status_code, heading(response.text)) == (503, "The database does not answer")
    assert hidden(response.text) == answer()
    assert client.get("/projects").status_code == 503
    assert not file.exists()

    aside.rename(file)
    token = re.search(r'name="csrf_token" value="([^"]*)"', response.text).group(1)
    assert client.post(question, data=hidden(response.text) | {"csrf_token": token}).status_code == 302
    assert TYPED.replace("\r\n", "\n") in html.unescape(client.get(question).text)


def test_damaged_database_is_503_and_keeps_what_was_typed(client_for, quiet, question):
    client = client_for("mission_lead")
    quiet.extensions["database"].close()
    for file in database_file(quiet).parent.glob(database_file(quiet).name + "-*"):
        file.unlink()
    database_file(quiet).write_bytes(b"no database at all" * 1000)
    response = client.send(question, answer())
    assert (response.status_code, heading(response.text)) == (503, "The database does not answer")
    assert hidden(response.text) == answer()
    assert client.get("/projects").status_code == 503
    assert [word for word in ("sqlite3", "Traceback", "SELECT") if word in response.text] == []


def test_error_page_of_a_visitor_works_without_the_database(visitor, quiet):
    quiet.extensions["database"].close()
    database_file(quiet).unlink()
    assert [visitor.get(path).status_code for path in ("/nowhere", "/sign-in", "/links/unknown")] == [
        404,
        200,
        503,
    ]


def test_form_that_cannot_be_read_is_answered_with_a_page(visitor, quiet):
    response = visitor.post("/sign-in", data=b"\xff\xfe--x", content_type="multipart/form-data; boundary=y")
    assert response.status_code == 400
    assert heading(response.text) == "This page had become too old to send"


def test_form_with_too_many_parts_is_413(visitor, quiet):
    parts = {f"field{number}": "x" for number in range(2_001)}
    response = visitor.post("/sign-in", data=parts, content_type="multipart/form-data")
    assert (response.status_code, heading(response.text)) == (413, "This is too much for one page")
