import json
import logging

import pytest

from survey.web.logs import SERVERS, JsonLine, logger
from tests.support.app import EMAILS
from tests.support.factories import PASSWORD, link_for, report_ids


@pytest.fixture
def lines(sqlite_app):
    """Collects what the log says, read as JSON."""
    written = []

    class Collect(logging.Handler):
        def emit(self, record):
            written.append(self.format(record))

    handler = Collect()
    handler.setFormatter(JsonLine())
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield written
    logger.removeHandler(handler)
    logger.setLevel(level)


def test_request_is_one_line_with_view_status_time_and_person(client_for, sqlite_app, lines):
    client_for("mission_lead").get("/projects?part=secret-query")
    (line,) = map(json.loads, lines)
    assert (line["method"], line["view"], line["status"], line["level"]) == (
        "GET",
        "answering.home",
        200,
        "INFO",
    )
    assert (len(line["person"]), line["ms"] > 0) == (16, True)
    assert "secret-query" not in lines[0]


def test_visitor_and_unknown_path_are_logged_without_the_path(visitor, lines):
    visitor.get("/some/secret/path")
    (line,) = map(json.loads, lines)
    assert (line["view"], line["status"], line["person"]) == (None, 404, None)
    assert "secret" not in lines[0]


def test_static_files_are_not_logged(visitor, lines):
    visitor.get("/static/000000000000/style.css")
    assert lines == []


def test_neither_tokens_passwords_addresses_nor_answers_are_logged(visitor, client_for, sqlite_app, lines):
    link = link_for(sqlite_app, EMAILS["working_group"])
    visitor.get(link)
    visitor.send(link, {"name": "Gina", "language": "en", "password": PASSWORD})
    other = sqlite_app.test_client().prepare_token()
    other.send("/sign-in", {"email": EMAILS["working_group"], "password": "wrong wrong wrong"})
    page = f"/reports/{report_ids(sqlite_app)[8]}/questions/Q4_LESSONS"
    answer = {"seen:Q4_LESSONS.lessons": "0", "Q4_LESSONS.lessons": "the secret answer", "then": "stay"}
    assert client_for("mission_lead").send(page, answer).status_code == 302
    written = "\n".join(lines)
    secrets = (link.rpartition("/")[2], PASSWORD, "wrong wrong", "group@example.org", "secret answer", "Gina")
    assert [secret for secret in secrets if secret in written] == []
    assert len(lines) == 4


def test_fault_is_logged_with_kind_and_place_and_without_its_text(visitor, sqlite_app, lines):
    def broken():
        raise ValueError("quotes the secret answer")

    broken.allowed = "everybody"
    sqlite_app.add_url_rule("/broken", view_func=broken)
    sqlite_app.config["PROPAGATE_EXCEPTIONS"] = False
    assert visitor.get("/broken").status_code == 500
    fault = json.loads(lines[0])
    assert (fault["level"], fault["message"], fault["fault"]) == ("ERROR", "program", "ValueError")
    assert fault["at"][-1].startswith(__file__)
    assert "secret answer" not in "\n".join(lines)


@pytest.mark.parametrize("name", SERVERS)
@pytest.mark.parametrize(
    ("line", "arguments", "written"),
    [
        (
            "Exception while serving /files/gms_1/2001/matrix.csv",
            (),
            "Exception while serving /files/…/2001/matrix.csv",
        ),
        (
            '%s "GET %s"',
            ("::1", "/files/gms_1/2001/a.csv?region=Asia"),
            '::1 "GET /files/…/2001/a.csv?region=Asia"',
        ),
        ("Error handling request %s", ("/links/abc",), "Error handling request /links/…"),
        ('"GET %(path)s"', ({"path": "/files/2001/matrix.csv"},), '"GET /files/2001/matrix.csv"'),
        ("%s of 100%%", ("half",), "half of 100%"),
    ],
)
def test_no_token_is_in_what_a_server_writes_of_a_path(sqlite_app, caplog, name, line, arguments, written):
    with caplog.at_level(logging.INFO, logger=name):
        logging.getLogger(name).info(line, *arguments)
    assert [record.getMessage() for record in caplog.records] == [written]
