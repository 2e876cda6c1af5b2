"""The pages on which a file of answers is looked at and loaded."""

import pytest
from sqlalchemy import select

from survey.answering.models.reports import AnswerHistory, Report, ReportEvent, Snapshot
from survey.intake import routes
from survey.questionnaire.instrument import checksum
from tests.fieldwork.pages import hidden, last_actions
from tests.intake.rounds import empty, exported, state_of
from tests.support.app import EMAILS

PATH = "/rounds/2001/answers/import"


@pytest.fixture
def sample(sqlite_app):
    return exported(sqlite_app)


@pytest.fixture
def client(sqlite_app, client_for, sample):
    """An administrator of the sample's installation, whose answers were taken away after the export."""
    empty(sqlite_app, "2001")
    return client_for("administrator")


def send(client, path, data, name="answers_long.csv", **fields):
    """Posts the form as a browser does; put together here, since the test client leaves large files open."""
    fields = {"csrf_token": client.token} | fields
    parts = [f'name="{field}"\r\n\r\n{text}'.encode() for field, text in fields.items()]
    head = f'name="file"; filename="{name}"\r\nContent-Type: text/csv\r\n\r\n'
    parts.append(head.encode() + data)
    start = b"--limit\r\nContent-Disposition: form-data; "
    body = b"".join(start + part + b"\r\n" for part in parts) + b"--limit--\r\n"
    return client.post(path, data=body, content_type="multipart/form-data; boundary=limit")


def look(client, data, **fields):
    return send(client, f"{PATH}/preview", data, **fields)


def confirm(client, preview, data):
    seen = {name: hidden(preview.text, name) for name in ("seen", "reports")}
    return send(client, PATH, data, **seen)


def test_a_file_is_looked_at_in_numbers_and_then_loaded(client, sqlite_app, sample):
    preview = look(client, sample)
    assert preview.status_code == 200
    assert "To be loaded" in preview.text
    assert "Q7_SUCCESS.success" in preview.text
    assert exported(sqlite_app) != sample
    done = confirm(client, preview, sample)
    assert (done.status_code, done.location) == (302, "/rounds/2001/board")
    assert "5 reports were loaded." in client.get(done.location).text
    assert exported(sqlite_app) == sample


def test_no_answer_is_on_the_preview(client, sample):
    page = look(client, sample).text
    assert "evening" not in page
    assert page.count("<blockquote") == 0


def test_what_was_loaded_says_by_whom_and_from_which_file(client, sqlite_app, sample):
    confirm(client, look(client, sample), sample)
    action, details = last_actions(sqlite_app)[0]
    assert (action, details["file"], details["reports"]) == ("import answers", "answers_long.csv", 5)
    with sqlite_app.extensions["database"].reading() as session:
        report = session.scalars(
            select(Report).where(Report.state == "submitted").order_by(Report.id)
        ).first()
        assert report.signed_function == f"loaded from answers_long.csv, SHA-256 {details['sha256']}"
        event = session.scalars(
            select(ReportEvent).where(ReportEvent.report_id == report.id).order_by(ReportEvent.id.desc())
        ).first()
        assert (event.step, event.state) == ("import", "submitted")
        kept = session.scalars(
            select(Snapshot).where(Snapshot.report_id == report.id).order_by(Snapshot.id.desc())
        ).first()
        assert kept.checksum == checksum(kept.content)
        assert details["sha256"] in kept.content
        by = session.scalars(
            select(AnswerHistory.person_id)
            .where(AnswerHistory.report_id == report.id)
            .order_by(AnswerHistory.id.desc())
        ).first()
        assert by == event.person_id
    page = sqlite_app.test_client().sign_in(EMAILS["working_group"])
    shown = page.get(f"/reports/{report.public_id}/answers").text
    assert "Loaded from a file by" in shown


def test_another_file_than_the_one_looked_at_is_shown_first(client, sqlite_app, sample):
    preview = look(client, sample)
    before = state_of(sqlite_app)
    again = confirm(client, preview, sample.replace(b"\xef\xbb\xbf", b"", 1))
    assert again.status_code == 409
    assert "This is not the file that you looked at." in again.text
    assert state_of(sqlite_app) == before


def test_a_refused_file_is_shown_with_its_lines(client, sample):
    page = look(client, sample.replace(b"Q7_SUCCESS.why", b"<script>alert(1)</script>"))
    assert page.status_code == 422
    assert "There is no part “&lt;script&gt;alert(1)&lt;/script&gt;”." in page.text
    assert 'name="seen"' not in page.text


def test_without_a_file_the_form_says_so(client):
    for path in (PATH, f"{PATH}/preview"):
        page = client.send(path)
        assert page.status_code == 422
        assert page.text.count("Choose the file answers_long.csv on your computer first.") == 2


def test_a_file_that_is_too_large_is_refused_before_it_is_read(client):
    # only the length is sent: nothing of two gigabytes is read
    page = client.post(
        f"{PATH}/preview",
        content_type="multipart/form-data; boundary=limit",
        environ_overrides={"CONTENT_LENGTH": str(2 * 2**30)},
    )
    assert page.status_code == 413
    assert "The file is larger than 32 MB. It was not read." in page.text


def test_a_fault_at_the_commit_changes_nothing(client, sqlite_app, sample, monkeypatch):
    preview = look(client, sample)
    before = state_of(sqlite_app)

    def fails(*_args, **_kwargs):
        raise RuntimeError

    monkeypatch.setattr(routes, "flash", fails)
    monkeypatch.setattr("survey.intake.services.count_again", fails)
    sqlite_app.testing = False
    assert confirm(client, preview, sample).status_code == 500
    assert state_of(sqlite_app) == before


def test_the_page_of_the_round_leads_here(client):
    assert f'href="{PATH}"' in client.get("/rounds/2001/edit").text
    assert client.get(PATH).status_code == 200
    assert client.get("/rounds/1999/answers/import").status_code == 404
